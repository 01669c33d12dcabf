/*
title = "Returns that lie unworked"
question = "Which returns came more than so many days before a day and have not been worked?"

[params]
as_at = 2026-11-26
days = 28
*/
-- Ombudsman, Bromley 18 012 632: received and never looked at.
select council, officer, agreement_id, return_id, period_from, period_to, received_on, work_by, $as_at::date - received_on as days_waiting
from audit.return
where completed_on is null
    and $as_at::date - received_on > $days::integer
order by received_on, return_id
