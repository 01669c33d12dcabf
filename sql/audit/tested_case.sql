/*
summary = "What each of the auditor's tests saw in each case, run by run. Those about safeguarding are left out."
grain = "one row per run, test and case"
kept = "view"
seen_by = "see_whole_audit"
*/
select
    run.run_id,
    run.council,
    tested.officer,
    tested.agreement_id,
    run.from_day,
    run.to_day,
    run.ran_at,
    run.ran_by,
    run.is_newest,
    tested.number as test_number,
    tested.test,
    tested.kind,
    tested.case_id,
    tested.on_day,
    tested.result,
    tested.saw,
    tested.amount
from dashboards.audit_case as tested
join dashboards.audit_run as run using (run_id)
