/*
summary = "Money in and out by what it was for, against what the plan allows for the days that statements cover."
grain = "one row per account, review period and spend category"
kept = "view"
*/
with weekly as (
    select
        period.account_id,
        period.period_from,
        period.period_to,
        plan_line.plan_line_id,
        plan_line.spend_category,
        plan_line.weekly_amount,
        sum(
            least(coverage.covered_to, period.period_to, plan_line.to_date)
            - greatest(coverage.covered_from, period.period_from, plan_line.from_date) + 1
        )::bigint as days
    from reconciliation.period as period
    join reconciliation.coverage
        on coverage.account_id = period.account_id
    join staging.plan_line
        on plan_line.agreement_id = period.agreement_id
    where plan_line.weekly_amount is not null
        and least(coverage.covered_to, period.period_to, plan_line.to_date)
            >= greatest(coverage.covered_from, period.period_from, plan_line.from_date)
    group by all
),

counted as (
    select
        line.account_id,
        period.period_from,
        period.period_to,
        line.spend_category,
        1 as lines,
        greatest(line.amount, 0) as money_in,
        greatest(-line.amount, 0) as money_out
    from reconciliation.transaction as line
    join staging.review_period as period
        on period.account_id = line.account_id
        and line.posted_on between period.period_from and period.period_to

    union all by name

    select
        account_id,
        period_from,
        period_to,
        spend_category,
        -- A seventh of a week's money for each day; pennies by whole-number division, a half penny up.
        ((weekly_amount * 100)::bigint * days * 2 + 7) // 14 * 0.01 as planned
    from weekly

    union all by name

    -- Money for once belongs to the period in which its line begins.
    select
        period.account_id,
        period.period_from,
        period.period_to,
        plan_line.spend_category,
        plan_line.one_off_amount as planned
    from reconciliation.period as period
    join staging.agreement using (agreement_id)
    join staging.plan_line
        on plan_line.agreement_id = period.agreement_id
        and coalesce(plan_line.from_date, agreement.start_date) between period.period_from and period.period_to
    where plan_line.one_off_amount is not null
        and period.state <> 'no_statement'
),

summed as (
    select
        account_id,
        period_from,
        period_to,
        spend_category,
        count(lines) as lines,
        coalesce(sum(money_in), 0)::decimal(18, 2) as money_in,
        coalesce(sum(money_out), 0)::decimal(18, 2) as money_out,
        sum(planned)::decimal(18, 2) as planned
    from counted
    group by account_id, period_from, period_to, spend_category
)

select
    summed.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    summed.period_from,
    summed.period_to,
    summed.spend_category,
    summed.lines,
    summed.money_in,
    summed.money_out,
    summed.planned
from summed
join staging.account using (account_id)
