"""Excel workbooks: the same as the CSV, what hides in them is said, and what no program writes is refused."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from lib.statements.reading import read
from tests.readings import TODAY, signed
from tests.test_layouts import sample_of


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
