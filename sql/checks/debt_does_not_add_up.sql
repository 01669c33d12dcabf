/*
title = "Every debt adds up, and stands at the stage its ledger says"
*/
with ledger as (
    select
        debt.debt_id,
        debt.kind,
        stage.state,
        stage.steps['propose'].amount as proposed,
        count(*) filter (where entry.kind = 'raised') as raised,
        coalesce(sum(entry.amount) filter (where entry.kind = 'raised'), 0) as claimed,
        coalesce(sum(entry.amount) filter (where entry.kind = 'paid'), 0) as paid,
        coalesce(max(entry.amount) filter (where entry.kind in ('adjusted', 'written_off')), 0) as added_later,
        coalesce(sum(entry.amount), 0) as outstanding
    from decisions.debt
    left join trackers.case_state as stage
        on stage.kind = 'debt'
        and stage.case_id = debt.debt_id
    left join decisions.debt_entry as entry using (debt_id)
    group by debt.debt_id, debt.kind, stage.state, stage.steps
),

lines as (
    select debt_id, sum(amount) as amount
    from trackers.debt_line
    where kind in ('contribution', 'misspend')
    group by debt_id
),

used as (
    select transaction_id, sum(amount) as amount
    from decisions.debt_entry
    where kind = 'paid' and transaction_id is not null
    group by transaction_id
),

fault as (
    select debt_id, 'has no stage' as what from ledger where state is null
    union all
    select debt_id, 'was raised ' || raised || ' times' from ledger where raised <> case when state = 'proposed' or state = 'withdrawn' and proposed is not null and raised = 0 then 0 else 1 end
    union all
    select debt_id, 'has less than nothing left: ' || words.pounds(outstanding) from ledger where outstanding < 0
    union all
    select debt_id, 'had more come back than was paid' from ledger where paid > 0
    union all
    select debt_id, 'grew after it was raised' from ledger where added_later > 0
    union all
    select debt_id, 'is ' || replace(state, '_', ' ') || ' with ' || words.pounds(outstanding) || ' left' from ledger where state in ('settled', 'written_off', 'withdrawn') and outstanding <> 0
    union all
    select debt_id, 'is ' || replace(state, '_', ' ') || ' with nothing left' from ledger where state not in ('proposed', 'settled', 'written_off', 'withdrawn') and outstanding = 0
    union all
    select ledger.debt_id, 'claims ' || words.pounds(ledger.claimed) || ', and its lines are ' || words.pounds(lines.amount)
    from ledger
    join lines using (debt_id)
    where ledger.raised = 1 and ledger.claimed <> lines.amount
    union all
    select entry.debt_id, 'was paid by line ' || used.transaction_id || ', which paid more than it is of'
    from used
    join decisions.debt_entry as entry using (transaction_id)
    join reconciliation.transaction as line using (transaction_id)
    where -used.amount > abs(line.amount) and entry.amount < 0
)

select distinct
    debt_id as subject_id,
    'Debt ' || debt_id || ' ' || what || '.' as message
from fault
