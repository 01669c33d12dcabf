/*
title = "Statutory reviews that were held"
question = "How many statutory reviews of each kind were held between two days, and with which outcome?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select council, kind, outcome, count(*) as reviews, count(distinct agreement_id) as agreements
from audit.statutory_review
where reviewed_on between $from_day::date and $to_day::date
group by council, kind, outcome
order by council, kind, outcome
