/*
summary = "Completed reviews, those reopened later included."
grain = "one row per review"
kept = "view"
seen_by = "see_case"
*/
select
    review.review_id,
    review.agreement_id,
    review.account_id,
    review.council,
    account.officer,
    review.period_from,
    review.period_to,
    review.opened_at,
    review.completed_at,
    review.completed_by,
    case when review_reopened.review_id is null then review.outcome else 'reopened' end as outcome,
    review.difference,
    review.explanation,
    review.findings_raised,
    review.findings_upheld
from decisions.review
left join decisions.review_reopened using (review_id)
left join staging.account using (account_id)
