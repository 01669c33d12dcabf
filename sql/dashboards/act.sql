/*
summary = "Every act of the log that is not restricted, in order. Their numbers have no gap where a restricted one stands in the chain."
grain = "one row per act"
kept = "view"
seen_by = "see_activity"
of_no_council = true
*/
select
    row_number() over (order by entry.seq) as seq,
    entry.happened_at,
    entry.actor,
    entry.role,
    entry.action,
    entry.subject,
    entry.council,
    entry.agreement_id,
    payload.body ->> '$.before' as before,
    payload.body ->> '$.after' as after,
    payload.body ->> '$.after.verdict' as verdict,
    entry.reason,
    entry.chain_hash
from activity.entry
left join activity.payload using (seq)
where not starts_with(entry.action, 'restricted_')
