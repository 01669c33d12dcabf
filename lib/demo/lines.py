"""What a bank statement is made of: lines, oldest first, and the ledger they add up to."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

# The order within a day.
CREDITS, BILLS, HABITS, LAST = range(4)


class Line(NamedTuple):
    """One line of a bank statement: pence in or out, and the balance after it."""

    on: date
    amount: int
    text: str
    party: str
    way: str
    category: str
    rank: int = BILLS
    balance: int = 0


@dataclass(frozen=True)
class Ledger:
    """Everything that happened in an account."""

    opening: int
    lines: tuple[Line, ...]
    opened_on: date
    closed_on: date | None


def money_in(on, amount, text, category):
    """A credit, named by who paid it."""
    return Line(on, amount, text, text, "credit", category, CREDITS)


def money_out(on, amount, payee, way, text="{payee}", number=0, rank=BILLS):
    """A payment to a known payee."""
    return Line(on, -amount, text.format(payee=payee.name, number=number), payee.name, way, payee.category, rank)


def stray(on, amount, text, way, category="", rank=BILLS):
    """A payment that no payee of the agreement explains."""
    return Line(on, -amount, text, text, way, category, rank)


def council_credit(agreement, on, amount):
    """The council's payment, as a bank or a card words it."""
    council = agreement.council.upper()
    card = agreement.account_type == "prepaid_card"
    return money_in(on, amount, f"LOAD {council} COUNCIL" if card else f"{council} COUNCIL DP {agreement.agreement_id}", "council_payment")
