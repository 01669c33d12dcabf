/*
summary = "Each letter that was written, and when and how it went out, or that it won't. A restricted one is seen elsewhere."
grain = "one row per letter"
kept = "view"
seen_by = "see_case"
*/
select
    letter.letter_id,
    letter.reference,
    letter.template,
    letter.agreement_id,
    letter.council,
    agreement.officer,
    letter.kind,
    letter.case_id,
    letter.addressee,
    letter.addressee_name,
    case
        when sent.letter_id is not null then 'sent'
        when aside.letter_id is not null then 'set_aside'
        else 'to_send'
    end as state,
    -- The day that stands on it.
    letter.written_on,
    sent.sent_on,
    letter.takes_effect_on,
    sent.how,
    letter.decided_by as written_by,
    sent.decided_by as sent_by,
    aside.reason as set_aside_because,
    letter.file_sha256,
    letter.amount,
    letter.is_large_print
from decisions.letter
join staging.agreement using (agreement_id)
left join decisions.letter_sent as sent using (letter_id)
left join decisions.letter_set_aside as aside using (letter_id)
where not letter.is_restricted
