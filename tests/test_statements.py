"""What a file says is what is read: nothing lost, nothing invented, and contradictions named."""

import json
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.statements.dates import read_dates
from lib.statements.reading import read
from lib.statements.words import clean, masked
from tests.readings import TODAY, only_statement, reading_of, signed
from tests.test_layouts import NAMES, PRINTED, sample_of
from tests.test_ofx import ACCOUNT, OFX
from tests.test_workbooks import ROWS, workbook

PLAIN = """Date,Description,Money out,Money in,Balance,Account number
02/01/2026,PENSION CREDIT,,218.15,1452.71,41234567
05/01/2026,EXAMPLE SHOP,23.49,,1429.22,41234567
19/01/2026,EXAMPLE GAS,42.10,,1387.12,41234567
"""


@pytest.mark.parametrize("changed", [
    lambda text: "\n\n" + text,
    lambda text: text.upper(),
    lambda text: text.replace(",", "\t"),
    lambda text: text.replace(",", "|"),
    lambda text: text.replace(",", ";"),
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", "\r"),
    lambda text: text.replace("\n", ",,,\n"),
    lambda text: text + ",,,,,\n,,,,,\n",
    lambda text: "\ufeff" + text,
    lambda text: "sep=;\n" + text.replace(",", ";"),
    lambda text: text.replace("Date,Desc", " Date , Desc"),
    lambda text: "Example Bank plc\nSort code,30-00-00\n\n" + text,
    lambda text: text + ",TOTAL,65.59,218.15,,\n",
    lambda text: text + "\nStatement generated on 01/02/2026\n",
    lambda text: text.replace("PENSION CREDIT", '"PENSION\nCREDIT"'),
    lambda text: text.replace("23.49", "£23.49").replace("1452.71", '"£1,452.71"'),
])  # fmt: skip
def test_the_same_statement_in_another_dress_reads_the_same(changed):
    before, after = only_statement(PLAIN), only_statement(changed(PLAIN))
    assert signed(after) == signed(before) == ["218.15", "-23.49", "-42.10"]
    assert (after["proof"], after["opening_balance"], after["closing_balance"]) == ("proven", "1234.56", "1387.12")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_an_encoding_that_a_spreadsheet_writes_is_read(encoding):
    statement = only_statement(PLAIN.replace("218.15,", "£218.15,").replace("GAS", "CAFÉ"), encoding=encoding)
    assert statement["rows"][2]["description"] == "EXAMPLE CAFÉ"
    assert statement["credits"] == "218.15"


def test_newest_first_gives_the_same_sequence_as_oldest_first():
    header, *lines = PLAIN.splitlines()
    turned = only_statement("\n".join([header, *reversed(lines)]) + "\n")
    assert signed(turned) == signed(only_statement(PLAIN))
    assert turned["proof"] == "proven"
    assert [row["line_number"] for row in turned["rows"]] == [4, 3, 2]


def test_a_missing_line_breaks_the_proof_and_is_named():
    lines = PLAIN.splitlines()
    statement = only_statement("\n".join(lines[:2] + lines[3:]) + "\n")
    assert statement["proof"] == "broken"
    assert statement["break"] == {"line": 3, "expected": "1410.61", "found": "1387.12"}


def test_every_penny_of_every_balance_counts():
    assert only_statement(PLAIN.replace("1429.22", "1429.21"))["proof"] == "broken"


def test_a_bad_line_is_named_and_the_others_are_read_but_not_proven():
    reading = reading_of(PLAIN.replace("19/01/2026", "31/02/2026"))
    assert reading["rejected_lines"][0]["reason"] == "Line 4: '31/02/2026' is not a date."
    assert reading["statements"][0]["lines"] == 2
    assert reading["statements"][0]["proof"] != "proven"


def test_a_printed_opening_and_closing_balance_prove_a_statement_without_running_balances():
    text = "Date,Details,Paid out,Paid in,Balance\n,Opening balance,,,100.00\n14/01/2026,A,,20.00,\n15/01/2026,B,5.00,,\n,Closing balance,,,{}\n"
    assert only_statement(text.format("115.00"))["proof"] == "proven"
    assert only_statement(text.format("115.01"))["proof"] == "broken"


@pytest.mark.parametrize(("opening", "closing"), [("Money brought forward", "Money carried forward"), ("Balance at start of period", "Balance at end of period"), ("Solde en début de période", "Solde en fin de période")])  # fmt: skip
def test_the_balances_at_both_ends_are_known_by_more_names(opening, closing):
    text = "Date,Details,Paid out,Paid in,Balance\n1 Jan 2026,{},,,100.00\n14/01/2026,A,,20.00,\n15/01/2026,B,5.00,,\n,{},,,{}\n"
    assert only_statement(text.format(opening, closing, "115.00"))["proof"] == "proven"
    assert only_statement(text.format(opening, closing, "115.01"))["proof"] == "broken"
    above = "{},,,100.00\n{},,,115.01\nDate,Details,Paid out,Paid in\n14/01/2026,A,,20.00\n15/01/2026,B,5.00,\n"
    assert only_statement(above.format(opening, closing))["proof"] == "broken"


def test_a_total_that_differs_from_its_lines_breaks_the_proof():
    text = "Date,Details,Paid out,Paid in\n14/01/2026,A,,20.00\n15/01/2026,B,5.00,\nTotal,,5.00,{}\n"
    assert only_statement(text.format("20.00"))["proof"] == "unproven"
    assert only_statement(text.format("20.01"))["break"] == {"line": 4, "expected": "20.00", "found": "20.01"}


def test_lines_of_one_day_may_change_places_but_not_lines_of_two_days():
    header = "Date,Description,Amount,Balance\n"
    same_day = "14/01/2026,D,-4.00,90.00\n13/01/2026,A,-1.00,99.00\n13/01/2026,B,-2.00,97.00\n13/01/2026,C,-3.00,94.00\n"
    assert signed(only_statement(header + same_day)) == ["-1.00", "-2.00", "-3.00", "-4.00"]
    two_days = "13/01/2026,A,-1.00,99.00\n14/01/2026,C,-3.00,94.00\n15/01/2026,B,-2.00,97.00\n16/01/2026,D,-1.00,93.00\n"
    assert only_statement(header + two_days)["proof"] == "broken"


def test_one_line_with_its_balance_tests_nothing_unless_the_account_begins_with_it():
    text = "Date,Details,Amount,Balance\n14/01/2026,A,20.00,{}\n"
    assert [only_statement(text.format(balance))["proof"] for balance in ("120.00", "20.00")] == ["unproven", "proven"]
    totals = "Date,Details,Paid out,Paid in,Balance\n14/01/2026,A,,20.00,120.00\nTotal,,{},20.00,\n"
    assert [only_statement(totals.format(out))["proof"] for out in ("0.00", "")] == ["proven", "unproven"]
    assert only_statement(text.format("120.00") + ",Closing balance,,120.00\n")["proof"] == "proven"


def test_overdrawn_balances_without_a_sign_are_a_break_with_a_hint():
    reading = reading_of("Date,Description,Amount,Balance\n02/01/2026,A,-150.00,50.00\n13/01/2026,B,-10.00,60.00\n")
    assert reading["statements"][0]["proof"] == "broken"
    assert any("without a sign" in message for message in reading["messages"])


def test_accounts_in_one_file_are_statements_of_their_own():
    lines = PLAIN + PLAIN.split("\n", 1)[1].replace("41234567", "49876543")
    reading = reading_of(lines)
    assert [(one["account"]["account_number"], one["proof"], one["lines"]) for one in reading["statements"]] == [("41234567", "proven", 3), ("49876543", "proven", 3)]


def test_two_payments_that_look_the_same_are_two_payments():
    statement = only_statement("Date,Description,Amount,Balance\n14/01/2026,BUS,-1.75,98.25\n14/01/2026,BUS,-1.75,96.50\n")
    assert statement["lines"] == 2
    assert statement["debits"] == "3.50"
    assert statement["proof"] == "proven"


def test_a_header_is_never_taken_for_a_payment_nor_the_first_payment_for_a_header():
    lines = "".join(f"{day}/01/2026,EXAMPLE SHOP,-1.00\n" for day in range(13, 28))
    assert reading_of("Date,Description,Amount\n" + lines)["layout"] is None
    assert (reading_of(lines)["layout"], only_statement(lines)["lines"]) == ("hsbc", 15)
    assert only_statement("Date,Description,Amount\n" + lines)["lines"] == 15


def test_a_column_of_payments_alone_is_money_out():
    assert signed(only_statement("Date,Payee,Paid out\n13/01/2026,A,5.00\n14/01/2026,B,6.00\n")) == ["-5.00", "-6.00"]


def test_an_unsigned_amount_whose_direction_is_not_clear_is_rejected():
    reading = reading_of("Date,Details,Amount,DR/CR\n13/01/2026,A,5.00,DR\n14/01/2026,B,6.00,XX\n15/01/2026,C,7.00,CR\n")
    assert signed(reading["statements"][0]) == ["-5.00", "7.00"]
    assert [row["line"] for row in reading["rejected_lines"]] == [3]


def test_a_bank_id_that_looks_like_a_card_number_is_kept_whole():
    reading = reading_of(sample_of("monzo").read_text().replace("tx_0000Example1", "4111111111111111"))
    assert reading["statements"][0]["rows"][0]["external_id"] == "4111111111111111"
    assert "4111111111111111" not in reading["statements"][0]["rows"][0]["source"]


def test_a_file_without_any_header_is_read_where_its_balances_prove_the_columns():
    text = "13/01/2026,DD,EXAMPLE GAS,1.00,,99.00\n14/01/2026,DD,EXAMPLE COUNCIL,,2.00,101.00\n15/01/2026,DD,EXAMPLE SHOP,2.00,,{}\n"
    assert signed(only_statement(text.format("99.00"))) == ["-1.00", "2.00", "-2.00"]
    assert reading_of(text.format("98.00"))["status"] == "refused"


@pytest.mark.parametrize(
    "text", ["x" + "\n" * 1_000_000, "Date,Description,Amount\n13/01/2026,A,(" + " " * 30_000 + "x\n", "Date: " + " x" * 15_000, "<OFX><" + "a" * 1_000_000, "a,b\n" * 200_000]
)
def test_text_made_to_stall_a_reader_is_refused_within_seconds(text):
    began = time.process_time()
    assert reading_of(text)["status"] == "refused"
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "hello\n", "Date,Description,Amount,Balance\n", "a,b\n1,2\n", "," * 5000, "Date,Description,Amount\n" + "," * 100_000, '"' * 100_000]
)
def test_a_file_without_transactions_is_refused_with_a_sentence(text):
    reading = reading_of(text)
    assert reading["status"] == "refused"
    assert reading["reason"].endswith(".")
    assert len(reading["reason"]) > 30


def test_a_refusal_names_the_nearest_layout_and_what_is_missing():
    reason = reading_of("Transaction Date,Sort Code,Account Number,Transaction Description,Balance\n14/01/2026,30-00-00,12345678,A,1.00\n")["reason"]
    assert "Lloyds" in reason
    assert "debit amount" in reason


def test_a_column_that_comes_twice_is_refused():
    assert "Two columns" in reading_of("Date,Description,Amount,Amount\n14/01/2026,X,1.00,9.00\n")["reason"]


@pytest.mark.parametrize(("line", "said"), [
    ("14/01/2026,A,B,1.00,99.00", "headings"),
    ("14/01/2026,A", "headings"),
    ('14/01/2026,"A,1.00,99.00', "never closed"),
    (",A,1.00,99.00", "no date"),
    ("14/01/2026,A,,99.00", "no amount"),
    ("14/01/2026,A,=1+1,99.00", "formula"),
    ("01/01/2999,A,1.00,99.00", "future"),
    ("30/12/1899,A,1.00,99.00", "before 1990"),
    ("46027,A,1.00,99.00", "day number"),
    ("14/01/2026,A,€1.00,99.00", "EUR"),
])  # fmt: skip
def test_a_line_that_cannot_be_read_is_rejected_with_its_number_and_reason(line, said):
    reading = reading_of(f"Date,Description,Amount,Balance\n13/01/2026,FIRST,10.00,98.00\n{line}\n15/01/2026,LAST,-1.00,98.00\n")
    assert [row["line"] for row in reading["rejected_lines"]] == [3]
    assert said in reading["rejected_lines"][0]["reason"]
    assert reading["statements"][0]["lines"] == 2


@pytest.mark.parametrize("name", [name for name in NAMES if name not in PRINTED])
def test_every_row_of_a_file_is_accounted_for(name):
    sample = sample_of(name)
    reading = read(sample.name, sample.read_bytes(), today=TODAY)
    told = {row["line_number"] for statement in reading["statements"] for row in statement["rows"]} | {row["line"] for row in reading["rejected_lines"] + reading["skipped_lines"]}
    content = sample.read_bytes().decode("latin-1" if sample.suffix == ".txt" else "utf-8-sig")
    filled = {number for number, line in enumerate(content.splitlines(), start=1) if line.strip()}
    assert told == filled or (sample.suffix == ".txt" and told <= filled)


@pytest.mark.parametrize(("cells", "days"), [
    (["13/01/2026", "01/02/2026"], [date(2026, 1, 13), date(2026, 2, 1)]),
    (["01/13/2026", "02/01/2026"], [date(2026, 1, 13), date(2026, 2, 1)]),
    (["01/02/2026", "02/03/2026"], [date(2026, 2, 1), date(2026, 3, 2)]),
    (["13/01/2026", "01/13/2026", "02/01/2026"], [date(2026, 1, 13), None, None]),
    (["5th January 2026", "Jan 4 2026", "28 Aug 2026", "12-Dec-19"], [date(2026, 1, 5), date(2026, 1, 4), date(2026, 8, 28), date(2019, 12, 12)]),
    (["2026-01-05T23:30:00Z", "2026-01-05 23:30:00", "20260105", "05.01.2026"], [date(2026, 1, 5)] * 4),
    (["29/02/2024", "29/02/2023", "31/04/2026", "13/01/2026"], [date(2024, 2, 29), None, None, date(2026, 1, 13)]),
    ([datetime(2026, 1, 5), "13/01/2026"], [date(2026, 1, 5), date(2026, 1, 13)]),
])  # fmt: skip
def test_the_order_of_a_date_is_decided_from_the_whole_column(cells, days):
    assert [day for day, _ in read_dates(cells, TODAY)[0]] == days


def test_a_period_above_the_headings_says_which_order_the_dates_have():
    text = "Statement period,{}\nDate,Details,Amount\n06/01/2026,A,-4.50\n06/02/2026,B,9.00\n"
    months, days, neither = (reading_of(text.format(period)) for period in ("06/01/2026 - 08/31/2026", "06/01/2026 - 31/08/2026", "06/01/2026 - 08/02/2026"))
    assert [one["statements"][0]["to_date"] for one in (months, days, neither)] == ["2026-06-02", "2026-02-06", "2026-02-06"]
    assert "No day is above 12. The dates were read month first, as the file says." in months["messages"]


def test_dates_with_dots_are_never_american():
    assert read_dates(["01.02.2026", "02.02.2026"], TODAY)[1] == []


def test_a_year_of_two_digits_is_said_as_it_stands():
    assert "Years are written with two digits: 18 was read as 2018." in read_dates(["22.02.18", "13.02.2017"], TODAY)[1]


def test_ambiguous_dates_are_read_day_first_and_that_is_said():
    assert any("day first" in message for message in read_dates(["01/02/2026"], TODAY)[1])


@pytest.mark.parametrize(("text", "shown"), [
    ("CARD 4111111111111111 X", "CARD ************1111 X"),
    ("CARD 4111 1111 1111 1111", "CARD ************1111"),
    ("TO 012345 12345678", "TO 012345 12345678"),
    ("REF 4111111111111112", "REF 4111111111111112"),
    ("", ""),
])  # fmt: skip
def test_only_card_numbers_are_masked(text, shown):
    assert masked(text) == shown


@pytest.mark.parametrize(("text", "shown", "found"), [
    ("\x1b[2J\x1b[31mPAID", "PAID", ["control"]),
    ("CARE\u200bHOME\u200d LTD\ufeff", "CAREHOME LTD", ["invisible"]),
    ("\u0422\u0415S\u0421\u041e STORES", "\u0422\u0415S\u0421\u041e STORES", ["look-alike"]),
    ("\t=1+1", "=1+1", ["tab"]),
    ("   ", "", ["blank"]),
    ("'EXAMPLE   SHOP", "EXAMPLE SHOP", []),
    (" ' DIRECT DEBIT", "DIRECT DEBIT", []),
    ("<script>x</script>", "<script>x</script>", []),
    ("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467", []),
])  # fmt: skip
def test_a_description_is_kept_as_text_and_tricks_are_said(text, shown, found):
    assert clean(text) == (shown, found)


# --- properties

AMOUNT = st.integers(min_value=-500_000, max_value=500_000).filter(bool)
LINES = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["EXAMPLE SHOP", "COUNCIL, DP", 'A "B" C', "CAFE"]), AMOUNT), min_size=1, max_size=12)


def dated(lines):
    """(day, description, pence, balance in pence) of made-up lines, beginning on the 13th so that no date is ambiguous."""
    day, balance, found = date(2026, 1, 13), 100_000, []
    for days, description, pence in lines:
        day, balance = day + timedelta(days=days), balance + pence
        found.append((day, description, pence, balance))
    return found


def reads_both_ways(made):
    """Whether the balances follow in either order, so that nobody can tell which line came first."""
    return len(made) > 1 and made[0][0] == made[-1][0] and all(one[2] + other[2] == 0 for one, other in pairwise(made))


def quoted(text):
    """A cell that may hold commas and quotes."""
    return '"' + text.replace('"', '""') + '"'


def pounds(pence):
    """Pence as pounds."""
    return f"{Decimal(pence).scaleb(-2):.2f}"


WRITERS = {
    "lloyds": ("Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance", lambda day, text, pence, balance: f"{day:%d/%m/%Y},DD,'30-00-00,12345678,{quoted(text)},{pounds(-pence) if pence < 0 else ''},{pounds(pence) if pence > 0 else ''},{pounds(balance)}", True),
    "nationwide": ('"Date","Transaction type","Description","Paid out","Paid in","Balance"', lambda day, text, pence, balance: f'"{day:%d %b %Y}","",{quoted(text)},"{"£" + format(-pence / 100, ",.2f") if pence < 0 else ""}","{"£" + format(pence / 100, ",.2f") if pence > 0 else ""}","{"-" * (balance < 0)}£{abs(balance) / 100:,.2f}"', False),
    "first_direct": ("Date,Description,Amount,Balance", lambda day, text, pence, balance: f"{day:%d/%m/%Y},{quoted(text)},{pounds(pence)},{pounds(balance)}", True),
    "natwest": ("Date,Type,Description,Value,Balance,Account Name,Account Number", lambda day, text, pence, balance: f'{day:%d %b %Y},POS,{quoted(text)},{pounds(pence)},{pounds(balance)},"A","600000-12345678"', True),
    "cooperative": ("Date,Description,Type,Money In,Money Out,Balance", lambda day, text, pence, balance: f"{day:%Y-%m-%d},{quoted(text)},DD,{pounds(pence) if pence > 0 else ''},{pounds(-pence) if pence < 0 else ''},{pounds(balance)}", True),
    "starling": ("Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)", lambda day, text, pence, balance: f"{day:%d/%m/%Y},{quoted(text)},,X,{pounds(pence)},{pounds(balance)}", False),
    "chase": ("Date,Time,Transaction Type,Transaction Description,Amount,Currency,Balance", lambda day, text, pence, balance: f'{day:%d %B %Y},10:00,X,{quoted(text)},"{pence / 100:,.2f}",GBP,"{balance / 100:,.2f}"', True),
    "managed_account_ledger": ("Client account,30-00-00,12345678\nDate,Details,Money In,Money Out,Balance", lambda day, text, pence, balance: f"{day:%d/%m/%Y},{quoted(text)},{pounds(pence) if pence > 0 else ''},{pounds(-pence) if pence < 0 else ''},{pounds(balance)}", False),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=25, deadline=None)
@given(lines=LINES)
def test_a_statement_written_in_a_layout_reads_back_and_is_proven(name, lines):
    header, write, is_newest_first = WRITERS[name]
    made = dated(lines)
    assume(not reads_both_ways(made))
    written = [write(*line) for line in (reversed(made) if is_newest_first else made)]
    reading = reading_of("\n".join([header, *written]) + "\n")
    statement = reading["statements"][0]
    assert reading["layout"] == name
    assert statement["proof"] == ("proven" if len(made) > 1 or made[0][3] == made[0][2] else "unproven")
    assert not reading["rejected_lines"]
    assert [(row["posted_on"], row["description"], row["amount"]) for row in statement["rows"]] == [(day.isoformat(), text, pounds(pence)) for day, text, pence, _ in made]
    assert statement["closing_balance"] == pounds(made[-1][3])


MUTATED = [sample_of(name).read_bytes() for name in NAMES] + [OFX.format(ACCOUNT.format("12345678")).encode(), workbook(ROWS)]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_mutated_file_gives_a_reading_and_never_an_exception(data):
    content = bytearray(data.draw(st.sampled_from(MUTATED)))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content)))
        if data.draw(st.booleans()):
            content[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
        else:
            content[place:place] = data.draw(st.sampled_from([b"\n", b",", b'"', b"\r", b";", b"<", b"\xc2\xa3", b"\x00", b"-", b"1e9", b"=", b"\xff", b"NaN"]))
    reading = read("a.csv", bytes(content), today=TODAY)
    json.dumps(reading)
    assert reading["status"] in ("read", "refused")
    assert reading["statements"] or len(reading["reason"]) > 15
    for statement in reading["statements"]:
        assert statement["lines"] == len(statement["rows"]) > 0
        amounts = [Decimal(row["amount"]) for row in statement["rows"]]
        assert Decimal(statement["credits"]) - Decimal(statement["debits"]) == sum(amounts)
        if statement["proof"] == "proven":
            assert Decimal(statement["opening_balance"]) + sum(amounts) == Decimal(statement["closing_balance"])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_reading(content):
    reading = read("a", content, today=TODAY)
    assert reading["status"] == "read" or len(reading["reason"]) > 15
