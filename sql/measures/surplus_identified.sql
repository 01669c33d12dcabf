/*
title = "Surplus identified"
definition = "Money above what policy keeps that was taken up in the month, as worked out then or, until the person was told, now."
numerator = "The surplus of each case taken up"
source = "Surpluses taken up here"
unit = "pounds"
value = "sum"
direction = "neither"
taken = "in the month"
theme = "Surplus"
place = 410
seen_by = "see_report"

[by]
reason_code = "Why it is there"
*/
select
    months.of(surplus.proposed_on) as month,
    surplus.proposed_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'surplus' as kind,
    surplus.surplus_id as case_id,
    surplus.reason_code,
    (surplus.surplus)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from trackers.surplus
join staging.agreement using (agreement_id)
where surplus.proposed_on between $from_day::date and $to_day::date
