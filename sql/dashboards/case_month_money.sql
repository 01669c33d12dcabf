/*
summary = "Money in and out of an account by month and by what it was for, against what the plan and the payments due say for the days that statements cover."
grain = "one row per account, month, direction and spend category"
kept = "view"
seen_by = "see_case"
*/
with covered as (
    select
        account_id,
        agreement_id,
        month.month,
        greatest(covered_from, month.month) as from_day,
        least(covered_to, (month.month + interval 1 month)::date - 1) as to_day
    from (select *, unnest(generate_series(date_trunc('month', covered_from), covered_to, interval 1 month))::date as month_from from reconciliation.coverage) as coverage
    cross join lateral (select coverage.month_from as month) as month
),

weekly as (
    select
        covered.account_id,
        covered.month,
        plan_line.plan_line_id,
        plan_line.spend_category,
        plan_line.weekly_amount,
        sum(least(covered.to_day, plan_line.to_date) - greatest(covered.from_day, plan_line.from_date) + 1)::bigint as days
    from covered
    join staging.plan_line
        on plan_line.agreement_id = covered.agreement_id
    where plan_line.weekly_amount is not null
        and least(covered.to_day, plan_line.to_date) >= greatest(covered.from_day, plan_line.from_date)
    group by all
),

-- What is due, where statements cover the day.
due as (
    select distinct account_id, due_on, 'council_payment' as spend_category, expected_id, expected as amount
    from reconciliation.payment_match
    where expected_id is not null

    union all

    select account_id, due_on, 'client_contribution', null, expected
    from reconciliation.contribution_cycle

    union all

    select account_id, due_on, 'health_payment', null, health_amount
    from reconciliation.expected_contribution
    where health_amount <> 0
),

counted as (
    select
        account_id,
        date_trunc('month', posted_on)::date as month,
        case when amount < 0 then 'out' else 'in' end as direction,
        spend_category,
        1 as lines,
        abs(amount) as amount
    from reconciliation.transaction

    union all by name

    -- A seventh of a week's money for each day.
    select account_id, month, 'out' as direction, spend_category, sums.share(weekly_amount, days, 7) as planned
    from weekly

    union all by name

    -- Money for once belongs to the month in which its line begins.
    select covered.account_id, covered.month, 'out' as direction, plan_line.spend_category, plan_line.one_off_amount as planned
    from (select distinct account_id, agreement_id, month from covered) as covered
    join staging.agreement using (agreement_id)
    join staging.plan_line
        on plan_line.agreement_id = covered.agreement_id
        and date_trunc('month', coalesce(plan_line.from_date, agreement.start_date)) = covered.month
    where plan_line.one_off_amount is not null

    union all by name

    select due.account_id, date_trunc('month', due.due_on)::date as month, 'in' as direction, due.spend_category, due.amount as planned
    from due
    join covered
        on covered.account_id = due.account_id
        and due.due_on between covered.from_day and covered.to_day
),

summed as (
    select
        account_id,
        month,
        direction,
        spend_category,
        count(lines) as lines,
        sum(planned)::decimal(18, 2) as planned,
        coalesce(sum(amount), 0)::decimal(18, 2) as amount
    from counted
    group by account_id, month, direction, spend_category
)

select
    summed.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    summed.month,
    summed.direction,
    summed.spend_category,
    summed.lines,
    summed.planned,
    summed.amount,
    (summed.amount - coalesce(summed.planned, 0))::decimal(18, 2) as difference
from summed
join staging.account using (account_id)
