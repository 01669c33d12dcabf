/*
summary = "Findings that somebody looks for: by words of their message, by amount, by day. What is gone is left out."
grain = "one row per finding"
kept = "view"
seen_by = "see_case"
*/
select
    finding.finding_id,
    finding.account_id,
    finding.agreement_id,
    finding.council,
    finding.officer,
    finding.occurred_on,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    finding.message,
    finding.severity,
    finding.status,
    finding.amount
from trackers.finding
join staging.agreement using (agreement_id)
where finding.status <> 'withdrawn'
    and ($amount::decimal(18, 2) is null or abs(finding.amount) = $amount::decimal(18, 2))
    and ($day::date is null or finding.occurred_on = $day::date)
    and ($beginning::varchar is null or search.says(finding.message, $beginning, $stems::varchar[]))
