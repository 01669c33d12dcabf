/*
summary = "Reports of self-audits that were issued."
grain = "one row per report and council"
kept = "view"
seen_by = "see_self_audit"
*/
select report_id, cycle_id, council, month, decided_by as issued_by, decided_at as issued_at, page_sha256
from decisions.self_audit_report
