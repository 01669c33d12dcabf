/*
summary = "How many findings each rule has raised, where they stand, and how much money they touch."
grain = "one row per council, officer and rule"
kept = "view"
seen_by = "see_dashboard"
*/
select
    council,
    officer,
    rule_id,
    count(*) filter (where status = 'open') as open,
    count(*) filter (where status = 'explained') as explained,
    count(*) filter (where status = 'upheld') as upheld,
    count(*) filter (where status = 'withdrawn') as withdrawn,
    coalesce(sum(amount) filter (where status = 'open'), 0)::decimal(18, 2) as amount_open
from trackers.finding
group by council, officer, rule_id
