/*
title = "Reconciliations that do not agree"
question = "In which periods does the calculated closing balance differ from the statement?"

[params]
since = 2026-04-01
*/
select council, officer, agreement_id, account_id, period_from, period_to, closing_calculated, closing_per_statement, difference
from audit.reconciliation
where state = 'differs' and period_to >= $since::date
order by abs(difference) desc, account_id, period_from
