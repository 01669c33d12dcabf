/*
summary = "Who did what, and who looked, in a case."
grain = "one row per act and account of the agreement"
kept = "view"
seen_by = "see_case"
*/
select
    account.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    entry.seq,
    entry.happened_at,
    entry.actor,
    entry.role,
    entry.action,
    entry.subject,
    payload.body ->> '$.after.verdict' as verdict,
    entry.reason
from activity.entry
left join activity.payload using (seq)
join staging.account using (agreement_id)
