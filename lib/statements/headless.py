"""A table without any header: its columns are told by their cells, and only where the balances prove the guess."""

from collections import Counter
from decimal import Decimal
from itertools import permutations
from types import SimpleNamespace

from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount
from lib.statements.layouts import Layout
from lib.statements.limits import HEADER_WITHIN
from lib.statements.overlooked import has_pence
from lib.statements.proof import chain
from lib.statements.recognise import MOST, holds, is_amount, is_date

TRIED = 200
BY_SHAPE = "This table has no headings. It was recognised by how many columns it has and what stands in them: check the first line."
ROLES: dict = {2: [("amount", "balance")], 3: [("money_out", "money_in", "balance"), ("money_in", "money_out", "balance")]}


def recognise_by_cells(table):
    """(layout, None, messages) for rows of one width with a date, a text and money whose balance follows; else None."""
    rows = [row for row in table.rows[:TRIED] if len(row.cells) == len(table.rows[0].cells)] if table.rows else []
    if len(rows) < 2 or len(rows) < MOST * min(len(table.rows), TRIED) or not any(map(is_date, table.rows[0].cells)):
        return None
    columns = list(zip(*(row.cells for row in rows), strict=False))
    dates = [place for place, cells in enumerate(columns) if share(is_date, cells) >= MOST]
    money = [place for place, cells in enumerate(columns) if place not in dates and is_money(cells)]
    texts = [place for place, cells in enumerate(columns) if place not in dates + money and any(str(cell).strip() for cell in cells)]
    if not dates or not texts:
        return None
    texts.sort(key=lambda place: -sum(len(str(cell)) for cell in columns[place]))
    for roles in ROLES.get(len(money), ()):
        for places in permutations(money) if len(money) == 2 else [tuple(money)]:
            if follows(dict(zip(roles, (columns[place] for place in places), strict=False))):
                return layout_of(dates[0], texts[0], dict(zip(roles, places, strict=False))), None, [said(dates[0], texts[0], dict(zip(roles, places, strict=False)))]
    return None


def recognise_by_shape(table, layouts):
    """(layout, None, messages) of the one layout that a person made for rows of this shape, or None; two that fit are none."""
    shape = shape_of([row.cells for row in table.rows])
    fits = [layout for layout in layouts if layout.shape and shape and same_shape(layout.shape, shape) and all(holds(condition, (), table.rows) for condition in layout.when)]
    return (fits[0], None, [BY_SHAPE]) if len(fits) == 1 else None


def shape_of(rows):
    """The kind of each column of rows without headings: `date`, `money`, `number`, `text` or `nothing`. None where they have no one shape."""
    widths = Counter(len(row) for row in rows[:HEADER_WITHIN])
    if not widths:
        return None
    width, times = widths.most_common(1)[0]
    alike = [row for row in rows[:HEADER_WITHIN] if len(row) == width]
    shape = tuple(kind_of(cells) for cells in zip(*alike, strict=True))
    begins_with_data = any(kind == "date" and is_date(cell) for kind, cell in zip(shape, alike[0], strict=True))
    return shape if begins_with_data and times >= MOST * widths.total() else None


def kind_of(cells):
    """What a column holds."""
    filled = [cell for cell in cells if str(cell).strip()]
    if not filled:
        return "nothing"
    if share(is_date, filled) >= MOST:
        return "date"
    if share(is_amount, filled) >= MOST:
        return "money" if any(map(has_pence, filled)) else "number"
    return "text"


def same_shape(wanted, shape):
    """Whether rows have the columns of a layout. One that is empty this time may be what it was, but for the date."""
    return len(shape) == len(wanted) and all(found == kind or (found == "nothing" and kind != "date") for kind, found in zip(wanted, shape, strict=True))


def share(test, cells):
    """The share of cells that pass a test."""
    return sum(map(test, cells)) / len(cells)


def is_money(cells):
    """Whether a column holds amounts with pence, or nothing."""
    filled = [cell for cell in cells if str(cell).strip()]
    return bool(filled) and share(is_amount, filled) >= MOST and any(isinstance(cell, Decimal) or "." in cell or "," in cell for cell in filled)


def follows(columns):
    """Whether the balance follows from line to line, in the order of the file or the other way round."""
    marks = {name: decimal_mark(cells) for name, cells in columns.items()}
    lines = []
    for number, cells in enumerate(zip(*columns.values(), strict=False)):
        try:
            values = {name: read_amount(cell, marks[name]).value if str(cell).strip() else Decimal(0) for name, cell in zip(columns, cells, strict=False)}
        except NotAnAmount:
            continue
        amount = values["amount"] if "amount" in values else values["money_in"] - values["money_out"]
        lines.append(SimpleNamespace(line_number=number, amount=amount, balance=values["balance"]))
    return len(lines) > 1 and (not chain(lines)[0] or not chain(lines[::-1])[0])


def layout_of(date, text, money):
    """A layout made for this table alone."""
    columns = {"posted_on": (date + 1,), "description": (text + 1,), **{role: (place + 1,) for role, place in money.items()}}
    return Layout(name=None, title="No layout", confidence="", columns=columns, account={}, widths=(max(place for (place,) in columns.values()),))


def said(date, text, money):
    """What was taken for what."""
    taken = {"date": date, "description": text, **{role.replace("_", " "): place for role, place in money.items()}}
    return f"No layout claims this file, and it has no header. Told by the cells: {', '.join(f'column {place + 1} is the {name}' for name, place in taken.items())}. The balances follow, so the columns fit; check the first line."
