/*
summary = "Returns that were asked for: when they were due, came and were worked, and how far the person was chased."
grain = "one row per return whose day to be asked for has come"
kept = "view"
seen_by = "see_case"
*/
select
    due.return_id,
    due.agreement_id,
    due.council,
    due.officer,
    due.kind,
    due.period_from,
    due.period_to,
    due.asked_on,
    due.requested_on,
    due.due_on,
    due.received_on,
    due.completed_on,
    due.work_by,
    due.chaser_stage,
    -- Nobody is late for what was not asked.
    case when due.requested_on is not null then clock.counted(due.due_on, least(coalesce(due.received_on, refreshed.as_at), refreshed.as_at), due.held) end as days_late
from reconciliation.return_clock as due
cross join store.refreshed
where due.asked_on <= refreshed.as_at
    or due.requested_on is not null
