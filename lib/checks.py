"""Have we gone wrong? The questions in sql/checks, the evidence against its hashes, and the activity log's chain."""

from lib import evidence, policy, trail
from lib.sqlfiles import sql_files
from lib.store import OPERATOR


def run_checks(store):
    """Every check with what it found: [{"check", "title", "rows"}]. All is well when no check has rows."""
    return [{"check": check.name, "title": check.header["title"], "rows": store.rows(check.text, _values(check))} for check in sql_files("checks")]


def verify_store(store):
    """Every fault of the store, its evidence and its activity log, as sentences. An empty list means that all is whole."""
    said = [row["message"] for check in run_checks(store) for row in check["rows"]]
    return said + evidence_faults(store) + trail.faults(store, OPERATOR)


def kept_files(store):
    """[{"file_sha256", "name"}] of every file, letter, document, issued report, population of a sample and export that the evidence must hold."""
    kept = store.rows("select file_sha256, file_name as name from raw.file order by received_at")
    kept += store.rows("select file_sha256, 'Letter ' || reference as name from decisions.letter order by decided_at")
    kept += store.rows("select file_sha256, 'Document ' || file_name as name from decisions.document order by decided_at")
    kept += store.rows(
        "select unnest([workbook_sha256, page_sha256]) as file_sha256, 'A report of ' || council || ' to ' || words.day(period_to) as name from decisions.report order by decided_at"
    )
    kept += store.rows("select page_sha256 as file_sha256, 'A self-audit''s report of ' || words.day(month) as name from decisions.self_audit_report order by decided_at")
    kept += store.rows(
        "select population_sha256 as file_sha256, 'The payments to ' || words.day(to_date) || ' of a sample of pounds' as name from decisions.money_sample order by decided_at"
    )
    kept += store.rows("select kept_sha256 as file_sha256, 'What was taken as ' || name as name from activity.export order by taken_at")
    kept += store.rows("select distinct population_sha256 as file_sha256, 'The population of the self-audit ' || cycle_id as name from decisions.self_audit_draw order by name")
    return kept


def evidence_faults(store):
    """Every one of them whose kept bytes are not there, or are not those that were kept."""
    return [fault for file in kept_files(store) for fault in evidence.faults_of(store.places.evidence, file["file_sha256"], file["name"])]


def _values(check):
    return {"settings": [each["setting"] for each in policy.describe()]} if check.parameters else None
