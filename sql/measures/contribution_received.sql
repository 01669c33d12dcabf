/*
title = "Contributions received"
definition = "Of the people's contributions that fell due in the month and that statements cover, what was paid in."
numerator = "Contributions that the statements show"
denominator = "Contributions due by the rates of the days"
source = "Statements against the rates of the extracts"
unit = "percent"
counted_in = "pounds"
value = "share"
direction = "more"
taken = "in the month"
theme = "Contributions and debt"
place = 510
seen_by = "see_report"

[by]
account_type = "Paid by"
*/
select
    months.of(cycle.due_on) as month,
    cycle.due_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    null::varchar as kind,
    null::varchar as case_id,
    agreement.account_type,
    (cycle.received)::decimal(18, 2) as numerator,
    (cycle.expected)::decimal(18, 2) as denominator
from trackers.contribution_owed as cycle
join staging.agreement using (agreement_id)
where cycle.due_on between $from_day::date and $to_day::date
