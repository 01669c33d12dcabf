/*
title = "Ended agreements"
definition = "Direct payment agreements whose last day lies in the month."
numerator = "Agreements that ended"
source = "Caseload extracts: agreements"
unit = "agreements"
value = "sum"
direction = "neither"
taken = "in the month"
theme = "Direct payments"
place = 130
seen_by = "see_report"

[by]
account_type = "Paid by"
end_reason = "Why"
*/
select
    months.of(agreement.end_date) as month,
    agreement.end_date as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    null::varchar as kind,
    null::varchar as case_id,
    agreement.account_type,
    agreement.end_reason,
    (1)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from staging.agreement
where agreement.end_date between $from_day::date and $to_day::date
