"""Have we gone wrong? The questions in sql/checks, the evidence against its hashes, and the activity log's chain."""

import hashlib

from lib import policy, trail
from lib.sqlfiles import sql_files
from lib.store import OPERATOR


def run_checks(store):
    """Every check with what it found: [{"check", "title", "rows"}]. All is well when no check has rows."""
    return [{"check": check.name, "title": check.header["title"], "rows": store.rows(check.text, _values(check))} for check in sql_files("checks")]


def verify_store(store):
    """Every fault of the store, its evidence and its activity log, as sentences. An empty list means that all is whole."""
    said = [row["message"] for check in run_checks(store) for row in check["rows"]]
    return said + evidence_faults(store) + trail.faults(store, OPERATOR)


def evidence_faults(store):
    """Every file whose kept bytes are not there, or are not those that were received."""
    return [fault for file in store.rows("from raw.file order by received_at") for fault in _file_faults(store.places.evidence, file)]


def _file_faults(folder, file):
    kept = folder / file["file_sha256"]
    if not kept.exists():
        yield f"{file['file_name']}: the kept copy is missing from the evidence. Put it back from a backup."
    elif _sha256(kept) != file["file_sha256"]:
        yield f"{file['file_name']}: the kept copy is not what was received. Put it back from a backup."


def _sha256(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _values(check):
    known = {"settings": [each["setting"] for each in policy.describe()]}
    return {name: known[name] for name in check.parameters} or None
