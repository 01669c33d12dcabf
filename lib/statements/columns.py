"""Where a layout's columns stand in one table, and what a row says in each of them."""

import re
from datetime import date
from decimal import Decimal

from lib.statements.accounts import account_in, account_of
from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount
from lib.statements.currencies import SIGNS, named_above, named_in
from lib.statements.layouts import normal, plain
from lib.statements.words import clean

MONEY = ("amount", "amount_in", "money_in", "money_out", "fee", "balance")
CREDIT_MARKS = ("+", "CR", "C")
IN_WORDS = ("c", "cr", "crdt", "credit", "in", "incoming", "deposit", "paid in", "money in", "bij", "+")
ZERO = Decimal("0.00")
NAMES_CURRENCY = re.compile("[£€$]|[A-Za-z]{3}")


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
        above = "\n".join(row.source for row in table.rows[: place or 0])
        self.above = account_in(above)
        self.accounts = {}
        self.day = table.rows[0].cells[layout.day_above - 1] if layout.day_above else None
        self.out_negated, self.fee_negated = False, False
        self.stated = named_in([self.header[place] for name in MONEY for place in self.columns.get(name, ())[:1] if 0 <= place < len(self.header)]) or named_above(above)
        self.currency = self.stated or layout.currency

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
        """The cell of one of our columns, or an empty text. A day that all lines bear stands for the date of each."""
        if self.day is not None and name == "posted_on":
            return self.day
        for place in self.columns.get(name, ()):
            if -len(row.cells) <= place < len(row.cells):
                return row.cells[place]
        return ""

    def text(self, row, name):
        """The cell as plain text, None where it is empty."""
        cell = self.raw(row, name)
        return clean(cell if isinstance(cell, str) else shown(cell))[0] or None if cell != "" else None

    def id(self, row):
        """The bank's own id, as it stands: a long number here is no card."""
        return " ".join(shown(self.raw(row, "external_id")).split()) or None

    def description(self, row):
        """The description and what was noticed in it; several columns are joined, repeats left out."""
        texts: list = []
        noticed: list = []
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
        self.out_negated = self.layout.is_without_signs and all_negative(cells.get("money_out", ()), marks.get("money_out"))
        self.fee_negated = self.layout.is_without_signs and all_negative(cells.get("fee", ()), marks.get("fee"))
        amounts, balances = ([(cell, marks[name]) for name in names for cell in cells.get(name, ())] for names in (("amount", "money_in", "money_out"), ("balance",)))
        self.stated = one_currency(amounts) or self.stated or one_currency(balances)
        self.currency = self.stated or self.layout.currency
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
        cells = {
            name: str(row.cells[places[0]]) if isinstance(row.cells[places[0]], str) else shown(row.cells[places[0]])
            for name, places in self.account.items()
            if places and places[0] < len(row.cells)
        }
        named = self.text(row, "currency_in") if self.columns.get("currency_in") and not self.is_out(row) else self.text(row, "currency")
        currency = SIGNS.get(named or "", named or self.currency).upper()
        key = (*cells.values(), currency)
        if key not in self.accounts:
            account, messages = account_of(cells)
            for name, value in self.above[0].items():
                account[name] = account[name] or value
            self.accounts[key] = account, currency, messages + self.above[1]
        return key, *self.accounts[key]


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


def all_negative(cells, mark):
    """Whether a column of money that went out is printed with minus signs throughout."""
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


def shown(cell):
    """A spreadsheet's cell as text."""
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f") if cell == cell.to_integral() else str(cell)
    return cell.isoformat()[:10] if isinstance(cell, date) else cell
