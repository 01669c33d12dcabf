"""Entries of a card's processor: one purchase is approved, presented and perhaps reversed, and counts once."""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from lib.statements.amounts import NotAnAmount
from lib.statements.columns import amount_of

BEFORE = r"(?:(?:card|pos|purchase|atm|payment|transaction|pre)[ -]?)?"
APPROVE = r"(?:auth|authori[sz]ation|authori[sz]ed|approval|approved)"
APPROVAL = rf"^{BEFORE}{APPROVE}(?:[ -](?:only|hold|request|advice|approved|purchase|transaction))*$"
DECLINED_ENTRY = rf"^{BEFORE}(?:{APPROVE}[ -])?(?:declined?|denied|refused|rejected|failed)(?:[ -](?:purchase|payment|transaction|{APPROVE}))?$"
RELEASE = rf"{BEFORE}{APPROVE}[ -](?:revers(?:al|ed)|release|expir(?:y|ed))"
REVERSAL = rf"^(?:{RELEASE}|{BEFORE}(?:presentment[ -])?revers(?:al|ed))$"
PENDING = r"^(?:pending|authori[sz]ed|authori[sz]ation|processing|in progress|held?|unsettled|not posted)\b"
DECLINED = r"^(?:declined?|failed|rejected|cancell?ed|reverted|refused|denied|void(?:ed)?)\b"
ENTRIES = {what: re.compile(pattern) for what, pattern in {"approval": APPROVAL, "decline": DECLINED_ENTRY, "release": RELEASE, "reversal": REVERSAL}.items()}
NO_PURCHASE = re.compile(r"\b(?:fees?|charges?|loads?|unloads?|top.?ups?|transfers?|interest)\b")

# What each of our columns says of rows that move no money, as a layout's [[skip]].
LEFT_OUT: dict[str, list[dict]] = {
    "status": [{"matches": PENDING, "why": "pending"}, {"matches": DECLINED, "why": "declined"}],
    "kind": [
        {"matches": APPROVAL, "unless_settled": True, "why": "approval (counted when it is presented)"},
        {"matches": DECLINED_ENTRY, "unless_settled": True, "why": "declined"},
        {"matches": REVERSAL, "unless_settled": True, "why": "reversal of an approval"},
    ],
}


def skips_of(columns):
    """The [[skip]] tables for a table whose columns are {our name: place}."""
    return [{"column": columns[name]} | skip for name, skips in LEFT_OUT.items() if name in columns for skip in skips]


@dataclass(frozen=True)
class Entry:
    """One row as an entry of a card: what it is where it may move no money, its signed amount, and what tells its purchase."""

    number: int
    what: str  # `approval`, `decline`, `release` or `reversal`; else empty
    kind: str
    amount: Decimal | None
    balance: Decimal | None
    card: str | None
    id: str | None
    merchant: str


def moved_money(reader, rows):
    """For each row number whether the row moved money: told by the balances, else by the entries beside it; None where nothing tells."""
    marks = reader.money_columns(rows)
    entries = [entry_of(reader, row, marks) for row in rows]
    moved = moved_balances([entry for entry in entries if entry.amount is not None and entry.balance is not None])
    has_purchases, has_approvals = any(map(is_purchase, entries)), any(entry.what == "approval" for entry in entries)
    payments = by_payment(entries)
    told = cache(lambda payment, amount: gave_back(amount, payments[payment]))
    for entry in entries:
        if entry.what == "approval" and has_purchases:
            moved[entry.number] = False  # what is presented counts, whatever the balance is one of
        elif entry.number not in moved:
            payment = entry.id if entry.id and len(payments[entry.id]) > 1 else without_id(entry)
            moved[entry.number] = told(payment, entry.amount) if entry.what == "reversal" and has_approvals else entry.what in ("", "reversal")
    return moved


def entry_of(reader, row, marks):
    """The Entry in a row."""
    kind = " ".join(str(reader.raw(row, "kind")).casefold().split())
    what = next((what for what, pattern in ENTRIES.items() if pattern.fullmatch(kind)), "")
    merchant = (reader.text(row, "merchant") or reader.description(row)[0]).casefold()
    try:
        amount = amount_of(reader, row, marks)[0]
    except NotAnAmount:
        amount = None
    try:
        balance = reader.money(row, "balance", marks)
    except NotAnAmount:
        balance = None
    return Entry(row.number, what, kind, amount, balance and balance.value, reader.text(row, "card_reference"), reader.id(row), merchant)


def is_purchase(entry):
    """Whether an entry is money that went out for something."""
    return not entry.what and entry.amount is not None and entry.amount < 0 and not NO_PURCHASE.search(entry.kind)


def gave_back(amount, alike):
    """Whether a reversal without a balance gave money back: it did where what it reverses was presented, not where that was only approved."""
    approved = [other.amount for other in alike if other.what == "approval"]
    presented = [other.amount for other in alike if not other.what and (other.amount or 0) * (amount or 0) < 0]
    reversals = sum(other.what in ("reversal", "release") for other in alike)
    is_part = bool({before + (amount or 0) for before in approved if before is not None} & set(presented))
    if is_part or reversals <= len(approved) - len(presented):
        return False
    return True if presented and len(presented) >= len(approved) else None


def by_payment(entries):
    """The entries of each payment: by its id, and by its card, merchant and amount."""
    payments = defaultdict(list)
    for entry in entries:
        payments[entry.id].append(entry)
        payments[without_id(entry)].append(entry)
    return payments


def without_id(entry):
    """What tells a payment that has no id."""
    return entry.card, entry.merchant, abs(entry.amount or 0)


def moved_balances(entries):
    """{row number: whether the printed balance moved by the amount}, told by the next older entry of the card."""
    directions = [pairs(entries), pairs(entries[::-1])]
    agreeing = [sum(entry.balance == before + entry.amount for entry, before in direction) for direction in directions]
    best = directions[agreeing[1] > agreeing[0]]
    return {entry.number: entry.balance != before for entry, before in best if entry.balance in (before, before + entry.amount)}


def pairs(entries):
    """(entry, balance before) for each entry that has an older one of the same card."""
    latest: dict = {}
    found = []
    for entry in entries:
        if entry.card in latest:
            found.append((entry, latest[entry.card]))
        latest[entry.card] = entry.balance
    return found
