/*
summary = "Who did what and who looked, from a day on."
grain = "one row per act"
kept = "view"
seen_by = "see_activity"
of_no_council = true
*/
select
    entry.seq,
    entry.happened_at,
    entry.actor,
    entry.role,
    entry.action,
    entry.subject,
    entry.council,
    entry.agreement_id,
    payload.body ->> '$.before' as before,
    payload.body ->> '$.after' as after,
    entry.reason,
    entry.chain_hash
from activity.entry
left join activity.payload using (seq)
-- Written as text that begins with its day.
where left(entry.happened_at, 10) >= strftime($since::date, '%Y-%m-%d')
