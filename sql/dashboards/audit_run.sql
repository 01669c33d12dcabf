/*
summary = "Runs of the tests over every case, and which of a council's year is the newest."
grain = "one row per run"
kept = "view"
seen_by = "see_whole_audit"
*/
select
    run_id,
    council,
    from_day,
    to_day,
    ran_at,
    ran_by,
    seconds,
    row_number() over (partition by council, from_day order by ran_at desc, run_id desc) = 1 as is_newest
from findings.audit_run
