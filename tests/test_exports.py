"""Exports: each says what it answers, has one hash in every format, can be asked again behind the walls of whoever asks, and is known when it comes back."""

import csv
import importlib.util
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lib import access, as_known, audit_queries, exports, provenance, safeguarding, surplus, taken
from lib.asked import behind
from lib.config import ROOT
from lib.errors import NotAllowed, UserError
from lib.plain_cells import FORMULA, UNSEEN, text
from lib.store import OPERATOR
from lib.ui import words
from tests.small_council import AS_AT, JO, LEE, receive

SAM, KIM = replace(JO, username="sam", officer="sam"), replace(LEE, username="kim", councils=("Easthaven",))
UNA = replace(LEE, username="una", role="auditor")
LABELS = {"transaction_id": "Id", "posted_on": "Day", "description": "What", "amount": "Amount", "spend_category": "For"}
PAGE = {"page": "case", "link": {"account": "a1"}}


@cache
def checker():
    """The script that outsiders run, loaded as they would."""
    spec = importlib.util.spec_from_file_location("check_export", ROOT / "tools" / "check_export.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def asked(store, actor, name="audit.transaction", values=None, **equals):
    return access.see(store, actor, name, values, **equals)


def take(store, rows, kind="csv", actor=JO, labels=LABELS, name="lines of a1"):
    return exports.export(store, actor, name, labels, rows, kind, *behind(rows), PAGE)


def newest(store, actor=JO):
    return words.ordered(taken.mine(store, actor), "-taken_at")[0]


def lines_of(content):
    """(the CSV's rows, the provenance) of a ZIP."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    table, about = archive.namelist()
    return list(csv.reader(io.StringIO(archive.read(table).decode("utf-8-sig"), newline=""))), json.loads(archive.read(about))


# What it says of itself


def test_a_file_says_the_question_its_values_the_day_the_store_who_and_how_many(held):
    rows, said = lines_of(take(held, asked(held, JO, account_id="a1")))
    [question] = said["questions"]
    assert (question["question"], question["narrowed_to"]) == ("audit.transaction", {"account_id": "a1"})
    assert question["asks"].startswith("Each real payment once") and len(question["text_sha256"]) == 64
    assert (said["as_at"], said["taken_by"], said["role"], said["councils"], said["rows"]) == ("2026-06-30", "jo", "officer", ["Westmarch"], len(rows) - 1)
    assert said["store"].keys() == {"log_rows", "log_head", "views_version", "computed_for"} and said["rows_sha256"] == newest(held)["rows_sha256"]
    assert rows[0] == list(LABELS.values()) and len(rows) == 3


def test_the_act_names_the_export_and_its_hash(held):
    take(held, asked(held, JO, account_id="a1"))
    act = held.row("select action, subject, agreement_id, after from dashboards.act order by seq desc limit 1")
    after = json.loads(act["after"])
    assert (act["action"], act["subject"], after["export"], after["rows"]) == ("export", "lines of a1", newest(held)["export_id"], 2)


def test_every_format_has_the_same_hash_and_passes_the_script_of_an_outsider(held, tmp_path, capsys):
    hashes, script = set(), checker()
    for kind, ending in exports.ENDINGS.items():
        rows = asked(held, JO, account_id="a1")
        path = tmp_path / f"list.{ending}"
        path.write_bytes(take(held, rows[::-1] if kind == "xlsx" else rows, kind))
        hashes.add(newest(held)["rows_sha256"])
        assert script.main([str(path)]) == 0, capsys.readouterr().out
    assert len(hashes) == 1


def test_the_script_says_that_a_penny_was_changed(held, tmp_path):
    content = take(held, asked(held, JO, account_id="a1"))
    archive = zipfile.ZipFile(io.BytesIO(content))
    path = tmp_path / "list.zip"
    with zipfile.ZipFile(path, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, archive.read(name).replace(b"-80.00", b"-80.01") if name.endswith(".csv") else archive.read(name))
    assert checker().main([str(path)]) == 1
    assert checker().main([str(tmp_path / "none.zip")]) == 2


CELLS = st.one_of(st.none(), st.booleans(), st.text(max_size=8), st.decimals(-10_000, 10_000, places=2), st.integers(-99, 99), st.dates(date(1950, 1, 1), date(2090, 1, 1)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.fixed_dictionaries({"a": CELLS, "b": CELLS}), min_size=1, max_size=6), turn=st.randoms())
@example(rows=[{"a": "=1+1", "b": Decimal("-5.00")}, {"a": "\r\n_x0041_", "b": Decimal("90.29")}], turn=None)
def test_the_hash_depends_on_no_order_and_an_outsider_reads_the_same_from_csv_and_workbook(tmp_path, rows, turn):
    labels = {"a": "First", "b": "Second"}
    columns = provenance.columns(labels, rows)
    written = [{one["column"]: text(row[one["column"]]) if one["kind"] == "text" else row[one["column"]] for one in columns} for row in rows]
    cells = [[text(row[name]) for name in labels] for row in written]
    known = provenance.rows_hash(columns, cells)
    if turn:
        turn.shuffle(cells)
    assert provenance.rows_hash(columns, cells) == known
    table = list(csv.reader(io.StringIO(exports.to_csv(labels, written).decode("utf-8-sig"), newline="")))[1:]
    assert checker().rows_hash(columns, table) == known
    script = checker()
    with zipfile.ZipFile(io.BytesIO(exports.to_sheets({"List": (labels, written)}))) as archive:
        strings = script.texts_of(archive)
        sheet = [[*row, "", ""][:2] for row in script.sheet(archive, 1, strings)][1:]
    sheet += [["", ""]] * (len(rows) - len(sheet))
    days = [[script.day(value) if one["kind"] == "day" and value else value for value, one in zip(row, columns, strict=True)] for row in sheet]
    assert script.rows_hash(columns, days) == known


@given(st.text(max_size=12))
@example("\u200b=cmd|' /C calc'!A0")
@example("%0A")
@example("'=1")
def test_no_text_begins_like_a_formula_in_any_format_and_being_written_twice_changes_nothing(said):
    written = text(said)
    assert not written.lstrip(UNSEEN).startswith(FORMULA)
    assert text(written) == written
    assert text(Decimal("-5.00")) == "-5.00"


# Is it still so?


def test_what_nobody_changed_is_still_so_and_what_came_later_is_shown_row_by_row(held):
    rows = asked(held, JO, "dashboards.account", account_id="a1") + asked(held, JO, "dashboards.account", account_id="a2")
    labels = {"account_id": "Account", "statements_to": "Statements to", "balance": "Balance"}
    take(held, rows, labels=labels, name="accounts")
    export_id = newest(held)["export_id"]
    same = taken.again(held, JO, export_id)
    assert (same["differences"], same["reworded"]) == ([], [])
    assert provenance.is_reworded({"question": "audit.transaction", "text_sha256": "of another text"})
    receive(held, "a2", [("2026-06-02", "BEN STRANGER", "-40.00")], opening="500.00")
    result = taken.again(held, JO, export_id)
    [changed] = result["differences"]
    assert (changed["what"], changed["account_id"], changed["balance"]) == ("changed", "a2", "460.00")
    assert "Balance: nothing" in changed["was"] and result["counts"] == {"new": 0, "gone": 0, "changed": 1}


def test_a_row_that_came_is_new_and_one_that_went_is_gone(held):
    take(held, asked(held, JO, account_id="a1"))
    export_id = newest(held)["export_id"]
    receive(held, "a1", [("2026-07-01", "BEN STRANGER", "-40.00")], opening="1500.00")
    [new] = taken.again(held, JO, export_id)["differences"]
    assert (new["what"], new["description"], new["amount"]) == ("new", "BEN STRANGER", "-40.00")
    with held.change(OPERATOR, "load", "other lines") as change:
        change.execute("update reconciliation.transaction set transaction_id = 'other' where amount = -40.00")
        change.execute("delete from reconciliation.transaction where posted_on = date '2026-04-02'")
    assert taken.again(held, JO, export_id)["counts"] == {"new": 1, "gone": 1, "changed": 0}


def test_what_the_page_left_out_is_left_out_and_what_it_chose_by_a_column_is_asked_for(held):
    for account_id in ("a1", "a2"):
        receive(held, account_id, [("2026-05-01", "BEN STRANGER", "-40.00")])
    every = asked(held, JO)
    take(held, [row for row in every if row["description"].startswith("BEN")])
    result = taken.again(held, JO, newest(held)["export_id"])
    assert (result["differences"], result["left_out"]) == ([], 2)
    chosen = [row | {"who": "A. Example"} for row in words.where(every, account_id="a2", who=None)]
    take(held, chosen)
    receive(held, "a1", [("2026-07-05", "ONE", "-1.00")])
    receive(held, "a2", [("2026-07-06", "TWO", "-2.00")])
    result = taken.again(held, JO, newest(held)["export_id"])
    assert [row["description"] for row in result["differences"]] == ["TWO"] and result["left_out"] == 0


def test_a_count_is_asked_again_as_a_count(held):
    rows = access.tally(held, JO, "audit.transaction", ("account_id",), ("amount",))
    take(held, rows, labels={"account_id": "Account", "count": "How many", "amount": "Pounds"})
    receive(held, "a1", [("2026-07-05", "ONE", "-1.00")])
    [changed] = taken.again(held, JO, newest(held)["export_id"])["differences"]
    assert (changed["account_id"], changed["count"], changed["was"]) == ("a1", "3", "How many: 2; Pounds: -160.00")


def test_days_and_pounds_among_the_values_are_asked_again_as_what_they_were(held):
    surplus_id = surplus.calculate(held, JO, "g1", "unknown", "", AS_AT)
    letter = surplus.prepare_notice(held, JO, "g1", surplus_id, "100.00", date(2026, 7, 20), "invoice", AS_AT)
    rows = asked(held, JO, "dashboards.letter", {"as_at": date(2026, 7, 4)}, agreement_id="g1")
    assert rows[0]["letter_id"] == letter and rows[0]["days_waiting"] == 4
    _, said = lines_of(take(held, rows, labels={"reference": "Reference", "days_waiting": "Waits", "amount": "Amount"}))
    assert said["as_at"] == "2026-07-04"
    assert taken.again(held, JO, newest(held)["export_id"])["differences"] == []


def test_rows_that_a_page_put_together_by_hand_are_counted_and_not_compared(held):
    take(held, [{"a": 1}, {"a": 2}], labels={"a": "A"}, name="by hand")
    result = taken.again(held, JO, newest(held)["export_id"])
    assert (result["by_hand"], result["rows"], result["differences"]) == (2, 2, [])


# Walls


def test_an_export_is_its_takers_and_of_those_who_see_the_log_of_all_its_councils(held):
    take(held, asked(held, JO, account_id="a1"))
    export_id = newest(held)["export_id"]
    for other in (SAM, KIM, replace(LEE, username="sue", role="senior_officer")):
        assert export_id not in {row["export_id"] for row in taken.mine(held, other) + taken.of_others(held, other)}
        with pytest.raises(NotAllowed):
            taken.again(held, other, export_id)
    assert [row["export_id"] for row in taken.of_others(held, UNA)] == [export_id]
    both = replace(LEE, username="bo", councils=("Westmarch", "Easthaven"))
    receive(held, "a4", [("2026-05-01", "BEN STRANGER", "-40.00")])
    take(held, asked(held, both), actor=both)
    assert len(taken.of_others(held, replace(both, username="una"))) == 2
    for one_council in (UNA, KIM):
        assert newest(held, both)["export_id"] not in {row["export_id"] for row in taken.of_others(held, one_council)}


def test_what_is_no_longer_theirs_to_see_is_counted_and_not_shown(held):
    take(held, asked(held, JO, account_id="a1"))
    with held.change(OPERATOR, "load", "another officer") as change:
        change.execute("update reconciliation.transaction set officer = 'sam'")
        change.execute("update staging.agreement set officer = 'sam'")
    result = taken.again(held, JO, newest(held)["export_id"])
    assert (result["differences"], result["unseen"]) == ([], 2)


def test_what_is_known_of_concerns_does_not_leave_as_a_list(held):
    safeguarding.raise_concern(held, JO, "g1", next(iter(safeguarding.SIGNS)), "What was seen", AS_AT)
    rows = asked(held, LEE, "dashboards.concern", {"moment": datetime(2026, 7, 1)})
    acts = held.value("select count(*) from activity.entry")
    with pytest.raises(UserError, match="does not leave"):
        take(held, rows, actor=LEE, labels={"note": "Note"})
    assert held.value("select count(*) from activity.entry") == acts and not held.rows("from activity.export")


# A file that comes back


def test_the_very_file_is_known_and_so_is_the_csv_taken_out_of_its_zip(held):
    content = take(held, asked(held, JO, account_id="a1"))
    archive = zipfile.ZipFile(io.BytesIO(content))
    for name, brought in (("lines.zip", content), ("lines.csv", archive.read(archive.namelist()[0]))):
        said = taken.recognise(held, SAM, name, brought)
        assert (said["state"], said["export"]["taken_by"]) == ("as_taken", "jo")


def test_a_workbook_that_was_only_saved_anew_has_the_same_rows_and_a_changed_one_shows_what_was_changed(held):
    book = load_workbook(io.BytesIO(take(held, asked(held, JO, account_id="a1"), "xlsx")))
    assert taken.recognise(held, JO, "lines.xlsx", saved(book))["state"] == "same_rows"
    row = next(row for row in book["List"].iter_rows(min_row=2) if row[3].value == -80)
    row[3].value = -8
    said = taken.recognise(held, JO, "lines.xlsx", saved(book))
    [changed] = said["differences"]
    assert (said["state"], changed["what"], changed["amount"], changed["was"]) == ("changed", "changed", "-8", "Amount: -80")
    assert taken.recognise(held, SAM, "lines.xlsx", saved(book))["state"] == "unknown"


def test_a_csv_by_itself_with_a_row_less_is_changed_only_for_whom_it_can_be_told(held):
    archive = zipfile.ZipFile(io.BytesIO(take(held, asked(held, JO, account_id="a1"))))
    table = archive.read(archive.namelist()[0]).splitlines(keepends=True)
    said = taken.recognise(held, JO, "lines.csv", b"".join(table[::-1][-1:] + table[:0:-1]))
    assert said["state"] == "same_rows"
    said = taken.recognise(held, JO, "lines.csv", b"".join(table[:-1]))
    assert (said["state"], [row["what"] for row in said["differences"]]) == ("changed", ["gone"])


def saved(book):
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip", b"\xff\xfe\x00", b"", b"PAR1 no table"])
def test_what_can_not_be_opened_is_said_in_a_sentence(held, content):
    with pytest.raises(UserError):
        taken.recognise(held, JO, "lines.zip", content)


def test_a_list_of_another_day_is_asked_again_of_that_day_as_it_was_known(held):
    day = AS_AT - timedelta(days=1)
    then = as_known.with_known(held, day, as_known.NOW)
    rows = access.see(then, JO, "audit.transaction", account_id="a1")
    _, said = lines_of(take(held, rows))
    assert (said["as_at"], said["known"]) == (str(day), "now")
    receive(held, "a1", [("2026-05-01", "BEN STRANGER", "-40.00")])
    [new] = taken.again(held, JO, newest(held)["export_id"])["differences"]
    assert (new["what"], new["posted_on"]) == ("new", "2026-05-01")


def test_an_answer_of_the_audit_queries_leaves_with_its_text_and_is_asked_again_as_who_asks(held):
    text = "select account_id, count(*) as lines, sum(amount) as amount from audit.transaction group by all"
    files = exports.files(held, LEE, "lines.csv", audit_queries.ask(held, LEE, text), "csv")
    said = json.loads(files["lines.csv.provenance.json"])
    assert said["questions"][0]["text"] == text and files["lines.csv"].decode("utf-8-sig").splitlines()[1] == '"a1","2","-160.00"'
    export_id = newest(held, LEE)["export_id"]
    assert taken.again(held, UNA, export_id)["differences"] == []
    receive(held, "a1", [("2026-07-05", "ONE", "-1.00")])
    [changed] = taken.again(held, UNA, export_id)["differences"]
    assert (changed["lines"], changed["was"]) == ("3", "lines: 2; amount: -160.00")
    assert held.value("select actor from activity.entry where action = 'query' order by seq desc limit 1") == "una"
