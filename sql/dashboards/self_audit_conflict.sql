/*
summary = "Who may not look at whose reviews in a month's self-audit, what nobody looks at, and why."
grain = "one row per plan, council and thing said"
kept = "view"
seen_by = "see_self_audit"
*/
select
    conflict.conflict_id,
    conflict.cycle_id,
    unnest(plan.councils) as council,
    conflict.auditor,
    conflict.agreement_id,
    conflict.officer,
    conflict.reason,
    conflict.decided_by,
    conflict.decided_at
from decisions.self_audit_conflict as conflict
join decisions.self_audit_plan as plan using (cycle_id)
