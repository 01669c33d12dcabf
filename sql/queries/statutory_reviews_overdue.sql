/*
title = "Statutory reviews that are overdue"
question = "Which statutory reviews were due before a day and have not been held, the longest overdue first?"

[params]
as_at = 2026-11-26
*/
-- SI 2014/2871 reg 7.
select council, officer, agreement_id, client_type, legal_basis, start_date, statutory_review, next_statutory_review_due_on as due_on, $as_at::date - next_statutory_review_due_on as days_overdue
from audit.agreement
where next_statutory_review_due_on < $as_at::date
order by due_on, agreement_id
