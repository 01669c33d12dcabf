"""Excel workbooks (.xlsx): every filled sheet is a table; links are never followed and formulas never computed."""

from lib.errors import UserError
from lib.statements import limits
from lib.statements.delimited import read_any
from lib.statements.model import Heard, Table
from lib.statements.package import open_package
from lib.statements.sheet import read_sheet, shared_strings, sheets_of, styles_of


def read(file, layout, today):
    """All that a workbook says."""
    package = open_package(file.content)
    messages = list(package.messages)
    strings, is_date_style = shared_strings(package), styles_of(package)
    sheets, is_1904 = sheets_of(package)
    tables = []
    for title, path, is_hidden in sheets:
        rows, said = read_sheet(package, path, strings, is_date_style, is_1904)
        if rows and is_hidden:
            messages.append(f"The hidden sheet '{title[:40]}' has {len(rows)} rows; it was not read.")
        elif rows:
            tables.append(Table(rows, None, title, [], said))
    return all_of(tables, messages, layout, today)


def all_of(tables, messages, layout, today):
    """What the filled sheets of a workbook say, whatever kind of workbook it is."""
    if not tables:
        raise UserError("This workbook is empty: no sheet has anything in it.")
    if len(tables) > limits.WORKBOOK_SHEETS:
        raise UserError(f"This workbook has {len(tables)} filled sheets; at most {limits.WORKBOOK_SHEETS} are read. Bring the statements one by one.")
    return together(tables, messages, layout, today)


def together(tables, messages, layout, today):
    """What the sheets say together; a sheet that is no statement is said, unless it is the only one."""
    heard, faults = Heard(messages=messages), []
    for table in tables:
        try:
            one = read_any(table, layout, today)
        except UserError as fault:
            faults.append(fault)
            heard.say(f"The sheet '{table.title[:40]}' is no statement and was left out: {fault}")
            heard.skipped += [(row.number, f"sheet {table.title[:40]}", row.source) for row in table.rows]
            continue
        heard.layout = heard.layout or one.layout
        heard.statements += one.statements
        heard.rejected += one.rejected
        heard.skipped += one.skipped
        for message in one.messages:
            heard.say(message)
    if len(faults) == len(tables):
        raise faults[0]
    return heard
