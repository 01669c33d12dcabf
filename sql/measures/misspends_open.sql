/*
title = "Questions open"
definition = "Questions of money used outside the plan that were neither decided nor dropped on the last day of the month."
numerator = "Questions open"
source = "Care Act 2014 s33(5); decided here"
unit = "questions"
value = "sum"
direction = "less"
taken = "at month end"
theme = "Money used outside the plan"
place = 620
seen_by = "see_report"
*/
select
    month.month as month,
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
join months.between($from_day, $to_day) as month
    on stage.steps['open'].on_day <= month.last_day
    and coalesce(coalesce(stage.steps['decide'], stage.steps['drop']).on_day > month.last_day, true)
