/*
title = "Returns received in time"
definition = "Of the statements and papers that fell due in the month, those that came by their day. Days on hold do not count."
numerator = "Returns that came on or before the day they were due"
denominator = "Returns that fell due, those that nobody asked for included"
source = "Haringey: 28 days; Bromley: 4 weeks; the council's policy"
unit = "percent"
value = "share"
direction = "more"
taken = "in the month"
theme = "Monitoring returns"
place = 310
seen_by = "see_report"

[by]
stands = "How they stand"
return_kind = "Which return"
*/
select
    months.of(due.due_on) as month,
    due.due_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'return' as kind,
    due.return_id as case_id,
    case
        when due.received_on <= due.due_on then 'in_time'
        when due.received_on > due.due_on then 'came_late'
        when due.requested_on is null then 'not_asked'
        when due.requested_on is not null then 'not_come'
    end as stands,
    due.kind as return_kind,
    (case when due.received_on <= due.due_on then 1 else 0 end)::decimal(18, 2) as numerator,
    (1)::decimal(18, 2) as denominator
from reconciliation.return_clock as due
join staging.agreement using (agreement_id)
where due.due_on between $from_day::date and $to_day::date
