/*
summary = "Safeguarding concerns for those who may know of them: the line, and how long somebody has waited to be told."
grain = "one row per concern"
kept = "view"
seen_by = "see_concern"
*/
with told as (
    select
        concern_id,
        min(decided_at) filter (where did in ('told_practitioner', 'told_mash')) as told_at,
        min(decided_at) filter (where did = 'no_further_action') as closed_at,
        max_by(did, note_number) as last_did,
        count(*) as notes
    from decisions.concern_note
    group by concern_id
)

select
    concern.concern_id,
    concern.agreement_id,
    concern.account_id,
    concern.transaction_id,
    concern.council,
    agreement.officer,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    agreement.forename,
    agreement.surname,
    concern.sign,
    concern.note,
    concern.decided_by as raised_by,
    concern.decided_at as raised_at,
    told.told_at,
    case
        when told.closed_at is not null then 'no_further_action'
        when told.told_at is not null then 'told'
        else 'to_tell'
    end as state,
    line.posted_on,
    line.description,
    line.amount,
    coalesce(told.notes, 0) as notes,
    date_diff('minute', concern.decided_at, least(told.told_at, told.closed_at, $moment::timestamp)) // 60 as hours,
    -- The practitioner or the safeguarding hub hears of it on the day it was raised.
    least(told.told_at, told.closed_at, $moment::timestamp)::date > concern.decided_at::date as is_late
from decisions.concern
left join staging.agreement using (agreement_id)
left join told using (concern_id)
left join reconciliation.transaction as line
    on line.account_id = concern.account_id
    and line.transaction_id = concern.transaction_id
