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
    case when due.requested_on is not null then clock.counted(due.due_on, least(coalesce(due.received_on, refreshed.as_at), refreshed.as_at), due.held) end as days_late,
    case
        when due.completed_on is not null then 'worked'
        when due.received_on is not null then 'received'
        when due.decided_on is not null then 'decided'
        when stretch.from_date is not null then 'held'
        when due.requested_on is null then 'to_request'
        when due.due_on < refreshed.as_at then 'late'
        when due.due_on >= refreshed.as_at or due.due_on is null then 'requested'
    end as stands,
    case
        when due.completed_on is not null or due.received_on > refreshed.as_at or due.received_on is null then null
        when refreshed.as_at - due.received_on <= 28 then 'days_0_28'
        when refreshed.as_at - due.received_on <= 56 then 'days_29_56'
        when refreshed.as_at - due.received_on <= 90 then 'days_57_90'
        when refreshed.as_at - due.received_on > 90 then 'days_over_90'
    end as age_band
from reconciliation.return_clock as due
cross join store.refreshed
left join staging.held_stretch as stretch
    on stretch.agreement_id = due.agreement_id
    and refreshed.as_at between stretch.from_date and coalesce(stretch.to_date, date '9999-12-31')
where due.asked_on <= refreshed.as_at
    or due.requested_on is not null
