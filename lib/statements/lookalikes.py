"""What is brought for a bank statement and is none: a letter, a broker's export, and a card's spending without a minus."""

import re
from dataclasses import replace

from lib.errors import UserError
from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount
from lib.statements.columns import Reader
from lib.statements.layouts import AGREE, NoLayout, plain
from lib.statements.recognise import header_places

SECURITIES = "symbol|ticker|isin|sedol|cusip|security|security name|instrument|stock|stock name|share name"
TRADES = "quantity|qty|units|shares|no of shares|number of shares|price|unit price|share price|price share|price per share|unit cost|trade date|trade price"
THANKS = re.compile(r"payment.{0,12}\b(?:received|thank)|\bthank you\b|direct debit payment", re.IGNORECASE)
LETTER = "This is a letter, not a bank statement. Ask for the bank's statement or its CSV export."
OF_CARDS = ("card_reference", "merchant_code")
CARD_HEADING = re.compile(r"\bcard|\baccount #", re.IGNORECASE)


def is_letter(text):
    """Whether a text greets somebody and takes leave."""
    said = text.casefold()
    return "dear " in said and ("yours sincerely" in said or "yours faithfully" in said)


def refuse_letter(table):
    """Refuse a text that is a letter."""
    if is_letter(" ".join(row.source for row in table.rows)):
        raise UserError(LETTER)


def refuse_securities(table):
    """Refuse a table whose headings name securities and what was traded of them."""
    for place in header_places(table):
        first, second = (next((cell for cell in table.rows[place].cells if plain(cell) in names.split("|")), None) for names in (SECURITIES, TRADES))
        if first and second:
            raise UserError(
                f"This is a broker's export of securities ('{first.strip()}', '{second.strip()}'), not a bank statement. Bring the statement of the bank account or card."
            )


def refuse_unsigned_spending(table, layout, place):
    """Refuse a table without balances in which a card's spending would be read as money in; what a person agrees to is the other sign."""
    if "amount" not in layout.columns or {"balance", "direction"} & layout.columns.keys():
        return
    reader = Reader(table, layout, place)
    rows = table.rows[0 if place is None else place + 1 :]
    mark = decimal_mark([reader.raw(row, "amount") for row in rows])
    spent, thanked = [], []
    for row in rows:
        try:
            (thanked if THANKS.search(reader.description(row)[0]) else spent).append(read_amount(reader.raw(row, "amount"), mark).value)
        except NotAnAmount:
            continue
    is_mostly_plain = sum(value > 0 for value in spent) > len(spent) / 2
    is_thanked_with_minus = bool(thanked) and all(value < 0 for value in thanked)
    is_of_card = any(name in layout.columns for name in OF_CARDS) or any(CARD_HEADING.search(str(heading)) for heading in reader.header)
    has_no_minus = bool(spent) and not thanked and min(spent) > 0 and is_of_card
    if is_mostly_plain and (is_thanked_with_minus or has_no_minus):
        sentence = "This looks like a card's export that prints spending without a minus, so it would be read as money in."
        raise NoLayout(f"{sentence} {AGREE}", guess=(replace(layout, title="a card that prints spending without a minus", sign="reversed"), place))
