/*
summary = "What the tests about safeguarding saw in each case of a run, for those who may know of them."
grain = "one row per run, test and case"
kept = "view"
seen_by = "see_concern"
*/
select run_id, test, number, council, officer, agreement_id, kind, case_id, on_day, result, saw, amount
from findings.audit_case
where is_restricted
