/*
title = "Questions begun"
definition = "Questions of money used outside the plan that were begun in the month."
numerator = "Questions begun"
source = "Care Act 2014 s33(5); decided here"
unit = "questions"
value = "sum"
direction = "neither"
taken = "in the month"
theme = "Money used outside the plan"
place = 610
seen_by = "see_report"
*/
select
    months.of(stage.steps['open'].on_day) as month,
    stage.steps['open'].on_day as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'misspend' as kind,
    misspend.misspend_id as case_id,
    (1)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from decisions.misspend
join staging.agreement using (agreement_id)
join trackers.case_state as stage
    on stage.kind = 'misspend'
    and stage.case_id = misspend.misspend_id
where stage.steps['open'].on_day between $from_day::date and $to_day::date
