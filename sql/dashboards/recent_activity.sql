/*
summary = "Who did what and who looked, from a day on."
grain = "one row per act"
kept = "view"
seen_by = "see_activity"
of_no_council = true
*/
select * exclude (verdict)
from dashboards.act
-- Written as text that begins with its day.
where left(happened_at, 10) >= strftime($since::date, '%Y-%m-%d')
