/*
summary = "The statutory reviews of an agreement: SI 2014/2871 reg 7."
grain = "one row per agreement and day"
kept = "view"
seen_by = "see_case"
*/
select
    review.agreement_id,
    agreement.council,
    agreement.officer,
    review.reviewed_on,
    'statutory_' || review.kind as kind,
    review.outcome
from staging.statutory_review as review
join staging.agreement using (agreement_id)
