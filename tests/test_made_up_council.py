"""The made-up council, loaded and imported by the public commands: every planted problem is found and none is invented."""

import csv
import json
import shutil
import subprocess
import sys
from decimal import Decimal

import pytest

from lib.store import open_store


@pytest.fixture(scope="module")
def store(council):
    opened = open_store(council)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def closed(council, tmp_path_factory):
    """A copy of the council's folder that no process holds open, for the command line."""
    return shutil.copytree(council.parent, tmp_path_factory.mktemp("closed") / "demo") / council.name


@pytest.fixture(scope="module")
def truth(council):
    with (council.parent / "files" / "truth.csv").open(encoding="utf-8", newline="") as kept:
        return list(csv.DictReader(kept))


def test_every_planted_problem_is_found_and_none_is_invented(store, truth):
    planted = {(row["rule_id"], row["account_id"]) for row in truth}
    found = {(row["rule_id"], row["account_id"]) for row in store.rows("select distinct rule_id, account_id from audit.finding where status <> 'withdrawn'")}
    assert len({rule for rule, _ in planted}) == 12
    assert found == planted


def test_opening_and_lines_give_closing_for_every_proven_statement(store):
    assert store.value("select count(*) from audit.statement where proof = 'proven'") > 100
    wrong = store.rows(
        "select statement_id from raw.statement join (select statement_id, sum(amount) as moved from raw.statement_line group by all) using (statement_id)"
        " where proof = 'proven' and opening_balance + moved <> closing_balance"
    )
    assert wrong == []


def test_the_form_adds_up_to_the_penny_and_its_parts_to_its_totals(store):
    for row in store.rows("from audit.reconciliation where state <> 'no_statement'"):
        parts = row["council_payments_seen"] + row["contributions_seen"] + row["health_seen"] + row["other_income"]
        assert parts == row["total_receipts"]
        if row["opening_balance"] is not None:
            assert row["opening_balance"] + row["total_receipts"] - row["total_spend"] == row["closing_calculated"]
        if row["difference"] is not None:
            assert row["closing_calculated"] - row["closing_per_statement"] == row["difference"]


def test_spend_by_category_is_all_the_spend_there_is(store):
    by_category = store.rows("select account_id, period_from, sum(money_out) as money_out, sum(money_in) as money_in from reconciliation.spend group by all")
    spent = {(row["account_id"], row["period_from"]): (row["money_in"], row["money_out"]) for row in by_category}
    for row in store.rows("from audit.reconciliation where total_receipts + total_spend > 0"):
        assert spent[row["account_id"], row["period_from"]] == (row["total_receipts"], row["total_spend"])


# What is no money.
RATES = {"confidence", "tolerable_rate"}


def test_money_is_decimal_to_two_places_in_every_audit_view(store):
    for view in store.rows("select table_name, column_name, data_type from information_schema.columns where table_schema = 'audit'"):
        assert view["data_type"] not in ("DOUBLE", "FLOAT"), view
        if view["data_type"].startswith("DECIMAL") and view["column_name"] not in RATES:
            assert view["data_type"] == "DECIMAL(18,2)", view


def test_the_command_line_answers_a_question_of_the_audit_views(closed, truth):
    asked = subprocess.run(
        [sys.executable, "-m", "lib", "query", "select rule_id, amount from audit.finding where rule_id = 'gambling'", "--store", str(closed), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    planted = sorted(Decimal(row["amount"]) for row in truth if row["rule_id"] == "gambling")
    assert sorted(Decimal(row["amount"]) for row in json.loads(asked.stdout)) == planted


@pytest.mark.parametrize(
    "question",
    ["select * from identity.user", "select * from read_text('config.toml')", "delete from audit.finding", "select 1; select 2", "select * from audit.finding, duckdb_settings()"],
)
def test_the_command_line_refuses_what_is_not_the_audit_views(closed, question):
    asked = subprocess.run([sys.executable, "-m", "lib", "query", question, "--store", str(closed)], capture_output=True, text=True, check=False)
    assert asked.returncode == 1
    assert "Traceback" not in asked.stderr
    assert asked.stdout == ""


def test_the_store_the_evidence_and_the_log_are_whole(closed):
    checked = subprocess.run([sys.executable, "-m", "lib", "verify", "--store", str(closed), "--json"], capture_output=True, text=True, check=False)
    assert json.loads(checked.stdout)["broken"] == []
