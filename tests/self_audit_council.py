"""The small council with three reviews completed this month: Jo explained a gambling line and said who an unknown payee is, Sam had nothing to ask."""

import shutil
from datetime import date, timedelta
from pathlib import Path

from lib import payees, reviews, self_audit_drawn, users
from lib.self_audit_plan import Wanted, first_of, last_of
from lib.store import Actor, now, open_store
from lib.wall_clock import day_of
from tests.small_council import AS_AT, JO, receive

MONTH = first_of(day_of(now()))  # reviews are completed on the day on which the tests run
AFTER = last_of(MONTH) + timedelta(days=1)
PERIOD = date(2026, 1, 1)
SAM = Actor("sam", "officer", ("Westmarch",), "sam", "Sam Example")
UNA = Actor("una", "auditor", ("Westmarch",), "", "Una Example")
NED = Actor("ned", "senior_officer", ("Westmarch",), "ned", "Ned Example")
PEOPLE = (
    ("jo", "officer", "jo"),
    ("sam", "officer", "sam"),
    ("una", "auditor", ""),
    ("ned", "senior_officer", "ned"),
    ("lee", "team_leader", ""),
)
LINES = [
    *((day, "WESTMARCH COUNCIL", "411.43" if day == "2026-01-05" else "360.00") for day in ("2026-01-05", "2026-02-02", "2026-03-02", "2026-03-30")),
    *((day, "A EXAMPLE1 CONTRIBUTION", "45.71" if day == "2026-01-06" else "40.00") for day in ("2026-01-06", "2026-02-03", "2026-03-03", "2026-03-30")),
    ("2026-01-02", "FARE HOME", "-1.00"),
    ("2026-01-20", "BET365", "-20.00"),
    ("2026-02-10", "CARE AT HOME", "-80.00"),
    ("2026-02-11", "J UNKNOWN INVOICE 7", "-60.00"),
    ("2026-03-30", "J UNKNOWN INVOICE 8", "-31.00"),
]
WHY_EXPLAINED = "The fruit machine was her late brother"
HELD_BACK = ("fruit machine", "Activity", "activity", "confirmed by", "explained", "Explained")


def folder(path, held_path):
    """Build such a store once, and give its file."""
    built = next(Path(shutil.copytree(Path(held_path).parent, path)).glob("*.duckdb"))
    audited(built)
    return built


def audited(path):
    """Complete the reviews in the small council's store at path, once: that of a1 as an officer does, those of a2 and a3 as bare rows."""
    store = open_store(path)
    users.add_demo(store, [{"username": name, "name": f"{name.capitalize()} Example", "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])
    receive(store, "a1", sorted(LINES), "500.00")
    unknown = store.value("select payee_key from reconciliation.transaction where description like 'J UNKNOWN%' limit 1")
    payees.confirm(store, JO, "a1", unknown, "activity", AS_AT)
    for row in store.rows("from trackers.exception where account_id = 'a1' and period_from = ? and status = 'open'", [PERIOD]):
        reviews.decide(store, JO, "a1", row["exception_id"], "explained", WHY_EXPLAINED)
    reviews.accept_rest(store, JO, "a1", PERIOD, **reviews.rest(store, JO, "a1", PERIOD))
    reviews.complete(store, JO, "a1", PERIOD, "The days without a statement had no payment")
    with store.change(JO, "complete_review", "by hand") as change:
        change.insert("decisions.review", [bare(*one) for one in (("a2", "jo"), ("a3", "sam"))])
    store.close()


def bare(account_id, completed_by):
    """A completed review without lines or questions."""
    return {
        "review_id": f"review of {account_id}", "account_id": account_id, "agreement_id": account_id.replace("a", "g"), "council": "Westmarch", "period_from": PERIOD, "period_to": date(2026, 3, 31),
        "opened_at": now(), "completed_at": now(), "completed_by": completed_by, "outcome": "difference_explained", "explanation": "Nothing came", "findings_raised": 0, "findings_upheld": 0,
    }  # fmt: skip


def copy_of(built, tmp_path):
    """A copy of the built store's folder, opened."""
    shutil.copytree(built.parent, tmp_path / "own")
    return open_store(tmp_path / "own" / built.name)


def wanted(**said):
    """A plan for the month, by policy, looked at by Una alone unless said otherwise."""
    return Wanted(**{"councils": ("Westmarch",), "month": MONTH, "auditors": ("una",)} | said)


def item_of(store, cycle, account_id):
    return next(row for row in self_audit_drawn.items(store, UNA, cycle) if row["account_id"] == account_id)


def activity_of(store):
    """Whose case history the self-audit's acts stand in: nobody's."""
    return [row["agreement_id"] for row in store.rows("select distinct agreement_id from activity.entry where action like '%self_audit%' or action like '%second_look%'")]
