"""The command line: words in any order, one JSON document, a sentence for what a person can put right, and an exit code that says so."""

import io
import json
import shutil

import pytest
from openpyxl import load_workbook

from lib import users
from lib.__main__ import main
from lib.store import open_store
from tests.small_council import move_in, receive

GOOD = "Date,Description,Amount,Balance,Sort code,Account number\n13/01/2026,COUNCIL,100.00,100.00,00-00-00,00000001\n14/01/2026,SHOP,-10.00,90.00,00-00-00,00000001\n"


def settled(store):
    """A council and a statement."""
    move_in(store)
    receive(store, "a1", [("2026-01-05", "WESTMARCH COUNCIL", "360.00")])


@pytest.fixture
def path(folder_of, tmp_path):
    """The file of a store of the test's own that nobody has open."""
    return shutil.copytree(folder_of(settled), tmp_path / "own") / "reckoner.duckdb"


@pytest.fixture(scope="module")
def asked(folder_of, tmp_path_factory):
    """The file of a store that is only asked."""
    return shutil.copytree(folder_of(settled), tmp_path_factory.mktemp("asked") / "own") / "reckoner.duckdb"


@pytest.fixture
def run(capsys):
    """Run a command; gives its exit code, what it printed and what it said on standard error."""

    def run(*told):
        try:
            code = main([str(word) for word in told])
        except SystemExit as stopped:
            code = stopped.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.mark.parametrize("words", [
    ("add", "--store", "STORE", "pat", "--role", "auditor", "--council", "Westmarch"), ("add", "pat", "--role", "auditor", "--council", "Westmarch", "--store", "STORE"),
    ("--store", "STORE", "add", "--role", "auditor", "pat", "--council", "Westmarch"), ("--role", "auditor", "--council", "Westmarch", "--store", "STORE", "add", "pat"),
])  # fmt: skip
def test_the_words_of_a_command_stand_in_any_order(run, path, words):
    code, printed, _ = run("user", *(path if word == "STORE" else word for word in words), "--json")
    assert (code, json.loads(printed)["username"]) == (0, "pat")


def test_files_may_stand_on_both_sides_of_an_option(run, tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(GOOD)
    code, printed, _ = run("read", tmp_path / "a.csv", "--json", tmp_path / "b.csv")
    assert (code, [one["file"] for one in json.loads(printed)]) == (0, ["a.csv", "b.csv"])


def test_wrong_use_is_two(run):
    assert run("user", "add", "pat", "--nonsense")[0] == 2
    assert run("nonsense")[0] == 2
    assert run("query", "select 1", "--param", "a")[0] == 2


# The first administrator


def test_init_gives_the_one_time_password_in_its_document(run, tmp_path):
    path = tmp_path / "new" / "reckoner.duckdb"
    code, printed, _ = run("init", "--username", "ada", "--json", "--store", path)
    store = open_store(path)
    assert code == 0
    assert users.check_password(store, "ada", json.loads(printed)["password"])["role"] == "administrator"
    store.close()


def test_init_with_a_bad_username_makes_nothing(run, tmp_path):
    path = tmp_path / "new" / "reckoner.duckdb"
    code, _, said = run("init", "--username", "a", "--store", path)
    assert (code, path.parent.exists()) == (1, False)
    assert "username" in said


def test_init_without_anybody_to_ask_says_how_to_name_the_administrator(run, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, printed, said = run("init", "--json", "--store", tmp_path / "new" / "reckoner.duckdb")
    assert (code, printed) == (1, "")
    assert "--username" in said
    assert not (tmp_path / "new").exists()


# People


def test_an_officers_code_is_the_username_unless_another_is_given(run, path):
    assert run("user", "add", "Jo", "--role", "officer", "--council", "Westmarch", "--store", path)[0] == 0
    assert run("user", "add", "sam", "--role", "officer", "--council", "Westmarch", "--officer", "SX1", "--store", path)[0] == 0
    _, printed, _ = run("user", "list", "--store", path, "--json")
    assert [(one["username"], one["officer"]) for one in json.loads(printed)] == [("jo", "Jo"), ("sam", "SX1")]


def test_a_council_of_which_nothing_is_loaded_is_accepted_and_said(run, path):
    code, printed, said = run("user", "add", "pat", "--role", "auditor", "--council", "Nowhere", "--council", "Westmarch", "--store", path, "--json")
    assert (code, json.loads(printed)["username"]) == (0, "pat")
    assert "Nothing of Nowhere is loaded yet" in said
    assert run("user", "add", "lee", "--role", "auditor", "--council", "Westmarch", "--store", path)[2] == ""


# Questions


@pytest.mark.parametrize(("question", "said"), [
    ("select * from audit.nonsense", "nonsense"), ("select nonsense from audit.agreement", "nonsense"), ("select cast('x' as integer) as a", "'x'"), ("selec 1", "selec"), ("@nonsense", "nonsense"),
])  # fmt: skip
def test_a_question_that_cant_be_answered_is_a_sentence(run, asked, question, said):
    code, printed, told = run("query", question, "--store", asked, "--json")
    assert (code, printed) == (1, "")
    assert said in told
    assert "Error:" not in told and "Traceback" not in told and told.count("\n") == 1


def test_what_has_no_value_is_null(run, asked):
    code, printed, _ = run("query", "select 1/0 as a, 0.0/0 as b, [1/0] as c, {'x': -1/0} as d, 1.5::double as e", "--store", asked, "--json")
    assert (code, json.loads(printed, parse_constant=pytest.fail)) == (0, [{"a": None, "b": None, "c": [None], "d": {"x": None}, "e": 1.5}])
    assert run("query", "select 1/0 as a, 2 as b", "--store", asked)[1].splitlines() == ['"a","b"', '"","2"']


def test_an_answer_goes_into_the_file_that_is_named(run, asked, tmp_path):
    question = "select account_id, amount from audit.transaction"
    wanted = [{"account_id": "a1", "amount": "360.00"}]
    code, printed, _ = run("query", question, "--format", "json", "--out", tmp_path / "a.json", "--store", asked)
    assert (code, printed) == (0, "1 row written to a.json.\n")
    assert json.loads((tmp_path / "a.json").read_text()) == wanted
    code, printed, _ = run("query", question, "--out", tmp_path / "a.csv", "--store", asked, "--json")
    assert (code, json.loads(printed)) == (0, wanted)
    assert "360.00" in (tmp_path / "a.csv").read_text()
    assert run("query", "select 1/0 as a", "--format", "xlsx", "--out", tmp_path / "a.xlsx", "--store", asked)[0] == 0
    assert not load_workbook(tmp_path / "a.xlsx").active["A2"].value
    assert json.loads(run("query", question, "--format", "json", "--store", asked)[1]) == wanted


def test_a_file_that_cant_be_written_is_a_sentence(run, asked, tmp_path):
    code, _, said = run("query", "select 1 as a", "--out", tmp_path / "nowhere" / "a.csv", "--store", asked)
    assert code == 1
    assert "a.csv can't be written" in said


def test_a_parameter_that_a_question_does_not_take_is_named(run, asked):
    code, _, said = run("query", "@cash_taken", "--param", "nonsense=1", "--store", asked)
    assert code == 1
    assert "nonsense" in said and "since" in said


# What a person must put right


def test_a_store_with_faults_is_not_whole_even_as_json(run, path):
    assert run("verify", "--store", path, "--json")[0] == 0
    next((path.parent / "evidence").iterdir()).write_bytes(b"other")
    code, printed, said = run("verify", "--store", path, "--json")
    assert code == 1
    assert "not what was received" in json.loads(printed)["broken"][0]
    assert "not what was received" in said
    code, printed, said = run("verify", "--store", path)
    assert (code, printed) == (1, "")
    assert "not what was received" in said


def test_an_import_that_leaves_something_to_do_is_one(run, path, tmp_path):
    good, bad, lost = (tmp_path / name for name in ("good.csv", "bad.csv", "lost.csv"))
    good.write_text(GOOD)
    bad.write_text("hello\n")
    lost.write_text("Date,Description,Amount\n13/01/2026,A,1.00\n")
    assert run("import", good, "--store", path)[0] == 0
    assert run("import", good, "--store", path, "--json")[0] == 0
    code, printed, said = run("import", good, bad, lost, "--store", path, "--json")
    assert (code, [one["status"] for one in json.loads(printed)]) == (1, ["already_held", "needs_layout", "needs_account"])
    assert "lost.csv" in said and "good.csv" not in said
    code, printed, _ = run("import", lost, "--store", path)
    assert code == 1
    assert "0 of 1 file kept" in printed


def test_reading_is_one_when_nothing_could_be_read(run, tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(GOOD)
    bad.write_text("hello\n")
    assert run("read", good, bad, "--json")[0] == 0
    code, printed, said = run("read", bad, "--json")
    assert (code, json.loads(printed)[0]["status"]) == (1, "refused")
    assert "bad.csv: refused." in said
    code, printed, said = run("read", good, "--layout", "nonsense", "--json")
    assert (code, json.loads(printed)[0]["status"]) == (1, "refused")
    assert "no layout called nonsense" in said
