"""What a file says is what is read: nothing lost, nothing invented, and contradictions named."""

import io
import json
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lib.errors import UserError
from lib.statements import read_files, unpack
from lib.statements.dates import read_dates
from lib.statements.reading import read
from lib.statements.words import clean, masked
from tests.test_layouts import NAMES, PRINTED, sample_of

TODAY = date(2026, 11, 22)
PLAIN = """Date,Description,Money out,Money in,Balance,Account number
02/01/2026,PENSION CREDIT,,218.15,1452.71,41234567
05/01/2026,EXAMPLE SHOP,23.49,,1429.22,41234567
19/01/2026,EXAMPLE GAS,42.10,,1387.12,41234567
"""


def reading_of(text, name="statement.csv", encoding="utf-8"):
    """The reading of a text."""
    return read(name, text.encode(encoding), today=TODAY)


def only_statement(text, **more):
    """The one statement of a text that must be read whole."""
    reading = reading_of(text, **more)
    assert (reading["status"], reading["rejected_lines"], len(reading["statements"])) == ("read", [], 1), reading["reason"]
    return reading["statements"][0]


def signed(statement):
    """The amounts of a statement, oldest first."""
    return [row["amount"] for row in statement["rows"]]


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
    ("<script>x</script>", "<script>x</script>", []),
    ("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467", []),
])  # fmt: skip
def test_a_description_is_kept_as_text_and_tricks_are_said(text, shown, found):
    assert clean(text) == (shown, found)


# --- cards

CARD = "Date,Description,Amount,Balance,{}\n13/01/2026,LOAD,100.00,100.00,{}\n14/01/2026,SHOP,-10.00,90.00,{}\n"


@pytest.mark.parametrize("heading", ["Card Reference", "Card Number", "card_reference", "Card", "Token", "Card Ref", "Card ID"])
def test_the_one_card_of_a_file_is_whose_it_is(heading):
    assert only_statement(CARD.format(heading, "CR-0001", "CR-0001"))["account"]["card_reference"] == "CR-0001"
    assert only_statement(CARD.format(heading, "CR-0001", ""))["account"]["card_reference"] == "CR-0001"


def test_a_full_card_number_is_kept_by_its_last_digits_wherever_it_stands():
    reading = reading_of(CARD.format("Card Number", "4111111111111111", "4111 1111 1111 1111").replace("SHOP", "SHOP 4111111111111111"))
    assert [one["account"]["card_reference"] for one in reading["statements"]] == ["****1111"]
    assert "411111" not in json.dumps(reading)


def test_two_cards_in_a_file_are_two_statements():
    text = "Date,Description,Amount,Balance,Card Ref\n13/01/2026,LOAD,100.00,100.00,CR-1\n14/01/2026,LOAD,70.00,70.00,CR-2\n15/01/2026,SHOP,-10.00,90.00,CR-1\n"
    statements = reading_of(text)["statements"]
    assert [(one["account"]["card_reference"], one["lines"], one["proof"]) for one in statements] == [("CR-1", 2, "proven"), ("CR-2", 1, "proven")]


def test_a_card_that_begins_where_another_ends_at_nothing_is_an_account_of_its_own():
    text = "Date,Description,Amount,Balance,Card Ref\n13/01/2026,A,-10.00,0.00,CR-1\n14/01/2026,LOAD,70.00,70.00,CR-2\n"
    assert len(reading_of(text)["statements"]) == 2


@pytest.mark.parametrize(
    ("header", "more", "account"),
    [("Balance", "", None), ("Sort code,Account number", ",30-00-00,12345678", "12345678")],
)
def test_two_cards_on_one_running_balance_or_one_account_number_are_one_statement(header, more, account):
    balances = ["100.00", "90.00", "75.00"] if not more else ["", "", ""]
    rows = [("13/01/2026,LOAD,100.00", "CR-1"), ("14/01/2026,SHOP,-10.00", "CR-2"), ("15/01/2026,SHOP,-15.00", "CR-1")]
    lines = [f"{row}{more or f',{balance}'},{card}" for (row, card), balance in zip(rows, balances, strict=True)]
    statement = only_statement("\n".join([f"Date,Description,Amount,{header},Card Ref", *lines]) + "\n")
    assert (statement["account"]["card_reference"], statement["account"]["account_number"]) == (None, account)
    assert [row["card_reference"] for row in statement["rows"]] == ["CR-1", "CR-2", "CR-1"]


def test_the_last_four_digits_of_a_debit_card_name_no_account():
    text = CARD.format("Card ending", "1111", "2222").replace(",Balance", "").replace(",100.00,100.00", ",100.00").replace(",90.00", "")
    assert only_statement(text)["account"]["card_reference"] is None


# --- columns told by their headings


@pytest.mark.parametrize("header", [
    "Date,Merchant,Spent,Loaded,Card balance", "Txn Date,Txn Description,Spend,Load,Available Balance", "Date,Details,Spent amount,Load amount,Balance", "Date,Merchant,Amount spent,Top up,Card balance",
    "Completed,Particulars,Value Out,Value In,Balance", "Date,Merchant,Spend,Topped up,Remaining balance", "Date,Merchant,Purchases,Loads,Balance",
])  # fmt: skip
def test_a_card_export_in_the_fields_own_words_is_read_whole(header):
    statement = only_statement(f"{header}\n13/01/2026,A,10.00,,90.00\n14/01/2026,COUNCIL,,10.00,100.00\n")
    assert (signed(statement), statement["proof"]) == (["-10.00", "10.00"], "proven")


@pytest.mark.parametrize("cells", [("10.00,", ",10.00"), ("10,0", "0,10")])
def test_money_one_way_and_a_column_of_amounts_that_nobody_knows_waits_for_a_layout(cells):
    reading = reading_of(f"Date,Merchant,Spent,Zugang,Balance\n13/01/2026,A,{cells[0]},90.00\n14/01/2026,COUNCIL,{cells[1]},100.00\n")
    assert (reading["status"], reading["needs_layout"]) == ("refused", True)
    assert "'Zugang'" in reading["reason"]


def test_a_fee_in_a_column_of_its_own_is_part_of_what_the_line_moved():
    header = "Date,Merchant,Amount,Fee,Balance\n13/01/2026,LOAD,100.00,0.00,100.00\n"
    statement = only_statement(header + "14/01/2026,SHOP,-20.00,0.50,79.50\n")
    assert (signed(statement), statement["proof"]) == (["100.00", "-20.50"], "proven")
    minus = only_statement(header + "14/01/2026,SHOP,-20.00,-0.50,79.50\n")
    assert signed(minus) == ["100.00", "-20.50"]
    apart = only_statement(
        "Date,Merchant,Paid out,Paid in,Fee,Balance\n13/01/2026,LOAD,,100.00,1.00,99.00\n14/01/2026,SHOP,20.00,,0.50,78.50\n15/01/2026,MONTHLY FEE,,,2.00,76.50\n"
    )
    assert (signed(apart), apart["proof"]) == (["99.00", "-20.50", "-2.00"], "proven")


def test_a_fee_that_is_in_the_amount_already_is_not_counted_again():
    reading = reading_of("Date,Merchant,Amount,Fee,Balance\n13/01/2026,LOAD,100.00,0.00,100.00\n14/01/2026,SHOP,-20.50,0.50,79.50\n")
    assert (signed(reading["statements"][0]), reading["statements"][0]["proof"]) == (["100.00", "-20.50"], "proven")
    assert any("fee" in message.casefold() and "already" in message for message in reading["messages"])


# --- workbooks


def workbook(rows, change=None, titles=("Sheet1",)):
    """The bytes of a workbook."""
    book = Workbook()
    book.remove(book.active)
    for title in titles:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS = [
    ["Date", "Description", "Money out", "Money in", "Balance"],
    [datetime(2026, 1, 2), "PENSION CREDIT", None, 218.15, 1452.71],
    [datetime(2026, 1, 5), "EXAMPLE SHOP", 23.49, None, 1429.22],
    [datetime(2026, 1, 19), "EXAMPLE GAS", 20 + 22.1, None, 1387.1200000000001],
]


def test_a_workbook_reads_like_the_same_csv():
    reading = read("a.xlsx", workbook(ROWS), today=TODAY)
    assert signed(reading["statements"][0]) == ["218.15", "-23.49", "-42.10"]
    assert reading["statements"][0]["proof"] == "proven"
    assert [row["line_number"] for row in reading["statements"][0]["rows"]] == [2, 3, 4]


def test_text_dates_and_text_amounts_in_a_workbook_are_read_too():
    rows = [ROWS[0]] + [[row[0].strftime("%d/%m/%Y"), row[1], row[2] and f"£{row[2]:.2f}", row[3] and f"{row[3]:.2f}", f"{row[4]:,.2f}"] for row in ROWS[1:]]
    assert read("a.xlsx", workbook(rows), today=TODAY)["statements"][0]["proof"] == "proven"


def test_a_bank_layout_in_a_workbook_is_recognised():
    rows = [line.split(",") for line in sample_of("cooperative").read_text().splitlines()]
    assert read("a.xlsx", workbook(rows), today=TODAY)["layout"] == "cooperative"


def hide_row(book):
    book["Sheet1"].row_dimensions[3].hidden = True


def hide_sheet(book):
    book.create_sheet("other").append(["x", 1])
    book["other"].sheet_state = "hidden"


def link(book):
    book["Sheet1"]["B2"].hyperlink = "http://example.test/"


def hyperlink(book):
    book["Sheet1"]["B3"] = '=HYPERLINK("http://example.test","EXAMPLE SHOP")'


@pytest.mark.parametrize(("change", "said"), [(hide_row, "hidden row"), (hide_sheet, "hidden sheet"), (link, "not followed"), (hyperlink, "formula")])
def test_what_hides_or_links_in_a_workbook_is_said(change, said):
    reading = read("a.xlsx", workbook(ROWS, change), today=TODAY)
    assert any(said in message for message in reading["messages"])
    assert signed(reading["statements"][0]) == ["218.15", "-23.49", "-42.10"]
    assert reading["statements"][0]["rows"][1]["description"] == "EXAMPLE SHOP"


def test_a_formula_without_a_stored_value_is_never_computed():
    reading = read("a.xlsx", workbook(ROWS, lambda book: book["Sheet1"].__setitem__("C3", "=20+3.49")), today=TODAY)
    assert "formula" in reading["rejected_lines"][0]["reason"]


def test_a_cell_at_the_end_of_the_world_is_refused_at_once():
    reading = read("a.xlsx", workbook(ROWS, lambda book: book["Sheet1"].__setitem__("XFD1048576", "x")), today=TODAY)
    assert reading["status"] == "refused"
    assert "column 16,384" in reading["reason"]


def test_too_many_filled_sheets_are_refused():
    assert "6 filled sheets" in read("a.xlsx", workbook(ROWS, titles="abcdef"), today=TODAY)["reason"]


def repacked(content, change):
    """A workbook whose parts were changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        change(new)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("change", [
    lambda new: new.writestr("xl/vbaProject.bin", b"x"),
    lambda new: new.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>"),
    lambda new: new.writestr("../evil.xml", b"x"),
    lambda new: new.writestr("xl/embeddings/oleObject1.bin", b"x"),
    lambda new: new.writestr("xl/bomb.xml", b"0" * 120_000_000),
    lambda new: new.writestr("xl/worksheets/sheet9.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
    lambda new: [new.writestr(f"xl/part{number}.xml", b"<x/>") for number in range(200)],
])  # fmt: skip
def test_a_workbook_that_no_program_writes_is_refused(change):
    reading = read("a.xlsx", repacked(workbook(ROWS), change), today=TODAY)
    assert reading["status"] == "refused"
    assert len(reading["reason"]) > 30


# --- OFX

OFX = """OFXHEADER:100
DATA:OFXSGML

<OFX><BANKMSGSRSV1>{}</BANKMSGSRSV1></OFX>
"""
ACCOUNT = """<STMTTRNRS><STMTRS><CURDEF>GBP<BANKACCTFROM><BANKID>300000<ACCTID>{}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260101<DTEND>20260131
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260102120000[0:GMT]<TRNAMT>218.15<FITID>A<NAME>EXAMPLE &amp; COUNCIL</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260105<TRNAMT>-23,49<FITID>A<NAME>EXAMPLE SHOP<MEMO>EXAMPLE SHOP LONDON</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1429.22<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS>"""


def test_an_ofx_file_gives_a_statement_for_each_account():
    reading = reading_of(OFX.format(ACCOUNT.format("12345678") + ACCOUNT.format("87654321")).replace("23,49", "23.49"), name="a.ofx")
    assert [one["account"]["account_number"] for one in reading["statements"]] == ["12345678", "87654321"]
    first = reading["statements"][0]
    assert signed(first) == ["218.15", "-23.49"]
    assert (first["opening_balance"], first["closing_balance"], first["proof"]) == (None, "1429.22", "unproven")
    assert first["rows"][0]["description"] == "EXAMPLE & COUNCIL"
    assert first["rows"][1]["description"] == "EXAMPLE SHOP LONDON"
    assert (first["from_date"], first["to_date"], first["account"]["sort_code"]) == ("2026-01-01", "2026-01-31", "300000")
    assert any("FITID" in message for message in reading["messages"])


def test_transactions_on_one_line_of_an_ofx_file_are_numbered_in_their_order():
    text = OFX.format(ACCOUNT.format("12345678")).replace("23,49", "23.49")
    assert [row["line_number"] for row in reading_of(text, name="a.ofx")["statements"][0]["rows"]] == [5, 6]
    one_line = reading_of(text.replace("\n", " "), name="a.ofx")
    assert [row["line_number"] for row in one_line["statements"][0]["rows"]] == [1, 2]
    assert any("on one line" in message for message in one_line["messages"])


@pytest.mark.parametrize(("amount", "read_as"), [("2,000.00", "2000.00"), ("-1,218.150", "-1218.15"), ("218.1500", "218.15")])
def test_an_ofx_amount_keeps_its_thousands_and_loses_its_padding(amount, read_as):
    text = OFX.format(ACCOUNT.format("12345678")).replace("218.15", amount).replace("23,49", "23.49")
    assert signed(reading_of(text, name="a.ofx")["statements"][0])[0] == read_as


def test_an_ofx_line_without_a_date_is_rejected_and_the_others_kept():
    reading = reading_of(OFX.format(ACCOUNT.format("12345678")).replace("20260105", "20260231").replace("23,49", "23.49"), name="a.ofx")
    assert reading["statements"][0]["lines"] == 1
    assert "is not a date" in reading["rejected_lines"][0]["reason"]


@pytest.mark.parametrize("text", [OFX.format(""), "OFXHEADER:100\n", '<?xml version="1.0"?><!DOCTYPE OFX [<!ENTITY e SYSTEM "file:///etc/passwd">]><OFX><x>&e;</x></OFX>'])
def test_an_ofx_file_without_transactions_or_with_entities_is_refused(text):
    assert len(reading_of(text, name="a.ofx")["reason"]) > 30


# --- kinds of file, ZIPs, and the process that reads


@pytest.mark.parametrize(("content", "name", "word"), [
    (b"%PDF-1.7\n...", "a.csv", "PDF"), (b"\x89PNG\r\n\x1a\n", "a.csv", "picture"), (b"\xd0\xcf\x11\xe0\xa1", "a.xls", "old Excel"), (b"\x1f\x8b\x08", "a.gz", "packed"), (b"MZ\x90", "a.csv", "program"),
    (b"<html><table></table>", "a.xls", "web page"), (b"!Type:Cat\nNA\n^\n", "a.qif", "QIF"), (b":20:A\n:25:B\n:62F:C260101GBP1,\n", "a.sta", "MT940"), (b"PK\x03\x04garbage", "a.xlsx", "damaged"),
    (b"<?xml version='1.0'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'/>", "a.xml", "CAMT"), (b"MIME-Version: 1.0\n", "a.xls", "web archive"), (b"Date,Amount\n", "a.csv.exe", "program"), (b"a\x00b", "a.csv", "zero byte"),
])  # fmt: skip
def test_a_kind_that_is_not_read_is_named_by_its_bytes(content, name, word):
    reading = read(name, content, today=TODAY)
    assert reading["status"] == "refused"
    assert word in reading["reason"]


def zipped(files):
    """The bytes of a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_of_statements_gives_its_files_and_any_other_file_itself():
    assert unpack("a.zip", zipped([("x/a.csv", b"1"), ("x/b.csv", b"2"), ("__MACOSX/x", b"")])) == [("x/a.csv", b"1"), ("x/b.csv", b"2")]
    book = workbook(ROWS)
    assert unpack("a.xlsx", book) == [("a.xlsx", book)]
    assert unpack("a.csv", b"x") == [("a.csv", b"x")]


@pytest.mark.parametrize(
    "files", [[("in.zip", zipped([("a.csv", b"1")]))], [("../a.csv", b"1")], [("a.csv", b"0" * 30_000_000)], [(f"{number}.csv", b"1") for number in range(2001)], []]
)
def test_a_zip_that_is_nested_unsafe_or_too_big_is_refused(files):
    with pytest.raises(UserError):
        unpack("a.zip", zipped(files))


def test_files_are_read_in_another_process_in_the_order_given():
    readings = list(read_files([("a.csv", PLAIN.encode()), ("b.pdf", b"%PDF-1.7"), ("c.csv", PLAIN.encode())], today=TODAY))
    assert [(one["file"], one["status"]) for one in readings] == [("a.csv", "read"), ("b.pdf", "refused"), ("c.csv", "read")]
    assert readings[0] == {**read("a.csv", PLAIN.encode(), today=TODAY)}


def test_asking_for_readings_imports_nothing_heavy():
    program = "import sys; import lib.statements; print(sorted(name for name in ('decimal', 'zipfile', 'csv', 'subprocess') if name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip() == "[]"


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
    assert statement["proof"] == "proven"
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


def test_a_day_that_is_printed_once_holds_for_the_lines_whose_balance_follows():
    text = "Date,Description,Money out,Money in,Balance\n02/01/2026,PENSION CREDIT,,218.15,1452.71\n,EXAMPLE SHOP,23.49,,1429.22\n,EXAMPLE GAS,42.10,,1387.12\n05/01/2026,EXAMPLE CAFE,7.12,,1380.00\n"
    newest_first = "\n".join(
        [
            *text.splitlines()[:1],
            "05/01/2026,EXAMPLE CAFE,7.12,,1380.00",
            "02/01/2026,EXAMPLE GAS,42.10,,1387.12",
            ",EXAMPLE SHOP,23.49,,1429.22",
            ",PENSION CREDIT,,218.15,1452.71",
        ]
    )
    for told in (text, newest_first):
        reading = reading_of(told)
        assert [row["posted_on"] for row in reading["statements"][0]["rows"]] == ["2026-01-02"] * 3 + ["2026-01-05"]
        assert reading["statements"][0]["proof"] == "proven"
        assert "2 lines without a date are of the day printed above, because the balance follows from there." in reading["messages"]


def test_a_line_without_a_date_whose_balance_does_not_follow_is_rejected():
    text = "Date,Description,Money out,Money in,Balance\n02/01/2026,PENSION CREDIT,,218.15,1452.71\n,EXAMPLE SHOP,23.49,,1429.21\n,PAID,23.49,218.15,\n"
    twice = "Date,Description,Amount,Balance\n02/01/2026,A,1.00,1.00\n02/01/2026,B,1.00,2.00\n,C,1.00,3.00\n,D,1.00,4.00\n"
    for told, rejected in ((text, [3, 4]), (twice, [4, 5])):
        assert [one["line"] for one in reading_of(told)["rejected_lines"]] == rejected


def test_words_for_debit_and_credit_in_any_column_say_which_way_money_went():
    text = "Date,Description,Amount,Transaction Type,Category\n02/01/2026,SHOP,20.00,debit,Food\n03/01/2026,COUNCIL,100.00,credit,Income\n"
    assert [row["amount"] for row in reading_of(text)["statements"][0]["rows"]] == ["-20.00", "100.00"]
    signed = text.replace(",20.00,", ",-20.00,")
    assert [row["amount"] for row in reading_of(signed)["statements"][0]["rows"]] == ["-20.00", "100.00"]
    kinds = text.replace("debit", "card").replace("credit", "debit")
    assert [row["amount"] for row in reading_of(kinds)["statements"][0]["rows"]] == ["20.00", "100.00"]


def test_codes_of_a_currency_in_any_column_say_the_currency():
    text = "Date,Monn.,Description,Amount\n02/01/2026,{0},SHOP,-20.00\n03/01/2026,{0},COUNCIL,100.00\n"
    assert [reading_of(text.format(code))["statements"][0]["currency"] for code in ("CHF", "gbp", "POS")] == ["CHF", "GBP", "GBP"]


def test_a_column_without_a_word_describes_nothing():
    text = "date,notes,desc,amount\n02/01/2026,,EXAMPLE SHOP,-20.00\n03/01/2026,,EXAMPLE COUNCIL,100.00\n"
    assert [row["description"] for row in reading_of(text)["statements"][0]["rows"]] == ["EXAMPLE SHOP", "EXAMPLE COUNCIL"]


def test_a_table_in_which_all_money_comes_in_says_so():
    text = "Date,Description,Amount\n02/01/2026,A,20.00\n03/01/2026,B,30.00\n"
    said = "No amount is printed with a minus, so all of it was read as money in. Hold one line against the paper statement."
    assert said in reading_of(text)["messages"]
    assert said not in reading_of(text.replace("30.00", "-30.00"))["messages"]
    assert said not in reading_of("Date,Description,Amount,Balance\n02/01/2026,A,20.00,20.00\n03/01/2026,B,30.00,50.00\n")["messages"]


@pytest.mark.parametrize(("header", "codes"), [
    ("Date,Description,Amount (GBP),Foreign Currency", ("USD", "")), ("Date,Description,Amount (GBP),Other", ("USD", "USD")), ("Date,Description,Amount,Original Currency", ("USD", "EUR")),
    ("Date,Description,Amount,Monn.", ("USD", "")),
])  # fmt: skip
def test_what_was_paid_abroad_is_not_the_currency_of_the_statement(header, codes):
    text = f"{header}\n02/01/2026,CAFE,-9.00,{codes[0]}\n03/01/2026,KIOSK,-4.00,{codes[1]}\n"
    statement = only_statement(text)
    assert (statement["currency"], statement["debits"]) == ("GBP", "13.00")


def test_crdt_is_money_in_where_dbit_is_money_out():
    text = "Date,Description,Amount,Debit or Credit\n14/09/2025,SHOP,45.20,DBIT\n15/09/2025,PAYMENT,120.00,CRDT\n"
    assert signed(only_statement(text)) == ["-45.20", "120.00"]
