"""A table through a layout: every row becomes a line of a statement, or is left out with the reason."""

from collections import Counter
from decimal import Decimal

from lib.statements.accounts import card
from lib.statements.amounts import NotAnAmount
from lib.statements.cards import joined
from lib.statements.columns import Reader
from lib.statements.dates import read_dates
from lib.statements.layouts import normal
from lib.statements.model import Heard, Line, Statement
from lib.statements.notrows import above_header, balance_row, is_settled, summary_of
from lib.statements.words import sentences

CREDIT_MARKS = ("+", "CR", "C")
IN_WORDS = ("c", "cr", "credit", "in", "incoming", "deposit", "paid in", "money in", "+")
ZERO = Decimal("0.00")


def read_table(table, layout, place, today):
    """All that a table says when it is read through a layout whose header is row `place` (None: no header)."""
    reader = Reader(table, layout, place)
    heard = Heard(layout.name, messages=[*table.messages, *layout.messages])
    for row in table.rows[: place or 0]:
        heard.skipped.append((row.number, "above the header", row.source))
    if place is not None:
        heard.skipped.append((table.rows[place].number, "header", table.rows[place].source))
    heard.rejected += table.bad
    body = kept_rows(reader, table.rows if place is None else table.rows[place + 1 :], heard)
    dates, said = read_dates([reader.raw(row, "posted_on") for row in body], today, layout.dates)
    columns = reader.money_columns(body)
    read_lines(reader, [(row, posted_on, why) for row, (posted_on, why) in zip(body, dates, strict=False)], columns, heard)
    for message in said:
        heard.say(message)
    above_header(table.rows[: place or 0], heard)
    count_left_out(heard)
    return heard


def kept_rows(reader, rows, heard):
    """The rows that may be transactions; the others go to `heard` with the reason."""
    conditions = [(condition, reader.places((condition.column,))) for condition in reader.layout.skips]
    settled = is_settled(reader, rows) if any(condition.unless_settled for condition in reader.layout.skips) else {}
    kept = []
    for row in rows:
        if reader.header and row.cells[0] == reader.header[0] and normal(row.cells) == reader.normal:
            heard.skipped.append((row.number, "header", row.source))
            continue
        for condition, places in conditions:
            cell = str(row.cells[places[0]]) if places and places[0] < len(row.cells) else None
            if cell is not None and condition.holds(cell) and not (condition.unless_settled and settled.get(row.number)):
                heard.skipped.append((row.number, condition.why, row.source))
                break
        else:
            kept.append(row)
    return kept


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
            if money.currency and money.currency != currency:
                raise NotAnAmount(f"the amount is in {money.currency}, the statement in {currency}.")
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
    if reader.layout.name is None:
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


def amount_of(reader, row, marks):
    """(signed amount, its Money) of a row: one signed column, two columns, or one column and its direction."""
    if "amount" in reader.columns:
        is_out = reader.is_out(row)
        money = reader.money(row, "amount_in" if "amount_in" in reader.columns and not is_out else "amount", marks)
        if money is None:
            raise NotAnAmount("there is no amount.")
        value = money.value
        if is_out or (reader.text(row, "direction") or "").casefold() in IN_WORDS:
            value = -abs(value) if is_out else abs(value)
        elif reader.columns.get("direction"):
            raise NotAnAmount("it does not say whether the amount is in or out.")
        elif reader.layout.sign == "reversed":
            mark = reader.text(row, "mark") or money.sign or ""
            value = value if mark.upper() in CREDIT_MARKS else -value
        fee, _ = fee_of(reader, row, marks) if is_out or "direction" not in reader.columns else (ZERO, None)
        return value - fee + ZERO, money
    money_in, money_out = reader.money(row, "money_in", marks), reader.money(row, "money_out", marks)
    fee, charged = fee_of(reader, row, marks)
    if money_in is None and money_out is None and not fee:
        raise NotAnAmount("there is no amount.")
    if money_in and money_out and money_in.value and money_out.value:
        raise NotAnAmount("it has money in and money out.")
    taken = money_out if money_out and (money_out.value or not money_in) else money_in
    if taken is None:
        return -fee, charged
    if taken is money_in:
        return taken.value - fee, taken
    return (taken.value if reader.out_negated else -taken.value) - fee + ZERO, taken


def fee_of(reader, row, marks):
    """(what a row was charged beside its amount, its Money); nothing where there is no fee."""
    money = reader.money(row, "fee", marks)
    if money is None:
        return ZERO, None
    return (-money.value if reader.fee_negated else money.value), money


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
