/*
summary = "The payments that are to come into an agreement's accounts: as the cycle has them, from the council, from health, and from a person who pays their contribution."
grain = "one row per agreement, day and payer"
kept = "table"
recomputed = "by account"
*/
with basis as (
    select
        basis.*,
        -- As far as anything looks ahead: what is safe to take back, and the forecast.
        ($as_at::date + greatest(ahead.value, forecast.value)::integer * 7)::date as until,
        coalesce(last_due.due_on, basis.first_payment_on) as counted_from,
        case basis.payment_cycle when '4-weekly' then 28 when '2-weekly' then 14 end as cycle_days,
        coalesce(behind.amount, 0) > basis.paid_in_weekly as is_behind
    from reconciliation.surplus_basis as basis
    join staging.policy as ahead
        on ahead.council = basis.council and ahead.setting = 'floor_weeks_ahead'
        and basis.basis_on between ahead.effective_from and ahead.effective_to
    left join staging.policy as forecast
        on forecast.council = basis.council and forecast.setting = 'forecast_weeks_ahead'
        and basis.basis_on between forecast.effective_from and forecast.effective_to
    left join lateral (
        select max(due_on) as due_on
        from reconciliation.pay_day
        where pay_day.agreement_id = basis.agreement_id and pay_day.due_on <= basis.basis_on
    ) as last_due on true
    left join lateral (
        select sum(cycle.expected - cycle.received) as amount
        from reconciliation.contribution_cycle as cycle
        where cycle.agreement_id = basis.agreement_id and cycle.is_covered and cycle.due_on <= basis.basis_on
    ) as behind on true
),

due as (
    select
        *,
        case when payment_cycle = 'monthly' then (counted_from + to_months(step::integer))::date else counted_from + (step * cycle_days)::integer end as on_day
    from (select *, unnest(generate_series(0, greatest(datediff('day', counted_from, until), 0) // coalesce(cycle_days, 28) + 1)) as step from basis where payment_cycle in ('4-weekly', '2-weekly', 'monthly') and counted_from is not null)
),

paid as (
    select
        due.*,
        case when payment_cycle = 'monthly' then sums.monthly(rate.council_weekly) else sums.share(rate.council_weekly, cycle_days, 7) end as from_council,
        case when payment_cycle = 'monthly' then sums.monthly(rate.paid_in_weekly) else sums.share(rate.paid_in_weekly, cycle_days, 7) end as from_person,
        case when payment_cycle = 'monthly' then sums.monthly(rate.health_weekly) else sums.share(rate.health_weekly, cycle_days, 7) end as from_health
    from due
    join staging.rate
        on rate.agreement_id = due.agreement_id
        and due.on_day between rate.from_date and rate.to_date
    where due.on_day > basis_on and due.on_day <= until and due.on_day <= coalesce(due.end_date, due.until)
),

every as (
    select paid.account_id, paid.agreement_id, paid.council, paid.officer, paid.on_day, 'council_payment' as kind, 'Payment from the council' as words, paid.from_council as amount
    from paid
    -- Not while the direct payment is paused.
    anti join staging.suspension
        on suspension.agreement_id = paid.agreement_id
        and paid.on_day between suspension.from_date and coalesce(suspension.to_date, date '9999-12-31')

    union all

    select account_id, agreement_id, council, officer, on_day, 'health_payment', 'Payment from health', from_health from paid

    union all

    -- Whoever is more than a week behind is not counted on.
    select account_id, agreement_id, council, officer, on_day, 'contribution', 'The person''s contribution', from_person from paid where not is_behind
)

select account_id, agreement_id, council, officer, on_day, kind, words, amount::decimal(18, 2) as amount
from every
where amount <> 0
