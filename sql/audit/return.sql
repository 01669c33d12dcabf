/*
summary = "Returns that were asked for: when they were due, came and were worked, and how far the person was chased."
grain = "one row per return whose day to be asked for has come"
kept = "view"
seen_by = "see_case"
*/
select
    clock.return_id,
    clock.agreement_id,
    clock.council,
    clock.officer,
    clock.kind,
    clock.period_from,
    clock.period_to,
    clock.asked_on,
    clock.requested_on,
    clock.due_on,
    clock.received_on,
    clock.completed_on,
    clock.chaser_stage,
    clock.counted(clock.due_on, least(coalesce(clock.received_on, refreshed.as_at), refreshed.as_at), clock.held) as days_late
from reconciliation.return_clock as clock
cross join store.refreshed
where clock.asked_on <= refreshed.as_at
    or clock.requested_on is not null
