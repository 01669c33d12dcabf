/*
title = "Safeguarding concerns raised"
definition = "Safeguarding concerns that were raised in the month. Only those who may see concerns see this; it goes into no file."
numerator = "Concerns raised"
source = "Care Act 2014 s42"
unit = "concerns"
value = "sum"
direction = "neither"
taken = "in the month"
theme = "Money used outside the plan"
place = 650
seen_by = "see_concern"

[by]
sign = "What was seen"
*/
select
    months.of(concern.decided_at::date) as month,
    concern.decided_at::date as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    null::varchar as kind,
    null::varchar as case_id,
    concern.sign,
    (1)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from decisions.concern
join staging.agreement using (agreement_id)
where concern.decided_at::date between $from_day::date and $to_day::date
