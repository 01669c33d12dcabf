/*
summary = "Money in and out by what it was for, against what the plan allows for the days that statements cover."
grain = "one row per account, review period and spend category"
kept = "view"
*/
with seen as (
    select
        period.account_id,
        period.period_from,
        period.period_to,
        line.spend_category,
        count(*) as lines,
        coalesce(sum(line.amount) filter (where line.amount > 0), 0)::decimal(18, 2) as money_in,
        coalesce(-sum(line.amount) filter (where line.amount < 0), 0)::decimal(18, 2) as money_out
    from reconciliation.period as period
    join reconciliation.transaction as line
        on line.account_id = period.account_id
        and line.posted_on between period.period_from and period.period_to
    group by period.account_id, period.period_from, period.period_to, line.spend_category
),

planned as (
    select
        period.account_id,
        period.period_from,
        period.period_to,
        plan_line.spend_category,
        sum(
            coalesce(plan_line.one_off_amount, 0)
            -- A week's money for each seventh of a week; pennies by whole-number division, a half penny up.
            + ((coalesce(plan_line.weekly_amount, 0) * 100)::bigint
                * (least(period.period_to, coalesce(plan_line.to_date, period.period_to))
                    - greatest(period.period_from, coalesce(plan_line.from_date, period.period_from)) + 1) * 2 + 7)
                // 14 * 0.01
        )::decimal(18, 2) as planned
    from reconciliation.period as period
    join staging.plan_line
        on plan_line.agreement_id = period.agreement_id
        and coalesce(plan_line.from_date, period.period_from) <= period.period_to
        and coalesce(plan_line.to_date, period.period_to) >= period.period_from
    where period.state <> 'no_statement'
    group by period.account_id, period.period_from, period.period_to, plan_line.spend_category
)

select
    account_id,
    account.agreement_id,
    account.council,
    account.officer,
    period_from,
    period_to,
    spend_category,
    coalesce(seen.lines, 0) as lines,
    coalesce(seen.money_in, 0)::decimal(18, 2) as money_in,
    coalesce(seen.money_out, 0)::decimal(18, 2) as money_out,
    planned.planned
from seen
full join planned using (account_id, period_from, period_to, spend_category)
join staging.account using (account_id)
