/*
title = "What was written off, by whom"
question = "What was written off between two days, why, and who approved it?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select entry.council, entry.officer, entry.agreement_id, entry.debt_id, debt.kind, entry.on_day, entry.reason, entry.decided_by, debt.is_own_fault, (-entry.amount)::decimal(18, 2) as amount
from audit.debt_entry as entry
join audit.debt using (debt_id)
where entry.kind = 'written_off'
    and entry.on_day between $from_day::date and $to_day::date
order by amount desc, entry.entry_id
