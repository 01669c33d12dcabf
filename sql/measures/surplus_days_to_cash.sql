/*
title = "Days from surplus to cash"
definition = "How long it took from taking a surplus up until all of it was back, in the middle of those that came back whole in the month."
numerator = "Days from the day it was taken up to the last receipt"
source = "Surpluses taken up here"
unit = "days"
value = "median"
direction = "less"
taken = "in the month"
theme = "Surplus"
place = 450
seen_by = "see_report"
*/
select
    months.of(surplus.recovered_on) as month,
    surplus.recovered_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'surplus' as kind,
    surplus.surplus_id as case_id,
    (surplus.recovered_on - surplus.proposed_on)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from trackers.surplus
join staging.agreement using (agreement_id)
where surplus.recovered_on between $from_day::date and $to_day::date
    and surplus.amount > 0
    and surplus.recovered >= surplus.amount
