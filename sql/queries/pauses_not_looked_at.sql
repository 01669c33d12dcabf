/*
title = "Pauses nobody has looked at again"
question = "Which pauses should have been looked at again before a day?"

[params]
as_at = 2026-11-26
*/
select council, officer, agreement_id, suspension_id, from_date, review_on, $as_at::date - review_on as days_overdue, alternative_care
from audit.suspension
where approved_by is not null
    and state in ('approved', 'reviewed')
    and review_on < $as_at::date
order by review_on, suspension_id
