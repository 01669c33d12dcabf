/*
title = "Returns late"
definition = "Returns that were asked for, were due before the last day of the month and had not come by then."
numerator = "Returns that people owe us"
source = "The council's policy"
unit = "returns"
value = "sum"
direction = "less"
taken = "at month end"
theme = "Monitoring returns"
place = 350
seen_by = "see_report"

[by]
return_kind = "Which return"
*/
select
    month.month as month,
    due.due_on as on_day,
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
join months.between($from_day, $to_day) as month
    on due.due_on < month.last_day
    -- Nobody is late for what was not asked.
    and due.requested_on <= month.last_day
    and coalesce(due.received_on > month.last_day, true)
