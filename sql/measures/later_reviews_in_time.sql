/*
title = "Later reviews in time"
definition = "Of the statutory reviews after the first that fell due in the month, those held within twelve months of the review before."
numerator = "Reviews held on or before the day they were due"
denominator = "Agreements whose next review fell due"
source = "SI 2014/2871 reg 7; for a personal health budget the NHS (Direct Payments) Regulations 2013"
unit = "percent"
value = "share"
direction = "more"
taken = "in the month"
theme = "Statutory reviews"
place = 220
seen_by = "see_report"

[by]
legal_basis = "Legal basis"
*/
with due as (
    select
        review.agreement_id,
        law.next_review_due(review.reviewed_on) as due_on,
        lead(review.reviewed_on) over (partition by review.agreement_id order by review.reviewed_on) as reviewed_on
    from staging.statutory_review as review
    join staging.agreement using (agreement_id)
    where review.reviewed_on >= agreement.start_date
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
    and coalesce(agreement.end_date >= due.due_on, true)
