/*
title = "Returns received and not worked"
definition = "Returns that were here and not worked on the last day of the month, by how long."
numerator = "Returns that wait for us"
source = "Ombudsman, Bromley 18 012 632"
unit = "returns"
value = "sum"
direction = "less"
taken = "at month end"
theme = "Monitoring returns"
place = 340
seen_by = "see_report"

[by]
age_band = "Waiting for"
*/
select
    month.month as month,
    due.received_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'return' as kind,
    due.return_id as case_id,
    case
        when month.last_day - due.received_on <= 28 then 'days_0_28'
        when month.last_day - due.received_on <= 56 then 'days_29_56'
        when month.last_day - due.received_on <= 90 then 'days_57_90'
        when month.last_day - due.received_on > 90 then 'days_over_90'
    end as age_band,
    (1)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from reconciliation.return_clock as due
join staging.agreement using (agreement_id)
join months.between($from_day, $to_day) as month
    on due.received_on <= month.last_day
    and coalesce(due.completed_on > month.last_day, true)
