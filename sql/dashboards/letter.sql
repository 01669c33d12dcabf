/*
summary = "Each letter with whom it is about, how long it has waited, and what stands against sending it."
grain = "one row per letter"
kept = "view"
seen_by = "see_case"
*/
with held as (
    select agreement_id, min_by(kind, from_date) as kind
    from staging.pause
    where $as_at::date between from_date and coalesce(to_date, date '9999-12-31')
    group by agreement_id
)

select
    letter.letter_id,
    letter.reference,
    letter.agreement_id,
    letter.council,
    letter.officer,
    letter.template,
    letter.addressee,
    letter.addressee_name,
    letter.state,
    letter.written_on,
    letter.sent_on,
    letter.takes_effect_on,
    letter.how,
    letter.written_by,
    letter.sent_by,
    letter.set_aside_because,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    letter.amount,
    case when letter.state = 'to_send' then date_diff('day', letter.written_on, $as_at::date) end as days_waiting,
    case when letter.state = 'to_send' and letter.addressee <> 'practitioner' then held.kind end as held_by,
    letter.is_large_print,
    -- What it says will happen would have happened by now, and the person does not know.
    letter.state = 'to_send' and coalesce(letter.takes_effect_on <= $as_at::date, false) as is_too_late
from trackers.letter as letter
join staging.agreement using (agreement_id)
left join held using (agreement_id)
