/*
title = "Reconciliations completed"
definition = "Reviews of an account and period that were completed in the month and stand."
numerator = "Reviews completed"
source = "Reviews completed here"
unit = "reviews"
value = "sum"
direction = "more"
taken = "in the month"
theme = "Reconciliations"
place = 710
seen_by = "see_report"

[by]
outcome = "Outcome"
*/
select
    months.of(review.completed_at::date) as month,
    review.completed_at::date as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    null::varchar as kind,
    null::varchar as case_id,
    review.outcome,
    (1)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from staging.completed_review as review
join staging.agreement using (agreement_id)
where review.completed_at::date between $from_day::date and $to_day::date
