/*
summary = "The ledger of each debt: what was raised, paid, corrected and written off. A payment is negative."
grain = "one row per entry"
kept = "view"
seen_by = "see_case"
*/
select
    entry.entry_id, entry.debt_id, entry.agreement_id, entry.council, agreement.officer, entry.on_day, entry.kind,
    entry.transaction_id, entry.receipt_number, entry.reason, entry.decided_by, entry.amount
from decisions.debt_entry as entry
join staging.agreement using (agreement_id)
