/*
title = "Surplus recovered"
definition = "What came back of surpluses in the month, each sum with the line or receipt that shows it."
numerator = "Receipts; one that is taken back counts against"
source = "Surpluses taken up here"
unit = "pounds"
value = "sum"
direction = "more"
taken = "in the month"
theme = "Surplus"
place = 430
seen_by = "see_report"
*/
select
    months.of(receipt.on_day) as month,
    receipt.on_day as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'surplus' as kind,
    receipt.surplus_id as case_id,
    (receipt.amount)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from decisions.surplus_receipt as receipt
join staging.agreement using (agreement_id)
where receipt.on_day between $from_day::date and $to_day::date
