"""Computing everything beside those who work: the same rows as in one go, whatever is saved meanwhile and wherever it is broken off."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

from lib import beside, monitoring
from lib.config import ROOT
from lib.store import OPERATOR, open_store
from tests.small_council import AS_AT, move_in, receive
from tests.test_kept import History, assert_same, everything

# A quarter later other returns, payments and contributions are due.
LATER = AS_AT + timedelta(days=100)
SPENT = [("2026-05-05", "WESTMARCH COUNCIL DP", "360.00"), ("2026-05-06", "BET365", "-20.00"), ("2026-06-29", "J SMITH", "-30.00")]


def lived_in(store):
    """Fill a small council with days in the office; g1 has two accounts between which money moves."""
    move_in(store)
    with store.change(OPERATOR, "load_caseload", "a second account") as change:
        second = {"load_number": 2, "row_number": 2, "account_id": "a7", "agreement_id": "g1", "account_number": "00000007", "sort_code": "000000"}
        change.insert("raw.account", [second])
        monitoring.follow(change, AS_AT, caseload=True)
    for account_id in ("a1", "a2", "a7"):
        receive(store, account_id, SPENT, "100.00")
    history = History(store, 3)
    for _ in range(6):
        history.a_day()


def all_of(reads):
    """Everything but by which run a finding was seen."""
    return everything(reads) | {"trackers.newest_sighting": sorted(map(str, reads.rows("select * exclude (run_id) from trackers.newest_sighting")))}


def in_one_go(store):
    with store.trial(OPERATOR) as trial:
        monitoring.follow(trial, LATER)
        return all_of(trial)


def runs(store):
    return [row["accounts"] for row in store.rows("select accounts from findings.run order by ran_at")]


def test_in_parts_everything_comes_out_as_in_one_go(filled):
    store = filled(lived_in)
    with store.change(OPERATOR, "load_caseload", "an account of no agreement that is known") as change:
        change.insert("raw.account", [{"load_number": 3, "row_number": 2, "account_id": "a2", "agreement_id": "gone", "account_number": "00000002", "sort_code": "000000"}])
    with monitoring.unfollowed():
        receive(store, "a4", SPENT, "100.00")
    wanted, before, done = in_one_go(store), all_of(store), []
    assert {"findings", "reconciliation.transaction", "reconciliation.pay_day"} <= {name for name in wanted if wanted[name] != before[name]}
    beside.refresh(store, OPERATOR, LATER, together=1, progress=lambda *how_far: done.append((*how_far, monitoring.is_due(store, LATER))))
    assert_same(all_of(store), wanted)
    assert done == [(2, 5, True), (3, 5, True), (4, 5, True), (5, 5, True)]
    assert not monitoring.is_due(store, LATER)
    assert [row["action"] for row in store.rows("select action from activity.entry order by seq desc limit 2")] == ["refresh", "import_statements"]


def test_what_is_saved_between_parts_is_kept_and_computes_its_own_accounts_alone(filled):
    store = filled(lived_in)

    def save(done, of):
        receive(store, "a3", [(f"2026-06-{done:02}", f"SHOP {done}", f"-{done}.00")], as_at=LATER)

    before = len(runs(store))
    beside.refresh(store, OPERATOR, LATER, together=1, progress=save)
    # a1 with a7, a2, a3 and a4, each followed by what was saved.
    assert runs(store)[before:] == [2, 1, 1, 1, 1, 1, 1, 1]
    assert store.value("select count(*) from reconciliation.transaction where payee like 'SHOP%' and account_id = 'a3'") == 4
    assert_same(all_of(store), in_one_go(store))


def test_what_is_saved_while_its_account_is_computed_is_not_covered_by_what_was_computed(filled):
    store = filled(lived_in)
    for of_another, saved in (("a2", 1), ("a7", 2)):
        part = beside.compute(store, OPERATOR, LATER, ["a1", "a3"])
        receive(store, of_another, [("2026-07-20", "CAME MEANWHILE", "-1.00")], as_at=LATER)
        before = len(runs(store))
        assert beside.keep(store, OPERATOR, LATER, part) == {"a1", "a3", "a7"}
        assert runs(store)[before:] == [3]
        assert store.value("select count(*) from reconciliation.transaction where payee = 'CAME MEANWHILE'") == saved


def test_a_caseload_loaded_meanwhile_stays_of_its_own_day(filled):
    store = filled(lived_in)

    def load(done, of):
        if done == of:
            with store.change(OPERATOR, "load_caseload", "a newer account") as change:
                change.insert("raw.account", [{"load_number": 3, "row_number": 2, "account_id": "a9", "agreement_id": "g2", "account_number": "00000009", "sort_code": "000000"}])
                monitoring.follow(change, AS_AT, caseload=True)

    beside.refresh(store, OPERATOR, LATER, together=3, progress=load)
    assert monitoring.is_due(store, LATER)
    beside.refresh(store, OPERATOR, LATER, together=3)
    assert not monitoring.is_due(store, LATER)
    assert_same(all_of(store), in_one_go(store))


KILLED = """
import os, signal, sys
from datetime import date
from lib import beside
from lib.store import OPERATOR, open_store

def progress(done, of):
    if done >= 3:
        os.kill(os.getpid(), signal.SIGKILL)

beside.refresh(open_store(sys.argv[1]), OPERATOR, date.fromisoformat(sys.argv[2]), together=1, progress=progress)
"""


def test_killed_between_parts_everything_is_computed_at_the_next_start(filled):
    store = filled(lived_in)
    wanted, before, path = in_one_go(store), len(runs(store)), store.places.path
    store.close()
    assert subprocess.run([sys.executable, "-c", KILLED, path, f"{LATER}"], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False).returncode == -signal.SIGKILL
    store = open_store(path)
    assert len(runs(store)) == before + 2 and monitoring.is_due(store, LATER)
    beside.refresh(store, OPERATOR, LATER)
    assert_same(all_of(store), wanted)
    assert not monitoring.is_due(store, LATER) and store.log.verify(store.con) == []
    store.close()
