/*
title = "Share of surplus recovered"
definition = "Of the money that people were told in the month is taken back, what had come back by the end of the report."
numerator = "What came back of it so far"
denominator = "What the letters of the month name"
source = "Surpluses taken up here"
unit = "percent"
counted_in = "pounds"
value = "share"
direction = "more"
taken = "in the month"
theme = "Surplus"
place = 440
seen_by = "see_report"

[by]
state = "Where it stands"
*/
with came as (
    select surplus_id, sum(amount) as amount
    from decisions.surplus_receipt
    where on_day <= $to_day::date
    group by surplus_id
)

select
    months.of(surplus.notified_on) as month,
    surplus.notified_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'surplus' as kind,
    surplus.surplus_id as case_id,
    surplus.state,
    (coalesce(came.amount, 0))::decimal(18, 2) as numerator,
    (surplus.amount)::decimal(18, 2) as denominator
from trackers.surplus
join staging.agreement using (agreement_id)
left join came on came.surplus_id = surplus.surplus_id
where surplus.notified_on between $from_day::date and $to_day::date
