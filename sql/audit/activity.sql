/*
summary = "Who did what and who looked, in order."
grain = "one row per act"
kept = "view"
seen_by = "see_activity"
of_no_council = true
*/
select
    entry.seq,
    entry.happened_at as "at",
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
