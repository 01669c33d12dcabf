"""A table through a layout: every row becomes a line of a statement, or is left out with the reason."""

import itertools
from collections import Counter
from functools import cache

from lib.statements.accounts import card
from lib.statements.amounts import NotAnAmount
from lib.statements.cards import joined
from lib.statements.columns import Reader, amount_of
from lib.statements.dates import order_in, read_dates
from lib.statements.entries import moved_money
from lib.statements.layouts import normal
from lib.statements.model import Heard, Line, Statement
from lib.statements.notrows import above_header, balance_row, summary_of
from lib.statements.words import sentences

NOT_CLEAR = "nothing shows whether this reversal gave money back or only released what was approved. Look it up with the card's programme."


def read_table(table, layout, place, today):
    """All that a table says when it is read through a layout whose header is row `place` (None: no header)."""
    reader = Reader(table, layout, place)
    heard = Heard(layout.name, messages=[*table.messages, *layout.messages], not_kept=layout.not_kept)
    for row in table.rows[: place or 0]:
        heard.skipped.append((row.number, "above the header", row.source))
    if place is not None:
        heard.skipped.append((table.rows[place].number, "header", table.rows[place].source))
    heard.rejected += table.bad
    body = kept_rows(reader, table.rows if place is None else table.rows[place + 1 :], heard)
    told = layout.dates or order_in("\n".join(row.source for row in table.rows[: place or 0]))
    dates, said = read_dates([reader.raw(row, "posted_on") for row in body], today, told)
    columns = reader.money_columns(body)
    read_lines(reader, with_days_above(reader, [(row, posted_on, why) for row, (posted_on, why) in zip(body, dates, strict=False)], columns, heard), columns, heard)
    for message in said:
        heard.say(message)
    if layout.name is None and place is not None and not reader.stated and "currency" not in layout.columns:
        heard.say(f"No currency of its amounts is named in this file: they were read as {layout.currency}.")
    above_header(table.rows[: place or 0], heard)
    count_left_out(heard)
    return heard


def kept_rows(reader, rows, heard):
    """The rows that may be transactions; the others go to `heard` with the reason."""
    conditions = [(condition, reader.places((condition.column,))) for condition in reader.layout.skips]
    moved = cache(lambda: moved_money(reader, rows))  # most tables have no such rows
    kept = []
    for row in rows:
        if reader.header and row.cells[0] == reader.header[0] and normal(row.cells) == reader.normal:
            heard.skipped.append((row.number, "header", row.source))
            continue
        condition = leaving_out(row, conditions, moved)
        if condition is None:
            kept.append(row)
        elif condition.unless_settled and moved()[row.number] is None:
            heard.rejected.append((row.number, f"Line {row.number}: {NOT_CLEAR}", row.source))
        else:
            heard.skipped.append((row.number, condition.why, row.source))
    return kept


def leaving_out(row, conditions, moved):
    """The condition by which a row is no transaction, or None. moved() says for each row number whether it moved money."""
    for condition, places in conditions:
        cell = str(row.cells[places[0]]) if places and places[0] < len(row.cells) else None
        if cell is not None and condition.holds(cell) and not (condition.unless_settled and moved()[row.number]):
            return condition
    return None


def with_days_above(reader, rows, marks, heard):
    """The rows with their dates; where a day is printed only once, one without is of the day above it if the balance moves by its amount."""
    if not is_printed_once([posted_on for _, posted_on, why in rows if why is None]):
        return rows
    found, filled = [], 0
    for row, posted_on, why in rows:
        if found and posted_on is None and why is None and found[-1][1] and follows(reader, found[-1][0], row, marks):
            posted_on, filled = found[-1][1], filled + 1
        found.append((row, posted_on, why))
    if filled:
        heard.say(f"{filled} line{'s' * (filled > 1)} without a date {'are' if filled > 1 else 'is'} of the day printed above, because the balance follows from there.")
    return found


def is_printed_once(days):
    """Whether a table prints a day only where it changes: several rows have none, and no two neighbours the same."""
    return days.count(None) > 1 and not any(first == second is not None for first, second in itertools.pairwise(days))


def follows(reader, above, row, marks):
    """Whether the balances of two rows differ by the amount of the newer one."""
    try:
        (before, _), (amount, _) = amount_of(reader, above, marks), amount_of(reader, row, marks)
        balances = [reader.money(one, "balance", marks) for one in (above, row)]
    except NotAnAmount:
        return False
    return all(balances) and balances[1].value - balances[0].value in (amount, -before)


def read_lines(reader, rows, marks, heard):
    """Lines of statements from rows with their dates; what cannot be read is rejected with a sentence."""
    statements, noticed = {}, []
    if reader.out_negated:
        heard.say("Money out is printed with minus signs in a column of its own; it was read as money out.")
    for row, posted_on, why in rows:
        what = summary_of(reader, row, posted_on, marks)
        if what:
            balance_row(reader, row, what, heard, marks)
            heard.skipped.append((row.number, what, row.source))
            continue
        try:
            if fault := wrong_shape(reader, row):
                raise NotAnAmount(fault)
            if posted_on is None:
                raise NotAnAmount(why or "there is no date.")
            amount, money = amount_of(reader, row, marks)
            balance = reader.money(row, "balance", marks)
            key, account, currency, messages = reader.account_and_currency(row)
            for what, found in (("amount", money), ("balance", balance)):
                if found and found.currency not in (None, currency):
                    raise NotAnAmount(f"the {what} is in {found.currency}, the statement in {currency}.")
        except NotAnAmount as fault:
            heard.rejected.append((row.number, f"Line {row.number}: {fault}", row.source))
            continue
        for message in messages:
            heard.say(message)
        description, found = reader.description(row)
        if found:
            noticed.append((row.number, found))
        if amount == 0 and money.sign == "-":
            heard.say(f"Line {row.number} has the amount -0.00; it was read as 0.00.")
        elif {money.sign, balance and balance.sign} & {"CR", "DR", "D", "C", "OD"}:
            heard.say("Some amounts have their sign in letters: DR, D and OD were read as minus, CR and C as plus.")
        if key not in statements:
            statements[key] = Statement(dict(account), currency, order_hint=reader.layout.order)
        statements[key].lines.append(
            Line(
                row.number,
                posted_on,
                description,
                amount,
                row.source,
                balance.value if balance else None,
                reader.text(row, "kind"),
                reader.id(row),
                card(reader.text(row, "card_reference") or "") or None,
                reader.text(row, "merchant_code"),
                reader.text(row, "merchant"),
            )
        )
    statements = joined(statements, heard)
    heard.statements += {id(one): one for one in statements.values()}.values()
    attach_balances(reader, statements, heard)
    for message in sentences(noticed):
        heard.say(message)


def attach_balances(reader, statements, heard):
    """Give each statement the brought-forward balances and totals that are its own."""
    only = heard.statements[0] if len(heard.statements) == 1 else None
    for name, found in (("openings", heard.openings), ("closings", heard.closings)):
        for row, value in found:
            statement = only or statements.get(reader.account_and_currency(row)[0])
            if statement:
                getattr(statement, name).append(value)
    if only:
        only.totals += heard.totals


def wrong_shape(reader, row):
    """Why a row does not have the cells of its header, or None."""
    cells = len(row.cells)
    if any(str(cell).strip() for cell in row.cells[reader.width :]):
        return f"it has {cells} cells under {reader.width} headings; is a comma or a quote missing?"
    if cells < reader.needed:
        return f"it has only {cells} cells under {reader.width} headings; is the line cut?"
    return None


def count_left_out(heard, unsaid=("header", "above the header")):
    """Say how many rows are not transactions, and why."""
    counts = Counter(why for _, why, _ in heard.skipped if why not in unsaid)
    if counts:
        heard.say(f"Not transactions, and left out: {', '.join(f'{number} {why}' for why, number in counts.items())}.")
    above = sum(why == "above the header" for _, why, _ in heard.skipped)
    if above:
        heard.say(f"{above} line{'s' * (above > 1)} above the header {'are' if above > 1 else 'is'} not transactions.")
