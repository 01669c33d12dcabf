/*
summary = "Performance reports that were issued, the newest last."
grain = "one row per report"
kept = "view"
seen_by = "see_report"
*/
select report_id, council, period_from, period_to, decided_by as issued_by, decided_at as issued_at, workbook_sha256, page_sha256
from decisions.report
