/*
summary = "The plan of each month's self-audit, and what was drawn. The seed shows only once it was used."
grain = "one row per plan and council"
kept = "view"
seen_by = "see_self_audit"
*/
from trackers.self_audit_cycle
