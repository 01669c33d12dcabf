/*
summary = "How fast an agreement's money is spent: as lately, slowly, and as the plan says; with what is owed already, what is set aside, and what the accounts hold."
grain = "one row per agreement whose balance is known"
kept = "view"
seen_by = "see_case"
*/
with basis as (
    select
        basis.*,
        back.value::integer as weeks_back,
        slow.value::integer as slow_percent,
        (basis.basis_on - back.value::integer * 7 + 1)::date as from_day
    from reconciliation.surplus_basis as basis
    join staging.policy as back
        on back.council = basis.council and back.setting = 'forecast_weeks_back'
        and basis.basis_on between back.effective_from and back.effective_to
    join staging.policy as slow
        on slow.council = basis.council and slow.setting = 'forecast_slow_percent'
        and basis.basis_on between slow.effective_from and slow.effective_to
),

spent as (
    select
        basis.agreement_id,
        -sum(line.amount) as amount
    from basis
    join reconciliation.transaction as line
        on line.agreement_id = basis.agreement_id
        and line.posted_on between basis.from_day and basis.basis_on
    -- What went back to the council as surplus was not spent.
    anti join decisions.surplus_receipt as receipt
        on receipt.transaction_id = line.transaction_id
    where line.amount < 0 and not line.is_internal
    group by basis.agreement_id
),

-- The accounts of an agreement are seldom used at once, so a day counts once.
covered as (
    select agreement_id, count(distinct on_day) as days
    from (
        select
            basis.agreement_id,
            unnest(generate_series(greatest(coverage.covered_from, basis.from_day), least(coverage.covered_to, basis.basis_on), interval 1 day)) as on_day
        from basis
        join reconciliation.coverage
            on coverage.agreement_id = basis.agreement_id
            and coverage.covered_from <= basis.basis_on
            and coverage.covered_to >= basis.from_day
    )
    group by agreement_id
),

term as (
    select
        agreement_id,
        sum(amount) filter (where term = 'balance') as balance,
        sum(amount) filter (where term in ('unpresented', 'unpaid_wages', 'invoices', 'hmrc', 'insurance', 'one_offs')) as owed,
        sum(amount) filter (where term in ('holiday', 'notice_and_redundancy')) as set_aside
    from reconciliation.surplus_term
    group by agreement_id
),

lately as (
    select
        basis.*,
        covered.days as days_covered,
        coalesce(spent.amount, 0)::decimal(18, 2) as spent,
        sums.share(coalesce(spent.amount, 0), 7, covered.days) as weekly_lately,
        coalesce(term.balance, basis.balance)::decimal(18, 2) as held,
        coalesce(term.owed, 0)::decimal(18, 2) as owed,
        coalesce(term.set_aside, 0)::decimal(18, 2) as set_aside
    from basis
    join covered using (agreement_id)
    left join spent on spent.agreement_id = basis.agreement_id
    left join term on term.agreement_id = basis.agreement_id
)

select
    account_id,
    agreement_id,
    council,
    officer,
    basis_on,
    from_day,
    end_date,
    has_ended,
    weeks_back,
    days_covered,
    slow_percent,
    held,
    owed,
    set_aside,
    spent,
    case when has_ended then 0 else weekly_lately end::decimal(18, 2) as weekly_lately,
    case when has_ended then 0 else sums.share(weekly_lately, slow_percent, 100) end::decimal(18, 2) as weekly_slow,
    case when has_ended then 0 else coalesce(weekly_spend, 0) end::decimal(18, 2) as weekly_planned
from lately
