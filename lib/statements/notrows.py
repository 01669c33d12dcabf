"""Rows that are not transactions: balances brought forward, totals, footers, and what stands above the header."""

import itertools
import re

from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount
from lib.statements.dates import DATE_LIKE

OPENING = re.compile(
    r"(?:statement )?(?:opening|start(?:ing)?|previous|initial)(?: statement)?(?: (?:ledger )?balance)?|(?:(?:balance|money) )?(?:brought forward|b/?f(?:wd?)?)|balance (?:from|at (?:the )?(?:start|beginning)).*|saldo inicial|anfangssaldo|solde (?:initial|(?:en |au )?d[ée]but.*)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:statement )?(?:closing|end(?:ing)?|final)(?: (?:ledger )?balance)|(?:(?:balance|money) )?(?:carried forward|c/?f(?:wd?)?)|balance at (?:the )?end.*|saldo final|endsaldo|solde (?:final|(?:en |à la )?fin.*)",
    re.IGNORECASE,
)
MAY_BE_BALANCE = re.compile(r"balance|forward|b/?f|c/?f|saldo|solde|opening|starting|previous|initial", re.IGNORECASE)
TOTAL = re.compile(r"(?:grand |sub-?)?totals?\b.{0,40}", re.IGNORECASE)
FOOTER = re.compile(
    r"arranged overdraft|overdraft limit|end of (?:file|statement|report|transactions)|page \d+ of|available balance|balance as at|account balance|current balance|generated on|printed on|opening balance|closing balance|number of (?:transactions|records)|record count",
    re.IGNORECASE,
)
AS_AT = re.compile(r"(?: (?:as )?(?:at|on)\b.*)?[: ]*")


def summary_of(reader, row, posted_on, marks):
    """What a row is when it is no transaction: `opening balance`, `closing balance`, `total`, `footer`, `note`; else None."""
    if posted_on is not None and not MAY_BE_BALANCE.search(row.source):
        return None
    texts = [text for cell in row.cells if (text := str(cell).strip())]
    words = [text for text in texts if re.search("[A-Za-z]", text)] if posted_on is None else [str(reader.raw(row, "description")).strip()]
    moves = posted_on is not None and moves_money(reader, row, is_forward="forward" in words[0].casefold())
    for what, pattern in (("opening balance", OPENING), ("closing balance", CLOSING)):
        if not moves and any(whole(pattern, word) for word in words):
            return what
    if posted_on is not None:
        return None
    if any(TOTAL.fullmatch(word) for word in words[:2]):
        return "total"
    if words and FOOTER.match(words[0]):
        return "footer"
    if str(reader.raw(row, "posted_on")).strip().casefold() == "pending":
        return "pending"
    if not any(re.search("[0-9]", text) for text in texts) or (len(texts) == 1 and words and not DATE_LIKE.match(texts[0])):
        return "note"
    return None


def moves_money(reader, row, is_forward):
    """Whether a row has an amount that is not its balance again. Where no balance stands, one that is called brought forward has none."""
    amount = next((cell for name in ("amount", "money_in", "money_out") if str(cell := reader.raw(row, name)).strip(" -\xa00.£")), "")
    balance = amount_in(reader.raw(row, "balance"))
    if amount == "" or (balance is None and is_forward):
        return False
    found = amount_in(amount)
    return found is None or balance is None or abs(found) != abs(balance)


def whole(pattern, text):
    """Whether a text is a label and nothing else than the day it is for."""
    found = pattern.match(text)
    return bool(found) and AS_AT.fullmatch(text[found.end() :]) is not None


def balance_row(reader, row, what, heard, marks=None):
    """Remember the balance or the totals that such a row prints, to check the lines against."""

    def money(name):
        try:
            cell = reader.raw(row, name)
            if isinstance(cell, str) and not re.search("[0-9]", cell):
                return None
            return read_amount(cell, (marks or {}).get(name, ".")).value
        except NotAnAmount:
            return None

    if what == "total":
        heard.totals.append((row.number, money("money_in"), money("money_out")))
    elif what in ("opening balance", "closing balance"):
        value = money("balance")
        if value is None:
            value = next((found for cell in reversed(row.cells) if (found := amount_in(cell)) is not None), None)
        if value is not None:
            (heard.openings if what == "opening balance" else heard.closings).append((row, value))


def amount_in(cell):
    """The amount in a cell, or None."""
    try:
        return read_amount(cell, decimal_mark([cell])).value
    except NotAnAmount:
        return None


def above_header(rows, heard):
    """Check the balances printed above the header against those of the lines."""
    if len(heard.statements) != 1:
        return
    statement = heard.statements[0]
    for row in rows:
        texts = [str(cell).strip() for cell in row.cells if str(cell).strip()]
        if len(texts) < 2:
            continue
        for label, figure in itertools.pairwise(texts):
            label = label.rstrip(": ").casefold()
            value = amount_in(figure)
            if value is None:
                continue
            if whole(OPENING, label) and MAY_BE_BALANCE.search(label.removeprefix("opening")):
                statement.openings.append(value)
            elif whole(CLOSING, label):
                statement.closings.append(value)
            elif label in ("account balance", "current balance", "balance", "ledger balance"):
                statement.stated_balance = value
