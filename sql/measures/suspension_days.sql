/*
title = "Days suspended"
definition = "Days of the month on which a direct payment was paused."
numerator = "Days of each suspension in the month"
source = "Suspensions approved here"
unit = "days in all"
value = "sum"
direction = "less"
taken = "in the month"
theme = "Suspensions"
place = 820
seen_by = "see_report"
*/
select
    month.month as month,
    greatest(suspension.from_date, month.month) as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'suspension' as kind,
    suspension.suspension_id as case_id,
    (least(coalesce(least(suspension.to_date, agreement.end_date), date '9999-12-31'), month.last_day) - greatest(suspension.from_date, month.month) + 1)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from staging.suspension
join staging.agreement using (agreement_id)
join months.between($from_day, $to_day) as month
    on suspension.from_date <= month.last_day
    and coalesce(least(suspension.to_date, agreement.end_date), date '9999-12-31') >= month.month
