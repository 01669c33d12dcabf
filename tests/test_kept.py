"""Kept tables: what is computed for a few accounts is what would be computed for all."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lib import outstanding, payees, receiving, reviews
from lib.checks import run_checks
from lib.monitoring import follow
from lib.sqlfiles import build_order, nodes
from lib.store import OPERATOR, now
from tests.small_council import AS_AT, move_in, receive, receive_for_each

KEPT = [file.full_name for file in build_order() if file.is_kept]
SAID = ("WESTMARCH COUNCIL DP", "CARE AT HOME 7781", "ADA EXAMPLE1 CONTRIBUTION", "BET365", "CASH MACHINE HIGH ST", "TESCO STORES 22", "J SMITH", "J SMITH", "MRS A HELPER")
PAYEES = ("J SMITH", "MRS A HELPER")
CATEGORIES = ("pa_wages", "agency", "transport")
ACCOUNTS = ("a1", "a2", "a3", "a4")


def everything(reads):
    """The rows of every kept table, and the findings, in any order."""
    tables = {name: sorted(map(str, reads.rows(f"from {name}"))) for name in KEPT}
    return tables | {"findings": sorted(map(str, reads.rows("select * exclude (seen_on) from trackers.finding")))}


def computed_anew(store):
    with store.trial(OPERATOR) as trial:
        follow(trial, AS_AT)
        return everything(trial)


def assert_same(found, wanted):
    for name in wanted:
        assert found[name] == wanted[name], name


class History:
    """Random days in the office."""

    def __init__(self, store, seed):
        self.store, self.chance, self.sent = store, random.Random(seed), []

    def a_day(self):
        self.chance.choice([self.statement, self.statement, self.statement_again, self.confirm, self.take_back, self.withdraw, self.owe, self.complete, self.reopen])()

    def statement(self):
        begins = date(2026, 1, 1) + timedelta(days=self.chance.randrange(150))
        lines = []
        for _ in range(self.chance.randint(3, 9)):
            begins += timedelta(days=self.chance.randint(0, 6))
            amount = self.chance.choice(("360.00", "40.00", "-80.00", "-20.00", "-5.00", "-12.34"))
            lines.append((str(begins), self.chance.choice(SAID), amount))
        self.sent.append((self.chance.choice(ACCOUNTS), lines))
        receive(self.store, *self.sent[-1], self.chance.choice((None, "100.00", "0.00")))

    def statement_again(self):
        """The same payments in another file: some of them, and one more."""
        if self.sent:
            account_id, lines = self.chance.choice(self.sent)
            lines = [*lines[self.chance.randrange(len(lines)) :], (lines[-1][0], "J SMITH", f"-{self.chance.randint(1, 99)}.00")]
            receive(self.store, account_id, lines, self.chance.choice((None, "50.00")))

    def confirm(self):
        which = self.chance.choice((payees.confirm, payees.confirm_for_everybody))
        which(self.store, OPERATOR, self.chance.choice(ACCOUNTS), self.chance.choice(PAYEES), self.chance.choice(CATEGORIES), AS_AT)

    def take_back(self):
        said = self.store.rows("from staging.confirmed_payee order by decided_at, decision_id")
        if said:
            one = self.chance.choice(said)
            account_id = self.store.value(
                "select account_id from staging.account where council = ? and coalesce(?, agreement_id) = agreement_id order by all", [one["council"], one["agreement_id"]]
            )
            payees.take_back(self.store, OPERATOR, account_id, one["decision_id"], AS_AT)

    def withdraw(self):
        statements = self.store.rows(
            "from staging.statement where not exists (from staging.completed_review as review where review.account_id = statement.account_id"
            " and review.period_from <= statement.to_date and review.period_to >= statement.from_date) order by received_at"
        )
        if statements:
            one = self.chance.choice(statements)
            receiving.withdraw(self.store, OPERATOR, one["account_id"], one["statement_id"], "Another person's", AS_AT)

    def complete(self):
        waiting = self.store.rows("from trackers.review where review_id is null order by account_id, period_from")
        if waiting:
            one = self.chance.choice(waiting)
            whose = self.store, OPERATOR, one["account_id"]
            for exception in self.store.rows("from trackers.exception where account_id = ? and period_from = ? and status = 'open'", [one["account_id"], one["period_from"]]):
                reviews.decide(*whose, exception["exception_id"], "explained", "Seen the papers")
            reviews.accept_rest(*whose, one["period_from"], **reviews.rest(*whose, one["period_from"]))
            reviews.complete(*whose, one["period_from"], "The papers were seen")

    def owe(self):
        waiting = self.store.rows("from trackers.review where review_id is null order by account_id, period_from")
        if waiting:
            one = self.chance.choice(waiting)
            outstanding.note(self.store, OPERATOR, one["account_id"], one["period_from"], "wages", "This month", f"{self.chance.randint(1, 900)}.50", AS_AT)

    def reopen(self):
        completed = self.store.rows("from staging.completed_review order by completed_at")
        if completed:
            one = self.chance.choice(completed)
            reviews.reopen(self.store, OPERATOR, one["account_id"], one["review_id"], "A statement came late", AS_AT)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_history_the_kept_tables_are_what_they_would_be_if_computed_anew(filled, seed):
    store = filled(move_in)
    history = History(store, seed)
    for day in range(12):
        history.a_day()
        if day % 6 == 5:
            assert_same(everything(store), computed_anew(store))
    # The statements of this history run on as they like; nothing else may be wrong.
    faults = {check["check"]: check["rows"] for check in run_checks(store) if check["rows"]}
    assert faults.keys() <= {"nobody_would_look"}, faults


def test_what_was_locked_out_is_read_again_when_the_review_is_reopened(filled):
    store = filled(move_in)
    receive(store, "a1", [("2026-01-05", "J SMITH", "-20.00"), ("2026-03-31", "J SMITH", "-21.00")], "100.00")
    with store.change(OPERATOR, "complete_review", "a1") as change:
        change.insert("decisions.review", [{
            "review_id": "r1", "account_id": "a1", "agreement_id": "g1", "council": "Westmarch", "period_from": date(2026, 1, 1), "period_to": date(2026, 3, 31),
            "opened_at": now(), "completed_at": now(), "completed_by": "jo", "outcome": "agreed", "findings_raised": 0, "findings_upheld": 0,
        }])  # fmt: skip
    receive(store, "a1", [("2026-01-06", "J SMITH", "-22.00"), ("2026-02-06", "J SMITH", "-23.00")])
    assert store.value("select count(*) from reconciliation.transaction") == 2
    reviews.reopen(store, OPERATOR, "a1", "r1", "A statement came late", AS_AT)
    assert store.value("select count(*) from reconciliation.transaction") == 4


def test_computing_everything_twice_finds_nothing_new(filled):
    store = filled(move_in)
    receive(store, "a1", [("2026-01-05", "BET365", "-20.00"), ("2026-02-20", "J SMITH", "-30.00")], "100.00")
    with store.change(OPERATOR, "refresh", "all") as change:
        before = change.rows("from findings.sighting order by all")
        follow(change, AS_AT)
        follow(change, AS_AT, {"a1"})
        assert change.rows("from findings.sighting order by all") == before
    assert before


def test_a_payment_due_that_moves_to_a_newer_account_takes_its_finding_along(filled):
    store = filled(move_in)
    receive(store, "a1", [("2026-01-05", "WESTMARCH COUNCIL", "360.00"), ("2026-06-29", "CARE AT HOME", "-80.00")], "0.00")
    gaps = "select account_id, count(*) as gaps from trackers.finding where rule_id = 'payment_gap' and status = 'open' group by all order by all"
    assert [row["account_id"] for row in store.rows(gaps)] == ["a1"]
    with store.change(OPERATOR, "load_caseload", "a newer account") as change:
        change.insert(
            "raw.account",
            [{"load_number": 2, "row_number": 2, "account_id": "a7", "agreement_id": "g1", "account_number": "00000007", "sort_code": "000000", "opened_on": date(2026, 2, 1)}],
        )
        follow(change, AS_AT, caseload=True)
    receive(store, "a7", [("2026-02-01", "INTEREST", "0.01"), ("2026-06-29", "CARE AT HOME", "-80.00")], "0.00")
    assert [row["account_id"] for row in store.rows(gaps)] == ["a7"]
    assert_same(everything(store), computed_anew(store))


def test_one_account_computed_leaves_the_rows_of_others_alone(filled):
    store = filled(move_in)
    receive_for_each(store, ACCOUNTS, [("2026-01-05", "J SMITH", "-20.00")])
    store.con.execute("update reconciliation.transaction set payee = 'untouched' where account_id <> 'a1'")
    receive(store, "a1", [("2026-02-05", "J SMITH", "-21.00")])
    assert {row["payee"] for row in store.rows("select payee from reconciliation.transaction where account_id <> 'a1'")} == {"untouched"}


# A case page asks of one account, and must not cost what all accounts cost.

BY_CASE = [
    "staging.line",
    "staging.transaction",
    "reconciliation.chain",
    "reconciliation.coverage",
    "reconciliation.locked_out",
    "reconciliation.overlap_conflict",
    "trackers.finding",
    "trackers.exception",
    "trackers.review",
]


BIG = ("raw.statement_line", "reconciliation.transaction", "reconciliation.query_line", "trackers.newest_sighting", "reconciliation.period")


def test_a_question_about_one_account_reads_the_lines_of_that_account_alone(filled):
    store = filled(move_in)
    receive_for_each(store, ACCOUNTS, [("2026-01-05", "J SMITH", "-20.00"), ("2026-02-05", "BET365", "-20.00")], "100.00")
    for view in BY_CASE:
        assert scanned_whole(store, f"select * from {view} where account_id = 'a1'") == set(), view
    assert scanned_whole(store, "select * from trackers.exception") >= {"trackers.newest_sighting", "reconciliation.period"}


def scanned_whole(store, sql):
    """The big tables of which this question reads the rows of other accounts."""
    plan = json.loads(store.rows(f"explain (analyze, format json) {sql}")[0]["explain_value"])
    scans = [node["extra_info"] for node in nodes(plan) if node.get("operator_type") == "TABLE_SCAN"]
    return {table for scan in scans for table in BIG if scan.get("Table", "").replace('"', "").endswith(table) and "account_id" not in str(scan.get("Filters"))}


def test_money_stays_exact_in_kept_tables(filled):
    store = filled(move_in)
    receive(store, "a1", [("2026-01-05", "J SMITH", "-0.10"), ("2026-01-06", "J SMITH", "-0.20")], "0.30")
    assert store.value("select total_spend from reconciliation.period where account_id = 'a1' and total_spend > 0") == Decimal("0.30")
