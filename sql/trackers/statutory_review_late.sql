/*
summary = "Agreements whose statutory review is due and that nobody heard of: the practitioner does it, and wants to be reminded."
grain = "one row per agreement whose statutory review is due"
kept = "view"
seen_by = "see_case"
*/
with first_account as (
    select agreement_id, min(account_id) as account_id
    from staging.account
    group by agreement_id
)

select
    review.agreement_id,
    first_account.account_id,
    review.council,
    agreement.officer,
    review.last_reviewed_on,
    review.due_on,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    person.practitioner,
    review.is_first
from reconciliation.statutory_review_due as review
join staging.agreement using (agreement_id)
left join staging.person on person.person_id = agreement.person_id
left join first_account on first_account.agreement_id = review.agreement_id
where review.due_on <= $as_at::date
