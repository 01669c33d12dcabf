"""Statements printed as each bank prints them, from a made-up ledger."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lib.demo.paper import Paper

ROWS = 12  # transactions on a page
ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


@dataclass(frozen=True)
class Payment:
    """One line of the ledger."""

    day: date
    words: tuple  # one to three lines of text
    amount: Decimal
    kind: str = "DD"


@dataclass(frozen=True)
class Style:
    """How a bank prints. `columns` are (what, heading, x): text from its left edge, money from its right."""

    columns: tuple
    day: str  # how a day is printed
    once_a_day: bool = False
    stands: str = "below"  # where further lines of text stand
    every_balance: bool = True
    overdrawn: str = "-"
    opening: str | None = None
    closing: str | None = None
    brought: tuple = ()  # (carried forward, brought forward) from page to page
    summary: tuple = ()  # (label, which figure)
    head: tuple = ("Sort code 20-00-00  Account number 12345678",)
    period: str | None = "{first} to {last}"
    newest_first: bool = False
    year_rows: bool = False
    whispers: bool = False  # white text between the cells
    beside: tuple = ()
    total: str | None = None
    kind_in_text: bool = False


STYLES = {
    "hsbc_pdf": Style(
        (("day", "Date", 52), ("words", "Payment type and details", 102), ("out", "Paid out", 400), ("in", "Paid in", 480), ("balance", "Balance", 555)),
        "%d %b %y", once_a_day=True, stands="above", every_balance=False, overdrawn=" D", brought=("BALANCE CARRIED FORWARD", "BALANCE BROUGHT FORWARD"),
        opening="BALANCE BROUGHT FORWARD", closing="BALANCE CARRIED FORWARD", kind_in_text=True,
        summary=(("Opening Balance", "opening"), ("Payments In", "in"), ("Payments Out", "out"), ("Closing Balance", "closing")),
        head=("Account Name          Sortcode  Account Number  Sheet Number", "Mrs A Sample          20-00-00  12345678  7"),
    ),
    "barclays_pdf": Style(
        (("day", "Date", 50), ("words", "Description", 95), ("out", "Money out", 330), ("in", "Money in", 390), ("balance", "Balance", 450)),
        "%d %b", once_a_day=True, every_balance=False, opening="Start balance", closing="End balance", total="Total Payments/Receipts",
        brought=("Balance carried forward to next page", "Balance brought forward from previous page"),
        summary=(("Start balance", "opening"), ("Money in", "in"), ("Money out", "out"), ("End balance", "closing")),
        beside=("Other accounts you have", "Savings 20-00-00", "£1,250.00", "Dates and rates", "16 Dec 1.25%"),
    ),
    "lloyds_pdf": Style(
        (("day", "Date", 57), ("words", "Description", 122), ("kind", "Type", 270), ("in", "Money In (£)", 400), ("out", "Money Out (£)", 480), ("balance", "Balance (£)", 540)),
        "%d %b %y", stands="one", whispers=True, summary=(("Money In", "in"), ("Balance on {first}", "opening"), ("Money Out", "out"), ("Balance on {last}", "closing")),
    ),
    "tsb_pdf": Style(
        (("day", "Date", 45), ("kind", "Payment type", 105), ("words", "Details", 200), ("out", "Money Out (£)", 420), ("in", "Money In (£)", 490), ("balance", "Balance (£)", 555)),
        "%d %b %y", overdrawn=" D", opening="STATEMENT OPENING BALANCE", closing="STATEMENTCLOSINGBALANCE",
        summary=(("Money In", "[in]"), ("Money Out", "[out]")),
    ),
    "natwest_old_pdf": Style(
        (("day", "Date", 45), ("words", "Description", 120), ("in", "Paid In(£)", 420), ("out", "Withdrawn(£)", 468.5), ("balance", "Balance(£)", 550)),
        "natwest", once_a_day=True, stands="above", overdrawn=" OD", opening="BROUGHT FORWARD", brought=("", "BROUGHT FORWARD"),
        summary=(("Previous Balance", "opening"), ("Paid In", "in"), ("Withdrawn", "out"), ("New Balance", "closing")), period="Period Covered {first} to {last}",
    ),
    "natwest_pdf": Style(
        (("day", "Date", 45), ("kind", "Type", 110), ("words", "Description", 190), ("in", "Paid in", 420), ("out", "Paid out", 485), ("balance", "Balance", 550)), "%d/%m/%Y",
        summary=(("Paid in", "in"), ("Paid out", "out")),
    ),
    "santander_pdf": Style(
        (("day", "Date", 45), ("words", "Description", 100), ("in", "Money in", 400), ("out", "Money out", 475), ("balance", "Balance", 550)),
        "ordinal", opening="Balance brought forward from previous statement", closing="Balance carried forward to next statement",
        summary=(("Total money in:", "in"), ("Total money out:", "-out"), ("Your balance at close of business {last}", "closing")),
    ),
    "nationwide_pdf": Style(
        (("day", "Date", 40), ("words", "Description", 90), ("out", "£ Out", 320), ("in", "£ In", 385), ("balance", "£ Balance", 450)),
        "%d %b", once_a_day=True, every_balance=False, year_rows=True, opening="Balance from statement 12 dated 15/12/2025", period=None,
        summary=(("Start balance", "opening"), ("End balance", "closing")), beside=("Interest, Rates and Fees", "Arranged overdraft limit", "£100.00", "Average credit balance", "£412.77"),
    ),
    "monzo_pdf": Style(
        (("day", "Date", 45), ("words", "Description", 130), ("amount", "(GBP) Amount", 450), ("balance", "(GBP) Balance", 545)),
        "%d/%m/%Y", newest_first=True, summary=(("Total outgoings", "-out"), ("Total deposits", "in")), period="{first} - {last}",
        head=("Personal Account statement", "Sort code: 20-00-00  Account number: 12345678"),
    ),
}  # fmt: skip


def printed(style, opening, payments):
    """The bytes of a statement of these payments (oldest first), printed in a style."""
    paper = Paper()
    Printer(paper, style, Decimal(opening), payments).print()
    return paper.pdf()


class Printer:
    """Prints one statement on paper; further ones may follow on the same paper."""

    def __init__(self, paper, style, opening, payments, changes=None):
        self.paper, self.style, self.opening, self.payments = paper, style, Decimal(opening), list(payments)
        self.changes = changes or {}
        self.x = {what: x for what, _, x in style.columns}
        self.last_day = self.year = None

    def print(self):
        """Print all pages."""
        lines = self.with_balances()
        parts = [lines[start : start + ROWS] for start in range(0, len(lines), ROWS)] or [[]]
        for number, part in enumerate(parts, start=1):
            self.paper.page()
            self.head(is_first=number == 1, number=number, of=len(parts))
            if number == 1 and self.style.opening:
                self.label(self.style.opening, self.opening, self.payments[0].day)
            elif number > 1 and self.style.brought:
                self.label(self.style.brought[1], self.before(part[0]), part[0][0].day)
            for place, line in enumerate(part):
                self.line(*line, ends_day=self.style.every_balance or place + 1 == len(part) or part[place + 1][0].day != line[0].day)
            if number < len(parts) and self.style.brought and self.style.brought[0]:
                self.label(self.style.brought[0], part[-1][1], None)
            elif number == len(parts):
                self.foot()

    def with_balances(self):
        """(payment, balance after it) in the order of printing."""
        lines, running = [], self.opening
        for payment in self.payments:
            running += payment.amount
            lines.append((payment, running))
        return lines[::-1] if self.style.newest_first else lines

    def before(self, line):
        """The balance before a line."""
        return line[1] - line[0].amount

    def figures(self):
        """The figures of the summary."""
        credits = sum((payment.amount for payment in self.payments if payment.amount > 0), Decimal(0))
        debits = -sum((payment.amount for payment in self.payments if payment.amount < 0), Decimal(0))
        told = {"opening": self.opening, "in": credits, "out": debits, "closing": self.opening + credits - debits} | self.changes
        pounds = {name: f"£{value:,.2f}" if value >= 0 else f"-£{-value:,.2f}" for name, value in told.items()}
        return pounds | {"-out": f"-{pounds['out']}", "[in]": f"[{pounds['in']}]", "[out]": f"[{pounds['out']}]"}

    def head(self, is_first, number, of):
        """What stands above the table, the table's headings, and what stands beside."""
        self.y = 40
        days = {"first": f"{self.payments[0].day:%d %B %Y}", "last": f"{self.payments[-1].day:%d %B %Y}"}
        texts = [*self.style.head, self.style.period.format(**days) if self.style.period else "Your account statement", f"Page {number} of {of}"]
        for text in texts:
            for at, part in enumerate(part for part in text.split("  ") if part.strip()):
                self.paper.text(45 + 150 * at, self.y, part.strip())
            self.y += 14
        for label, which in self.style.summary if is_first else ():
            self.paper.text(330, self.y, label.format(**days))
            self.paper.text(550, self.y, self.figures()[which], align="right")
            self.y += 14
        self.y += 20
        for what, heading, x in self.style.columns:
            self.paper.text(x, self.y, heading, align="left" if what in ("day", "words", "kind") else "right")
        for place, text in enumerate(self.style.beside):
            self.paper.text(470, self.y + 7 + 10 * place, text, size=7)
        self.y += 16

    def line(self, payment, balance, ends_day):
        """One payment, on as many lines as it has words."""
        if self.style.year_rows and payment.day.year != self.year:
            self.paper.text(self.x["day"], self.y, str(payment.day.year))
            self.y += 12
        self.year = payment.day.year
        words = payment.words[:1] if self.style.stands == "one" else payment.words
        if self.style.kind_in_text:
            words = (f"{payment.kind}  {words[0]}", *words[1:])
        money_at = len(words) - 1 if self.style.stands == "above" else 0
        self.day(payment.day)
        for place, text in enumerate(words):
            self.paper.text(self.x["words"], self.y, text)
            if place == 0 and "kind" in self.x:
                self.paper.text(self.x["kind"], self.y, payment.kind)
            if place == money_at:
                self.money(payment.amount, balance if ends_day else None)
            self.y += 12
        self.y += 3

    def day(self, day):
        """The day, unless it was printed already."""
        if self.style.once_a_day and day == self.last_day:
            return
        if self.style.day == "ordinal":
            text = f"{day.day}{ORDINALS.get(day.day, 'th')} {day:%b}"
        elif self.style.day == "natwest":
            text = f"{day:%d %b}".upper() if self.last_day and self.last_day.year == day.year else f"{day:%d %b %Y}".upper()
        else:
            text = f"{day:{self.style.day}}"
        self.paper.text(self.x["day"], self.y, text)
        self.last_day = day

    def money(self, amount, balance):
        """An amount in its column, and a balance."""
        if "amount" in self.x:
            self.paper.text(self.x["amount"], self.y, f"{amount:,.2f}", align="right")
        else:
            self.paper.text(self.x["in" if amount > 0 else "out"], self.y, f"{abs(amount):,.2f}", align="right")
        if balance is not None:
            self.balance(balance)
        if self.style.whispers:
            self.paper.text(300, self.y + 6, "Date 01 Jan 25 . Money Out (£) 99.99 . Balance (£) 1.00 .", size=0.5, colour=1)

    def balance(self, value):
        """A balance, overdrawn as the bank writes it."""
        sign, letters = ("-", "") if self.style.overdrawn == "-" else ("", self.style.overdrawn)
        self.paper.text(self.x["balance"], self.y, f"{sign if value < 0 else ''}{abs(value):,.2f}{letters if value < 0 else ''}", align="right")

    def label(self, text, value, day):
        """A row that prints a balance and is no payment."""
        if day:
            self.last_day = None
            if self.style.year_rows:
                self.paper.text(self.x["day"], self.y, str(day.year))
                self.year = day.year
            else:
                self.day(day)
                self.last_day = None if self.style.day != "natwest" else self.last_day
        self.paper.text(self.x["words"], self.y, text)
        self.balance(value)
        self.y += 15

    def foot(self):
        """The rows that end the table, and the small print."""
        figures = self.figures()
        closing = self.with_balances()[0 if self.style.newest_first else -1][1]
        if self.style.closing:
            self.label(self.style.closing, closing, None)
        if self.style.total:
            self.paper.text(self.x["words"], self.y, self.style.total)
            self.paper.text(self.x["out"], self.y, figures["out"].lstrip("£"), align="right")
            self.paper.text(self.x["in"], self.y, figures["in"].lstrip("£"), align="right")
        self.paper.text(45, 800, "Example Bank plc. Registered in England. Lines are open from 8 to 18.", size=6)


LEDGER = [
    Payment(date(2025, 12, 16), ("EXAMPLE SHOP", "LEEDS"), Decimal("-23.47"), "VIS"),
    Payment(date(2025, 12, 16), ("EXAMPLE SHOP", "LEEDS"), Decimal("-23.47"), "VIS"),
    Payment(date(2025, 12, 16), ("ANYSHIRE COUNCIL", "DIRECT PAYMENT"), Decimal("1284.60"), "CR"),
    Payment(date(2025, 12, 18), ("A ASSISTANT", "WAGES WK 51"), Decimal("-312.00"), "SO"),
    Payment(date(2025, 12, 22), ("CASH EXAMPLE BANK", "LEEDS HIGH ST @14:05"), Decimal("-40.00"), "ATM"),
    Payment(date(2025, 12, 22), ("CORNER CAFE 12.50 OFFER",), Decimal("-7.85"), ")))"),
    Payment(date(2025, 12, 24), ("CARE AGENCY EXAMPLE LTD", "INV 20251224", "REF 1,234.56-A"), Decimal("-1145.20"), "BP"),
    Payment(date(2025, 12, 29), ("HMRC NDDS",), Decimal("-96.31"), "DD"),
    Payment(date(2025, 12, 31), ("TOTAL CHARGES", "TO 30DEC2025"), Decimal("-5.00"), "CHG"),
    Payment(date(2026, 1, 2), ("A ASSISTANT", "WAGES WK 01"), Decimal("-312.00"), "SO"),
    Payment(date(2026, 1, 5), ("ANYSHIRE COUNCIL", "DIRECT PAYMENT"), Decimal("1284.60"), "CR"),
    Payment(date(2026, 1, 5), ("MOBILITY SHOP",), Decimal("-64.99"), "VIS"),
    Payment(date(2026, 1, 6), ("REFUND MOBILITY SHOP",), Decimal("64.99"), "CR"),
    Payment(date(2026, 1, 15), ("EXAMPLE SHOP", "LEEDS"), Decimal("-31.02"), "VIS"),
]
