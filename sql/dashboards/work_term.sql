/*
summary = "What the work of each officer on a day is made of: how many pieces of each kind, and how many minutes policy gives to one."
grain = "one row per council, officer and kind of work"
kept = "view"
seen_by = "move_case"
*/
select
    council,
    officer,
    kind,
    sum(pieces)::integer as pieces,
    any_value(minutes_each) as minutes_each,
    sums.share(coalesce(sum(minutes), 0)::decimal(18, 2), 1, 60) as hours
from dashboards.work
where $as_at::date between from_day and to_day
    and clock.counted($as_at::date - 1, $as_at::date, held) = 1
group by council, officer, kind
