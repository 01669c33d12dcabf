/*
title = "Reviews that were completed very fast"
question = "Which reviews took fewer minutes than this from opening to completion?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
minutes = 5
*/
select council, officer, agreement_id, account_id, review_id, period_from, period_to, completed_by, completed_at, date_diff('minute', opened_at, completed_at) as minutes, findings_raised, outcome
from audit.review
where date_diff('minute', opened_at, completed_at) < $minutes::integer
    and completed_at::date between $from_day::date and $to_day::date
order by minutes, review_id
