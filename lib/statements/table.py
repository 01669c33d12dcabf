"""A table through a layout: every row becomes a line of a statement, or is left out with the reason."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

from lib.statements.accounts import account_in, account_of
from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount
from lib.statements.dates import read_dates
from lib.statements.layouts import normal, plain
from lib.statements.model import Heard, Line, Statement
from lib.statements.notrows import above_header, balance_row, is_settled, summary_of
from lib.statements.words import clean, masked, sentences

MONEY = ("amount", "amount_in", "money_in", "money_out", "fee", "balance")
NAMES_CURRENCY = re.compile("[€$]|[A-Za-z]{3}")
CREDIT_MARKS = ("+", "CR", "C")
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
    dates, said = read_dates([reader.raw(row, "posted_on") for row in body], today)
    columns = reader.money_columns(body)
    read_lines(reader, [(row, posted_on, why) for row, (posted_on, why) in zip(body, dates)], columns, heard)
    for message in said:
        heard.say(message)
    above_header(table.rows[: place or 0], heard)
    count_left_out(heard)
    return heard


class Reader:
    """Where a layout's columns stand in one table."""

    def __init__(self, table, layout, place):
        self.layout, self.table = layout, table
        self.header = table.rows[place].cells if place is not None else ()
        self.names = [plain(cell) for cell in self.header]
        self.normal = normal(self.header)
        self.columns = {ours: self.places(theirs) for ours, theirs in layout.columns.items()}
        self.account = {ours: self.places(theirs) for ours, theirs in (layout.account or {}).items()}
        used = [place for name in ("posted_on", "amount", "money_in", "money_out", "balance") for place in self.columns.get(name, ())[:1]]
        self.needed = max((place for place in used if place >= 0), default=0) + 1
        self.width = max([len(self.header), *layout.widths, *(place + 1 for place in used)])
        self.above = account_in("\n".join(row.source for row in table.rows[: place or 0]))
        self.accounts = {}
        self.out_negated, self.currency = False, layout.currency

    def places(self, theirs):
        """Where these headings stand."""
        found = []
        for name in theirs:
            if isinstance(name, int):
                found.append(name - 1 if name > 0 else name)
            elif (wanted := plain(name)) in self.names:
                found.append(self.names.index(wanted))
        return tuple(found)

    def raw(self, row, name):
        """The cell of one of our columns, or an empty text."""
        for place in self.columns.get(name, ()):
            if -len(row.cells) <= place < len(row.cells):
                return row.cells[place]
        return ""

    def text(self, row, name):
        """The cell as plain text, None where it is empty."""
        cell = self.raw(row, name)
        return clean(cell if isinstance(cell, str) else shown(cell))[0] or None if cell != "" else None

    def description(self, row):
        """The description and what was noticed in it; several columns are joined, repeats left out."""
        texts, noticed = [], []
        for place in self.columns.get("description", ()):
            if -len(row.cells) <= place < len(row.cells) and row.cells[place] != "":
                text, found = clean(shown(row.cells[place]))
                noticed += found
                if text and not any(text.casefold() in other.casefold() for other in texts):
                    texts = [other for other in texts if other.casefold() not in text.casefold()] + [text]
        if texts and "blank" in noticed:
            noticed = [name for name in noticed if name != "blank"]
        return " ".join(texts), noticed if texts or noticed else ["blank"]

    def money_columns(self, rows):
        """For each money column its decimal mark, decided from all its cells; a column that does not tell follows the others."""
        cells = {name: [cell for row in rows if (cell := self.raw(row, name)) != ""] for name in MONEY if self.columns.get(name)}
        together = decimal_mark([cell for column in cells.values() for cell in column])
        marks = {name: decimal_mark(column, together) for name, column in cells.items()}
        self.out_negated = self.layout.name is None and all_negative(cells.get("money_out", ()), marks.get("money_out"))
        self.currency = one_currency([(cell, marks[name]) for name in ("amount", "money_in", "money_out") for cell in cells.get(name, ())]) or self.layout.currency
        return marks

    def money(self, row, name, marks):
        """The Money in one of our columns, None where the cell is empty."""
        cell = self.raw(row, name)
        if isinstance(cell, str) and not cell.strip(" \xa0-\u2013\t'"):
            return None
        return read_amount(cell, marks[name])

    def is_out(self, row):
        """Whether the direction column says that the money went out."""
        return (self.text(row, "direction") or "").casefold() in self.layout.out_words

    def account_and_currency(self, row):
        """Whose line this is: (key, account, currency, messages)."""
        cells = {name: str(row.cells[places[0]]) if isinstance(row.cells[places[0]], str) else shown(row.cells[places[0]]) for name, places in self.account.items() if places and places[0] < len(row.cells)}
        named = self.text(row, "currency_in") if self.columns.get("currency_in") and not self.is_out(row) else self.text(row, "currency")
        currency = (named or self.currency).upper()
        key = (*cells.values(), currency)
        if key not in self.accounts:
            account, messages = account_of(cells)
            for name, value in self.above[0].items():
                account[name] = account[name] or value
            self.accounts[key] = account, currency, messages + self.above[1]
        return key, *self.accounts[key]


def kept_rows(reader, rows, heard):
    """The rows that may be transactions; the others go to `heard` with the reason."""
    conditions = [(condition, reader.places((condition.column,))) for condition in reader.layout.skips]
    settled = is_settled(reader, rows) if any(condition.unless_settled for condition in reader.layout.skips) else {}
    kept = []
    for row in rows:
        if reader.normal and normal(row.cells) == reader.normal:
            heard.skipped.append((row.number, "header", row.source))
            continue
        for condition, places in conditions:
            cell = str(row.cells[places[0]]) if places and places[0] < len(row.cells) else None
            if cell is not None and condition.holds(cell) and not (condition.unless_settled and settled.get(row.number)):
                if condition.why == "opening balance":
                    balance_row(reader, row, "opening balance", heard)
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
                row.number, posted_on, description, amount, row.source, balance.value if balance else None, reader.text(row, "kind"), reader.text(row, "external_id"),
                card_of(reader.text(row, "card_reference")), reader.text(row, "merchant_code"), reader.text(row, "merchant"),
            )
        )
    heard.statements += statements.values()
    attach_balances(reader, statements, heard)
    for message in sentences(noticed):
        heard.say(message)


def attach_balances(reader, statements, heard):
    """Give each statement the brought-forward balances and totals that are its own."""
    for name, found in (("openings", heard.openings), ("closings", heard.closings)):
        for row, value in found:
            key = None if len(statements) == 1 else reader.account_and_currency(row)[0]
            statement = next(iter(statements.values())) if len(statements) == 1 else statements.get(key)
            if statement:
                getattr(statement, name).append(value)
    if len(statements) == 1:
        next(iter(statements.values())).totals += heard.totals


def amount_of(reader, row, marks):
    """(signed amount, its Money) of a row: one signed column, two columns, or one column and its direction."""
    if "amount" in reader.columns:
        is_out = reader.is_out(row)
        money = reader.money(row, "amount_in" if "amount_in" in reader.columns and not is_out else "amount", marks)
        if money is None:
            raise NotAnAmount("there is no amount.")
        value = money.value
        if reader.text(row, "direction"):
            value = -abs(value) if is_out else abs(value)
        elif reader.columns.get("direction"):
            raise NotAnAmount("it does not say whether the amount is in or out.")
        elif reader.layout.sign == "reversed":
            mark = reader.text(row, "mark") or money.sign or ""
            value = value if mark.upper() in CREDIT_MARKS else -value
        fee = reader.money(row, "fee", marks) if is_out or "direction" not in reader.columns else None
        if fee:
            value -= fee.value
        return value + ZERO, money
    money_in, money_out = reader.money(row, "money_in", marks), reader.money(row, "money_out", marks)
    if money_in is None and money_out is None:
        raise NotAnAmount("there is no amount.")
    if money_in and money_out and money_in.value and money_out.value:
        raise NotAnAmount("it has money in and money out.")
    taken = money_out if money_out and (money_out.value or not money_in) else money_in
    if taken is money_in:
        return taken.value, taken
    return (taken.value if reader.out_negated else -taken.value) + ZERO, taken


def all_negative(cells, mark):
    """Whether a column of money out is printed with minus signs throughout."""
    values = []
    for cell in cells:
        try:
            values.append(read_amount(cell, mark).value)
        except NotAnAmount:
            continue
    return any(value < 0 for value in values) and not any(value > 0 for value in values)


def one_currency(cells):
    """The currency that every amount of a file is printed with, or None."""
    if not any(isinstance(cell, str) and NAMES_CURRENCY.search(cell) for cell, _ in cells):
        return None
    named = set()
    for cell, mark in cells:
        try:
            named.add(read_amount(cell, mark).currency)
        except NotAnAmount:
            continue
    return named.pop() if len(named) == 1 else None


def wrong_shape(reader, row):
    """Why a row does not have the cells of its header, or None."""
    cells = len(row.cells)
    if any(str(cell).strip() for cell in row.cells[reader.width :]):
        return f"it has {cells} cells under {reader.width} headings; is a comma or a quote missing?"
    if cells < reader.needed:
        return f"it has only {cells} cells under {reader.width} headings; is the line cut?"
    return None


def card_of(text):
    """A card reference with a full number reduced to its last four digits."""
    return masked(text) if text else None


def shown(cell):
    """A spreadsheet's cell as text."""
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f") if cell == cell.to_integral() else str(cell)
    return cell.isoformat()[:10] if isinstance(cell, date) else cell


def count_left_out(heard):
    """Say how many rows are not transactions, and why."""
    counts = Counter(why for _, why, _ in heard.skipped if why not in ("header", "above the header"))
    if counts:
        heard.say(f"Not transactions, and left out: {', '.join(f'{number} {why}' for why, number in counts.items())}.")
    above = sum(why == "above the header" for _, why, _ in heard.skipped)
    if above:
        heard.say(f"{above} line{'s' * (above > 1)} above the header {'are' if above > 1 else 'is'} not transactions.")
