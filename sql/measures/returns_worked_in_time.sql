/*
title = "Returns worked in time"
definition = "Of the returns received that were to be worked by a day in the month, those that were."
numerator = "Returns worked on or before that day"
denominator = "Returns that were to be worked"
source = "Ombudsman, Bromley 18 012 632; the council's policy"
unit = "percent"
value = "share"
direction = "more"
taken = "in the month"
theme = "Monitoring returns"
place = 330
seen_by = "see_report"
*/
select
    months.of(due.work_by) as month,
    due.work_by as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'return' as kind,
    due.return_id as case_id,
    (case when due.completed_on <= due.work_by then 1 else 0 end)::decimal(18, 2) as numerator,
    (1)::decimal(18, 2) as denominator
from reconciliation.return_clock as due
join staging.agreement using (agreement_id)
where due.work_by between $from_day::date and $to_day::date
