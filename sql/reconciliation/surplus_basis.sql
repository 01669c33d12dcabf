/*
summary = "What an agreement's accounts hold on the last day that statements cover, and what a week of it is worth: what a surplus is worked out from."
grain = "one row per agreement whose balance is known"
kept = "table"
recomputed = "by account"
*/
with covered as (
    select account_id, max(least(covered_to, $as_at::date)) as covered_to
    from reconciliation.coverage
    where covered_from <= $as_at::date
    group by account_id
),

-- The last balance printed by then; what followed it is added below.
point as (
    select covered.account_id, covered.covered_to, max(point.on_date) as on_date, arg_max(point.balance, point.on_date) as balance
    from covered
    left join reconciliation.balance_point as point
        on point.account_id = covered.account_id
        and point.on_date <= covered.covered_to
    group by covered.account_id, covered.covered_to
),

account as (
    select
        account.account_id,
        account.agreement_id,
        account.council,
        account.officer,
        point.covered_to,
        (point.balance + coalesce(after.amount, 0))::decimal(18, 2) as balance
    from point
    join staging.account using (account_id)
    left join lateral (
        select sum(line.amount) as amount
        from reconciliation.transaction as line
        where line.account_id = point.account_id
            and line.posted_on > point.on_date
            and line.posted_on <= point.covered_to
    ) as after on true
),

-- What an agreement holds is what all its accounts hold; it is shown with the one that has the newest statement.
held as (
    select
        arg_max(account_id, (covered_to, account_id)) as account_id,
        agreement_id,
        any_value(council) as council,
        any_value(officer) as officer,
        max(covered_to) as basis_on,
        sum(balance)::decimal(18, 2) as balance,
        to_json(list({'on': covered_to, 'description': 'Balance of ' || account_id, 'amount': balance::varchar} order by account_id))::varchar as lines
    from account
    group by agreement_id
    having count(*) = count(balance)
),

wages as (
    select
        held.agreement_id,
        sum(-line.amount)::decimal(18, 2) as quarter
    from held
    join reconciliation.transaction as line
        on line.agreement_id = held.agreement_id
        and line.posted_on > held.basis_on - 91
        and line.posted_on <= held.basis_on
    where line.spend_category = 'pa_wages'
    group by held.agreement_id
),

planned as (
    select
        held.agreement_id,
        sum(plan_line.weekly_amount)::decimal(18, 2) as weekly,
        sum(plan_line.weekly_amount) filter (where plan_line.spend_category = 'pa_wages') as wages,
        sum(plan_line.weekly_amount) filter (where plan_line.spend_category = 'hmrc') as hmrc
    from held
    join staging.plan_line
        on plan_line.agreement_id = held.agreement_id
        and held.basis_on between coalesce(plan_line.from_date, date '0001-01-01') and coalesce(plan_line.to_date, date '9999-12-31')
    where plan_line.weekly_amount is not null
    group by held.agreement_id
)

select
    held.account_id,
    held.agreement_id,
    held.council,
    held.officer,
    held.basis_on,
    agreement.start_date,
    agreement.end_date,
    coalesce(agreement.end_date < held.basis_on, false) as has_ended,
    coalesce(agreement.employs_pa, false) as employs_pa,
    agreement.insurance_expires_on,
    agreement.payment_cycle,
    agreement.first_payment_on,
    coalesce(agreement.initial_float_weeks, 0)::decimal(18, 2) as float_weeks,
    held.balance,
    rate.gross_weekly,
    rate.council_weekly,
    rate.paid_in_weekly,
    rate.health_weekly,
    -- A week of money as policy counts it.
    case on_gross.value when 0 then rate.council_weekly when 1 then rate.gross_weekly end::decimal(18, 2) as weekly_base,
    coalesce(planned.weekly, rate.gross_weekly)::decimal(18, 2) as weekly_spend,
    coalesce(planned.wages, sums.share(wages.quarter, 1, 13), 0)::decimal(18, 2) as weekly_wages,
    planned.hmrc as weekly_hmrc,
    held.lines
from held
join staging.agreement using (agreement_id)
join staging.policy as on_gross
    on on_gross.council = held.council and on_gross.setting = 'surplus_on_gross'
    and held.basis_on between on_gross.effective_from and on_gross.effective_to
left join staging.rate
    on rate.agreement_id = held.agreement_id
    and least(held.basis_on, agreement.end_date) between rate.from_date and rate.to_date
left join wages
    on wages.agreement_id = held.agreement_id
left join planned
    on planned.agreement_id = held.agreement_id
