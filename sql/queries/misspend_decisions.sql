/*
title = "Decisions about misspent money"
question = "What was asked about misspent money, how long did it take, and what is paid back?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select council, officer, agreement_id, misspend_id, opened_on, asked_on, closed_on, closed_on - opened_on as days, outcome, closed_by, amount, decided_amount
from audit.misspend
where opened_on between $from_day::date and $to_day::date
order by opened_on, misspend_id
