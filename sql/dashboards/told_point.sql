/*
summary = "What a scored second look gave each point, and the critical failures it saw, as the officer may see it."
grain = "one row per item, kind and point"
kept = "view"
seen_by = "hear_self_audit"
*/
from trackers.self_audit_point
where is_told
