/*
summary = "Statutory reviews that were held, as the council's system has them."
grain = "one row per agreement and day of a review"
kept = "view"
seen_by = "see_case"
*/
select review.agreement_id, agreement.council, agreement.officer, review.reviewed_on, review.kind, review.outcome
from staging.statutory_review as review
join staging.agreement using (agreement_id)
