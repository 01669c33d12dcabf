/*
summary = "What a timeline leaves out for those who may not know of concerns: concerns, what was done about them, restricted letters."
grain = "one row per event"
kept = "view"
seen_by = "see_concern"
*/
with event as (
    select
        agreement_id, decided_at::date as on_day, decided_at as happened_at, 'concern:' || concern_id as event_id, 'A safeguarding concern was raised (' || replace(sign, '_', ' ') || ').' as what,
        decided_by as by_whom, nullif(note, '') as reason, concern_id, 'Concern ' || concern_id as source
    from decisions.concern

    union all

    select
        agreement_id, decided_at::date, decided_at, 'concern_note:' || concern_id || ':' || note_number,
        case did
            when 'told_practitioner' then 'The practitioner was told of the safeguarding concern.'
            when 'told_mash' then 'The safeguarding hub was told of the concern.'
            when 'no_further_action' then 'No further action is taken about the safeguarding concern.'
            when 'noted' then 'A note was made about the safeguarding concern.'
            else 'Something was done about the safeguarding concern (' || replace(did, '_', ' ') || ').'
        end,
        decided_by, note, concern_id, 'Concern ' || concern_id
    from decisions.concern_note

    union all

    select
        agreement_id, written_on, decided_at, 'letter:' || letter_id, 'A restricted letter to ' || addressee_name || ' was written.', decided_by, null, case_id,
        'Letter ' || reference || ', SHA-256 ' || file_sha256
    from decisions.letter
    where is_restricted

    union all

    select
        letter.agreement_id, sent.sent_on, sent.decided_at, 'letter_sent:' || letter.letter_id, 'A restricted letter to ' || letter.addressee_name || ' went out.', sent.decided_by, null, letter.case_id,
        'Letter ' || letter.reference || ', SHA-256 ' || letter.file_sha256
    from decisions.letter_sent as sent
    join decisions.letter using (letter_id)
    where letter.is_restricted
)

select
    event.event_id,
    event.agreement_id,
    agreement.council,
    agreement.officer,
    null::varchar as account_id,
    event.on_day,
    event.happened_at,
    null::date as period_from,
    'concern' as kind,
    event.what,
    event.by_whom,
    event.reason,
    event.source,
    'concern' as link_kind,
    event.concern_id as link_id,
    null::decimal(18, 2) as amount,
    false as is_health
from event
join staging.agreement using (agreement_id)
