/*
title = "First reviews in time"
definition = "Of the first statutory reviews that fell due in the month, those held by their day: within six months of the day the agreement began, of a personal health budget within three."
numerator = "First reviews held on or before the day they were due"
denominator = "Agreements whose first review fell due"
source = "SI 2014/2871 reg 7; for a personal health budget the NHS (Direct Payments) Regulations 2013"
unit = "percent"
value = "share"
direction = "more"
taken = "in the month"
theme = "Statutory reviews"
place = 210
seen_by = "see_report"

[by]
legal_basis = "Legal basis"
*/
with due as (
    select
        agreement.agreement_id,
        law.first_review_due(agreement.start_date, agreement.legal_basis) as due_on,
        min(review.reviewed_on) as reviewed_on
    from staging.agreement
    left join staging.statutory_review as review
        on review.agreement_id = agreement.agreement_id
        and review.reviewed_on >= agreement.start_date
    group by all
)

select
    months.of(due.due_on) as month,
    due.due_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    null::varchar as kind,
    null::varchar as case_id,
    agreement.legal_basis,
    (case when due.reviewed_on <= due.due_on then 1 else 0 end)::decimal(18, 2) as numerator,
    (1)::decimal(18, 2) as denominator
from due
join staging.agreement using (agreement_id)
where due.due_on between $from_day::date and $to_day::date
    -- What ended before its day needed no review any more.
    and coalesce(agreement.end_date >= due.due_on, true)
