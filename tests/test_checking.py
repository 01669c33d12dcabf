"""A statement read from pages is kept once a person said what they show: line by line, cell by cell, and it adds up anew."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import receiving
from lib.checking import Check
from lib.errors import SeveralErrors, UserError
from lib.statements.reading import read
from tests.printed_statements import LEDGER, STYLES
from tests.small_council import AS_AT, JO, move_in_with_printed_account
from tests.test_pdf import OPENING, lines, on_paper

TODAY = date(2026, 11, 22)
PAPER = on_paper(STYLES["hsbc_pdf"], LEDGER[:6])


@cache
def _read_once(content):
    return read("statement.pdf", content, today=TODAY)


def reading_of(content=PAPER, how=None):
    """The reading of a PDF, as if its words had been recognised in pictures where `how` says so."""
    reading = deepcopy(_read_once(content))
    return reading | ({"to_check": {"how": how, "why": ["Recognised in a picture."]}} if how else {})


def misread(reading, number, **cells):
    """The reading with other cells in one line, as a recogniser may have them: the figures around it stay as they are printed."""
    lines = {line["line_number"]: line for line in Check(reading).lines}
    check = Check(reading | {"to_check": {"how": "lines", "why": []}})
    check.agree(number, texts(lines[number]) | cells, TODAY)
    return check.now | {"to_check": {"how": "lines", "why": ["Recognised in a picture."]}}


def texts(line, **changed):
    """The cells of a line as a person sees them in the form."""
    amount = Decimal(line["amount"])
    told = {
        "posted_on": date.fromisoformat(line["posted_on"]).strftime("%d/%m/%Y"), "description": line["description"],
        "money_out": str(-amount) if amount < 0 else "", "money_in": str(amount) if amount > 0 else "", "balance": line["balance"] or "",
    }  # fmt: skip
    return told | changed


def numbers(reading):
    return [row["line_number"] for row in reading["statements"][0]["rows"]]


def test_a_statement_whose_printed_figures_all_agree_asks_nobody():
    assert reading_of()["to_check"] is None


@pytest.mark.parametrize(
    ("style", "changes", "how", "why"),
    [
        ("nationwide_pdf", {}, "look", "prints no totals"),
        ("hsbc_pdf", {"in": Decimal("1.00")}, "compare", "does not follow"),
        ("hsbc_pdf", {"closing": Decimal("1.00")}, "compare", "does not follow"),
    ],
)
def test_one_that_does_not_prove_itself_asks_a_person_and_says_why(style, changes, how, why):
    reading = reading_of(on_paper(STYLES[style], LEDGER[:6], **changes))
    assert reading["to_check"]["how"] == how
    assert why in " ".join(reading["to_check"]["why"])


def test_every_line_of_a_picture_is_confirmed_by_itself():
    check = Check(reading_of(how="lines"))
    with pytest.raises(UserError, match="one by one"):
        check.agree_with_all()
    for line in check.lines:
        assert not check.is_done
        check.agree(line["line_number"], texts(line), TODAY)
    said = check.result()
    assert {line["said"] for line in said["checked"]["lines"]} == {"agrees"}
    assert (lines(said["statements"][0]), said["statements"][0]["proof"]) == (lines(reading_of()["statements"][0]), "proven")


def test_a_corrected_cell_mends_the_break_and_both_are_kept():
    whole = reading_of()
    number = numbers(whole)[2]
    check = Check(misread(whole, number, money_out="9.99", money_in=""))
    line = next(line for line in check.lines if line["line_number"] == number)
    broken = check.now["statements"][0]
    assert (broken["proof"], [line["break"] is not None for line in check.lines].count(True)) == ("broken", 1)
    true = {line["line_number"]: line for line in Check(whole).lines}[number]
    check.agree(number, texts(true), TODAY)
    assert check.now["statements"][0]["proof"] == "proven"
    for other in check.left:
        check.agree(other["line_number"], texts(other), TODAY)
    kept = {line["line_number"]: line for line in check.result()["checked"]["lines"]}[number]
    assert (kept["said"], kept["was"]["amount"], kept["cells"]["amount"]) == ("corrected", line["amount"], true["amount"])


def test_a_misread_figure_is_corrected_and_a_line_that_is_no_payment_left_out():
    check = Check(reading_of(on_paper(STYLES["hsbc_pdf"], LEDGER[:6], closing=Decimal("1.00")), how="compare"))
    assert check.now["statements"][0]["proof"] == "broken"
    closing = str(OPENING + sum(payment.amount for payment in LEDGER[:6]))
    for figure in [figure for figure in check.printed if figure["value"] == "1.00"]:
        check.print_as(figure, closing)
    assert check.now["statements"][0]["proof"] == "proven"
    check.leave_out(numbers(check.reading)[0])
    assert check.now["statements"][0]["proof"] == "broken"
    assert check.undo() == numbers(check.reading)[0]
    check.agree_with_all()
    assert next((figure["was"], figure["value"]) for figure in check.result()["checked"]["figures"]) == ("1.00", closing)


def test_a_missed_payment_is_written_in():
    whole = reading_of()
    last = max(numbers(whole))
    check = Check(reading_of(how="compare"))
    missing = next(line for line in check.lines if line["line_number"] == last)
    check.leave_out(last)
    number = check.add(numbers(whole)[0], texts(missing), TODAY)
    assert number not in numbers(whole)
    check.agree_with_all()
    result = check.result()
    assert [line["said"] for line in result["checked"]["lines"]] == ["no_payment", "added"]
    assert lines(result["statements"][0]) == lines(whole["statements"][0])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"posted_on": "31/02/2026"}, "'31/02/2026' is not a date."),
        ({"posted_on": "03/25/2026"}, "'03/25/2026' is not a date."),
        ({"posted_on": "01/01/2099"}, "'01/01/2099' is in the future."),
        ({"posted_on": ""}, "Write the day, like 31/03/2026."),
        ({"money_out": "", "money_in": ""}, "Write the amount under money out or under money in, and only there."),
        ({"money_out": "1.00", "money_in": "1.00"}, "Write the amount under money out or under money in, and only there."),
        ({"money_out": "-1.00", "money_in": ""}, "Write the amount without a minus: the column says which way it went."),
        ({"money_out": "1.005", "money_in": ""}, "Money out: '1.005' is not an amount like 1,234.50."),
        ({"balance": "about ten"}, "The balance: 'about ten' is not an amount like 1,234.50."),
    ],
)
def test_what_a_person_types_wrong_is_said_and_changes_nothing(changed, said):
    check = Check(reading_of(how="lines"))
    line = check.lines[0]
    with pytest.raises(SeveralErrors, match=said.replace(".", r"\.")):
        check.agree(line["line_number"], texts(line, **changed), TODAY)
    assert (check.said, check.steps) == ({}, [])


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["agree", "leave_out", "figure", "add"]), st.integers(0, 5)), max_size=12))
def test_every_step_can_be_taken_back(steps):
    check = Check(reading_of(how="lines"))
    before = check.now
    for what, place in steps:
        line = check.lines[place]
        match what:
            case "agree" if line["amount"]:
                check.agree(line["line_number"], texts(line, balance="5.00"), TODAY)
            case "leave_out":
                check.leave_out(line["line_number"])
            case "figure":
                check.print_as(check.printed[place % len(check.printed)], "5.00")
            case "add":
                check.add(line["line_number"], {"posted_on": "05/01/2026", "description": "X", "money_out": "1.00", "money_in": "", "balance": ""}, TODAY)
    while check.steps:
        check.undo()
    assert check.now == before


def test_nothing_is_kept_that_waits_for_a_person_and_who_confirmed_is_kept_with_it(filled):
    store = filled(move_in_with_printed_account)
    reading = misread(reading_of(), numbers(reading_of())[2], description="MISREAD")
    contents = {reading["sha256"]: PAPER}
    receipt = receiving.keep(store, JO, [reading], contents, as_at=AS_AT)[0]
    assert (receipt["status"], receipt["reason"]) == ("rejected", "statement.pdf: Recognised in a picture. Confirm each line on the page Check pages.")
    assert store.value("select count(*) from raw.file") == 0

    check = Check(reading)
    for line in check.lines:
        check.agree(line["line_number"], texts(line, **({"description": "CARE AT HOME"} if line["description"] == "MISREAD" else {})), TODAY)
    receipt = receiving.keep(store, JO, [check.result()], contents, as_at=AS_AT)[0]
    assert (receipt["status"], receipt["new_transactions"]) == ("imported", 6)
    rows = store.rows("from decisions.line_checked order by line_number")
    assert [row["said"] for row in rows].count("corrected") == 1
    assert {row["decided_by"] for row in rows} == {"jo"}
    corrected = next(row for row in rows if row["said"] == "corrected")
    assert (json.loads(corrected["was"])["description"], json.loads(corrected["cells"])["description"]) == ("MISREAD", "CARE AT HOME")
    assert store.value("select count(*) from decisions.statement_checked where how = 'lines'") == 1
    assert store.value("select description from staging.transaction where line_number = ?", [corrected["line_number"]]) == "CARE AT HOME"


def test_a_picture_with_a_line_unsaid_is_not_kept_whatever_is_said_of_the_rest(filled):
    store = filled(move_in_with_printed_account)
    check = Check(reading_of(how="lines"))
    for line in check.lines:
        check.agree(line["line_number"], texts(line), TODAY)
    result = check.result()
    result["checked"]["lines"] = result["checked"]["lines"][1:]
    receipt = receiving.keep(store, JO, [result], {result["sha256"]: PAPER}, as_at=AS_AT)[0]
    assert (receipt["status"], "was not confirmed" in receipt["reason"]) == ("rejected", True)


def test_where_nobody_can_look_only_what_nothing_contradicts_is_taken(filled):
    store = filled(move_in_with_printed_account)
    files = [("no_totals.pdf", on_paper(STYLES["nationwide_pdf"], LEDGER[:6])), ("wrong.pdf", on_paper(STYLES["hsbc_pdf"], LEDGER[:6], closing=Decimal("1.00")))]
    receipts = receiving.import_files(store, JO, files, as_at=AS_AT)
    assert [receipt["status"] for receipt in receipts] == ["imported", "rejected"]
    assert "Compare its lines with the pages" in receipts[1]["reason"]
