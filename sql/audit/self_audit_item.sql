/*
summary = "Reviews drawn for a second look, and what came of it. agreed, points and pounds are known once the item is closed."
grain = "one row per item"
kept = "view"
seen_by = "see_self_audit"
*/
select
    cycle_id, item_id, council, month, review_id, agreement_id, officer, auditor, second_auditor, selected_as, stratum, draw_number, place, state,
    agreed, points, max_points, critical_failure, result, pounds, pounds_wrong, was_blind, closed_at as completed_at
from trackers.self_audit_item
