/*
title = "Suspensions with other care in place"
definition = "Of the direct payments that were paused on the last day of the month, those with other care in place."
numerator = "Suspensions with other care in place"
denominator = "Suspensions in force"
source = "The suspension gate; Ombudsman: no sanction without care"
unit = "percent"
value = "share"
direction = "more"
taken = "at month end"
theme = "Suspensions"
place = 830
seen_by = "see_report"

[by]
alternative_care = "Other care"
*/
select
    month.month as month,
    suspension.from_date as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'suspension' as kind,
    suspension.suspension_id as case_id,
    care.said as alternative_care,
    (case when care.said = 'in_place' then 1 else 0 end)::decimal(18, 2) as numerator,
    (1)::decimal(18, 2) as denominator
from staging.suspension
join staging.agreement using (agreement_id)
join months.between($from_day, $to_day) as month
    on month.last_day between suspension.from_date and coalesce(least(suspension.to_date, agreement.end_date), date '9999-12-31')
left join trackers.suspension_box as care
    on care.suspension_id = suspension.suspension_id and care.box = 'alternative_care'
