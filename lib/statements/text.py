"""Text to rows of cells: the delimiter by what reads best, quotes that never close, and the limits."""

import csv
import re

from lib.errors import UserError
from lib.statements import limits
from lib.statements.dates import DATE_LIKE
from lib.statements.model import Row, Table

LINE_END = re.compile(r"\r\n|\n|\r")
AMOUNT_LIKE = re.compile(r"[^A-Za-z0-9]*(?:[A-Za-z]{1,3}[^A-Za-z0-9]*)?[0-9][0-9., ']*[^0-9]{0,6}")
DELIMITERS = ",;\t|"
LINES_TRIED = 60
LONGEST_RECORD = 20  # lines of the file that one quoted cell may run over
HEADERS = 100  # rows beside the lines of the statement: headers, footers
WIDEST = 256  # cells of a line, counting the empty ones that spreadsheets leave behind


def read_rows(text):
    """The Table of a delimited text."""
    lines = LINE_END.split(text)
    messages = []
    if lines[-1] == "":
        lines.pop()
    elif len(lines) > 1:
        messages.append("The last line has no line end: check that the download was not cut short.")
    told = re.fullmatch(r"sep=(.)", lines[0].strip().strip('"')) if lines else None
    delimiter = told[1] if told else best_delimiter(lines)
    rows, bad = [], []
    for number, cells, source, reason in records(lines[1:] if told else lines, delimiter, 2 if told else 1):
        if not reason and not any(cell and not cell.isspace() for cell in cells) and len(cells) <= WIDEST:
            continue
        reason = reason or too_big(cells)
        if reason:
            bad.append((number, f"Line {number}: {reason}", source[: limits.CELL_CHARACTERS]))
        else:
            rows.append(Row(number, tuple(cells), source))
        if len(rows) + len(bad) > limits.ROWS + HEADERS:
            raise UserError(f"This file has more than {limits.ROWS:,} lines. Ask for a shorter period.")
    return Table(rows, delimiter, None, bad, messages)


def too_big(cells):
    """Why a line is too wide or a cell too long, or None."""
    if len(cells) > limits.COLUMNS:
        filled = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
        if filled > limits.COLUMNS or len(cells) > WIDEST:
            return f"it has {len(cells):,} columns; at most {limits.COLUMNS} are read."
    if any(len(cell) > limits.CELL_CHARACTERS for cell in cells):
        return f"one cell has more than {limits.CELL_CHARACTERS:,} characters."
    return None


def best_delimiter(lines):
    """The delimiter with which most lines hold a date and an amount; then the one that makes most columns."""
    tried = [line[:2000] for line in lines if line.strip()][:LINES_TRIED]
    present = [delimiter for delimiter in DELIMITERS if any(delimiter in line for line in tried)]
    if len(present) < 2:
        return present[0] if present else ","
    return max(present, key=lambda delimiter: (*fitness(tried, delimiter), -DELIMITERS.index(delimiter)))


def fitness(lines, delimiter):
    """How many lines hold a date and an amount in cells of their own, and how many cells there are."""
    fits = width = 0
    for cells in csv.reader(lines, delimiter=delimiter):
        has_date = any((date := DATE_LIKE.match(cell)) and not set(DELIMITERS) & set(cell[date.end() :]) for cell in cells)
        fits += has_date and any(AMOUNT_LIKE.fullmatch(cell.strip()) and not DATE_LIKE.match(cell) for cell in cells)
        width += len(cells)
    return fits, width


def records(lines, delimiter, first_number):
    """(line number, cells, source, reason): each line, or several where a quoted cell runs over line ends."""
    place = 0
    while place < len(lines):
        line = lines[place]
        if '"' not in line:
            yield place + first_number, line.split(delimiter), line, None
            place += 1
            continue
        cells, taken, reason = quoted(lines, place, delimiter)
        yield place + first_number, cells, "\n".join(lines[place : place + taken]), reason
        place += taken


def quoted(lines, place, delimiter):
    """The cells of a record with quotes, how many lines it takes, and why it cannot be read."""
    text = lines[place]
    for taken in range(1, LONGEST_RECORD + 1):
        try:
            return next(csv.reader([text], delimiter=delimiter, strict=True), []), taken, None
        except csv.Error as error:
            if "field larger" in str(error):
                return [], 1, "one cell is far too long; is a quote missing?"
            if "unexpected end" not in str(error):
                return next(csv.reader([lines[place]], delimiter=delimiter), []), 1, None
        following = place + taken
        if following >= len(lines) or DATE_LIKE.match(lines[following]):
            break
        text += "\n" + lines[following]
    return [], 1, "a quote is opened and never closed."
