/*
title = "Reconciliations without a question"
definition = "Of the reviews completed in the month, those in which no rule raised a question and the sums agreed."
numerator = "Reviews without a finding that agreed"
denominator = "Reviews completed"
source = "Reviews completed here"
unit = "percent"
value = "share"
direction = "more"
taken = "in the month"
theme = "Reconciliations"
place = 720
seen_by = "see_report"
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
    (case when review.findings_raised = 0 and review.outcome = 'agreed' then 1 else 0 end)::decimal(18, 2) as numerator,
    (1)::decimal(18, 2) as denominator
from staging.completed_review as review
join staging.agreement using (agreement_id)
where review.completed_at::date between $from_day::date and $to_day::date
