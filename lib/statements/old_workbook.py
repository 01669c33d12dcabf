"""Old Excel workbooks (.xls, BIFF): every filled sheet is a table, as in a new one; nothing in them is run or computed."""

import io
import re
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from lib.errors import UserError
from lib.statements import limits
from lib.statements.compound import goes_in_circles
from lib.statements.grid import Grid
from lib.statements.model import Table
from lib.statements.workbook import all_of

DAMAGED = "This old Excel file (.xls) is damaged, cut short, or another kind of old Office file. Open it in Excel and save it as .xlsx, or ask for the bank's CSV export."
LOCKED_AWAY = "This workbook has a password, so it cannot be opened. Open it, take the password away (save as, without a password), and bring it again."
MACROS = "This workbook holds macros (programs), so it was not opened. Open it and save it as .xlsx without macros."
UNSEEN = "This is an old Excel file: the values stored in it were read. Whether rows are hidden, or values come from formulas, is not seen."
# Names that stand in the directory of such a file, as they are written there.
LOCKED = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
# The first record of a workbook, and behind it the one that says that all others are obscured by a password.
FILEPASS = re.compile(rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
VBA = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "VBA_PROJECT_CUR"))


def read(file, layout, today):
    """All that an old workbook says."""
    if any(name in file.content for name in LOCKED) or FILEPASS.search(file.content):
        raise UserError(LOCKED_AWAY)
    if any(name in file.content for name in VBA):
        raise UserError(MACROS)
    if goes_in_circles(file.content):
        raise UserError(DAMAGED)
    tables, messages = [], [UNSEEN]
    with said_of_the_library():
        for title, is_hidden, sheet in sheets_of(file.content):
            rows = rows_of(sheet, title)
            if rows and is_hidden:
                messages.append(f"The hidden sheet '{title[:40]}' has {len(rows)} rows; it was not read.")
            elif rows:
                tables.append(Table(rows, None, title))
    return all_of(tables, messages, layout, today)


def sheets_of(content):
    """[(title, is hidden, sheet)] of a workbook."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if any(one.typ == SheetTypeEnum.MacroSheet for one in workbook.sheets_metadata):
        raise UserError(MACROS)
    sheets = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    return [(one.name, one.visible != SheetVisibleEnum.Visible, workbook.get_sheet_by_name(one.name)) for one in sheets]


@contextmanager
def said_of_the_library():
    """A sentence for whatever the library raises on a damaged file."""
    try:
        yield
    except PasswordError:
        raise UserError(LOCKED_AWAY) from None
    except (UserError, MemoryError):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise UserError(DAMAGED) from None
        raise


def rows_of(sheet, title):
    """The filled rows of one sheet."""
    if sheet.end is None:
        return []
    grid, (_, last) = Grid(), sheet.end
    if last >= limits.COLUMNS * 4:
        raise UserError(f"The sheet '{title[:40]}' has a cell in column {last + 1:,}; at most {limits.COLUMNS} columns are read. Save only the statement's columns as .xlsx.")
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        grid.put(number, {place: plain(cell) for place, cell in enumerate(row, start=1) if cell != ""})
    return grid.rows


def plain(cell):
    """A cell as a text, a number or a date; a number keeps the digits that a spreadsheet shows of it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return Decimal(repr(cell)) if abs(cell) < 10**18 else repr(cell)
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)
    return cell if isinstance(cell, str | datetime) else str(cell)
