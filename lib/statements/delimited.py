"""CSV, TSV and other delimited text: recognised, else read by its headings, else refused with the nearest layout."""

from dataclasses import replace
from decimal import Decimal

from lib.errors import UserError
from lib.statements import santander_text
from lib.statements.amounts import NotAnAmount, to_pence
from lib.statements.columns import Reader
from lib.statements.generic import recognise_by_headings, with_direction
from lib.statements.headless import recognise_by_cells, recognise_by_shape
from lib.statements.holders import without_those_of_payees
from lib.statements.layouts import AGREE, GUESSED, NoLayout, by_name, load_layouts, normal, plain
from lib.statements.limits import HEADER_WITHIN, TEXT_BYTES
from lib.statements.lookalikes import refuse_letter, refuse_securities, refuse_unsigned_spending
from lib.statements.proof import prove
from lib.statements.recognise import changed, needed_of, recognise
from lib.statements.table import read_table
from lib.statements.text import read_rows

ZERO = Decimal("0.00")


def read(file, layout, today):
    """All that a delimited text says."""
    if len(file.content) > TEXT_BYTES:
        raise UserError(f"This text file has {len(file.content) / 1e6:.0f} MB; at most {TEXT_BYTES // 10**6} MB are read. Ask for a shorter period.")
    if layout.name in (None, santander_text.NAME) and santander_text.claims(file.text):
        return santander_text.read(file.text, today)
    return read_any(read_rows(file.text), layout, today)


def read_any(table, wish, today):
    """A table through the layout that is wanted, the one that claims it, or its headings."""
    layouts = [layout for layout in (*wish.own, *load_layouts()) if layout.container == "table"]
    if wish.name:
        chosen = by_name(wish.name, layouts)
        return read_table(table, chosen, header_of(table, chosen), today)
    try:
        found = recognised(table, layouts)
    except NoLayout as fault:
        if fault.guess and (heard := proven_guess(table, *fault.guess, today)):
            return heard
        raise NoLayout(str(fault), [[as_text(cell) for cell in row.cells] for row in table.rows[:HEADER_WITHIN]], fault.guess and guess_of(table, *fault.guess)) from None
    layout, place, messages = found
    heard = read_table(table, layout, place, today)
    if layout.is_without_signs and "fee" in layout.columns:
        heard = with_or_without_fees(heard, table, layout, place, today)
    if layout.name is None:
        heard = without_those_of_payees(heard, table, layout, place, today)
    heard.messages[:0] = messages
    if layout.name is None and is_all_money_in(heard, layout):
        heard.say("No amount is printed with a minus, so all of it was read as money in. Hold one line against the paper statement.")
    return heard


def recognised(table, layouts):
    """(layout, place of its header row or None, messages) of a table. One that is like a guess is no more than that."""
    sure, guesses = ([layout for layout in layouts if (layout.confidence == GUESSED) == is_guess] for is_guess in (False, True))
    if found := recognise(table, sure):
        return with_direction(*found, table)
    if guess := recognise(table, guesses):
        raise NoLayout(f"This looks like an export of {guess[0].title}, but that is a guess. {AGREE}", guess=guess[:2])
    if found := recognise_by_shape(table, sure):
        return found
    if found := changed(table, sure):
        return with_direction(*found, table)
    refuse_letter(table)
    refuse_securities(table)
    found = recognise_by_headings(table) or recognise_by_cells(table)
    if not found:
        raise NoLayout(unknown(table, sure))
    refuse_unsigned_spending(table, *found[:2])
    return found


def proven_guess(table, layout, place, today):
    """What a table says through a layout that is a guess, where the balances prove every figure; else None."""
    heard = read_table(table, layout, place, today)
    if heard.rejected or not heard.statements or any(prove(one).proof != "proven" for one in heard.statements):
        return None
    heard.messages.insert(0, f"This was taken for an export of {layout.title}, which is a guess. The balances prove the figures.")
    return heard


def is_all_money_in(heard, layout):
    """Whether all amounts of one column went the same way, and no balance or word says which."""
    lines = [line for one in heard.statements for line in one.lines]
    return bool(lines) and not {"balance", "direction", "money_in", "money_out"} & layout.columns.keys() and all(line.amount > 0 for line in lines)


def as_text(cell):
    """A cell as a person is shown it: a spreadsheet's number without what is left of its sums."""
    try:
        return str(to_pence(cell)) if isinstance(cell, Decimal) and cell != cell.to_integral() else str(cell)
    except NotAnAmount:
        return str(cell)


def guess_of(table, layout, place):
    """What a layout takes a table's columns for, as plain values: columns are {our name: place from 1}."""
    columns = {ours: places[0] + 1 for ours, places in Reader(table, layout, place).columns.items() if places}
    return {"title": layout.title, "heading": None if place is None else place + 1, "columns": columns, "is_reversed": layout.sign == "reversed", "dates": layout.dates or ""}


def with_or_without_fees(heard, table, layout, place, today):
    """What a table with a column of fees says: they come on top of the amounts, unless the balances follow only without them."""
    columns = {ours: theirs for ours, theirs in layout.columns.items() if ours != "fee"}
    without = read_table(table, replace(layout, columns=columns), place, today)
    with_fees, without_fees = (sum((line.amount for one in what.statements for line in one.lines), ZERO) for what in (heard, without))
    if with_fees == without_fees:
        return heard
    if any(prove(one).break_ for one in heard.statements) and not any(prove(one).break_ for one in without.statements):
        without.say("The balances follow without the column of fees: the fees are in the amounts already, and were not counted again.")
        return without
    untested = "" if any(prove(one).break_ for one in without.statements) else " No balance shows that they come on top of the amounts: hold one line against the paper statement."
    heard.say(f"The fees in a column of their own, {without_fees - with_fees} in all, were counted with the lines they stand on.{untested}")
    return heard


def header_of(table, layout):
    """The place of the header row of a layout that a person chose; None for a layout without one."""
    if layout.widths:
        return 1 if layout.day_above else None
    needed = {plain(name) for name in needed_of(layout) if isinstance(name, str)}
    for place, row in enumerate(table.rows[:HEADER_WITHIN]):
        if normal(row.cells) in layout.headers or (needed and needed <= set(normal(row.cells))):
            return place
    raise UserError(f"This file has no header row of {layout.title}: {' and '.join(sorted(needed)) or 'its headings'} must be in it.")


def unknown(table, layouts):
    """Why no layout fits, with the nearest one and the columns it misses."""
    if not table.rows:
        return table.bad[0][1] if table.bad else "This file is empty: nothing can be read in it. Download it again from the bank."
    best = max(
        ((len(set(header) & set(normal(row.cells))), layout, header, row) for row in table.rows[:HEADER_WITHIN] for layout in layouts for header in layout.headers),
        key=lambda one: one[0],
        default=None,
    )
    also = f" {table.bad[0][1]}" if table.bad else ""
    if not best or best[0] < 2:
        return f"No row of this file names a date and an amount, so it cannot be read as a statement.{also} Ask for the bank's own CSV export."
    _, layout, header, row = best
    missing = [name for name in header if name and name not in normal(row.cells)]
    return f"This file is in no layout we know. The nearest is {layout.title}; missing there: {', '.join(missing) or 'rows that fit'}.{also} Ask for the bank's own CSV export."
