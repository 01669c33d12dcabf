"""One case: a person, an agreement, an account, and the small things that make it their own."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice, repeat

from lib.demo.agreements import COUNCILS, Agreement, draw_agreement
from lib.demo.lines import Line
from lib.demo.oddments import Absence, draw_absences, draw_oddments, draw_one_off
from lib.demo.people import Person
from lib.demo.schedule import cycle_weeks, periods
from lib.demo.spending import Spending, draw_spending

# Popular layouts stand more often; even a small council has each of them.
OWN_BANK_LAYOUTS = (
    "lloyds",
    "nationwide",
    "natwest",
    "starling",
    "barclays",
    "first_direct",
    "coop",
    "monzo",
    "hsbc",
    "ofx",
    "lloyds_xlsx",
    "lloyds",
    "nationwide",
    "natwest",
    "starling",
    "lloyds",
    "first_direct",
    "coop",
    "nationwide",
    "natwest_pages",
)
BANKS = {
    "lloyds": ("Lloyds Bank", "00-10"),
    "lloyds_xlsx": ("Halifax", "00-11"),
    "nationwide": ("Nationwide", "00-12"),
    "natwest": ("NatWest", "00-13"),
    "natwest_pages": ("NatWest", "00-13"),
    "starling": ("Starling Bank", "00-14"),
    "barclays": ("Barclays", "00-15"),
    "first_direct": ("first direct", "00-16"),
    "coop": ("The Co-operative Bank", "00-17"),
    "monzo": ("Monzo", "00-18"),
    "hsbc": ("HSBC", "00-19"),
    "ofx": ("TSB", "00-22"),
}
WITHOUT_BALANCE = ("barclays", "hsbc", "monzo")


@dataclass(frozen=True)
class Account:
    """Where the money is kept, and how its statements look."""

    account_id: str
    sort_code: str
    account_number: str
    card_reference: str
    bank: str
    account_name: str
    layout: str


@dataclass(frozen=True)
class Payment:
    """One payment of the council's schedule."""

    paid_on: date
    amount: int
    period_from: date
    period_to: date
    kind: str


@dataclass(frozen=True)
class Case:
    """Everything about one person's direct payment except what happened in the account."""

    number: int
    person: Person
    agreement: Agreement
    spending: Spending
    account: Account
    absences: tuple[Absence, ...]
    extra_payments: tuple[Payment, ...]
    small_lines: tuple[Line, ...]
    spans: tuple[tuple[date, date], ...]
    story: str

    @property
    def needs_edge_lines(self):
        """Without balances, only a line near each end shows that a file is whole."""
        return self.account.layout in WITHOUT_BALANCE

    @property
    def slack(self):
        """How many weeks of money may be left over beyond the usual week, without nearing a surplus."""
        agreement, rate = self.agreement, self.agreement.rates[-1]
        most = 5.7 if agreement.council == "Easthaven" and agreement.payment_cycle != "monthly" else 6.7
        income = (rate.gross if agreement.payment_basis == "gross" else rate.net + rate.contribution + rate.health) / rate.net
        room = most - 1.12 - 0.4 * self.spending.is_employer - cycle_weeks(agreement.payment_cycle) * income
        return min(1.6, max(0.02, room * 0.75))

    def payments(self, first, as_at):
        """The schedule the council paid, or nothing where only rates and cycle tell."""
        if not self.agreement.has_payment_rows:
            return []
        regular = [Payment(due, self.agreement.payment(due), due, self.agreement.period_end(due), "regular") for due in self.agreement.dues(as_at) if due >= first]
        extra = [payment for payment in self.extra_payments if payment.paid_on <= as_at]
        return sorted(regular + extra, key=lambda payment: (payment.paid_on, payment.kind))


def draw_case(rng, number, council, officer, account_type, layout, account_number, story, window, as_at):
    """One case of the made-up council."""
    person, agreement = draw_agreement(rng, number, council, officer, account_type, story, window, as_at)
    spending = draw_spending(rng, person, agreement)
    spans = periods(*window, agreement.return_months, agreement.start_date)
    first = max(window[0], agreement.start_date)
    spans = tuple(span for span in spans if span[1] >= first and not (agreement.end_date and span[0] > agreement.end_date + timedelta(days=20)))
    absences = draw_absences(rng, first, agreement.end_date or window[1]) if story == "stays" else ()
    one_off, one_off_lines, equipment = draw_one_off(rng, agreement, first, window[1]) if story == "stays" else (None, (), ())
    extra = [Payment(one_off, -sum(line.amount for line in one_off_lines), one_off, one_off, "one_off")] if one_off else []
    if agreement.float_weeks:
        amount = agreement.float_weeks * agreement.net_weekly(first)
        extra.append(Payment(first, amount, first, first + timedelta(weeks=agreement.float_weeks, days=-1), "float"))
    spending = spending.with_payees(equipment)
    oddments, payees = draw_oddments(rng, person, agreement, spending, spans, absences, window[1])
    return Case(
        number=number,
        person=person,
        agreement=agreement,
        spending=spending.with_payees(payees),
        account=draw_account(rng, number, person, account_type, layout, account_number),
        absences=absences,
        extra_payments=tuple(extra),
        small_lines=tuple(one_off_lines) + tuple(oddments),
        spans=spans,
        story=story,
    )


def draw_account(rng, number, person, account_type, layout, account_number):
    """A bank account, a card without sort code, or a place in a client account."""
    name = f"{person.forename[0]} {person.surname} direct payment"
    if account_type == "prepaid_card":
        return Account(f"AC{number}", "", "", f"TKN{account_number}", "Example Prepaid Cards", name, layout)
    if account_type == "managed_account":
        return Account(f"AC{number}", "00-20-30", account_number, "", "Example Client Bank", name, layout)
    bank, sort_code = BANKS[layout]
    return Account(f"AC{number}", f"{sort_code}-{rng.randint(10, 99)}", account_number, "", bank, name, layout)


def draw_parts(rng, cases):
    """Who gets what kind of case: about 60 in 100 in Westmarch, half of them with a bank account of their own."""
    councils = shuffled(rng, ("Westmarch", "Easthaven", "Westmarch", "Westmarch", "Easthaven"), cases)
    kinds = shuffled(rng, ("own_bank",) * 5 + ("prepaid_card",) * 3 + ("managed_account",) * 2, cases)
    stories = shuffled(rng, ("stays",) * 8 + ("starts", "ends"), cases)
    numbers = rng.sample(range(10_000_000, 89_000_000), cases)
    officers = {council: cycle(about["officers"]) for council, about in COUNCILS.items()}
    layouts = {"own_bank": cycle(OWN_BANK_LAYOUTS), "prepaid_card": repeat("card"), "managed_account": repeat("managed")}
    for place, (council, kind, story, account_number) in enumerate(zip(councils, kinds, stories, numbers, strict=True)):
        yield {
            "number": 10001 + place,
            "council": council,
            "officer": next(officers[council]),
            "account_type": kind,
            "layout": next(layouts[kind]),
            "account_number": str(account_number),
            "story": story,
        }


def shuffled(rng, pattern, count):
    """A pattern repeated to the count, then mixed."""
    repeated = list(islice(cycle(pattern), count))
    rng.shuffle(repeated)
    return repeated
