"""A caseload workbook's sheets as rows of text. It is run in the box: opening a workbook is work for a program."""

import io
import re
from datetime import date

from python_calamine import CalamineWorkbook

from lib.caseload.cells import iso
from lib.errors import UserError
from lib.statements.package import open_package

MOST_CELLS = 20_000_000
PLACE_ROW = re.compile(rb"""\sr=["'][A-Za-z]*([0-9]{1,9})["']""")
PLACE_COLUMN = re.compile(rb"""\sr=["']([A-Za-z]{1,4})[0-9]""")
CELL = re.compile(rb"<(?:[a-z]+:)?c[ />]")


def answer(asked, content):
    """What the box is asked for: {"sheets": [(name, rows)]}, or {"refused": a sentence}."""
    try:
        return {"sheets": sheets_of(content)}
    except UserError as error:
        return {"refused": str(error)}


def sheets_of(content):
    """(name, rows of text) of every sheet in which something stands."""
    for part in open_package(content).parts.values():
        _refuse_far_cells(part)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in workbook.sheet_names]
    except Exception as error:  # every kind of damage has an exception of its own there
        raise UserError("This is not a workbook that can be read. Save it again as .xlsx, without a password.") from error
    return [(name, [[_text(value) for value in row] for row in rows]) for name, rows in sheets if any(value != "" for row in rows for value in row)]


def _refuse_far_cells(part):
    """A reader sets room aside for the whole square up to the farthest cell, so a stray one far out is a trap."""
    rows = max((int(number) for number in set(PLACE_ROW.findall(part))), default=0) + part.count(b"<row")
    named = max((_column_number(letters) for letters in set(PLACE_COLUMN.findall(part))), default=0)
    in_turn = max(len(CELL.findall(row)) for row in part.split(b"<row"))
    if rows * max(named, in_turn) > MOST_CELLS:
        raise UserError("This workbook has something far outside its table. Copy the table to a new workbook.")


def _column_number(letters):
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _text(value):
    """The text of a spreadsheet's cell. Excel keeps 15 digits of a number; the rest is noise of its arithmetic."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    return iso(value) if isinstance(value, date) else str(value)
