/*
summary = "The ledger of each debt line by line, with what was left after each."
grain = "one row per entry"
kept = "view"
seen_by = "see_case"
*/
select
    entry.entry_id,
    entry.debt_id,
    entry.agreement_id,
    entry.council,
    agreement.officer,
    entry.on_day,
    entry.decided_at,
    case
        when entry.kind = 'paid' and entry.amount > 0 then 'payment_came_back'
        else entry.kind
    end as kind,
    entry.reason,
    entry.detail::json ->> 'code' as code,
    entry.transaction_id,
    entry.receipt_number,
    entry.decided_by,
    case when entry.amount > 0 then entry.amount end as added,
    case when entry.amount <= 0 then -entry.amount end as taken,
    (sum(entry.amount) over (partition by entry.debt_id order by entry.decided_at, entry.entry_id))::decimal(18, 2) as left_after,
    entry.kind = 'paid' and entry.amount < 0 and not exists (
        from decisions.debt_entry as back
        where back.debt_id = entry.debt_id and (back.detail::json ->> 'reverses') = entry.entry_id
    ) as may_come_back
from decisions.debt_entry as entry
join staging.agreement using (agreement_id)
