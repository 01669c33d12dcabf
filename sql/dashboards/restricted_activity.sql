/*
summary = "Who did what about safeguarding concerns, and who looked, for those who may know of them."
grain = "one row per restricted act"
kept = "view"
seen_by = "see_concern"
*/
select
    entry.seq,
    entry.happened_at,
    entry.actor,
    entry.role,
    entry.action,
    entry.subject,
    -- Whose it is stands in the payload alone.
    payload.body ->> '$.after.council' as council,
    payload.body ->> '$.after.agreement_id' as agreement_id,
    payload.body ->> '$.after' as after,
    entry.chain_hash
from activity.entry
left join activity.payload using (seq)
where starts_with(entry.action, 'restricted_')
