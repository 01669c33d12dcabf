/*
summary = "What each test saw in each case of a run. Those about safeguarding are seen elsewhere."
grain = "one row per run, test and case"
kept = "view"
seen_by = "see_whole_audit"
*/
select run_id, test, number, council, officer, agreement_id, kind, case_id, on_day, result, saw, amount
from findings.audit_case
where not is_restricted
