"""QIF: every record is a line or accounted for, dates are decided together, and nothing is ever called proven."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.statements.qif import day_of
from lib.statements.reading import read
from tests.mutated import holds, mutated

TODAY = date(2026, 11, 22)
PLAIN = """!Type:Bank
D13/01/2026
T218.15
PEXAMPLE COUNCIL
MDIRECT PAYMENT
^
D14/01/2026
T-1,023.49
NDD
PEXAMPLE SHOP
^
"""


def reading_of(text, name="a.qif"):
    return read(name, text.encode(), today=TODAY)


def only_statement(text):
    reading = reading_of(text)
    assert (reading["status"], reading["rejected_lines"], len(reading["statements"])) == ("read", [], 1), reading
    return reading["statements"][0]


def days(text):
    return [row["posted_on"] for row in only_statement(text)["rows"]]


def test_a_record_is_a_line_with_its_payee_memo_and_number():
    statement = only_statement(PLAIN)
    assert [(row["line_number"], row["posted_on"], row["amount"], row["description"], row["kind"]) for row in statement["rows"]] == [
        (2, "2026-01-13", "218.15", "EXAMPLE COUNCIL DIRECT PAYMENT", None),
        (7, "2026-01-14", "-1023.49", "EXAMPLE SHOP", "DD"),
    ]
    assert statement["rows"][1]["source"] == "D14/01/2026\nT-1,023.49\nNDD\nPEXAMPLE SHOP"


def test_a_file_without_balances_is_unproven_and_says_so():
    reading = reading_of(PLAIN)
    assert (reading["statements"][0]["proof"], reading["statements"][0]["opening_balance"]) == ("unproven", None)
    assert any("holds no balances" in message for message in reading["messages"])


@pytest.mark.parametrize(
    ("text", "shown"), [("1/ 1'00", "1/1/00"), ("2/10'2020", "2/10/2020"), ("1/ 5' 6", "1/5/06"), (" 8/12/13", "8/12/13"), ("13.01'26", "13.01.26"), ("2026-01-13", "2026-01-13")]
)
def test_a_date_loses_its_blanks_and_its_apostrophe(text, shown):
    assert day_of(text) == shown


def test_the_order_of_day_and_month_is_decided_from_all_dates():
    one = "!Type:Bank\nD{}\nT1.00\n^\nD{}\nT2.00\n^\n"
    assert days(one.format("01/09/2026", "13/09/2026")) == ["2026-09-01", "2026-09-13"]
    assert days(one.format("09/01'26", "09/13'26")) == ["2026-09-01", "2026-09-13"]
    assert days(one.format("2026-09-08", "2026-09-02")) == ["2026-09-02", "2026-09-08"]


def test_a_year_of_two_digits_is_said_as_the_file_writes_it():
    one = "!Type:Bank\nD13/01{}\nT1.00\n^\n"
    said = [[message for message in reading_of(one.format(year))["messages"] if "two digits" in message] for year in ("'25", "/24", "/2026", "'2026")]
    assert said == [["Years are written with two digits: 25 was read as 2025."], ["Years are written with two digits: 24 was read as 2024."], [], []]


def test_an_ambiguous_order_is_day_first_unless_the_file_names_another():
    text = "!Type:Bank\nD01/02/2026\nT1.00\n^\n"
    assert days(text) == ["2026-02-01"]
    assert any("could be in American order" in message for message in reading_of(text)["messages"])
    assert days("!Option:MDY\n" + text) == ["2026-01-02"]
    assert days("!Option:DMY\n" + text) == ["2026-02-01"]


def test_what_the_file_names_gives_way_to_what_its_dates_show():
    assert days("!Option:MDY\n" + PLAIN) == ["2026-01-13", "2026-01-14"]


def test_both_orders_in_one_file_are_rejected_and_not_guessed():
    reading = reading_of("!Type:Bank\nD13/01/2026\nT1.00\n^\nD01/14/2026\nT2.00\n^\nD02/03/2026\nT3.00\n^\n")
    assert [row["line"] for row in reading["rejected_lines"]] == [5, 8]
    assert reading["statements"][0]["lines"] == 1


def test_the_parts_of_a_split_are_not_counted_beside_it():
    text = "!Type:Bank\nD13/01/2026\nT-10.00\nPSHOP\nSFood\n$-9.00\nSOther\n$-{}\n^\n"
    assert only_statement(text.format("1.00"))["debits"] == "10.00"
    assert not any("parts" in message for message in reading_of(text.format("1.00"))["messages"])
    assert any("come to -10.01" in message for message in reading_of(text.format("1.01"))["messages"])
    assert only_statement(text.format("1.01"))["debits"] == "10.00"


def test_a_record_is_of_its_first_date_and_amount_whatever_its_parts_repeat():
    row = only_statement("!Type:Bank\nD13/01/2026\nT-10.00\nPSHOP\nSFood\nD14/02/2026\nT-9.00\n$-10.00\n^\n")["rows"][0]
    assert (row["posted_on"], row["amount"]) == ("2026-01-13", "-10.00")


ACCOUNT = "!Account\nN{}\nTBank\n^\n!Type:Bank\nD13/01/2026\nT{}\nPX\n^\n"


def test_each_account_is_a_statement_of_its_own():
    reading = reading_of("!Option:AutoSwitch\n" + ACCOUNT.format("30-00-00 12345678", "1.00") + ACCOUNT.format("Savings", "2.00") + ACCOUNT.format("30-00-00 12345678", "4.00"))
    assert [(one["account"]["sort_code"], one["account"]["account_number"], one["account"]["name"], one["credits"]) for one in reading["statements"]] == [
        ("300000", "12345678", None, "5.00"),
        (None, None, "Savings", "2.00"),
    ]


def test_two_sections_of_one_kind_without_an_account_are_one_statement():
    assert only_statement(PLAIN + PLAIN)["lines"] == 4


def test_an_opening_balance_is_where_the_account_begins_and_no_payment():
    opening = "!Type:Bank\nD{}\nT100.00\nPOpening Balance\nL[Current]\n^\n"
    statement = only_statement(opening.format("12/01/2026") + PLAIN)
    assert (statement["opening_balance"], statement["closing_balance"], statement["credits"], statement["proof"]) == ("100.00", "-705.34", "218.15", "unproven")


def test_an_opening_balance_that_is_not_the_first_day_is_a_payment_like_any_other():
    statement = only_statement(PLAIN + "D15/01/2026\nT100.00\nPOpening Balance\n^\n")
    assert (statement["opening_balance"], statement["lines"], statement["credits"]) == (None, 3, "318.15")


def test_an_opening_balance_of_nothing_stays_a_line():
    assert only_statement("!Type:Bank\nD12/01/2026\nT0.00\nPOpening Balance\n^\n" + PLAIN[11:])["lines"] == 3


def test_lists_and_investments_are_left_out_and_counted():
    reading = reading_of("!Type:Cat\nNFood\nE\n^\n" + PLAIN + "!Type:Invst\nD13/01/2026\nNBuy\nYABC\n$100.00\n^\n")
    assert reading["statements"][0]["lines"] == 2
    assert [row["why"] for row in reading["skipped_lines"] if row["why"] != "header"] == ["category", "investment"]
    assert "Not transactions, and left out: 1 category, 1 investment." in reading["messages"]


@pytest.mark.parametrize(("text", "word"), [
    ("!Type:Invst\nD13/01/2026\nNBuy\nYABC\n^\n", "investment account"),
    ("^\n!Type:Security\nNExample\nTStock\n", "investment account"),
    ("!Account\nNCurrent\nTBank\n^\n", "only lists"),
    ("!Type:Bank\n", "no transactions"),
    ("!Type:Bank\n^\n^\n", "no transactions"),
    ("!Type:Bank\nD31/02/2026\nT1.00\n^\n", "not a date"),
])  # fmt: skip
def test_a_file_without_bank_transactions_is_refused_with_a_sentence(text, word):
    reading = reading_of(text)
    assert (reading["status"], reading["statements"]) == ("refused", [])
    assert word in reading["reason"]


@pytest.mark.parametrize(("record", "said"), [
    ("T1.00\nPX", "no date"),
    ("D15/01/2026\nPX", "no amount"),
    ("D15/01/2026\nT1.005", "more than two decimals"),
    ("D15/01/2026\nT1e5", "not an amount"),
    ("D15/01/2999\nT1.00", "future"),
])  # fmt: skip
def test_a_record_that_cannot_be_read_is_rejected_with_its_line(record, said):
    reading = reading_of(PLAIN + record + "\n^\n")
    assert [row["line"] for row in reading["rejected_lines"]] == [12]
    assert said in reading["rejected_lines"][0]["reason"]
    assert reading["statements"][0]["lines"] == 2


def test_a_file_that_was_cut_short_is_read_and_said():
    reading = reading_of(PLAIN.removesuffix("^\n"))
    assert reading["statements"][0]["lines"] == 2
    assert any("has no end" in message for message in reading["messages"])
    assert not any("has no end" in message for message in reading_of(PLAIN)["messages"])


def test_a_file_without_its_header_and_one_with_notes_above_it_are_recognised():
    assert only_statement(PLAIN.removeprefix("!Type:Bank\n"))["lines"] == 2
    assert only_statement("### from the bank ###\n\n" + PLAIN.replace("\n", "\r\n"))["lines"] == 2


RECORDS = st.lists(st.tuples(st.integers(0, 20), st.integers(-500_000, 500_000), st.sampled_from(["EXAMPLE SHOP", "COUNCIL, DP", "A ^ B", "!CAFE"])), min_size=1, max_size=12)


@settings(max_examples=50, deadline=None)
@given(RECORDS, st.sampled_from(["%d/%m/%Y", "%d/%m'%y", "%Y-%m-%d", "%d.%m.%Y"]))
def test_a_statement_written_as_qif_reads_back_the_same(records, form):
    day, written, expected = date(2026, 1, 13), "!Type:Bank\n", []
    for later, pence, payee in records:
        day += timedelta(days=later)
        written += f"D{day.strftime(form)}\nT{pence / 100:,.2f}\nP{payee}\n^\n"
        expected.append((day.isoformat(), f"{pence / 100 + 0:.2f}", payee))
    assert [(row["posted_on"], row["amount"], row["description"]) for row in only_statement(written)["rows"]] == expected


@settings(max_examples=150, deadline=None)
@given(mutated([PLAIN.encode(), (ACCOUNT.format("A", "1.00") + PLAIN).encode()]))
def test_a_mutated_file_gives_a_reading_and_never_an_exception(content):
    assert holds(read("a.qif", content, today=TODAY))
