"""Questions to the audit views: nothing hostile gets through, a person sees their own councils, every run is on record, and shared questions come and go."""

import json
import re
import shutil
import tomllib
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lib import access, audit_queries, copies, masks, saved_questions
from lib.box import Box
from lib.errors import NotAllowed, UserError
from lib.sqlfiles import sql_files
from lib.store import OPERATOR, Actor, open_store
from tests.small_council import AS_AT, JO, LEE, receive

UNA = Actor("una", "auditor", ("Westmarch", "Easthaven"), name="Una Example")
SUE = Actor("sue", "senior_officer", ("Easthaven",), name="Sue Example")
HOSTILE = {
    (kind, statement): about["says"]
    for kind, about in tomllib.loads((Path(__file__).parent / "hostile_questions.toml").read_text(encoding="utf-8")).items()
    for statement in about["statements"]
}
STOPPED = {"takes_time", "takes_memory"}


@pytest.fixture(scope="module")
def council(held_path, tmp_path_factory):
    """The small council, where somebody of the other council has statements too."""
    store = open_store(shutil.copy(held_path, tmp_path_factory.mktemp("queries")))
    receive(store, "a4", [("2026-05-01", "Transfer_12345678 to ADA EXAMPLE, not Adam", "-20.00")], opening="100.00")
    yield store
    store.close()


@pytest.fixture(scope="module")
def box():
    """One box for many questions: a question that is refused leaves it as it was."""
    with closing(Box()) as box:
        yield box


def newest_act(store):
    row = store.row("select entry.action, entry.subject, entry.council, entry.reason, payload.body from activity.entry join activity.payload using (seq) order by seq desc limit 1")
    return row | {"after": json.loads(row["body"])["after"]}


# Hostile questions


def test_there_are_enough_hostile_questions():
    assert len(HOSTILE) > 150


@pytest.mark.parametrize(("kind", "statement"), [key for key in HOSTILE if key[0] not in STOPPED])
def test_a_hostile_question_is_refused_with_its_sentence_and_is_on_record(council, box, kind, statement):
    with pytest.raises(UserError) as refused:
        audit_queries.ask(council, LEE, statement, box=box)
    said = str(refused.value)
    assert re.search(HOSTILE[kind, statement], said)
    assert said.endswith(".") and "\n" not in said and "Error:" not in said and "/work" not in said
    act = newest_act(council)
    assert (act["action"], act["after"]["text"], act["after"]["because"]) == ("query_refused", statement, said)


@pytest.mark.parametrize(("kind", "statement"), [key for key in HOSTILE if key[0] in STOPPED])
def test_a_question_without_end_is_stopped_while_the_store_answers_others(council, box, monkeypatch, kind, statement):
    monkeypatch.setattr(audit_queries, "SECONDS", 1 if kind == "takes_time" else 20)
    with pytest.raises(UserError, match=HOSTILE[kind, statement]):
        audit_queries.ask(council, LEE, statement, box=box)
    assert council.value("select 1") == 1


@pytest.mark.parametrize("statement", [f"select 1::{'struct(a ' * 500}int{')' * 500}", f"select {'[' * 2000}1{']' * 2000}"])
def test_a_question_that_is_nested_too_deeply_is_refused_with_what_to_do(council, box, statement):
    with pytest.raises(UserError, match="nested too deeply"):
        audit_queries.ask(council, LEE, statement, box=box)


def test_half_a_sign_is_refused_and_on_record_by_its_number(council, box):
    with pytest.raises(UserError, match="can't be seen"):
        audit_queries.ask(council, LEE, "select '\udcff'", box=box)
    assert newest_act(council)["after"]["text"] == "select '\\udcff'"


def test_what_is_written_beside_a_question_is_not_written_anywhere(council, box):
    before = {path: path.stat().st_size for path in council.places.path.parent.rglob("*.duckdb") if path.parent.name == copies.FOLDER}
    for statement in ("copy (select 1) to 'copied.csv'", "export database 'copied'", "attach 'new.duckdb'"):
        with pytest.raises(UserError):
            audit_queries.ask(council, LEE, statement, box=box)
    assert {path for path in council.places.path.parent.rglob("*") if path.name in ("copied.csv", "copied", "new.duckdb")} == set()
    assert {path: path.stat().st_size for path in before} == before


# What an auditor asks


@pytest.mark.parametrize("statement", [
    "select count(*) as n from audit.agreement", "SELECT COUNT(*) FROM AUDIT.AGREEMENT;", "from audit.finding -- every one\n", "with a as (select council from audit.agreement), b as (from a) select * from b",
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select sum(i) from n", "select council, sum(amount) over (partition by council order by posted_on) from audit.transaction",
    "select * from audit.agreement pivot (count(agreement_id) for council in ('Westmarch'))", "select x.i from unnest([1, 2]) as x(i)", "select list_transform([1, 2], lambda x: x + 1)",
    "select sums.share(10.00, 1, 3), words.pounds(3.1), sums.monthly(10.00)", "select * from audit.agreement tablesample 50%", "select strftime(start_date, '%B'), date_diff('day', start_date, current_date) from audit.agreement",
    "select quantile_cont(amount, 0.9), string_agg(distinct payee, ', ' order by payee) from audit.transaction where description ilike '%CARE%'", "select now()", "values (1, 'a')",
    "select a.council from audit.agreement as a join audit.return as r using (agreement_id) group by all having count(*) > 0 order by all limit 3",
    "select case when end_date is null then 'open' else 'ended' end as stands, extract(year from start_date), try_cast('x' as integer), [1, 2][1], {'a': 1}.a from audit.agreement where council in ('Westmarch') and person_id like 'p%'",
])  # fmt: skip
def test_an_honest_question_is_answered(council, box, statement):
    assert audit_queries.ask(council, LEE, statement, box=box)["columns"]


def test_a_person_sees_the_rows_of_their_own_councils_alone(council, box):
    asked = "select distinct council from audit.transaction union select distinct council from audit.agreement order by 1"
    councils = {
        actor.username: [row["council"] for row in audit_queries.ask(council, actor, asked, box=box)["rows"]]
        for actor in (LEE, UNA, SUE, replace(LEE, username="nobody", councils=()))
    }
    assert councils == {"lee": ["Westmarch"], "nobody": [], "una": ["Easthaven", "Westmarch"], "sue": ["Easthaven"]}


def test_what_a_role_may_not_see_is_not_there_to_ask(council, box):
    assert audit_queries.ask(council, UNA, "select count(*) as n from audit.activity", box=box)["rows"][0]["n"] > 0
    with pytest.raises(UserError, match=r"There is no view audit\.activity for you"):
        audit_queries.ask(council, SUE, "select * from audit.activity", box=box)
    assert "activity" not in audit_queries.schema(council, SUE)
    with pytest.raises(NotAllowed):
        audit_queries.ask(council, JO, "select 1", box=box)


def test_an_answer_has_the_types_of_the_store_and_what_is_no_number_is_not_known(council, box):
    answer = audit_queries.ask(
        council, LEE, "select amount, posted_on, 1/0 as a, 0.0/0 as b, timestamp '2026-01-02 03:04:05' as at from audit.transaction order by amount limit 1", box=box
    )
    row = answer["rows"][0]
    assert (row["amount"], row["posted_on"], row["a"], row["b"], row["at"].hour) == (Decimal("-80.00"), date(2026, 4, 2), None, None, 3)
    assert answer["columns"]["amount"] == "DECIMAL(18,2)"


def test_more_rows_than_the_most_are_cut_and_said_so(council, box):
    for most, is_cut in ((9, True), (10, False)):
        answer = audit_queries.ask(council, LEE, "select * from range(10)", most=most, box=box)
        assert (len(answer["rows"]), answer["is_cut"]) == (most, is_cut)


def test_names_and_numbers_are_masked_unless_a_reason_is_given_and_the_reason_is_kept(council, box):
    own = "select forename, surname, account_number, address from audit.recipient order by person_id limit 1"
    masked = audit_queries.ask(council, LEE, own, box=box)
    assert masked["is_masked"] and masked["rows"] == [{"forename": "A***", "surname": "E***", "account_number": "****0001", "address": None}]
    assert audit_queries.ask(council, LEE, "select * from audit.recipient where surname = 'Example1'", box=box)["rows"] == []
    assert audit_queries.ask(council, UNA, "select description from audit.transaction where account_id = 'a4'", box=box)["rows"] == [
        {"description": "Transfer_****** to *** ***, not Adam"}
    ]
    whole = audit_queries.ask(council, LEE, own, reason="The yearly match", box=box)
    assert whole["rows"] == [{"forename": "Ada", "surname": "Example1", "account_number": "00000001", "address": "1 Example Street"}]
    assert newest_act(council)["reason"] == "The yearly match"


def test_a_saved_question_compares_whole_names_and_shows_masked_ones(council, box):
    asked = "@large_payments", {"over": "15.00", "from_day": "2026-05-01", "to_day": "2026-05-01"}
    for reason, names in ((None, "*** ***"), ("The yearly match", "ADA EXAMPLE")):
        assert [names in row["description"] for row in audit_queries.ask(council, UNA, *asked, reason=reason, box=box)["rows"]] == [True]
    rows = audit_queries.ask(council, LEE, "@nfi_direct_payments", {"as_at": str(AS_AT)}, box=box)["rows"]
    assert {(row["surname"], row["account_number"]) for row in rows} == {("E***", "****0001"), ("E***", "****0002"), ("E***", "****0003")}
    assert {row["surname"] for row in audit_queries.ask(council, OPERATOR, "@nfi_direct_payments", {"as_at": str(AS_AT)}, box=box)["rows"]} == {"Example1", "Example2", "Example3"}


def test_every_identifier_that_a_view_names_is_one_of_its_columns(empty_store):
    for view in sql_files("audit"):
        there = {row["column_name"] for row in empty_store.rows(f"describe audit.{view.name}")}
        assert masks.of_view(view.name).keys() <= there, view.name
        assert set(masks.of_view(view.name).values()) <= masks.LEFT.keys()
        assert "text" not in masks.of_view(view.name).values() or "agreement_id" in there


def test_a_run_is_on_record_with_its_text_parameters_rows_hash_and_time(council, box):
    answer = audit_queries.ask(council, LEE, "select agreement_id from audit.agreement where council = $council order by 1", {"council": "Westmarch"}, box=box)
    act = newest_act(council)
    assert (act["action"], act["subject"], act["council"]) == ("query", saved_questions.OWN, "Westmarch")
    assert act["after"] | {"seconds": 0, "moment": ""} == {
        "text": answer["text"], "params": {"council": "Westmarch"}, "rows": 3, "is_cut": False, "is_masked": False, "rows_hash": answer["rows_hash"], "seconds": 0, "moment": "",
    }  # fmt: skip
    newest = saved_questions.history(council, LEE)[0]
    assert (newest["text"], newest["rows"], newest["because"]) == (answer["text"], 3, None)
    assert not any(row["text"] == answer["text"] for row in saved_questions.history(council, UNA))


def test_the_hash_of_an_answer_is_of_its_rows_in_any_order(council, box):
    up, down, other = (
        audit_queries.ask(council, LEE, f"select agreement_id from audit.agreement {end}", box=box)["rows_hash"] for end in ("order by 1", "order by 1 desc", "limit 1")
    )
    assert up == down != other


# Copies


@pytest.mark.parametrize("large", [copies.LARGE, 1])
def test_a_copy_is_made_anew_where_its_rows_changed_and_nowhere_else(council, box, monkeypatch, large):
    """In one file, or in parts where a view is large."""
    monkeypatch.setattr(copies, "LARGE", large)
    council.places.path.parent.joinpath(copies.FOLDER).rename(council.places.path.parent / f"copies before {large}")

    def of():
        return copies.of(council, UNA, ["agreement", "transaction"], is_masked=False)[0]

    def counted():
        return audit_queries.ask(council, UNA, "select count(*) as n, count(distinct account_id) as accounts from audit.transaction", reason="A test", box=box)["rows"]

    first, before = of(), counted()
    with council.change(LEE, "look_at_case", "a1"):
        pass
    assert of() == first
    receive(council, "a1", [(f"2026-07-0{large % 7 + 1}", "SHOP", "-1.00")])
    second = of()
    assert second["agreement"] == first["agreement"]
    assert len(set(second["transaction"]) - set(first["transaction"])) == 1
    assert len(first["transaction"]) == (1 if large > 1 else before[0]["accounts"])
    assert {path.stat().st_mode & 0o777 for paths in second.values() for path in paths} == {0o400}
    assert counted() == [before[0] | {"n": before[0]["n"] + 1}]


# Saved and shared questions


def test_questions_are_found_by_words_those_of_the_title_first(council):
    every = saved_questions.questions(council, LEE)
    assert {file.name for file in sql_files("queries")} <= {one["name"] for one in every}
    assert [one["name"] for one in saved_questions.found(every, "CASH amount")] == ["cash_taken"]
    assert saved_questions.found(every, "taken")[0]["name"] == "cash_taken"
    assert saved_questions.found(every, "zebra") == []
    assert len(saved_questions.found(every, " ")) == len(every)


def test_a_parameter_is_asked_for_as_what_its_default_is(council):
    asked = {one["name"]: one for one in saved_questions.parameters(council, LEE, "@cash_taken", AS_AT)}
    assert (asked["since"]["kind"], asked["over"]["kind"], asked["over"]["default"]) == ("day", "number", "50.00")
    asked = {one["name"]: one for one in saved_questions.parameters(council, SUE, "@debts_by_age", AS_AT)}
    assert (asked["council"]["options"], asked["council"]["default"], asked["as_at"]["default"]) == (["Easthaven"], "Easthaven", str(AS_AT))


def test_a_question_is_shared_asked_by_others_and_withdrawn_but_never_edited(held):
    text = "select agreement_id from audit.agreement where start_date >= $since::date order by 1"
    question_id = saved_questions.share(held, LEE, "Westmarch", "Begun since", "Which agreements began since a day?", text, {"since": "2026-01-01"})
    pat = replace(UNA, username="pat", councils=("Westmarch",))
    assert next(one for one in saved_questions.questions(held, pat) if one["question_id"])["title"] == "Begun since"
    assert saved_questions.parameters(held, pat, f"@{question_id}", AS_AT)[0]["kind"] == "day"
    assert len(audit_queries.ask(held, pat, f"@{question_id}")["rows"]) == 3
    assert [one for one in saved_questions.questions(held, SUE) if one["question_id"]] == []
    with pytest.raises(UserError):
        audit_queries.ask(held, SUE, f"@{question_id}")
    with pytest.raises(UserError, match="Only lee"):
        saved_questions.withdraw(held, pat, "Westmarch", question_id, "Wrong")
    with pytest.raises(UserError, match="Say why"):
        saved_questions.withdraw(held, LEE, "Westmarch", question_id, " ")
    saved_questions.withdraw(held, LEE, "Westmarch", question_id, "A better one is shared")
    assert [one for one in saved_questions.questions(held, pat) if one["question_id"]] == []
    assert held.row("select text from decisions.question") == {"text": text}


def test_what_a_shared_question_needs_is_said_together(council):
    with pytest.raises(UserError) as refused:
        saved_questions.share(council, LEE, "Westmarch", " ", "What", "select 1", {})
    assert len(refused.value.errors) == 2


# A question under way


def test_a_question_that_is_stopped_says_so_and_a_newer_one_takes_its_place(council):
    endless = "select count(*) from range(1000000000) as a, range(1000000000) as b"
    first = audit_queries.start(council, LEE, endless)
    assert not first.wait(0.2)
    second = audit_queries.start(council, LEE, "select 1 as a")
    assert first.wait(10) and second.wait(10)
    with pytest.raises(UserError, match="stopped before it was answered"):
        first.answer()
    assert second.answer()["rows"] == [{"a": 1}]


def test_the_operations_of_questions_are_for_those_who_check():
    assert {role for role in access.ROLES if access.OPERATIONS["ask_questions"].get(role)} == {"auditor", "senior_officer", "team_leader"}
