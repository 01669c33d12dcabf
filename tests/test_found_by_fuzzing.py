"""What tests/fuzz.py and the round trips found, each as the smallest file that shows it."""

import struct
from datetime import date
from decimal import Decimal

import pytest

from lib.statements.boxed import read_in_a_box
from lib.statements.reading import read
from tests.mutated import holds
from tests.old_excel import SECTOR, old_workbook
from tests.printed_statements import STYLES, Payment, printed
from tests.written_statements import Ledger, as_csv, as_mt940, as_workbook, as_xml, packed, parts_of, table_of

TODAY = date(2026, 11, 22)
ROWS = [["Date", "Description", "Amount", "Balance"], [date(2026, 1, 2), "EXAMPLE COUNCIL", 218.15, 1452.71], [date(2026, 1, 15), "EXAMPLE SHOP", -23.49, 1429.22]]


def reading_of(content, name="a.csv"):
    """The reading of a file, of which everything holds that holds of any."""
    reading = read(name, content, today=TODAY)
    assert holds(reading)
    return reading


def with_sheet(change):
    """A workbook whose sheet was changed."""
    return packed({name: change(part) if "sheet1" in name else part for name, part in parts_of(as_workbook(ROWS)).items()})


@pytest.mark.parametrize(("old", "new", "said"), [(b'r="3"', b'r="2"', "behind row 2"), (b'r="C3"', b'r="D3"', "two values in one cell")])
def test_a_place_that_comes_twice_in_a_workbook_is_refused(old, new, said):
    whole = as_workbook(ROWS)
    reading = reading_of(with_sheet(lambda part: part.replace(old, new)), "a.xlsx")
    assert reading_of(whole, "a.xlsx")["statements"][0]["proof"] == "proven"
    assert said in reading["reason"]


@pytest.mark.parametrize(("old", "new", "said"), [(b'Index="3"', b'Index="4"', "two values in one cell"), (b"<Row>", b'<Row ss:Index="7">', "behind row 7")])
def test_a_place_that_comes_twice_in_an_xml_spreadsheet_is_refused(old, new, said):
    assert said in reading_of(as_xml(ROWS).replace(old, new), "a.xls")["reason"]


def test_a_value_outside_any_cell_is_no_cell():
    content = as_xml(ROWS).replace(b"</Table>", b"<Row><Data>1</Data></Row></Table>")
    assert reading_of(content, "a.xls")["statements"][0]["lines"] == 2


def test_an_account_inside_an_open_transaction_of_an_ofx_file_ends_it():
    assert reading_of(b"<OFX><STMTRS><STMTTRN><STMTRS></STMTTRN>", "a.ofx")["status"] == "refused"


def test_a_day_that_no_calendar_has_is_damage_of_an_old_workbook():
    day = struct.pack("<d", (ROWS[1][0] - date(1899, 12, 30)).days)
    assert "damaged" in reading_of(old_workbook(ROWS).replace(day, struct.pack("<d", -1e300)), "a.xls")["reason"]


@pytest.mark.parametrize(("place", "number"), [(2, 2), (9, 2), (1, 1), (3, 2)])
def test_an_old_workbook_whose_sectors_go_in_circles_is_refused_at_once(place, number):
    content = bytearray(old_workbook(ROWS))
    struct.pack_into("<I", content, SECTOR + 4 * place, number)
    assert "damaged" in reading_of(bytes(content), "a.xls")["reason"]


def test_ofx_in_a_description_is_a_word():
    assert reading_of(b"Date,Description,Amount,Balance\n05/09/2026,<OFX>,-5.00,95.00\n")["layout"] == "first_direct"


def test_what_a_payment_is_called_does_not_make_a_current_account_a_card():
    rows = ["Date,Type,Description,Value,Balance,Account Name,Account Number"]
    rows += [f"{day} Aug 2026,BAC,{words},-5.00,{balance}.00,SAMPLE A,600000-12345678" for day, words, balance in ((28, "Balance as at noon", 90), (27, "******1234", 95))]
    reading = reading_of("\n".join([*rows, ""]).encode())
    assert (reading["layout"], reading["statements"][0]["debits"]) == ("natwest", "10.00")


def test_a_payment_that_is_called_like_the_headings_begins_no_table():
    payments = [Payment(date(2026, 1, day), (words,), Decimal("-5.00")) for day, words in ((2, "EXAMPLE SHOP"), (3, "Date,Description,Amount"), (5, "EXAMPLE SHOP"))]
    statement = reading_of(printed(STYLES["natwest_pdf"], "100.00", payments), "a.pdf")["statements"][0]
    assert (statement["lines"], statement["proof"]) == (3, "proven")


@pytest.mark.parametrize("words", ["123.45 EXAMPLE SHOP", "020-79 EXAMPLE", "123?99 EXAMPLE"])
def test_figures_at_the_start_of_a_description_are_no_codes_of_mt940(words):
    reading = reading_of(as_mt940(Ledger(Decimal("100.00"), (Payment(date(2026, 1, 2), (words,), Decimal("-5.00")),))), "a.sta")
    assert reading["statements"][0]["rows"][0]["description"] == words


FORWARD = [Payment(date(2026, 1, day), (words,), Decimal("-5.00")) for day, words in ((2, "BROUGHT FORWARD"), (3, "EXAMPLE SHOP"), (5, "CARRIED FORWARD"))]


@pytest.mark.parametrize("name", ["first_direct", "lloyds", "starling"])
@pytest.mark.parametrize("words", ["BROUGHT FORWARD", "Opening Balance"])
def test_a_payment_that_is_called_like_a_balance_is_not_left_out(name, words):
    ledger = Ledger(Decimal("100.00"), (Payment(date(2026, 1, 2), (words,), Decimal("-5.00")), *FORWARD[1:]))
    statement = reading_of(as_csv(table_of(name, ledger)))["statements"][0]
    assert (statement["lines"], statement["debits"], statement["proof"]) == (3, "15.00", "proven")


@pytest.mark.parametrize("name", ["monzo_pdf", "natwest_pdf", "nationwide_pdf"])
def test_a_printed_payment_that_is_called_like_a_balance_is_not_left_out(name):
    statement = reading_of(printed(STYLES[name], "100.00", FORWARD), "a.pdf")["statements"][0]
    assert (statement["lines"], statement["debits"], statement["proof"]) == (3, "15.00", "proven")


@pytest.mark.parametrize(
    "row", ["01/01/2026,Balance brought forward,,100.00,100.00", "01/01/2026,BROUGHT FORWARD,,100.00,", "01/01/2026,Opening balance,,,100.00", "01/01/2026,b/f,100.00,,-100.00"]
)
def test_a_balance_brought_forward_is_no_payment(row):
    reading = reading_of(f"Date,Details,Paid out,Paid in,Balance\n{row}\n02/01/2026,SHOP,5.00,,{'-105.00' if '-' in row else '95.00'}\n".encode())
    assert (reading["statements"][0]["lines"], reading["statements"][0]["proof"]) == (1, "proven")


def test_a_company_called_initial_is_no_opening_balance_of_a_qif_file():
    assert reading_of(b"!Type:Bank\nD13/01/2026\nT-5.00\nPInitial\n^\n", "a.qif")["statements"][0]["debits"] == "5.00"


def test_a_delimiter_within_descriptions_is_none():
    reading = reading_of(b"Date,Description,Amount\n" + b"21/02/2015,A; B; C; D; E; 12,-19.32\n" * 3)
    assert (reading["statements"][0]["lines"], reading["statements"][0]["debits"]) == (3, "57.96")


def test_an_old_workbook_with_a_cell_at_the_end_of_the_world_is_refused_in_the_box():
    place, far = (struct.pack("<HHHHB", row, column, 0, 1, 1) for row, column in ((1, 0), (0xFFFF, 0xFFFF)))
    content = old_workbook([["x"], ["y"]]).replace(place, far)
    (reading,) = read_in_a_box([("a.xls", content)])
    assert reading["status"] == "refused"


def test_a_pdf_in_which_a_reference_leads_to_itself_is_refused_at_once():
    whole, resources = printed(STYLES["natwest_pdf"], "100.00", FORWARD[1:2]), b"<</Font<</F1 3 0 R>>/XObject<<>>>>"
    assert resources in whole
    assert "damaged" in reading_of(whole.replace(resources, b"4 0 R".ljust(len(resources))), "a.pdf")["reason"]
