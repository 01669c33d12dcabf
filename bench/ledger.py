"""Made-up accounts: the transactions that every file of the corpus is written from, so that the truth is known before a file is."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.printed_statements import Payment

SEED = 20260
PAYEES = (
    ("CARE AGENCY EXAMPLE LTD", "BP", 9_000, 160_000),
    ("A ASSISTANT WAGES", "SO", 18_000, 41_000),
    ("HMRC NDDS", "DD", 2_000, 12_000),
    ("NEST PENSION", "DD", 900, 4_000),
    ("EXAMPLE SHOP LEEDS", "VIS", 150, 9_000),
    ("TRANSPORT FOR ALL", "VIS", 400, 2_500),
    ("CASH EXAMPLE BANK", "ATM", 1_000, 10_000),
)


@dataclass(frozen=True)
class Ledger:
    """The transactions of one account, oldest first, and the balance before them."""

    opening: Decimal
    payments: tuple
    sort_code: str = "20-00-00"
    number: str = "12345678"

    @property
    def lines(self):
        """(day, amount) of each transaction."""
        return [(payment.day, payment.amount) for payment in self.payments]

    @property
    def closing(self):
        """The balance after the last transaction."""
        return self.opening + sum((payment.amount for payment in self.payments), Decimal(0))

    @property
    def with_balances(self):
        """(transaction, the balance after it), oldest first."""
        found, running = [], self.opening
        for payment in self.payments:
            running += payment.amount
            found.append((payment, running))
        return found


def ledger(seed=SEED, count=24, first=date(2026, 2, 2), last_day_of_month=31, **account):
    """A made-up account; the same seed gives the same account. One payment is made twice on one day, the council pays every fourth week."""
    chance, day, payments = random.Random(seed), first, []
    while len(payments) < count:
        if day.day <= last_day_of_month:
            if len(payments) % 8 == 0:
                payments.append(Payment(day, ("EXAMPLE COUNCIL DP",), Decimal("1284.60"), "CR"))
            name, kind, least, most = chance.choice(PAYEES)
            paid = Payment(day, (name,), Decimal(-chance.randint(least, most)) / 100, kind)
            payments += [paid, paid] if len(payments) == 4 else [paid]
        day += timedelta(chance.randint(0, 4))
    return Ledger(Decimal(chance.randint(10_000, 50_000)) / 100, tuple(payments[:count]), **account)
