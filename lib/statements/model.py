"""What readers hand to each other: rows of a file, lines of a statement, and all that was heard."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file."""

    number: int
    cells: tuple
    source: str


@dataclass(frozen=True)
class Table:
    """The rows of a CSV file or of one sheet. `bad` are (number, reason, source) of rows that are no rows."""

    rows: list
    delimiter: str | None = None
    title: str | None = None
    bad: list = field(default_factory=list)
    messages: list = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One transaction as the bank states it."""

    line_number: int
    posted_on: date
    description: str
    amount: Decimal
    source: str
    balance: Decimal | None = None
    kind: str | None = None
    external_id: str | None = None
    card_reference: str | None = None
    merchant_code: str | None = None
    merchant: str | None = None


@dataclass
class Statement:
    """The lines of one account in one currency, in the order of the file, and the balances printed beside them."""

    account: dict
    currency: str
    lines: list = field(default_factory=list)
    openings: list = field(default_factory=list)  # balances of brought-forward rows, in the order of the file
    closings: list = field(default_factory=list)
    totals: list = field(default_factory=list)
    printed_again: list = field(default_factory=list)  # (line number, opening, closing or between, balance) of balances printed beside the running one
    from_date: date | None = None
    to_date: date | None = None
    stated_balance: Decimal | None = None  # printed above the header; of the day of the download
    order_hint: str | None = None
    is_whole: bool = True  # no line of the file was rejected


@dataclass
class Heard:
    """All that a file says: every row of it is in one of these lists."""

    layout: str | None = None
    statements: list = field(default_factory=list)
    rejected: list = field(default_factory=list)  # (line number, reason, source)
    skipped: list = field(default_factory=list)  # (line number, why, source)
    messages: list = field(default_factory=list)
    openings: list = field(default_factory=list)  # (row, balance) of brought-forward rows
    closings: list = field(default_factory=list)
    totals: list = field(default_factory=list)  # (line number, credits or None, debits or None)
    not_kept: str | None = None  # why this can be read and never kept
    made_with: str | None = None  # the program that a PDF says made it
    pages: str | None = None  # text or picture: what the pages of a printed statement were read from

    def say(self, message):
        """Say a message once."""
        if message and message not in self.messages:
            self.messages.append(message)


def no_account():
    """An account of which nothing is known."""
    return {"sort_code": None, "account_number": None, "iban": None, "card_reference": None, "name": None}


def nothing_read(name, content):
    """The reading of a file of which nothing is known yet."""
    about = {"file": name, "sha256": hashlib.sha256(content).hexdigest(), "status": "refused", "reason": None, "kind": None, "layout": None}
    return about | {
        "statements": [],
        "rejected_lines": [],
        "skipped_lines": [],
        "messages": [],
        "needs_layout": False,
        "first_rows": [],
        "guess": None,
        "not_kept": None,
        "to_check": None,
        "made_with": None,
    }
