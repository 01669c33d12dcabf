/*
title = "Decided to be paid back"
definition = "What a manager decided in the month is paid back, line by line."
numerator = "The lines of each decision"
source = "Care Act 2014 s33(5); decided here"
unit = "pounds"
value = "sum"
direction = "neither"
taken = "in the month"
theme = "Money used outside the plan"
place = 640
seen_by = "see_report"
*/
select
    months.of(stage.steps['decide'].on_day) as month,
    stage.steps['decide'].on_day as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'misspend' as kind,
    misspend.misspend_id as case_id,
    (decided.amount)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from decisions.misspend
join staging.agreement using (agreement_id)
join trackers.case_state as stage
    on stage.kind = 'misspend'
    and stage.case_id = misspend.misspend_id
join (
    select misspend_id, sum(amount) as amount
    from trackers.misspend_line
    where is_decided
    group by misspend_id
) as decided on decided.misspend_id = misspend.misspend_id
where stage.steps['decide'].on_day between $from_day::date and $to_day::date
