/*
title = "Days that reviews are overdue"
definition = "How long statutory reviews are overdue on the last day of the month, in the middle of those that are."
numerator = "Days since each overdue review was due"
source = "SI 2014/2871 reg 7; for a personal health budget the NHS (Direct Payments) Regulations 2013"
unit = "days"
value = "median"
direction = "less"
taken = "at month end"
theme = "Statutory reviews"
place = 230
seen_by = "see_report"

[by]
which = "Which review"
*/
with reviewed as (
    select month.month, month.last_day, agreement.agreement_id, max(review.reviewed_on) as last_on
    from staging.agreement
    join months.between($from_day, $to_day) as month
        on agreement.start_date <= month.last_day and coalesce(agreement.end_date >= month.last_day, true)
    left join staging.statutory_review as review
        on review.agreement_id = agreement.agreement_id
        and review.reviewed_on between agreement.start_date and month.last_day
    group by all
),

due as (
    select reviewed.*, coalesce(law.next_review_due(last_on), law.first_review_due(agreement.start_date, agreement.legal_basis)) as due_on
    from reviewed
    join staging.agreement using (agreement_id)
)

select
    due.month as month,
    due.due_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    null::varchar as kind,
    null::varchar as case_id,
    case when due.last_on is null then 'first_review' else 'later_review' end as which,
    (due.last_day - due.due_on)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from due
join staging.agreement using (agreement_id)
where due.due_on < due.last_day
