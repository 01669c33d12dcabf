/*
summary = "Every review that was drawn for a second look: whose it is, who looks, and where it stands."
grain = "one row per item"
kept = "view"
seen_by = "see_self_audit"
*/
with selection as (
    select
        cycle_id,
        item_id,
        review_id,
        -- What the random order reaches is random, also where it was picked for risk before.
        min(selected_as) as selected_as,
        min_by(draw_number, selected_as) as draw_number,
        min_by(stratum, selected_as) as stratum,
        min_by(place, selected_as) as place,
        min_by(draw_key, selected_as) as draw_key,
        min_by(because, selected_as) as because,
        min(decided_at) as drawn_at
    from decisions.self_audit_selection
    group by cycle_id, item_id, review_id
),

seat as (
    select item_id, seat, auditor, reason
    from decisions.self_audit_assignment
    qualify row_number() over (partition by item_id, seat order by decided_at desc, assignment_id desc) = 1
),

answer as (
    select item_id, max(decided_at) as answered_at
    from decisions.self_audit_answer
    group by item_id
)

select
    selection.cycle_id,
    selection.item_id,
    plan.month,
    selection.review_id,
    population.agreement_id,
    population.account_id,
    population.council,
    population.officer,
    population.completed_by,
    first_seat.auditor,
    second_seat.auditor as second_auditor,
    population.period_from,
    population.period_to,
    scored.answer_by,
    selection.selected_as,
    selection.because,
    selection.stratum,
    selection.draw_number,
    selection.place,
    selection.draw_key,
    case
        when closed.item_id is not null then 'closed'
        when answer.item_id is not null then 'answered'
        when scored.item_id is not null then 'to_answer'
        when checked.item_id is not null then 'to_score'
        when opened.item_id is not null then 'under_way'
        when first_seat.item_id is not null then 'to_check'
    end as state,
    selection.drawn_at,
    opened.decided_at as opened_at,
    checked.decided_at as checked_at,
    scored.decided_at as scored_at,
    answer.answered_at,
    closed.decided_at as closed_at,
    checked.was_blind,
    closed.agreed,
    closed.points,
    closed.max_points,
    closed.critical_failure,
    closed.result,
    population.pounds,
    closed.pounds_wrong
from selection
join decisions.self_audit_plan as plan using (cycle_id)
join decisions.self_audit_population as population using (cycle_id, review_id)
join seat as first_seat on first_seat.item_id = selection.item_id and first_seat.seat = 1
left join seat as second_seat on second_seat.item_id = selection.item_id and second_seat.seat = 2
left join decisions.self_audit_opened as opened on opened.item_id = selection.item_id and opened.auditor = first_seat.auditor
left join decisions.self_audit_check as checked on checked.item_id = selection.item_id and checked.auditor = first_seat.auditor
left join decisions.self_audit_scored as scored on scored.item_id = selection.item_id and scored.auditor = first_seat.auditor
left join answer on answer.item_id = selection.item_id
left join decisions.self_audit_closed as closed on closed.item_id = selection.item_id
