/*
title = "Objections upheld"
definition = "Of the objections to a surplus that were answered in the month, those accepted."
numerator = "Objections accepted"
denominator = "Objections answered"
source = "Surpluses taken up here"
unit = "percent"
value = "share"
direction = "less"
taken = "in the month"
theme = "Surplus"
place = 460
seen_by = "see_report"
*/
select
    months.of(surplus.answered_on) as month,
    surplus.answered_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'surplus' as kind,
    surplus.surplus_id as case_id,
    (case surplus.answer when 'accepted' then 1 when 'rejected' then 0 end)::decimal(18, 2) as numerator,
    (1)::decimal(18, 2) as denominator
from trackers.surplus
join staging.agreement using (agreement_id)
where surplus.answered_on between $from_day::date and $to_day::date
