/*
summary = "Money in and out by what it was for, against what the plan allows for the days that statements cover."
grain = "one row per account, review period and spend category"
kept = "view"
*/
with allowed as (
    select
        period.account_id,
        period.period_from,
        period.period_to,
        plan_line.spend_category,
        plan_line.weekly_amount,
        plan_line.one_off_amount,
        greatest(coverage.covered_from, period.period_from, plan_line.from_date) as first_on,
        least(coverage.covered_to, period.period_to, plan_line.to_date) as last_on,
        -- Money for once belongs to the period in which its line begins.
        coalesce(plan_line.from_date, agreement.start_date) between period.period_from and period.period_to
            and coverage.covered_from = period.covered_from as is_first,
        plan_line.plan_line_id
    from reconciliation.period as period
    join staging.agreement using (agreement_id)
    join staging.plan_line using (agreement_id)
    join reconciliation.coverage
        on coverage.account_id = period.account_id
        and coverage.covered_from <= period.period_to
        and coverage.covered_to >= period.period_from
),
