/*
title = "Suspensions in force"
definition = "Direct payments that were paused on the last day of the month."
numerator = "Suspensions that were approved and last on that day"
source = "Suspensions approved here"
unit = "suspensions"
value = "sum"
direction = "less"
taken = "at month end"
theme = "Suspensions"
place = 810
seen_by = "see_report"
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
    (1)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from staging.suspension
join staging.agreement using (agreement_id)
join months.between($from_day, $to_day) as month
    on month.last_day between suspension.from_date and coalesce(least(suspension.to_date, agreement.end_date), date '9999-12-31')
