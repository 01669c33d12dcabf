"""The performance report leaves the house: as a file for somebody, or issued, and then kept as it was."""

import hashlib
import json
import uuid

from lib import access, evidence, performance, report_files
from lib.errors import UserError
from lib.store import now

TITLE = "Direct payments: performance"
FILES = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
ISSUED = "from decisions.report where report_id = ? and council = ?"


@access.allowed("see_report")
def export(store, actor, kind, period, council, as_at, code=str, reads=None, known=None):
    """The bytes of a report as xlsx or docx, for all of the person's councils where council is None. Who took it is kept in the activity log.

    code says a code in words. reads is the store to read where it is not this one (lib.as_known), and known the sentence that says so.
    """
    if council:
        access.require(store, actor, "see_report", council=council)
    content = _files(reads or store, actor, period, council, as_at, code, known)[kind]
    with store.change(actor, "export", "performance report", council=council, after={"from": str(period.from_day), "to": str(period.to_day), "kind": kind}):
        pass
    return content


@access.allowed("issue_report", subject="council")
def issue(store, actor, council, period, as_at, code=str):
    """Issue the report of a period that is over: its figures and both files stay as they are now. Gives its id."""
    if period.to_day >= as_at:
        raise UserError(f"This period ends on {period.to_day:%-d %B %Y}. Issue its report when it is over.")
    files = _files(store, actor, period, council, as_at, code)
    hashes = {kind: hashlib.sha256(content).hexdigest() for kind, content in files.items()}
    report = {
        "report_id": str(uuid.uuid4()), "council": council, "period_from": period.from_day, "period_to": period.to_day, "figures": _as_json(_figures(store, actor, period, council)),
        "workbook_sha256": hashes["xlsx"], "page_sha256": hashes["docx"], "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(actor, "issue_report", report["report_id"], council=council, after={"from": str(period.from_day), "to": str(period.to_day)} | hashes) as change:
        evidence.write_once(store.places.evidence, {hashes[kind]: content for kind, content in files.items()})
        change.insert("decisions.report", [report])
    return report["report_id"]


@access.allowed("see_report", subject="council")
def content(store, actor, council, report_id, kind):
    """A file of an issued report, byte for byte as it went out. Who took it is kept in the activity log."""
    report = store.row(ISSUED, [report_id, council])
    if not report:
        raise UserError("This report is not there.")
    sha256 = report["workbook_sha256" if kind == "xlsx" else "page_sha256"]
    kept = evidence.read(store.places.evidence, sha256, f"The report of {report['period_from']:%-d %b %Y} to {report['period_to']:%-d %b %Y}")
    with store.change(actor, "export", "issued performance report", council=council, after={"report": report_id, "kind": kind, "sha256": sha256}):
        pass
    return kept


def file_name(period_from, period_to, council, kind):
    """What a report's file is called."""
    return f"performance_{(council or 'all_councils').lower().replace(' ', '_')}_{period_from:%Y-%m}_{period_to:%Y-%m}.{kind}"


def _figures(store, actor, period, council):
    """The figures that may go into a file: with none that not everybody who sees a report may see."""
    return performance.figures(store, actor, period, council, restricted=False)


def _files(store, actor, period, council, as_at, code, known=None):
    headers = {one["measure"]: one for one in performance.measures(store, actor, restricted=False)}
    figures = [one | {"header": headers[one["measure"]]} for one in _figures(store, actor, period, council)]
    broken_down = {one["measure"]: performance.parts(store, actor, one["measure"], period, council) for one in figures}
    parts = [
        {"title": one["title"], "unit": one["unit"], "counted_in": one["counted_in"], "by": words, "part": code(row["part"]) if row["part"] else "Not known"}
        | {name: row[name] for name in ("value", "numerator", "denominator")}
        for one in figures
        for by, words in ({"council": "Council"} | one["by"]).items()
        for row in broken_down[one["measure"]][by]
    ]
    about = {
        "Report": TITLE, "Period": performance.words_of(period), "Council": council or ", ".join(actor.councils) or "All councils",
        "Known": known or f"As known on {as_at:%-d %B %Y}.", "Made by": actor.name or actor.username, "Made on": as_at,
    }  # fmt: skip
    return {
        "xlsx": report_files.workbook(about, figures, parts, performance.NOT_HELD),
        "docx": report_files.page(about, figures, performance.HEADLINES, performance.NOT_HELD),
    }


def _as_json(figures):
    return json.dumps([{name: one[name] for name in ("measure", "value", "numerator", "denominator", "cases", "before", "trend")} for one in figures], default=str)
