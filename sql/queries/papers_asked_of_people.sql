/*
title = "Papers asked of people"
question = "Who was asked for papers more than so many times between two days?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
times = 4
*/
-- Statutory guidance, chapter 12: monitoring is not to be a burden.
select council, officer, agreement_id, person_id, count(*) as requests, min(asked_on) as first_on, max(asked_on) as last_on
from audit.paper_request
where asked_on between $from_day::date and $to_day::date
group by council, officer, agreement_id, person_id
having count(*) > $times::integer
order by requests desc, agreement_id
