/*
title = "What came in on debts"
question = "How much was paid on debts in each month, by kind?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select entry.council, date_trunc('month', entry.on_day)::date as month, debt.kind, count(*) as payments, (-sum(entry.amount))::decimal(18, 2) as amount
from audit.debt_entry as entry
join audit.debt using (debt_id)
where entry.kind = 'paid'
    and entry.on_day between $from_day::date and $to_day::date
group by entry.council, month, debt.kind
order by entry.council, month, debt.kind
