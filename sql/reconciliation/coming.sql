/*
summary = "What is coming to and going from an agreement's accounts in the next weeks: payments as the cycle has them, spending as planned, bills that are owed."
grain = "one row per agreement, day and kind of movement"
kept = "table"
recomputed = "by account"
*/
with basis as (
    select
        basis.*,
        ($as_at::date + ahead.value::integer * 7)::date as until,
        coalesce(last_due.due_on, basis.first_payment_on) as counted_from,
        case basis.payment_cycle when '4-weekly' then 28 when '2-weekly' then 14 end as cycle_days,
        coalesce(behind.amount, 0) > basis.paid_in_weekly as is_behind
    from reconciliation.surplus_basis as basis
    join staging.policy as ahead
        on ahead.council = basis.council and ahead.setting = 'floor_weeks_ahead'
        and basis.basis_on between ahead.effective_from and ahead.effective_to
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

spent as (
    select *, basis_on + (week * 7)::integer as on_day
    from (select *, unnest(generate_series(1, greatest(datediff('day', basis_on, until), 0) // 7)) as week from basis)
    where basis_on + (week * 7)::integer <= coalesce(end_date, until)
),

every as (
    select paid.agreement_id, paid.on_day, 'council_payment' as kind, 'Payment from the council' as words, paid.from_council as amount
    from paid
    -- Not while the direct payment is paused.
    anti join staging.suspension
        on suspension.agreement_id = paid.agreement_id
        and paid.on_day between suspension.from_date and coalesce(suspension.to_date, date '9999-12-31')

    union all

    select agreement_id, on_day, 'health_payment', 'Payment from health', from_health from paid

    union all

    -- Whoever is more than a week behind is not counted on.
    select agreement_id, on_day, 'contribution', 'The person''s contribution', from_person from paid where not is_behind

    union all

    select agreement_id, on_day, 'spending', 'A week''s care and support as planned', -weekly_spend from spent

    union all

    -- What is owed already may be asked for at once.
    select term.agreement_id, basis.basis_on + 1, term.term, term.words, -term.amount
    from reconciliation.surplus_term as term
    join basis using (agreement_id)
    where term.term in ('unpresented', 'unpaid_wages', 'invoices', 'hmrc', 'insurance', 'one_offs')
)

select
    basis.account_id,
    basis.agreement_id,
    basis.council,
    basis.officer,
    every.on_day,
    every.kind,
    every.words,
    every.amount::decimal(18, 2) as amount,
    -- Money that leaves on a day is counted before money that comes.
    (balance.amount + sum(every.amount) over (
        partition by every.agreement_id order by every.on_day, every.amount, every.kind
        rows between unbounded preceding and current row
    ))::decimal(18, 2) as balance
from every
join basis using (agreement_id)
join reconciliation.surplus_term as balance
    on balance.agreement_id = every.agreement_id and balance.term = 'balance'
where every.amount <> 0
