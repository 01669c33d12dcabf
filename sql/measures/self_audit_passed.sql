/*
title = "Self-audit pass rate"
definition = "Of the month's completed reviews that chance drew for a second look and whose second look is closed, those that passed. What was picked for risk counts nothing. What this proves of the other reviews stands under Self-audit results."
numerator = "Reviews drawn by chance that passed"
denominator = "Reviews drawn by chance whose second look is closed"
source = "Domain proposal for officer quality assurance: pass from 90 % of the points"
unit = "percent"
value = "share"
direction = "more"
taken = "in the month"
theme = "Checking ourselves"
place = 1010
seen_by = "see_report"

[by]
result = "Result"
*/
select
    item.month,
    item.month as on_day,
    item.council,
    item.officer,
    item.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'review' as kind,
    (null)::varchar as case_id,
    item.result,
    (case when item.result = 'pass' then 1 else 0 end)::decimal(18, 2) as numerator,
    (1)::decimal(18, 2) as denominator
from trackers.self_audit_item as item
left join staging.agreement on agreement.agreement_id = item.agreement_id
where item.selected_as = 'random' and item.state = 'closed' and item.month between $from_day::date and $to_day::date
