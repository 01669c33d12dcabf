/*
summary = "The completed reviews that a month's self-audit was drawn from, with those kept out and why."
grain = "one row per plan and review"
kept = "view"
seen_by = "see_self_audit"
*/
select
    cycle_id, review_id, agreement_id, council, officer, completed_by, period_from, period_to, completed_at, stratum, pounds, minutes, findings_raised,
    findings_upheld, risk_order, risk_because, excluded_because
from decisions.self_audit_population
