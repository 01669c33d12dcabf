"""The small council with three reviews completed this month: Jo explained a gambling line and said who an unknown payee is, Sam had nothing to ask."""

import shutil
from datetime import date, timedelta

from lib import payees, reviews, users
from lib.self_audit_plan import Wanted, first_of, last_of
from lib.store import Actor, now, open_store
from lib.wall_clock import day_of
from tests.small_council import AS_AT, JO, move_in, receive

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
    ("2026-01-02", "FARE HOME", "-1.00"),
    ("2026-01-20", "BET365", "-20.00"),
    ("2026-02-10", "CARE AT HOME", "-80.00"),
    ("2026-02-11", "J UNKNOWN INVOICE 7", "-60.00"),
    ("2026-03-30", "J UNKNOWN INVOICE 8", "-31.00"),
]
WHY_EXPLAINED = "The fruit machine was her late brother"
HELD_BACK = ("fruit machine", "Activity", "activity", "confirmed by", "explained", "Explained")


def audited(path):
    """Build the store at path once."""
    store = open_store(path)
    move_in(store)
    users.add_demo(store, [{"username": name, "name": f"{name.capitalize()} Example", "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])
    for account_id in ("a1", "a2", "a3"):
        receive(store, account_id, LINES if account_id == "a1" else [(day, "CARE AT HOME", "-80.00") for day in ("2026-01-05", "2026-03-30")], "500.00")
    unknown = store.value("select payee_key from reconciliation.transaction where description like 'J UNKNOWN%' limit 1")
    payees.confirm(store, JO, "a1", unknown, "activity", AS_AT)
    for actor, account_id in ((JO, "a1"), (JO, "a2"), (SAM, "a3")):
        completed(store, actor, account_id)
    store.close()


def completed(store, actor, account_id):
    """Complete the review of the first quarter, everything explained."""
    for row in store.rows("from trackers.exception where account_id = ? and period_from = ? and status = 'open'", [account_id, PERIOD]):
        reviews.decide(store, actor, account_id, row["exception_id"], "explained", WHY_EXPLAINED)
    reviews.accept_rest(store, actor, account_id, PERIOD, **reviews.rest(store, actor, account_id, PERIOD))
    return reviews.complete(store, actor, account_id, PERIOD, "The days without a statement had no payment")


def copy_of(built, tmp_path):
    """A copy of the built store's folder, opened."""
    shutil.copytree(built.parent, tmp_path / "own")
    return open_store(tmp_path / "own" / built.name)


def wanted(**said):
    """A plan for the month, by policy, looked at by Una alone unless said otherwise."""
    return Wanted(**{"councils": ("Westmarch",), "month": MONTH, "auditors": ("una",)} | said)
