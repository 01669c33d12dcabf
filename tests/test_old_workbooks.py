"""Whatever is called .xls reads like the same CSV: BIFF, Excel 2003 XML, a web page, or delimited text."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.statements import read_files
from lib.statements.reading import read
from tests.mutated import holds, mutated
from tests.old_excel import compound, old_workbook
from tests.written_statements import as_page, as_tsv, as_xml

TODAY = date(2026, 11, 22)
ROWS = [
    ["Date", "Description", "Money out", "Money in", "Balance"],
    [date(2026, 1, 2), "PENSION CREDIT", None, 218.15, 1452.71],
    [date(2026, 1, 15), "EXAMPLE SHOP", 23.49, None, 1429.22],
    [date(2026, 1, 19), "EXAMPLE CAFÉ & CO", 20 + 22.1, None, 1387.1200000000001],
]


WRITERS = {"biff": old_workbook, "xml": as_xml, "page": as_page, "text": as_tsv}


def reading_of(content):
    return read("statement.xls", content, today=TODAY)


def only_statement(content):
    reading = reading_of(content)
    assert (reading["status"], reading["rejected_lines"], len(reading["statements"])) == ("read", [], 1), reading
    return reading["statements"][0]


def amounts(statement):
    return [row["amount"] for row in statement["rows"]]


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_of_xls_reads_like_the_same_csv(name):
    reading = reading_of(WRITERS[name](ROWS))
    statement = only_statement(WRITERS[name](ROWS))
    assert (amounts(statement), statement["proof"], statement["opening_balance"]) == (["218.15", "-23.49", "-42.10"], "proven", "1234.56")
    assert [(row["line_number"], row["posted_on"]) for row in statement["rows"]] == [(2, "2026-01-02"), (3, "2026-01-15"), (4, "2026-01-19")]
    assert statement["rows"][2]["description"] == "EXAMPLE CAFÉ & CO"
    assert reading["kind"] == ("csv" if name == "text" else "xls")


@pytest.mark.parametrize("name", WRITERS)
def test_every_penny_of_every_balance_counts(name):
    rows = [*ROWS[:2], [*ROWS[2][:4], 1429.21], ROWS[3]]
    assert only_statement(WRITERS[name](rows))["proof"] == "broken"


@pytest.mark.parametrize("name", WRITERS)
def test_what_stands_above_the_header_names_the_account_and_is_no_payment(name):
    statement = only_statement(WRITERS[name]([["Account:", "30-00-00 12345678"], *ROWS]))
    assert (statement["lines"], statement["account"]["sort_code"], statement["account"]["account_number"]) == (3, "300000", "12345678")


@pytest.mark.parametrize("name", ["biff", "xml"])
def test_a_third_decimal_is_rejected_and_the_noise_of_a_spreadsheet_is_not(name):
    reading = reading_of(WRITERS[name]([ROWS[0], [*ROWS[1][:3], 218.155, 1452.71], *ROWS[2:]]))
    assert "more than two decimals" in reading["rejected_lines"][0]["reason"]
    assert amounts(reading["statements"][0]) == ["-23.49", "-42.10"]
    assert amounts(only_statement(WRITERS[name]([ROWS[0], [*ROWS[1][:3], 218.10 + 0.05, 1452.71], *ROWS[2:]])))[0] == "218.15"


@pytest.mark.parametrize("name", WRITERS)
def test_a_row_that_cannot_be_read_is_rejected_with_its_number(name):
    reading = reading_of(WRITERS[name]([*ROWS[:2], ["31/02/2026", *ROWS[2][1:]], ROWS[3]]))
    assert [row["line"] for row in reading["rejected_lines"]] == [3]
    assert reading["statements"][0]["lines"] == 2


# --- BIFF


def test_a_number_is_kept_with_the_digits_that_a_spreadsheet_stores():
    assert only_statement(old_workbook(ROWS))["rows"][2]["source"] == "2026-01-19\tEXAMPLE CAFÉ & CO\t42.1\t\t1387.1200000000001"


def test_every_filled_sheet_is_read_and_a_hidden_one_is_said():
    reading = reading_of(old_workbook(ROWS, [["notes"]], ROWS, hidden=(2,)))
    assert [one["lines"] for one in reading["statements"]] == [3]
    assert any("'Sheet2' is no statement" in message for message in reading["messages"])
    assert any("hidden sheet 'Sheet3' has 4 rows" in message for message in reading["messages"])


@pytest.mark.parametrize(("content", "word"), [
    (compound({"EncryptedPackage": bytes(4096), "EncryptionInfo": bytes(4096)}), "password"),
    (old_workbook(ROWS, locked=True), "password"),
    (old_workbook(ROWS, names=("Workbook", "_VBA_PROJECT")), "macros"),
    (compound({"WordDocument": bytes(4096)}), "damaged"),
    (old_workbook(ROWS)[:3000], "damaged"),
    (b"\xd0\xcf\x11\xe0" + bytes(600), "damaged"),
    (old_workbook([[]]), "empty"),
    (old_workbook([*ROWS, [None] * 254 + ["far"]]), "column 255"),
    (old_workbook([*ROWS, [None] * 60 + ["far"]]), "column 61"),
    (old_workbook(*[ROWS] * 6), "6 filled sheets"),
])  # fmt: skip
def test_an_old_workbook_that_cannot_be_read_is_refused_with_a_sentence(content, word):
    reading = reading_of(content)
    assert (reading["status"], reading["statements"]) == ("refused", [])
    assert word in reading["reason"]


# --- Excel 2003 XML


def test_rows_and_cells_may_leave_places_out():
    content = as_xml(ROWS).replace(b"<Row>", b'<Row ss:Index="5">', 1)
    assert [row["line_number"] for row in only_statement(content)["rows"]] == [6, 7, 8]


def test_what_hides_links_or_computes_is_said():
    content = as_xml(ROWS).replace(b"<Row>", b'<Row ss:Hidden="1">').replace(b'<Cell ss:Index="2">', b'<Cell ss:Index="2" ss:HRef="http://example.test/" ss:Formula="=1">')
    messages = " ".join(reading_of(content)["messages"])
    assert "4 hidden rows" in messages and "not followed" in messages and "nothing was computed" in messages
    assert amounts(only_statement(content)) == ["218.15", "-23.49", "-42.10"]


def test_a_comment_is_no_part_of_its_cell():
    content = as_xml(ROWS).replace(b"EXAMPLE SHOP</Data>", b"EXAMPLE SHOP</Data><Comment><ss:Data>note</ss:Data></Comment>")
    assert only_statement(content)["rows"][1]["description"] == "EXAMPLE SHOP"


@pytest.mark.parametrize(("content", "word"), [
    (as_xml(ROWS)[:-40], "damaged"),
    (as_xml(ROWS).replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1), "DOCTYPE"),
    (as_xml(ROWS).replace(b'ss:Index="2"', b'ss:Index="16000"'), "column 16,000"),
    (as_xml(ROWS).replace(b'ss:Index="2"', b'ss:Index="99999999"'), "no place in a sheet"),
    (as_xml(ROWS, "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"), "empty"),
    (as_xml([]), "empty"),
])  # fmt: skip
def test_an_xml_workbook_that_cannot_be_read_is_refused_with_a_sentence(content, word):
    reading = reading_of(content)
    assert (reading["status"], reading["statements"]) == ("refused", [])
    assert word in reading["reason"]


# --- web pages


def test_a_page_is_read_as_a_browser_shows_it():
    page = as_page(ROWS).replace(b"EXAMPLE SHOP", b"<script>document.write('<td>x</td>')</script><b>EXAMPLE</b><br>SHOP <span style='display: none'>HIDDEN<!-- COMMENT --></span>")
    statement = only_statement(page)
    assert statement["rows"][1]["description"] == "EXAMPLE SHOP"
    assert any("hidden" in message for message in reading_of(page)["messages"])
    assert not any("hidden" in message for message in reading_of(as_page(ROWS))["messages"])


def test_hidden_text_that_is_never_closed_ends_with_its_cell():
    statement = only_statement(as_page(ROWS).replace(b"EXAMPLE SHOP", b"EXAMPLE SHOP<span style='display:none'>x"))
    assert (statement["lines"], statement["rows"][1]["description"]) == (3, "EXAMPLE SHOP")


def test_cells_that_span_and_tags_that_are_left_open_keep_their_columns():
    page = "<table><tr><td colspan=5>Account 30-00-00 12345678<tr><td>Date<td>Description<td>Money out<td>Money in<td>Balance"
    page += "<tr><td rowspan=2>13/01/2026<td>A<td>1.00<td><td>9.00<tr><td>B<td>2.00<td><td>7.00<tr><td>14/01/2026<td>C<td>3.00<td><td>4.00</table>"
    reading = reading_of(page.encode())
    assert amounts(reading["statements"][0]) == ["-1.00", "-3.00"]
    assert [(row["line"], "no date" in row["reason"]) for row in reading["rejected_lines"]] == [(4, True)]


def test_a_table_inside_a_table_is_read():
    outer = b"<table><tr><td>" + as_page(ROWS) + b"</td></tr></table>"
    assert amounts(only_statement(outer)) == ["218.15", "-23.49", "-42.10"]


@pytest.mark.parametrize(
    "content", [b"<!DOCTYPE html><html><body>Please log in</body></html>", b"<html><table><tr><td>User</td></tr></table></html>", b"<table>" * 50_000, b"<html><td>" * 1000]
)
def test_a_page_without_a_statement_is_refused_with_a_sentence(content):
    reading = reading_of(content)
    assert (reading["status"], reading["statements"]) == ("refused", [])
    assert "web page" in reading["reason"]


@pytest.mark.parametrize("content", [
    b"<html><table>" + b"<tr><td colspan=999999>" * 200,
    b"<html>" + b"<!--" * 300_000,
    b"<html>" + b'<a "' * 200_000,
    b"<html>" + b"<td" * 300_000,
    b"<html><table><tr>" + b"<td>" * 100_000,
    b"<html><table>" + b"<tr><td rowspan=60000>x" * 60_000,
    b"<html><span hidden>" + b"<span>" * 200_000,
])  # fmt: skip
def test_a_page_made_to_stall_a_reader_is_refused_within_seconds(content):
    began = time.process_time()
    assert reading_of(content)["status"] == "refused"
    assert time.process_time() - began < 10


# --- properties

LINES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["EXAMPLE SHOP", "COUNCIL, DP", 'A "B" <C>', "CAFÉ"]), st.integers(-500_000, 500_000).filter(bool)), min_size=1, max_size=12
)


@pytest.mark.parametrize("name", ["biff", "xml", "page"])
@settings(max_examples=40, deadline=None)
@given(lines=LINES)
def test_a_statement_written_as_xls_reads_back_the_same(name, lines):
    day, balance, rows, expected = date(2026, 1, 13), 1_000_000_000, [["Date", "Description", "Amount", "Balance"]], []
    for later, text, pence in lines:
        day, balance = day + timedelta(days=later), balance + pence
        rows.append([day, text, pence / 100, balance / 100])
        expected.append((day.isoformat(), text, f"{pence / 100:.2f}"))
    content = WRITERS[name](rows)
    rows = only_statement(content)["rows"]
    assert sorted((row["posted_on"], row["description"], row["amount"]) for row in rows) == sorted(expected)
    assert [row["line_number"] for row in sorted(rows, key=lambda row: row["line_number"])] == list(range(2, len(lines) + 2))


@settings(max_examples=150, deadline=None)
@given(mutated([as_xml(ROWS), as_page(ROWS)]))
def test_a_mutated_file_gives_a_reading_and_never_an_exception(content):
    assert holds(reading_of(content))


@settings(max_examples=10, deadline=None)
@given(st.lists(mutated([old_workbook(ROWS)]), min_size=10, max_size=10))
def test_a_mutated_old_workbook_gives_a_reading_from_the_box_and_never_a_fault(contents):
    # In the box, for a cell that a mutation throws far away can ask for more memory than there is.
    for reading in read_files([("a.xls", content) for content in contents], today=TODAY):
        assert holds(reading)
        assert "Our reader failed" not in (reading["reason"] or "")
