/*
title = "Active agreements"
definition = "Direct payment agreements that run on the last day of the month, paused ones included."
numerator = "Agreements that run on that day"
source = "Caseload extracts: agreements"
unit = "agreements"
value = "sum"
direction = "neither"
taken = "at month end"
theme = "Direct payments"
place = 110
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
    (1)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from staging.agreement
join months.between($from_day, $to_day) as month on agreement.start_date <= month.last_day and coalesce(agreement.end_date >= month.last_day, true)
