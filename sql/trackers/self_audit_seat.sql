/*
summary = "Each auditor's own second look: whose review of which period, and how far they are."
grain = "one row per item and auditor"
kept = "view"
seen_by = "check_self_audit"
*/
with seat as (
    select item_id, seat, auditor, reason
    from decisions.self_audit_assignment
    qualify row_number() over (partition by item_id, seat order by decided_at desc, assignment_id desc) = 1
)

select
    selection.cycle_id,
    seat.item_id,
    seat.auditor,
    seat.seat,
    population.review_id,
    population.account_id,
    population.agreement_id,
    population.council,
    population.officer,
    population.completed_by,
    population.period_from,
    population.period_to,
    population.completed_at,
    seat.reason,
    case
        when scored.item_id is not null then 'scored'
        when checked.item_id is not null then 'to_score'
        when opened.item_id is not null then 'under_way'
        else 'to_check'
    end as state,
    opened.decided_at as opened_at,
    checked.decided_at as checked_at,
    scored.decided_at as scored_at
from seat
join (select distinct cycle_id, item_id, review_id from decisions.self_audit_selection) as selection using (item_id)
join decisions.self_audit_population as population using (cycle_id, review_id)
left join decisions.self_audit_opened as opened on opened.item_id = seat.item_id and opened.auditor = seat.auditor
left join decisions.self_audit_check as checked on checked.item_id = seat.item_id and checked.auditor = seat.auditor
left join decisions.self_audit_scored as scored on scored.item_id = seat.item_id and scored.auditor = seat.auditor
