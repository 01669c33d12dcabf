/*
title = "Returns that are late"
question = "Which statements and papers, asked for or not, have not come although they were due more than so many days before a day?"

[params]
as_at = 2026-11-26
days = 0
*/
select council, officer, agreement_id, return_id, period_from, period_to, requested_on, due_on, $as_at::date - due_on as days_since_due, chaser_stage, stands
from audit.return
where received_on is null
    and stands <> 'decided'
    and $as_at::date - due_on > $days::integer
order by due_on, return_id
