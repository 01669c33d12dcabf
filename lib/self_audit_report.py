"""The manager's report of a month's self-audit leaves the house: as a Word page for somebody, or issued, and then kept as it was."""

import hashlib
import json
import uuid

from lib import access, evidence
from lib.errors import UserError
from lib.self_audit_files import page
from lib.self_audit_proof import percent
from lib.self_audit_result import result, row_of
from lib.store import now

TITLE = "Self-audit of reviews"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SIZES = {"policy": "a least number and a part of each officer's reviews", "confidence": "confidence, tolerable rate and expected errors"}


@access.allowed("see_self_audit")
def export(store, actor, cycle_id, as_at):
    """The bytes of a month's report as Word, with the officers only for those who may compare them. Who took it is kept in the activity log."""
    found = result(store, actor, cycle_id, as_at)
    content = page(_about(actor, found, as_at), found, officers=True)
    with store.change(actor, "export", "self-audit report", council=_only(found), after={"cycle": cycle_id, "sha256": hashlib.sha256(content).hexdigest()}):
        return content


@access.allowed("issue_self_audit")
def issue(store, actor, cycle_id, as_at):
    """Issue the report of a month whose items are all closed: its figures and its page stay as they are now. Gives its id."""
    found = result(store, actor, cycle_id, as_at)
    cycle = found["cycle"]
    for council in cycle["councils"]:
        access.require(store, actor, "issue_self_audit", council=council)
    if cycle["state"] != "closed":
        left = cycle["random_items"] + cycle["risk_items"] - cycle["closed_items"]
        raise UserError(f"{left} items of {cycle['month']:%B %Y} are not closed yet. Issue the report when they are.")
    content = page(_about(actor, found, as_at), found, officers=True)
    sha256, report_id, moment = hashlib.sha256(content).hexdigest(), str(uuid.uuid4()), now()
    rows = [
        {"report_id": f"{report_id}-{number}", "cycle_id": cycle_id, "council": council, "month": cycle["month"], "figures": _figures(found), "page_sha256": sha256, "decided_by": actor.username, "decided_at": moment}
        for number, council in enumerate(cycle["councils"], start=1)
    ]  # fmt: skip
    with store.change(actor, "issue_self_audit", rows[0]["report_id"], council=_only(found), after={"cycle": cycle_id, "page_sha256": sha256}) as change:
        evidence.write_once(store.places.evidence, {sha256: content})
        change.insert("decisions.self_audit_report", rows)
    return rows[0]["report_id"]


@access.allowed("see_self_audit", subject="council")
def content(store, actor, council, report_id):
    """An issued report, byte for byte as it went out. It names officers, so it is for those who may compare them. Who took it is kept in the activity log."""
    access.require(store, actor, "compare_officers", council=council)
    report = store.row("from decisions.self_audit_report where report_id = ? and council = ?", [report_id, council])
    if not report:
        raise UserError("This report is not there.")
    kept = evidence.read(store.places.evidence, report["page_sha256"], f"The self-audit's report of {report['month']:%B %Y}")
    with store.change(actor, "export", "issued self-audit report", council=council, after={"report": report_id, "sha256": report["page_sha256"]}):
        return kept


def file_name(month, councils):
    """What a report's file is called."""
    return f"self_audit_{'_'.join(councils).lower().replace(' ', '_')}_{month:%Y-%m}.docx"


def _about(actor, found, as_at):
    cycle = found["cycle"]
    return {
        "Report": TITLE, "Month": f"{cycle['month']:%B %Y}", "Council": " and ".join(cycle["councils"]), "Known": f"As known on {as_at:%-d %B %Y}. Made by {actor.name or actor.username}.",
        "Drawn": {
            "Reviews": f"{cycle['population']} were completed in the month, {cycle['excluded']} of them kept out",
            "Size": f"by {SIZES[cycle['size_by']]}, at {percent(cycle['confidence'])} confidence, in {'two stages' if cycle['stages'] == 2 else 'one stage'}",
            "Drawn by chance": cycle["random_items"], "Picked for risk": cycle["risk_items"], "Looked at by": ", ".join(cycle["auditors"]), "Planned by": cycle["planned_by"],
            "SHA-256 of the reviews": cycle["population_sha256"], "SHA-256 of the seed, known before the draw": cycle["seed_sha256"], "Seed": cycle["seed"],
        },
    }  # fmt: skip


def _figures(found):
    kept = {
        "month": row_of(found["month"]["proof"]),
        "twelve": row_of(found["twelve"]["proof"]),
        "trend": found["trend"],
        "says": found["says"],
        "risk": found["month"]["risk"],
        "money": found["month"]["money"],
    }
    return json.dumps(kept, default=str)


def _only(found):
    councils = found["cycle"]["councils"]
    return councils[0] if len(councils) == 1 else None
