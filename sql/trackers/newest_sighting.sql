/*
summary = "What a rule last said of each finding, when it was first seen, and whose it is."
grain = "one row per finding"
kept = "table"
recomputed = "with the findings"
seen_by = "see_case"
*/
select
    sighting.* replace (account.agreement_id as agreement_id),
    account.council,
    account.officer,
    min(sighting.seen_on) over (partition by sighting.account_id, sighting.finding_id) as first_seen_on
from findings.sighting
join staging.account using (account_id)
qualify row_number() over (partition by sighting.account_id, sighting.finding_id order by sighting.sighting_number desc) = 1
