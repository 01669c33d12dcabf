/*
summary = "When the next statutory review of an agreement is due: SI 2014/2871 reg 7, for a personal health budget the NHS (Direct Payments) Regulations 2013."
grain = "one row per agreement that runs"
kept = "table"
recomputed = "with the caseload"
*/
with agreement as (
    select
        agreement.agreement_id,
        agreement.council,
        agreement.officer,
        agreement.start_date,
        agreement.legal_basis,
        max(review.reviewed_on) as last_reviewed_on
    from staging.agreement
    left join staging.statutory_review as review
        on review.agreement_id = agreement.agreement_id
        and review.reviewed_on between agreement.start_date and $as_at::date
    where agreement.start_date <= $as_at::date
        and coalesce(agreement.end_date >= $as_at::date, true)
    group by all
)

select
    agreement_id,
    council,
    officer,
    last_reviewed_on,
    coalesce(law.next_review_due(last_reviewed_on), law.first_review_due(start_date, legal_basis)) as due_on,
    last_reviewed_on is null as is_first,
    $as_at::date as as_at
from agreement
