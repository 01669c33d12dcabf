/*
summary = "What is coming to and going from an agreement's accounts in the next weeks: payments as the cycle has them, spending as planned, bills that are owed."
grain = "one row per agreement, day and kind of movement"
kept = "table"
recomputed = "by account"
*/
with basis as (
    select basis.*, ($as_at::date + ahead.value::integer * 7)::date as until
    from reconciliation.surplus_basis as basis
    join staging.policy as ahead
        on ahead.council = basis.council and ahead.setting = 'floor_weeks_ahead'
        and basis.basis_on between ahead.effective_from and ahead.effective_to
),

spent as (
    select *, basis_on + (week * 7)::integer as on_day
    from (select *, unnest(generate_series(1, greatest(datediff('day', basis_on, until), 0) // 7)) as week from basis)
    where basis_on + (week * 7)::integer <= coalesce(end_date, until)
),

every as (
    select payment.agreement_id, payment.on_day, payment.kind, payment.words, payment.amount
    from reconciliation.payment_to_come as payment
    join basis using (agreement_id)
    where payment.on_day <= basis.until

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
