/*
summary = "What is left of each debt, and the stage it is at."
grain = "one row per debt"
kept = "view"
seen_by = "see_case"
*/
with ledger as (
    select
        debt_id,
        min(on_day) filter (where kind = 'raised') as raised_on,
        coalesce(sum(amount) filter (where kind in ('raised', 'adjusted')), 0)::decimal(18, 2) as amount,
        coalesce(-sum(amount) filter (where kind = 'paid'), 0)::decimal(18, 2) as paid,
        coalesce(-sum(amount) filter (where kind = 'adjusted'), 0)::decimal(18, 2) as taken_off,
        coalesce(-sum(amount) filter (where kind = 'written_off'), 0)::decimal(18, 2) as written_off,
        sum(amount)::decimal(18, 2) as outstanding
    from decisions.debt_entry
    group by debt_id
),

-- A payment that comes back begins the ladder anew: only letters and calls since then count.
begun as (
    select case_id, max(step_number) as step_number
    from decisions.step
    where kind = 'debt' and step in ('propose', 'raise', 'reopen')
    group by case_id
),

taken as (
    select
        step.case_id,
        list(step.step order by step.step_number) as done,
        max(step.on_day) filter (where step.step = 'letter_1') as first_letter_on
    from decisions.step
    join begun
        on begun.case_id = step.case_id
        and step.step_number >= begun.step_number
    where step.kind = 'debt'
    group by step.case_id
)

select
    debt.debt_id,
    debt.agreement_id,
    debt.account_id,
    debt.council,
    agreement.officer,
    debt.due_from,
    ledger.raised_on,
    taken.first_letter_on,
    stage.since as stage_since,
    -- Payments on statements until this day were counted when it was raised.
    (debt.source::json ->> 'known_to')::date as known_to,
    debt.kind,
    debt.invoice_number,
    debt.reason,
    debt.source,
    stage.state as stage,
    stage.step_number,
    taken.done,
    debt.decided_by,
    coalesce(ledger.amount, 0)::decimal(18, 2) as amount,
    coalesce(ledger.paid, 0)::decimal(18, 2) as paid,
    coalesce(ledger.taken_off, 0)::decimal(18, 2) as taken_off,
    coalesce(ledger.written_off, 0)::decimal(18, 2) as written_off,
    coalesce(ledger.outstanding, 0)::decimal(18, 2) as outstanding,
    stage.steps['propose'].amount as proposed,
    coalesce((debt.source::json ->> 'own_fault') = 'true', false) as is_own_fault
from decisions.debt
join staging.agreement using (agreement_id)
join trackers.case_state as stage
    on stage.kind = 'debt'
    and stage.case_id = debt.debt_id
left join ledger using (debt_id)
left join taken on taken.case_id = debt.debt_id
