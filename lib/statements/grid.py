"""The filled cells of a sheet as rows, whatever kind of workbook they come from, within the limits."""

from datetime import datetime

from lib.errors import UserError
from lib.statements import limits
from lib.statements.model import Row


class Grid:
    """Rows as they are put in; rows in which nothing stands are left out."""

    def __init__(self):
        self.rows = []

    def put(self, number, cells):
        """Keep a row from its cells, {column from 1: text, number or date}; say whether anything stood in it."""
        filled = {place: cell for place, cell in cells.items() if cell != ""}
        if all(isinstance(cell, str) and not cell.strip() for cell in filled.values()):
            return False
        if max(filled) > limits.COLUMNS:
            raise UserError(f"Row {number} has a cell in column {max(filled):,}; at most {limits.COLUMNS} columns are read. Save only the statement's columns as .xlsx.")
        if self.rows and number <= self.rows[-1].number:
            raise UserError(f"Row {number} stands behind row {self.rows[-1].number}, so two programs would read two different things. Download it again from the bank.")
        if len(self.rows) >= limits.ROWS:
            raise UserError(f"This sheet has more than {limits.ROWS:,} rows. Ask for a shorter period.")
        if any(isinstance(cell, str) and len(cell) > limits.CELL_CHARACTERS for cell in filled.values()):
            raise UserError(f"Row {number} has a cell of more than {limits.CELL_CHARACTERS:,} characters, which no spreadsheet program writes. Download it again.")
        row = tuple(filled.get(place, "") for place in range(1, max(filled) + 1))
        self.rows.append(Row(number, row, "\t".join(map(shown, row))))
        return True


def put_cell(cells, number, place, value):
    """Put a value into the cells of a row; a second one in the same place is refused."""
    if place in cells:
        raise UserError(f"Row {number} has two values in one cell, so two programs would read two different things. Download it again from the bank.")
    cells[place] = value


def shown(cell):
    """A cell as it is kept beside the line."""
    return cell.isoformat(" ").removesuffix(" 00:00:00") if isinstance(cell, datetime) else str(cell)
