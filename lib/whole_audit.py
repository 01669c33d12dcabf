"""Tests over every case: each is a SELECT in sql/audit_tests, run in one go for a council and a year, and kept case by case.

A test's rows all have the same columns (COLUMNS). result is passed, failed or not_testable; saw is a sentence with its numbers.
A column that a council's extract never fills can't be tested; where it is filled for others, a gap is a failure.
"""

import json
import time
import uuid
from datetime import date, timedelta
from decimal import Decimal

from lib import access, exports
from lib.errors import UserError
from lib.sqlfiles import sql_files
from lib.store import now

COLUMNS = ("council", "officer", "agreement_id", "kind", "case_id", "on_day", "result", "saw", "amount")
RESULTS = ("failed", "passed", "not_testable")
RESTRICTED = "see_concern"
# All that those hear of a restricted test who may not know of concerns. It is the same whether there is any or none.
CLOSED = "Safeguarding concerns are open to the team leader alone."

CASES = {"test": "Test", "agreement_id": "Agreement", "officer": "Officer", "on_day": "Day", "result": "Result", "saw": "What was seen", "amount": "Pounds"}
FIGURES = {"number": "Test", "title": "Title", "failed": "Failed", "passed": "Passed", "not_testable": "Can't be tested", "amount": "Pounds failed", "failed_before": "Failed the year before", "passed_before": "Passed the year before"}  # fmt: skip
ABOUT = {"number": "Test", "title": "Title", "question": "Question", "case": "What is counted", "source": "Source", "not_held": "What can't be tested with the data held"}


@access.allowed("see_whole_audit")
def tests(store, actor):
    """The tests in order, as their headers say: {"test", "number", "title", "question", "case", "source", "not_held", "is_open"}."""
    found = [{"test": file.name, "not_held": [], "is_open": bool(access.scope_of(actor, file.header["seen_by"]))} | file.header for file in sql_files("audit_tests")]
    return sorted(found, key=lambda one: one["number"])


@access.allowed("run_whole_audit", subject="council")
def run(store, actor, council, year, as_at, tell=None):
    """Run every test over every case of a council, for the financial year that begins in April of year, as at a day. Gives the run's id.

    tell(done, total, title) is called as it goes. All of them are kept, or none.
    """
    from_day, to_day = days_of(year, as_at)
    if from_day > as_at:
        raise UserError(f"The year {words_of(year)} has not begun. Choose one that has.")
    files = sorted(sql_files("audit_tests"), key=lambda file: file.header["number"])
    run_id, began = str(uuid.uuid4()), time.monotonic()
    with store.change(actor, "run_whole_audit", run_id, council=council, after={"from": str(from_day), "to": str(to_day)}) as change:
        for done, file in enumerate(files, start=1):
            days = {name: day for name, day in (("from_day", from_day), ("to_day", to_day)) if name in file.parameters}
            change.fill("findings.audit_case", _kept(file), days | {
                "council": council, "run_id": run_id, "test": file.name, "number": file.header["number"], "is_restricted": file.header["seen_by"] == RESTRICTED,
            })  # fmt: skip
            if tell:
                tell(done, len(files), file.header["title"])
        change.insert("findings.audit_run", [{
            "run_id": run_id, "council": council, "from_day": from_day, "to_day": to_day, "seconds": Decimal(f"{time.monotonic() - began:.2f}"), "ran_at": now(), "ran_by": actor.username,
            "tests": json.dumps([{"number": file.header["number"], "title": file.header["title"], "version": file.version} for file in files]),
        }])  # fmt: skip
    return run_id


@access.allowed("see_whole_audit")
def runs(store, actor, council=None):
    """The runs this person may see (rows of dashboards.audit_run), the newest first."""
    return sorted(access.see(store, actor, "dashboards.audit_run", **_of(council=council)), key=lambda row: row["ran_at"], reverse=True)


@access.allowed("see_whole_audit")
def figures(store, actor, run_id):
    """Every test of a run with its counts: the test's header, failed, passed, not_testable, amount, share (percent failed of those tested), and failed_before, passed_before and share_before of the year before."""
    one = _run(store, actor, run_id)
    counts, before = _counts(store, actor, run_id), _counts(store, actor, _before(store, actor, one))
    return [test | counts.get(test["test"], NONE) | {f"{name}_before": value for name, value in before.get(test["test"], UNKNOWN).items()} for test in tests(store, actor)]


@access.allowed("see_whole_audit")
def cases(store, actor, run_id, test, result=None):
    """The cases of a test in a run (rows of dashboards.audit_case), those with the most pounds first."""
    name = "dashboards.audit_case" if _is_open_to_all(test) else "dashboards.restricted_audit_case"
    rows = access.see(store, actor, name, **_of(run_id=run_id, test=test, result=result))
    return sorted(rows, key=lambda row: (-(row["amount"] or 0), row["on_day"] or date.max, row["agreement_id"] or ""))


@access.allowed("see_whole_audit")
def trend(store, actor, council, test):
    """A test year by year, from the newest run of each: [{"year", "run_id", "failed", "passed", "not_testable", "amount", "share"}]."""
    years = sorted((row for row in runs(store, actor, council) if row["is_newest"]), key=lambda row: row["from_day"])
    return [{"year": words_of(row["from_day"].year), "run_id": row["run_id"]} | _counts(store, actor, row["run_id"]).get(test, NONE) for row in years]


@access.allowed("see_whole_audit")
def workbook(store, actor, run_id, code=str):
    """The bytes of a run as a workbook: its counts, a sheet for each test, what could not be tested and why. Tests about safeguarding go into no file.

    code says a code in words. Who took it is kept in the activity log.
    """
    one = _run(store, actor, run_id)
    rows = [row | {"why": CLOSED if row["seen_by"] == RESTRICTED else None} for row in figures(store, actor, run_id)]
    in_file = [row for row in rows if row["seen_by"] != RESTRICTED]
    told = {row["test"]: [case | {"result": code(case["result"])} for case in cases(store, actor, run_id, row["test"])] for row in in_file}
    missing = [{"number": row["number"], "title": row["title"], "why": why} for row in rows for why in ([row["why"]] if row["why"] else row["not_held"])]
    about = {
        "Council": one["council"],
        "From": one["from_day"],
        "As at": one["to_day"],
        "Run": run_id,
        "Run on": one["ran_at"],
        "Run by": one["ran_by"],
        "Taken by": actor.name or actor.username,
    }
    content = exports.to_sheets({
        "Counts": (FIGURES, [row if row["seen_by"] != RESTRICTED else {"number": row["number"], "title": row["title"]} for row in rows]),
        **{f"T{row['number']}": ({name: label for name, label in CASES.items() if name != "test"}, told[row["test"]]) for row in in_file},
        "Can't be tested": ({"number": "Test", "title": "Title", "why": "What can't be tested with the data held"}, missing),
        "The tests": (ABOUT, [row | {"not_held": " ".join(row["not_held"])} for row in rows]),
        "About": ({"what": "What", "value": "Value"}, [{"what": what, "value": value} for what, value in about.items()]),
    })  # fmt: skip
    with store.change(actor, "export", "tests over every case", council=one["council"], after={"run": run_id, "rows": sum(len(found) for found in told.values()), "kind": "xlsx"}):
        pass
    return content


def years(as_at, most=7):
    """The financial years that may be tested, the newest first, each by the year it begins in."""
    newest = as_at.year if as_at >= date(as_at.year, 4, 1) else as_at.year - 1
    return [newest - back for back in range(most)]


def days_of(year, as_at):
    """The first day of a financial year, and its last or the day the tests are made for."""
    return date(year, 4, 1), min(date(year + 1, 4, 1) - timedelta(days=1), as_at)


def words_of(year):
    """2026/27."""
    return f"{year}/{(year + 1) % 100:02}"


NONE = {"failed": 0, "passed": 0, "not_testable": 0, "amount": Decimal("0.00"), "share": None}
UNKNOWN = dict.fromkeys(NONE)


def _kept(file):
    """A test's text as the rows that are kept."""
    return f"select $run_id, $test, $number, $is_restricted, council, officer, agreement_id, kind, case_id, on_day, result, saw, amount from ({file.text}) where council = $council"


def _counts(store, actor, run_id):
    """{test: its counts} of a run; nothing of what this person may not see."""
    views = ["dashboards.audit_case"] + (["dashboards.restricted_audit_case"] if access.scope_of(actor, RESTRICTED) else [])
    rows = [row for view in views for row in access.tally(store, actor, view, ("test", "result"), ("amount",), run_id=run_id or "")]
    found = {}
    for row in rows:
        one = found.setdefault(row["test"], dict(NONE))
        one[row["result"]] = row["count"]
        if row["result"] == "failed":
            one["amount"] = row["amount"]
    return {test: one | {"share": _share(one)} for test, one in found.items()}


def _share(one):
    tested = one["failed"] + one["passed"]
    return (Decimal(100 * one["failed"]) / tested).quantize(Decimal("0.1")) if tested else None


def _before(store, actor, one):
    """The newest run of the year before, or None."""
    first = date(one["from_day"].year - 1, 4, 1)
    return next((row["run_id"] for row in runs(store, actor, one["council"]) if row["from_day"] == first and row["is_newest"]), None)


def _run(store, actor, run_id):
    found = access.see(store, actor, "dashboards.audit_run", run_id=run_id or "")
    if not found:
        raise UserError("This run is not there. Choose another, or run the tests.")
    return found[0]


def _is_open_to_all(test):
    return all(file.header["seen_by"] != RESTRICTED for file in sql_files("audit_tests") if file.name == test)


def _of(**equals):
    return {name: value for name, value in equals.items() if value is not None}
