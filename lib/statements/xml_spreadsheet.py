"""Excel 2003 XML (SpreadsheetML): every filled sheet is a table, as in any workbook; links and formulas stay what they are."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from lib.errors import UserError
from lib.statements.grid import Grid, put_cell
from lib.statements.markup import walk
from lib.statements.model import Table
from lib.statements.workbook import all_of

DAMAGED = "This Excel 2003 XML file is damaged or cut short. Download it again, or open it and save it as .xlsx."
ENTITIES = "This Excel 2003 XML file declares entities (DOCTYPE), which no spreadsheet program does, so it was not opened. Download it again."
ROWS_OF_EXCEL, COLUMNS_OF_EXCEL = 1_048_576, 16_384


def read(file, layout, today):
    """All that such a workbook says."""
    sheets = Sheets()
    walk(file.text.lstrip(), sheets.begin, sheets.end, sheets.text, DAMAGED, ENTITIES)
    tables, messages = [], []
    for sheet in sheets.found:
        if sheet.grid.rows and sheet.is_hidden:
            messages.append(f"The hidden sheet '{sheet.title[:40]}' has {len(sheet.grid.rows)} rows; it was not read.")
        elif sheet.grid.rows:
            tables.append(Table(sheet.grid.rows, None, sheet.title, [], sheet.messages()))
    return all_of(tables, messages, layout, today)


class OneSheet:
    """The rows of one sheet, and what was noticed in it."""

    def __init__(self, title):
        self.title, self.grid, self.is_hidden = title, Grid(), False
        self.row = self.hidden = self.formulas = self.links = 0

    def messages(self):
        """What to say about this sheet."""
        said = []
        if self.hidden:
            said.append(f"{self.hidden} hidden row{'s were' if self.hidden > 1 else ' was'} read like the others.")
        if self.formulas:
            said.append(f"{self.formulas} cell{'s hold' if self.formulas > 1 else ' holds'} a formula; the stored value was read, and nothing was computed.")
        if self.links:
            said.append("Some cells link to other files or web pages. The links were not followed.")
        return said


class Sheets:
    """Collects the filled cells of every sheet while the file is walked through."""

    def __init__(self):
        self.found, self.inside, self.parts = [], [], []
        self.cells, self.place, self.width, self.kind, self.has_formula, self.hidden = {}, 0, 1, "String", False, False

    def begin(self, name, told):
        """A tag opens."""
        self.inside.append(name)
        told = {key.rsplit("\n", 1)[-1]: value for key, value in told.items()}
        if name == "Worksheet":
            self.found.append(OneSheet(told.get("Name", "")))
        elif name == "Row" and self.found:
            self.found[-1].row = number_in(told.get("Index"), self.found[-1].row + 1, ROWS_OF_EXCEL)
            self.cells, self.place, self.width, self.hidden = {}, 0, 1, told.get("Hidden") == "1"
        elif name == "Cell" and self.found:
            self.place = number_in(told.get("Index"), self.place + self.width, COLUMNS_OF_EXCEL)
            self.width = number_in(told.get("MergeAcross"), 0, COLUMNS_OF_EXCEL) + 1
            self.has_formula = "Formula" in told
            self.found[-1].formulas += self.has_formula
            self.found[-1].links += "HRef" in told
            self.parts = []
        elif name == "Data":
            self.kind, self.parts = told.get("Type", "String"), []

    def text(self, characters):
        """Characters of a value, or whether a sheet is shown."""
        if "Data" in self.inside:
            self.parts.append(characters)
        elif self.inside and self.inside[-1] == "Visible" and self.found:
            self.found[-1].is_hidden = self.found[-1].is_hidden or "hidden" in characters.casefold()

    def end(self, name):
        """A tag closes; the text of a comment is no value."""
        self.inside.pop()
        if name == "Data" and self.inside[-1:] == ["Cell"] and self.found:
            put_cell(self.cells, self.found[-1].row, self.place, value_of(self.kind, "".join(self.parts)))
        elif name == "Row" and self.found:
            sheet = self.found[-1]
            sheet.hidden += sheet.grid.put(sheet.row, self.cells) and self.hidden


def number_in(told, otherwise, most):
    """The number that an attribute gives, within what a sheet can have."""
    if not told:
        return otherwise
    if not (told.isascii() and told.isdigit()) or int(told[:12]) > most:
        raise UserError(f"'{told[:20]}' is no place in a sheet. {DAMAGED}")
    return int(told)


def value_of(kind, text):
    """The value of a cell: a text, a number or a date."""
    if kind == "Number":
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            return text
        return number if number.is_finite() and abs(number) < 10**18 and (not number or number.adjusted() > -18) else text[:60]
    if kind == "DateTime":
        try:
            return datetime.fromisoformat(text.strip().removesuffix("Z")[:19])
        except ValueError:
            return text
    if kind == "Boolean":
        return {"1": "TRUE", "0": "FALSE"}.get(text.strip(), text)
    return " ".join(text.split("\n")) if "\n" in text else text
