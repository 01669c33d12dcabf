/*
summary = "Papers that a person was asked for. A reminder is no new request."
grain = "one row per request"
kept = "view"
seen_by = "see_case"
*/
select agreement_id, person_id, council, officer, asked_on, kind, case_id
from trackers.paper_request
