/*
summary = "Where a scored second look differs from the first, as the officer may see it."
grain = "one row per difference"
kept = "view"
seen_by = "hear_self_audit"
*/
from trackers.self_audit_difference
where is_told
