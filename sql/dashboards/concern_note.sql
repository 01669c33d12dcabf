/*
summary = "What was done about each safeguarding concern, for those who may know of it."
grain = "one row per note"
kept = "view"
seen_by = "see_concern"
*/
select concern_id, note_number, agreement_id, council, did, note, decided_by, decided_at
from decisions.concern_note
