"""What tests/fuzz.py and the round trips found, each as the smallest file that shows it."""

import struct
from datetime import date

import pytest

from lib.statements.reading import read
from tests.mutated import holds
from tests.old_excel import SECTOR, old_workbook
from tests.written_statements import as_workbook, as_xml, packed, parts_of

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
