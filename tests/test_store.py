"""What the store promises: all of a change or none of it, one writer, and nothing acknowledged is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from lib.built import views_version
from lib.config import ROOT
from lib.errors import UserError
from lib.store import OPERATOR, NoStore, StoreIsReadOnly, open_store
from tests.small_council import AS_AT, move_in, reading

RUN = {"run_id": "r1", "as_at": AS_AT, "ran_at": "2026-06-30 09:00:00", "ran_by": "jo", "accounts": 1}


def runs(store):
    return [row["run_id"] for row in store.rows("select run_id from findings.run order by run_id")]


def acts(store):
    return [row["action"] for row in store.rows("select action from activity.entry order by seq")]


def add(change, run_id):
    change.execute("insert into findings.run values ($run_id, $as_at, $ran_at, $ran_by, $accounts)", RUN | {"run_id": run_id})


def test_a_change_is_kept_with_its_activity_row(store):
    with store.change(OPERATOR, "try", "r1") as change:
        add(change, "r1")
    assert (runs(store), acts(store)) == (["r1"], ["try"])


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit, UserError])
def test_a_change_that_fails_keeps_nothing_and_leaves_no_activity_row(store, failure):
    with pytest.raises(failure), store.change(OPERATOR, "try", "r1") as change:
        add(change, "r1")
        change.record("in between", "r1")
        raise failure
    assert (runs(store), acts(store)) == ([], [])


def test_a_change_whose_last_statement_fails_keeps_nothing(store):
    with pytest.raises(duckdb.ConstraintException), store.change(OPERATOR, "try", "r1") as change:
        add(change, "r1")
        add(change, "r1")
    assert (runs(store), acts(store)) == ([], [])


def test_a_change_whose_activity_row_fails_keeps_nothing(store):
    with pytest.raises(duckdb.Error), store.change(OPERATOR, None, "r1") as change:
        add(change, "r1")
    assert (runs(store), acts(store)) == ([], [])


def test_an_error_caught_inside_a_change_does_not_pass_for_success(store):
    with pytest.raises((duckdb.Error, StoreIsReadOnly)), store.change(OPERATOR, "try", "r1") as change:
        add(change, "r1")
        with pytest.raises(duckdb.Error):
            add(change, "r1")
    assert (runs(store), acts(store)) == ([], [])


def test_after_a_failed_change_the_next_is_kept(store):
    with pytest.raises(ValueError), store.change(OPERATOR, "try", "r1") as change:
        add(change, "r1")
        raise ValueError
    with store.change(OPERATOR, "try again", "r1") as change:
        add(change, "r1")
    assert (runs(store), acts(store)) == (["r1"], ["try again"])
    assert store.log.verify(store.con) == []


@pytest.mark.parametrize("outer", ["change", "trial"])
def test_a_change_inside_another_is_refused_and_nothing_of_either_is_kept(store, outer):
    begin = {"change": lambda: store.change(OPERATOR, "outer", "r1"), "trial": lambda: store.trial(OPERATOR)}[outer]
    with pytest.raises(RuntimeError, match="under way"), begin() as change:
        add(change, "r1")
        with store.change(OPERATOR, "inner", "r2") as inner:
            add(inner, "r2")
    assert (runs(store), acts(store)) == ([], [])
    with store.change(OPERATOR, "later", "r3") as change:
        add(change, "r3")
    assert runs(store) == ["r3"]


def test_a_trial_shows_what_would_be_and_keeps_nothing(store):
    with store.trial(OPERATOR) as trial:
        add(trial, "r1")
        assert trial.value("select count(*) from findings.run") == 1
    assert (runs(store), acts(store)) == ([], [])


def test_a_store_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(NoStore, match="python -m lib init"):
        open_store(tmp_path / "nothing.duckdb")


def test_a_second_process_is_told_in_a_sentence(store):
    second = subprocess.run([sys.executable, "-m", "lib", "verify", "--store", store.places.path], cwd=ROOT, capture_output=True, text=True)
    assert second.returncode == 1
    assert "is open in another process" in second.stderr and "Traceback" not in second.stderr


def test_a_schema_step_changed_after_it_ran_is_refused(store):
    store.con.execute("update schema_step set text_hash = 'other' where step = '002_decisions'")
    store.close()
    with pytest.raises(UserError, match=r"002_decisions\.sql was changed"):
        open_store(store.places.path)


def test_a_store_of_a_newer_version_is_refused(store):
    store.con.execute("insert into schema_step values ('999_later', 'hash')")
    store.close()
    with pytest.raises(UserError, match="newer Reckoner"):
        open_store(store.places.path)


def test_a_store_may_reach_nothing_but_its_own_file(store):
    for sql in (
        f"select * from read_text('{ROOT}/config.toml')",
        f"attach '{ROOT}/other.duckdb' as other",
        "copy (select 1) to '/tmp/x.csv'",
        "set enable_external_access = true",
        "install httpfs",
    ):
        with pytest.raises(duckdb.Error):
            store.rows(sql)


# Killed at any moment, all that was acknowledged is there, and nothing is there in part.

# Python and the SQL files take seconds to load, so one process loads them and forks a child for each round.
IMPORTS = """
import json, os, sys
from lib.receiving import keep
from lib.sqlfiles import build_order, sql_files
from lib.built import views_version
from lib.store import OPERATOR, open_store
from tests.small_council import AS_AT

views_version(), [file.parameters for file in (*build_order(), *sql_files("rules"))]
for prepared in sys.stdin:
    child = os.fork()
    if not child:
        print(os.getpid(), flush=True)
        store = open_store(sys.argv[1])
        for read, content in json.loads(prepared):
            keep(store, OPERATOR, [read], {read["sha256"]: content.encode()}, as_at=AS_AT)
            print(read["sha256"], flush=True)
        os._exit(0)
    os.waitpid(child, 0)
    print("dead", flush=True)
"""
LINES = 12


def test_a_process_killed_while_importing_loses_nothing_it_acknowledged(filled, tmp_path):
    store = filled(move_in)
    store.close()
    readings = [reading("a1", [(f"2026-03-{day + 1:02}", f"SHOP {number}", f"-{number + 1}.{day:02}") for day in range(LINES)]) for number in range(60)]
    chance, acknowledged, path = random.Random(7), set(), store.places.path
    script = tmp_path / "imports.py"
    script.write_text(IMPORTS)
    with subprocess.Popen([sys.executable, script, path], env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        for _ in range(6):
            left = [(read, content.decode()) for read, content in readings if read["sha256"] not in acknowledged]
            acknowledged |= kill_after(parent, chance.randint(0, 2), chance.random() / 4, left)
            acknowledged = all_of_it_is_there(path, acknowledged)
        parent.stdin.close()
    assert acknowledged


def kill_after(parent, acks, seconds, left):
    """Kill -9 a child that imports, some moments after so many acknowledgements; gives what it acknowledged."""
    print(json.dumps(left), file=parent.stdin, flush=True)
    child = int(parent.stdout.readline())
    said = [parent.stdout.readline().strip() for _ in range(acks)]
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return {*said, *(line.strip() for line in iter(parent.stdout.readline, "dead\n"))}


def all_of_it_is_there(path, acknowledged):
    """What is kept: all that was acknowledged, perhaps the one under way, and nothing in part."""
    store = open_store(path)
    kept = {
        row["file_sha256"]: row["lines"] for row in store.rows("select file_sha256, count(*) as lines from raw.statement join raw.statement_line using (statement_id) group by all")
    }
    assert acknowledged <= kept.keys()
    assert set(kept.values()) <= {LINES}
    assert all((store.places.evidence / sha256).exists() for sha256 in kept)
    assert store.value("select count(*) from reconciliation.transaction") == LINES * len(kept)
    assert acts(store).count("import_statement") == len(kept)
    assert store.log.verify(store.con) == [] and store.read_only_because is None
    store.close()
    return kept.keys()


@pytest.mark.parametrize("name", ["audit", "store", "raw"])
def test_a_store_named_like_one_of_its_parts_is_refused_with_a_sentence(tmp_path, name):
    with pytest.raises(UserError, match="Choose another"):
        open_store(tmp_path / f"{name}.duckdb", create=True)
    assert list(tmp_path.iterdir()) == []


def test_after_an_upgrade_a_command_computes_everything_anew_before_it_answers(filled):
    store = filled(move_in)
    path = store.places.path
    with store.change(OPERATOR, "test", "an upgrade") as change:
        change.execute("update store.refreshed set views_version = 'of an older Reckoner'")
    store.close()
    command = [sys.executable, "-m", "lib", "query", "select count(*) as n from audit.agreement", "--json", "--store", path]
    assert json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout) == [{"n": 4}]
    store = open_store(path)
    assert store.value("select views_version from store.refreshed") == views_version()
    store.close()
