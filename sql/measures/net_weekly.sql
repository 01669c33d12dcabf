/*
title = "Net pounds a week"
definition = "What the council pays in a week at the rates of the last day of the month, without the person's contribution and health's part. Paused agreements are paid nothing."
numerator = "The net weekly rate of each agreement that runs and is not paused"
source = "Caseload extracts: rates; suspensions approved here"
unit = "pounds"
value = "sum"
direction = "neither"
taken = "at month end"
theme = "Direct payments"
place = 140
seen_by = "see_report"

[by]
account_type = "Paid by"
legal_basis = "Legal basis"
*/
select
    month.month as month,
    month.last_day as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    null::varchar as kind,
    null::varchar as case_id,
    agreement.account_type,
    agreement.legal_basis,
    (rate.net_weekly)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from staging.agreement
join months.between($from_day, $to_day) as month on agreement.start_date <= month.last_day and coalesce(agreement.end_date >= month.last_day, true)
join staging.rate
    on rate.agreement_id = agreement.agreement_id
    and month.last_day between rate.from_date and rate.to_date
anti join staging.suspension
    on suspension.agreement_id = agreement.agreement_id
    and month.last_day between suspension.from_date and coalesce(suspension.to_date, date '9999-12-31')
