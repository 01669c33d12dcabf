/*
title = "Returns received"
definition = "Returns whose last missing statement or paper came in the month."
numerator = "Returns that came"
source = "Statements and papers received here"
unit = "returns"
value = "sum"
direction = "neither"
taken = "in the month"
theme = "Monitoring returns"
place = 320
seen_by = "see_report"

[by]
return_kind = "Which return"
*/
select
    months.of(due.received_on) as month,
    due.received_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'return' as kind,
    due.return_id as case_id,
    due.kind as return_kind,
    (1)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from reconciliation.return_clock as due
join staging.agreement using (agreement_id)
where due.received_on between $from_day::date and $to_day::date
