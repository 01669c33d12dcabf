"""The evidence of one case as a ZIP that anybody can check without this tool: papers as they came, what was worked out and decided, and who did what."""

import json
import uuid

from lib import access, chronology, evidence, provenance, restricted
from lib.chronology_file import as_word
from lib.config import ROOT
from lib.documents import safe_name
from lib.errors import NotAllowed, UserError
from lib.exports import to_csv
from lib.packing import packed, repacked
from lib.plain_cells import text
from lib.sqlfiles import sql_file
from lib.store import now

# What the tables of a pack are: each the SELECT of the pages, of this agreement alone.
TABLES = (
    "audit.agreement", "dashboards.rate", "dashboards.plan_line", "audit.statement", "audit.transaction", "audit.reconciliation", "dashboards.form", "audit.review", "audit.finding",
    "trackers.exception", "audit.surplus", "dashboards.surplus_term", "audit.debt", "dashboards.debt_entry", "audit.misspend", "audit.return", "audit.suspension", "dashboards.hold",
    "dashboards.case_step", "dashboards.letter", "trackers.entry", "dashboards.timeline", "dashboards.case_paper", "dashboards.case_activity",
)  # fmt: skip
OF_CONCERNS = ("dashboards.concern", "dashboards.concern_note", "dashboards.restricted_letter", "dashboards.restricted_activity")
FOLDERS = {"statement": "statements", "letter": "letters", "document": "documents"}
# A bank's file may show several people's accounts.
OF_OTHERS = """
select distinct statement.file_sha256
from raw.statement
join staging.account using (account_id)
where account.agreement_id <> $agreement_id
    and statement.file_sha256 in (select file_sha256 from raw.statement join staging.account using (account_id) where account.agreement_id = $agreement_id)
"""
RESTRICTED_LETTERS = "select reference, file_sha256 from decisions.letter where agreement_id = ? and is_restricted order by reference"
CHECKER = ROOT / "tools" / "check_pack.py"
README = """Evidence of direct payment agreement {agreement_id}, {council}

statements/   the bank's files as they were received, byte for byte
letters/      letters as they were written
documents/    papers of the case as they came
tables/       what was worked out, found and decided, as CSV; activity: who did what and who looked, with the hash of each act
chronology.docx   what happened, in order
manifest.json     every file with its SHA-256, who took this and why, what was left out and why

To check it: unpack it and run `python check_pack.py` in its folder (Python 3.10 or later, nothing to install).
It says whether each file is the one in the manifest, and gives the manifest's own SHA-256. The council's activity log
keeps that number under "Took a case's evidence": when both are the same, nothing was changed since.
"""


@access.allowed("take_evidence", subject="agreement_id")
def take(store, actor, agreement_id, reason, as_at, with_restricted=False):
    """(file name, bytes) of a case's evidence, as this person may see it. Who took it and why is kept in the activity log.

    with_restricted adds safeguarding concerns, for those who may see them. Raises UserError without a reason, or where a kept
    file is no longer what was kept.
    """
    if not (reason or "").strip():
        raise UserError("Say what the evidence is needed for: the reason stays with it.")
    if with_restricted and not access.may(store, actor, "see_concern", agreement_id=agreement_id):
        raise NotAllowed
    taken_at, council = now(), store.value("select council from staging.agreement where agreement_id = ?", [agreement_id])
    files, left_out, open_files = _files(store, actor, agreement_id, council, as_at, with_restricted, taken_at)
    said = {
        "evidence_pack": 1, "agreement_id": agreement_id, "council": council, "reason": reason.strip(), "as_at": f"{as_at}", "store": provenance.store_version(store),
        "taken_by": actor.username, "name": actor.name, "role": actor.role, "taken_at": f"{taken_at.isoformat(timespec='seconds')}Z",
    }  # fmt: skip
    listed = [{"path": path, "sha256": provenance.sha256(content), "bytes": len(content)} for path, content in files.items()]
    manifest = json.dumps(said | {"left_out": left_out, "files": listed}, indent=2, ensure_ascii=False).encode()
    content = packed({"manifest.json": manifest} | files)
    _keep(store, actor, said, manifest, content, open_files, with_restricted, taken_at)
    return f"evidence_{safe_name(agreement_id)}_{as_at}.zip", content


def _files(store, actor, agreement_id, council, as_at, with_restricted, moment):
    """({path: bytes}, what was left out and why, how many of the files everybody who sees the case may know of)."""
    values = {"as_at": as_at, "moment": moment}
    papers, left_out = _papers(store, actor, agreement_id)
    draft = chronology.preview(store, actor, agreement_id, as_at, "court")
    files = {"README.txt": README.format(agreement_id=agreement_id, council=council).encode(), "check_pack.py": CHECKER.read_bytes(), "chronology.docx": repacked(as_word(draft))}
    files |= papers | _tables(store, actor, agreement_id, TABLES, values)
    open_files = len(files)
    if with_restricted:
        files["chronology.docx"] = repacked(as_word(chronology.preview(store, actor, agreement_id, as_at, "court", with_restricted=True)))
        files |= _tables(store, actor, agreement_id, OF_CONCERNS, values)
        files |= {
            f"letters/{safe_name(row['reference'])}.docx": evidence.read(store.places.evidence, row["file_sha256"], f"Letter {row['reference']}")
            for row in store.rows(RESTRICTED_LETTERS, [agreement_id])
        }
    return files, left_out, open_files


def _papers(store, actor, agreement_id):
    """({path: bytes}, what was left out): statements' files, letters and documents that stand."""
    of_others = {row["file_sha256"] for row in store.rows(OF_OTHERS, {"agreement_id": agreement_id})}
    papers = access.see(store, actor, "dashboards.case_paper", agreement_id=agreement_id)
    files, left_out = {}, []
    for paper in sorted(papers, key=lambda paper: (paper["paper"], paper["on_day"], paper["paper_id"])):
        why = "It also shows accounts of other people. Its lines for this case stand in tables/transaction.csv." if paper["file_sha256"] in of_others else None
        why = f"It was withdrawn or set aside: {paper['withdrawn_because']}" if paper["is_withdrawn"] else why
        if why:
            left_out.append({"what": f"{paper['title']} ({paper['file_name']}, SHA-256 {paper['file_sha256']})", "why": why})
            continue
        path = f"{FOLDERS[paper['paper']]}/{paper['file_sha256'][:12]}_{safe_name(paper['file_name'])}"
        files[path] = evidence.read(store.places.evidence, paper["file_sha256"], paper["file_name"])
    return files, left_out


def _tables(store, actor, agreement_id, names, values):
    """{path: CSV} of the SELECTs that say something; a row stands once, and they stand in the order of what they say."""
    files = {}
    for name in names:
        wanted = {one: values[one] for one in sql_file(name).parameters}
        rows = access.see(store, actor, name, wanted, agreement_id=agreement_id)
        # An act stands once for each account; the case is one.
        rows = list({row["seq"]: row | {"account_id": None} for row in rows}.values()) if name == "dashboards.case_activity" else rows
        if rows:
            columns = [column for column in rows[0] if any(row[column] is not None for row in rows)]
            files[f"tables/{name.partition('.')[2]}.csv"] = to_csv({column: column for column in columns}, sorted(rows, key=_order))
    return files


def _order(row):
    return (row.get("seq") or 0, [text(value) for value in row.values()])


def _keep(store, actor, said, manifest, content, open_files, with_restricted, taken_at):
    """The activity row, and the pack among what was taken. What is known of concerns is in neither."""
    hashes = {"sha256": provenance.sha256(content), "manifest_sha256": provenance.sha256(manifest)}
    shown = [
        ("Agreement", said["agreement_id"]),
        ("Reason", said["reason"]),
        ("As at", said["as_at"]),
        ("Files", f"{open_files}"),
        ("SHA-256 of its manifest", hashes["manifest_sha256"]),
    ]
    about = json.dumps(said | {"columns": [], "lines": shown}, ensure_ascii=False)
    export = {
        "export_id": str(uuid.uuid4()), "name": f"evidence of {said['agreement_id']}", "kind": "pack", "councils": [said["council"]], "agreement_id": said["agreement_id"], "provenance": about,
        "rows": open_files, "rows_sha256": hashes["manifest_sha256"], "file_sha256": hashes["sha256"], "kept_sha256": provenance.sha256(about.encode()), "officer": actor.officer,
        "taken_by": actor.username, "taken_at": taken_at,
    }  # fmt: skip
    whose = {"council": said["council"], "agreement_id": said["agreement_id"]}
    with store.change(actor, "take_evidence", said["agreement_id"], **whose, reason=said["reason"], after={"files": open_files, "as_at": said["as_at"]} | hashes) as change:
        evidence.write_once(store.places.evidence, {export["kept_sha256"]: about.encode()})
        change.insert("activity.export", [export])
        if with_restricted:
            change.record(subject=said["agreement_id"], **restricted.act("evidence_taken", said["council"], said["agreement_id"], **hashes))
