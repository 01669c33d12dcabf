/*
summary = "Restricted letters, for those who may know of the concern."
grain = "one row per restricted letter"
kept = "view"
seen_by = "see_concern"
*/
select
    letter.letter_id,
    letter.reference,
    letter.case_id as concern_id,
    letter.agreement_id,
    letter.council,
    letter.addressee_name,
    letter.written_on,
    sent.sent_on,
    sent.how,
    letter.decided_by as written_by
from decisions.letter
left join decisions.letter_sent as sent using (letter_id)
where letter.is_restricted
