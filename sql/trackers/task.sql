/*
summary = "Tasks that are still to be done, for whoever does them: the officer here is the task's owner, who may be another than the case's."
grain = "one row per open task"
kept = "view"
seen_by = "write_entry"
*/
select
    entry_id,
    agreement_id,
    council,
    owner as officer,
    officer as case_officer,
    who,
    on_day,
    due_on,
    said,
    with_whom,
    written_by,
    ($as_at::date - due_on)::integer as days_late
from trackers.entry
where state = 'task_open'
