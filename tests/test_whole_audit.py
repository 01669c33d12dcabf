"""Every case tested: the 24 tests, a run of all of them that is kept, what it is held against, its file, and its page."""

import io
import shutil
from datetime import date, timedelta

import openpyxl
import pytest

from lib import debt_ledger, misspend, safeguarding, sessions, users, whole_audit
from lib.errors import NotAllowed, UserError
from lib.serve import the_store
from lib.sqlfiles import sql_files
from lib.store import OPERATOR, Actor, open_store
from tests.cases import all_cases
from tests.debt_council import KIT, asked, raised, up_the_ladder, upheld
from tests.on_page import figures
from tests.small_council import AS_AT, JO, LEE
from tests.test_pages import opened

TESTS = sql_files("audit_tests")
UNA = Actor("una", "auditor", ("Westmarch",), "", "Una Example")
KIM = Actor("kim", "team_leader", ("Easthaven",), "", "Kim Example")
# What a bank change was verified by comes with no extract; so one of these can fail no case.
CANT_FAIL = {"t06_bank_change_verified"}


def by_test(figures):
    return {row["test"]: row for row in figures}


@pytest.fixture(scope="module")
def tested(tmp_path_factory, held_path):
    """The small council's store in which an auditor tested every case of 2026/27, and the run's id; what the store held before."""
    store = open_store(shutil.copy(held_path, tmp_path_factory.mktemp("tested")))
    before = everything(store)
    run_id = whole_audit.run(store, UNA, "Westmarch", 2026, AS_AT)
    yield store, run_id, before
    store.close()


def everything(store):
    return store.rows("from staging.agreement order by all"), store.value("select count(*) from decisions.step")


# The tests themselves


def test_there_are_the_twenty_four_tests_of_an_auditor_each_with_its_question_and_source():
    assert sorted(file.header["number"] for file in TESTS) == list(range(1, 25))
    for file in TESTS:
        header = file.header
        assert file.name.startswith(f"t{header['number']:02}_"), file.full_name
        assert header["title"] and header["question"].endswith("?") and header["source"], file.full_name
        assert header["case"].startswith("one row per "), file.full_name
        assert all(why.endswith(".") for why in header.get("not_held", [])), file.full_name
        assert header["seen_by"] in ("see_whole_audit", "see_concern"), file.full_name
        assert file.parameters <= {"from_day", "to_day"}, file.full_name


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_a_test_gives_the_columns_of_a_case(file, empty_store):
    described = {row["column_name"]: row["column_type"] for row in empty_store.rows(f"describe {file.text}", dict.fromkeys(file.parameters, AS_AT))}
    assert tuple(described) == whole_audit.COLUMNS
    assert described["amount"] == "DECIMAL(18,2)" and described["on_day"] == "DATE"


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_every_test_shows_a_case_that_passes_one_that_fails_and_what_it_says(file):
    shown = [row for case in all_cases() if case.sql_file == file.full_name for row in case.expect]
    assert {"passed"} | (set() if file.name in CANT_FAIL else {"failed"}) <= {row["result"] for row in shown}
    assert {row["result"] for row in shown} <= set(whole_audit.RESULTS)
    assert all(row["saw"].endswith(".") for row in shown if "saw" in row)


# A run


def test_a_run_looks_at_every_case_of_one_council_and_changes_none(tested):
    store, run_id, before = tested
    assert everything(store) == before
    rows = whole_audit.cases(store, UNA, run_id, "t02_plan_and_budget")
    # The plans hold £80.00 of budgets of £100.00.
    assert [(row["agreement_id"], row["result"], row["amount"]) for row in rows] == [(f"g{number}", "failed", 20) for number in (1, 2, 3)]
    figures = by_test(whole_audit.figures(store, UNA, run_id))
    assert (figures["t02_plan_and_budget"]["failed"], figures["t02_plan_and_budget"]["amount"], figures["t02_plan_and_budget"]["share"]) == (3, 60, 100)
    assert figures["t03_set_up_authorised"]["not_testable"] == 3 and figures["t03_set_up_authorised"]["share"] is None
    assert store.value("select count(*) from activity.entry where action = 'run_whole_audit' and subject = ?", [run_id]) == 1


def test_a_count_is_the_length_of_its_list(tested):
    store, run_id, _ = tested
    for row in whole_audit.figures(store, UNA, run_id):
        if row["is_open"]:
            for result in whole_audit.RESULTS:
                assert len(whole_audit.cases(store, UNA, run_id, row["test"], result)) == row[result], (row["test"], result)


def test_a_run_is_kept_as_it_was_and_the_year_before_stands_beside_it(held):
    early = whole_audit.run(held, UNA, "Westmarch", 2025, AS_AT)
    assert by_test(whole_audit.figures(held, UNA, early))["t02_plan_and_budget"]["failed_before"] is None
    run_id = whole_audit.run(held, UNA, "Westmarch", 2026, AS_AT)
    with held.change(OPERATOR, "load_caseload", "a plan") as change:
        change.execute("update staging.plan_line set weekly_amount = 100 where agreement_id = 'g1'")
    again = whole_audit.run(held, LEE, "Westmarch", 2026, AS_AT)
    assert [by_test(whole_audit.figures(held, UNA, one))["t02_plan_and_budget"]["failed"] for one in (run_id, again)] == [3, 2]
    others = "select test, agreement_id, on_day, result, saw, amount from findings.audit_case where run_id = ? and test <> 't02_plan_and_budget' order by all"
    assert held.rows(others, [run_id]) == held.rows(others, [again])
    # Of two runs of a year the newest is what the next year is held against.
    figure = by_test(whole_audit.figures(held, UNA, again))["t02_plan_and_budget"]
    assert (figure["failed_before"], figure["passed_before"]) == (3, 0)
    assert [(row["year"], row["failed"]) for row in whole_audit.trend(held, UNA, "Westmarch", "t02_plan_and_budget")] == [("2025/26", 3), ("2026/27", 2)]


def test_a_year_that_has_not_begun_is_not_tested(held):
    with pytest.raises(UserError, match="2027/28 has not begun"):
        whole_audit.run(held, UNA, "Westmarch", 2027, AS_AT)
    assert whole_audit.years(date(2026, 3, 31))[0] == 2025 and whole_audit.years(date(2026, 4, 1))[0] == 2026
    assert whole_audit.days_of(2025, date(2026, 6, 30)) == (date(2025, 4, 1), date(2026, 3, 31))


def test_who_may_not_see_concerns_hears_the_same_whether_there_are_any_or_none(held):
    year, as_at, test = whole_audit.years(date.today())[0], date(2099, 1, 1), "t20_safeguarding_same_day"
    before = by_test(whole_audit.figures(held, UNA, whole_audit.run(held, UNA, "Westmarch", year, as_at)))
    safeguarding.raise_concern(held, JO, "g1", "third_party_benefits", "", AS_AT)
    run_id = whole_audit.run(held, UNA, "Westmarch", year, as_at)
    after = by_test(whole_audit.figures(held, UNA, run_id))
    counts = ("failed", "passed", "not_testable", "amount", "share", "is_open")
    assert [after[test][name] for name in counts] == [before[test][name] for name in counts] == [0, 0, 0, 0, None, False]
    with pytest.raises(NotAllowed):
        whole_audit.cases(held, UNA, run_id, test)
    # The team leader sees it, whoever ran the tests, and no file has it.
    assert by_test(whole_audit.figures(held, LEE, run_id))[test]["failed"] == len(whole_audit.cases(held, LEE, run_id, test, "failed")) == 1
    assert "T20" not in openpyxl.load_workbook(io.BytesIO(whole_audit.workbook(held, LEE, run_id))).sheetnames


def test_a_run_of_another_council_is_not_there(tested):
    store, run_id, _ = tested
    assert whole_audit.runs(store, KIM) == [] and whole_audit.cases(store, KIM, run_id, "t02_plan_and_budget") == []
    with pytest.raises(UserError, match="This run is not there"):
        whole_audit.figures(store, KIM, run_id)
    with pytest.raises(NotAllowed):
        whole_audit.run(store, KIM, "Westmarch", 2026, AS_AT)


def test_the_workbook_has_a_sheet_for_each_test_and_says_what_could_not_be_tested(tested):
    store, run_id, _ = tested
    book = openpyxl.load_workbook(io.BytesIO(whole_audit.workbook(store, UNA, run_id)))
    assert {f"T{number}" for number in range(1, 25) if number != 20} <= set(book.sheetnames)
    sheet = list(book["T2"].values)
    assert sheet[0] == ("Agreement", "Officer", "Day", "Result", "What was seen", "Pounds")
    assert sheet[1][0] == "g1" and sheet[1][5] == 20
    assert any(row[0] == 24 and "no review of access is recorded" in row[2] for row in book["Can't be tested"].values)
    assert store.value("select count(*) from activity.entry where action = 'export' and subject = 'tests over every case'") == 1


def test_what_people_did_is_seen_as_the_services_keep_it(owes):
    """The names of steps, of acts and of roles are those that the services write."""
    debt_id, later = raised(owes), AS_AT + timedelta(days=22)
    up_the_ladder(owes, debt_id, until="reminder")
    proposal = debt_ledger.propose(owes, JO, "g1", debt_id, "write_off", "10.00", "She can't pay it", later, code="hardship")
    debt_ledger.approve(owes, LEE, "g1", proposal, later)
    found = upheld(owes)
    question = asked(owes, found)
    misspend.decide(owes, KIT, "g1", question, found, "Gambling meets no need", later)
    rows = {
        test: whole_audit.cases(owes, UNA, run_id, test)
        for run_id in [whole_audit.run(owes, UNA, "Westmarch", 2026, later)]
        for test in ("t18_misspend_decided", "t19_debt_chased", "t22_conflicts_of_interest")
    }
    assert [(row["result"], row["kind"], row["case_id"]) for row in rows["t18_misspend_decided"]] == [("passed", "misspend", question)]
    assert [(row["result"], row["case_id"]) for row in rows["t19_debt_chased"]] == [("passed", debt_id)] and "£10.00 written off." in rows["t19_debt_chased"][0]["saw"]
    assert [row["result"] for row in rows["t22_conflicts_of_interest"]] == ["passed", "passed"]
    # Three weeks on nobody has sent the final letter.
    run_id = whole_audit.run(owes, UNA, "Westmarch", 2026, AS_AT + timedelta(days=50))
    assert [row["saw"].split(": ")[1] for row in whole_audit.cases(owes, UNA, run_id, "t19_debt_chased", "failed")] == ["the final letter is 1 day overdue."]


# The page


@pytest.fixture
def people(held_path, tmp_path, monkeypatch):
    """{username: who Streamlit is told is there}, on a copy of the small council's store."""
    path = shutil.copy(held_path, tmp_path)
    open_store(path).close()
    monkeypatch.setenv("RECKONER_STORE", str(path))
    monkeypatch.setenv("RECKONER_TODAY", str(AS_AT))
    store = the_store()
    roles = (("lee", "team_leader"), ("una", "auditor"), ("sue", "senior_officer"))
    users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": ""} for name, role in roles])
    return {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name, _ in roles}


def said(app):
    return [text.value for text in app.text]


def test_an_auditor_runs_the_tests_and_every_count_opens_its_list(people):
    app = opened(people["una"], "whole_audit")
    assert any("The tests were not run yet" in text for text in said(app))
    next(button for button in app.button if button.label == "Run every test").click().run()
    assert not [error.value for error in app.error] and not app.exception
    assert "Every case of Westmarch was tested for 2026/27." in app.success[0].value.replace("\\", "")
    assert {label for label, *_ in figures(app)} == {"Tests with a failure", "Cases failed", "Cases passed", "Cases that can't be tested"}
    one = opened(people["una"], "whole_audit", test="t02_plan_and_budget")
    assert "Is a support plan on file, and do its lines add up to the personal budget?" in said(one)
    assert "**Failed: 3 cases**" in [markdown.value for markdown in one.markdown]
    next(button for button in one.button if button.label.replace("\\", "") == "Passed: 0").click().run()
    assert "**Passed: 0 cases**" in [markdown.value for markdown in one.markdown]
    assert one.query_params["result"] == ["passed"] or one.query_params["result"] == "passed"
    closed = opened(people["una"], "whole_audit", test="t20_safeguarding_same_day")
    assert whole_audit.CLOSED in said(closed)


def test_a_senior_officer_sees_runs_and_starts_none(people):
    app = opened(people["sue"], "whole_audit")
    assert not [error.value for error in app.error] and "Run every test" not in [button.label for button in app.button]
