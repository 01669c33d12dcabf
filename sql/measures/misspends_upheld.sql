/*
title = "Questions upheld"
definition = "Of the questions of money used outside the plan that were closed in the month, those where a manager decided that it is paid back."
numerator = "Questions decided so"
denominator = "Questions decided or dropped"
source = "Care Act 2014 s33(5); decided here"
unit = "percent"
value = "share"
direction = "neither"
taken = "in the month"
theme = "Money used outside the plan"
place = 630
seen_by = "see_report"
*/
select
    months.of(coalesce(stage.steps['decide'], stage.steps['drop']).on_day) as month,
    coalesce(stage.steps['decide'], stage.steps['drop']).on_day as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'misspend' as kind,
    misspend.misspend_id as case_id,
    (case when stage.steps['decide'] is not null then 1 else 0 end)::decimal(18, 2) as numerator,
    (1)::decimal(18, 2) as denominator
from decisions.misspend
join staging.agreement using (agreement_id)
join trackers.case_state as stage
    on stage.kind = 'misspend'
    and stage.case_id = misspend.misspend_id
where coalesce(stage.steps['decide'], stage.steps['drop']).on_day between $from_day::date and $to_day::date
