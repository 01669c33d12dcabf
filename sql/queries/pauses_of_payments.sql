/*
title = "Pauses of payments"
question = "Which direct payments were paused between two days, for how long, and was other care in place?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select council, officer, agreement_id, suspension_id, reason, from_date, to_date, days, alternative_care, proposed_by, approved_by, review_on, state
from audit.suspension
where approved_by is not null
    and from_date <= $to_day::date
    and coalesce(to_date >= $from_day::date, true)
order by from_date, suspension_id
