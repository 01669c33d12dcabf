/*
title = "Surplus notified"
definition = "What people were told in the month that the council takes back."
numerator = "The sum that each letter names"
source = "Surpluses taken up here"
unit = "pounds"
value = "sum"
direction = "neither"
taken = "in the month"
theme = "Surplus"
place = 420
seen_by = "see_report"

[by]
reason_code = "Why it is there"
*/
select
    months.of(surplus.notified_on) as month,
    surplus.notified_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'surplus' as kind,
    surplus.surplus_id as case_id,
    surplus.reason_code,
    (surplus.amount)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from trackers.surplus
join staging.agreement using (agreement_id)
where surplus.notified_on between $from_day::date and $to_day::date
