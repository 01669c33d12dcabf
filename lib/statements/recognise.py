"""Which layout a table is in: by its header row and what stands under it, never by the name of the file."""

import re
from dataclasses import replace
from decimal import Decimal

from lib.statements.amounts import NotAnAmount, read_amount
from lib.statements.dates import DATE_LIKE
from lib.statements.layouts import normal, plain
from lib.statements.limits import HEADER_WITHIN

DAY = re.compile("(?:19|20)[0-9]{6}")
TRIED = 40  # rows under a header that are looked at
MOST = 0.8
ALIKE = 0.75  # share of common headings of a header that has changed a little
COMMON = 6  # fewer common headings could be anybody's


def recognise(table, layouts):
    """(layout, place of its header row or None, no messages) of a table that is as a layout says, or None."""
    for place in header_places(table):
        header = normal(table.rows[place].cells)
        for claims in (exactly(header, layouts), by_contents(header, layouts)):
            if claims and (fit := claimed(claims, table, place)):
                return fit, place, []
    # More conditions are surer.
    for layout in sorted(layouts, key=lambda layout: -len(layout.when)):
        if layout.widths and not layout.shape and fits_without_header(layout, table):
            return layout, 1 if layout.day_above else None, []
    return None


def header_places(table):
    """The places of the rows that can be a header: near the top, more than one cell, and no date in it."""
    return [place for place, row in enumerate(table.rows[:HEADER_WITHIN]) if len(row.cells) > 1 and not any(map(is_date, row.cells))]


def exactly(header, layouts):
    """The layouts that have this very header."""
    return [layout for layout in layouts if header in layout.headers] if len(header) > 1 else []


def by_contents(header, layouts):
    """The layouts all of whose telling headings are in this header."""
    names = set(header)
    return [layout for layout in layouts if any(telling <= names for telling in layout.contains)] if len(header) > 5 else []


def claimed(claims, table, place):
    """Of the layouts with this header, the one whose further conditions hold; more conditions are surer."""
    fits = [layout for layout in claims if fits_under(layout, table, place)]
    return max(fits, key=lambda layout: len(layout.when) + 2 * bool(layout.delimiter) + 4 * bool(layout.preamble), default=None)


def fits_under(layout, table, place):
    """Whether what stands above and under the header is as the layout says."""
    if layout.delimiter and table.delimiter != layout.delimiter:
        return False
    if layout.preamble and not any(layout.preamble.search(row.source) for row in table.rows[:place]):
        return False
    header = table.rows[place].cells
    return all(holds(condition, header, table.rows[place + 1 :]) for condition in layout.when)


def holds(condition, header, rows):
    """Whether a condition holds for most rows, or for half of them or one where that is enough."""
    if condition.column == 0:
        cells = ["|".join(map(str, row.cells)) for row in rows]
    else:
        place = place_of(condition.column, header)
        cells = [str(row.cells[place]) for row in rows if place is not None and len(row.cells) > place and str(row.cells[place]).strip()]
    if condition.anywhere:
        return any(condition.holds(cell) for cell in cells)
    cells = cells[:TRIED]
    holding = sum(condition.holds(cell) for cell in cells)
    return holding > len(cells) / 2 or (condition.half and holding == len(cells) / 2)


def place_of(column, header):
    """Where a column stands: its heading's first place, or the place itself; None where it is not there."""
    if isinstance(column, int):
        return column - 1 if column > 0 else len(header) + column
    wanted = plain(column)
    return next((place for place, heading in enumerate(header) if plain(heading) == wanted), None)


def fits_without_header(layout, table):
    """Whether nearly every row has the width, the date and the amount of a layout that has no header."""
    if layout.day_above and not bears_a_day(table.rows[:1], layout.day_above):
        return False
    rows = table.rows[2 if layout.day_above else 0 :][:TRIED]
    begins_with_data = bool(rows) and (layout.day_above or any(mark in str(rows[0].cells[0]) for mark in "0123456789"))
    return begins_with_data and all(holds(condition, (), rows) for condition in layout.when) and sum(looks_right(layout, row) for row in rows) >= MOST * len(rows)


def bears_a_day(rows, column):
    """Whether the first row holds a day of eight figures in a column."""
    return any(len(row.cells) >= column and DAY.fullmatch(str(row.cells[column - 1]).strip()) for row in rows)


def looks_right(layout, row):
    """Whether a row without a header has a date and an amount in their places."""
    cells = list(row.cells)
    while len(cells) > min(layout.widths) and not str(cells[-1]).strip():
        cells.pop()
    if len(cells) not in layout.widths or not (layout.day_above or is_date(cells[layout.columns["posted_on"][0] - 1])):
        return False
    texts = [cells[place_of(layout.columns["description"][0], cells)]]
    if any(is_amount(text) or is_date(text) for text in texts):
        return False
    money = [cells[place_of(layout.columns[name][0], cells)] for name in ("amount", "money_in", "money_out") if name in layout.columns]
    return any(is_amount(cell) for cell in money) and all(is_amount(cell) or not str(cell).strip() for cell in money)


def is_date(cell):
    """Whether a cell looks like a date."""
    return DATE_LIKE.match(cell) is not None if isinstance(cell, str) else not isinstance(cell, Decimal)


def is_amount(cell):
    """Whether a cell can be read as an amount."""
    try:
        return bool(read_amount(cell))
    except NotAnAmount:
        return False


def changed(table, layouts):
    """(layout, place of its header row, messages) where a header has changed a little: every column we need is there, and most others; or None."""
    best = None
    for place in header_places(table):
        names = set(normal(table.rows[place].cells)) - {""}
        if len(names) < COMMON:
            continue
        for layout in layouts:
            for header in layout.headers:
                known = set(header) - {""}
                if len(names & known) < COMMON:
                    continue
                needed = {plain(name) for name in needed_of(layout) if isinstance(name, str)}
                alike = len(names & known) / len(names | known)
                if needed <= names and alike >= ALIKE and (best is None or alike > best[0]) and fits_under(layout, table, place):
                    best = (alike, layout, place, names - known, known - names)
    if best is None:
        return None
    _, layout, place, new, gone = best
    parts = [f"{word}: {', '.join(sorted(names))}" for word, names in (("new", new), ("missing", gone)) if names]
    return replace(layout, headers=()), place, [f"This looks like {layout.title}, but the bank has changed its columns ({'; '.join(parts)}). Check the figures."]


def needed_of(layout):
    """The headings without which a layout cannot be read."""
    for name in ("posted_on", "amount", "money_in", "money_out", "balance", "direction"):
        yield from layout.columns.get(name, ())[:1]
