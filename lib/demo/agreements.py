"""Agreements: who is paid how much, how often, from when to when, and into which account."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from lib.demo.people import address, draw_person, name_apart_from
from lib.demo.schedule import MONTHS, add_months, cycle_amount, cycle_weeks, due_dates, nth_due

# Cases are dealt out in this order: officer3 has three times as many as officer2.
COUNCILS = {
    "Westmarch": {"letters": "WM", "officers": ("officer1", "officer3", "officer2", "officer3", "officer1", "officer3"), "surplus_weeks": 8},
    "Easthaven": {"letters": "EH", "officers": ("officer4", "officer5"), "surplus_weeks": 6},
}
# Contribution and health money make a payment cycle last longer than the net payment alone.
# Above these shares a careful account would still look like a surplus.
MOST_EXTRA = {
    "4-weekly": {"Westmarch": 0.28, "Easthaven": 0.08},
    "monthly": {"Westmarch": 0.2, "Easthaven": 0.18},
    "2-weekly": {"Westmarch": 0.45, "Easthaven": 0.4},
}
UPLIFT = 1.045


@dataclass(frozen=True)
class Rate:
    """What a week is worth, for a span of days."""

    from_date: date
    to_date: date | None
    gross: int
    contribution: int
    health: int
    reason: str

    @property
    def net(self):
        """The council's share, with the contribution paid by the person."""
        return self.gross - self.contribution - self.health


@dataclass(frozen=True)
class Agreement:
    """The signed terms of one direct payment."""

    agreement_id: str
    council: str
    officer: str
    start_date: date
    end_date: date | None
    end_reason: str
    signed_on: date
    recipient_type: str
    recipient_name: str
    recipient_address: str
    account_type: str
    managed_by: str
    payment_basis: str
    payment_cycle: str
    float_weeks: int
    first_regular_on: date
    return_months: int
    has_payment_rows: bool
    rates: tuple[Rate, ...]

    def rate(self, day):
        """The rate in force on a day."""
        return next(rate for rate in reversed(self.rates) if rate.from_date <= day)

    def net_weekly(self, day):
        """The weekly net amount that thresholds count in."""
        return self.rate(day).net

    def paid_weekly(self, day):
        """What the council pays for a week: net, or gross where the contribution is invoiced."""
        rate = self.rate(day)
        return rate.net if self.payment_basis == "net" else rate.net + rate.contribution

    def surplus_weeks(self):
        """How many weeks of net money may stand in the account."""
        return max(COUNCILS[self.council]["surplus_weeks"], self.float_weeks)

    def dues(self, last):
        """Every regular payment day up to `last` or the end of the agreement."""
        return due_dates(self.first_regular_on, self.payment_cycle, min(last, self.end_date or last))

    def period_end(self, due):
        """The last day that the payment of a payment day is for."""
        return nth_due(due, self.payment_cycle, 1) - timedelta(days=1)

    def payment(self, due):
        """What the council pays on a payment day."""
        return cycle_amount(self.paid_weekly(due), self.payment_cycle)

    def contribution(self, due):
        """What the person is to pay into the account with that payment."""
        owed = self.rate(due).contribution if self.payment_basis == "net" else 0
        return cycle_amount(owed, self.payment_cycle)

    def health(self, due):
        """What the health body pays with that payment."""
        return cycle_amount(self.rate(due).health, self.payment_cycle)


def draw_agreement(rng, number, council, officer, account_type, story, window, as_at):
    """A person and the agreement with them; `story` says whether it starts, ends or stays within the window."""
    person = draw_person(rng, number, council, as_at)
    cycle = rng.choices(("4-weekly", "monthly", "2-weekly"), (65, 20, 15))[0]
    first, end = first_payment(rng, cycle, story, window), None
    if story == "ends":
        dues = [day for day in due_dates(first, cycle, window[1]) if add_months(window[0], 6) < day < add_months(window[1], -3)]
        end = nth_due(rng.choice(dues), cycle, 1) - timedelta(days=1)
    gross_basis = story == "stays" and person.legal_basis == "care_act" and rng.random() < 0.12
    float_weeks, regular = 0, first
    if story == "starts":
        float_weeks, regular = draw_float(rng, council, cycle, first)
    if float_weeks > 3 and person.legal_basis == "care_act":
        # A long float is spent before contributions start, so it goes to people who pay none.
        person = replace(person, legal_basis="s117", client_type="adult")
    agreement = Agreement(
        agreement_id=f"{COUNCILS[council]['letters']}{number}",
        council=council,
        officer=officer,
        start_date=first,
        end_date=end,
        end_reason=rng.choice(("moved to residential care", "person ended it", "needs changed", "died")) if end else "",
        signed_on=first - timedelta(days=rng.randint(3, 20)),
        recipient_type="parent" if person.client_type == "child" else rng.choices(("self", "nominated", "authorised"), (65, 25, 10))[0],
        recipient_name="",
        recipient_address="",
        account_type=account_type,
        managed_by=rng.choice(MANAGERS) if account_type == "managed_account" else "",
        payment_basis="gross" if gross_basis else "net",
        payment_cycle=cycle,
        float_weeks=float_weeks,
        first_regular_on=regular,
        return_months=1 if rng.random() < 0.3 else 3,
        has_payment_rows=bool(gross_basis or float_weeks or rng.random() >= 0.19),
        rates=draw_rates(rng, person, council, cycle, gross_basis, first, as_at),
    )
    return person, with_recipient(rng, person, agreement)


MANAGERS = ("Tallywell Managed Accounts", "Inkwell Support Accounts")


def first_payment(rng, cycle, story, window):
    """The first payment day: years ago, or in the window for somebody new."""
    day = window[0] - timedelta(days=rng.randint(120, 1900))
    if story == "starts":
        day = add_months(window[0], rng.randint(2, MONTHS - 4)) + timedelta(days=rng.randint(0, 27))
    if cycle == "monthly":
        return day.replace(day=rng.randint(1, 12))
    return day - timedelta(days=max(0, day.weekday() - 4))


def draw_float(rng, council, cycle, first):
    """Some new people get money to start with: a little on top, or weeks ahead of the first regular payment."""
    kind = rng.random()
    if kind < 0.25 and (council == "Westmarch" or cycle == "2-weekly"):
        return (3 if cycle == "2-weekly" else 2), first
    if kind < 0.45 and cycle != "monthly":
        weeks = 11 if council == "Westmarch" else 8
        return weeks, nth_due(first, cycle, int((weeks - 3) // cycle_weeks(cycle)))
    return 0, first


def draw_rates(rng, person, council, cycle, gross_basis, first, as_at):
    """The weekly amounts since the start, with an uplift every 1 April."""
    gross, share = rng.randint(130, 620) * 100 + rng.choice((0, 0, 25, 40, 50, 75)), 0.0
    health_share = 0.0
    most = MOST_EXTRA[cycle][council]
    if person.legal_basis == "phb" or (person.legal_basis == "care_act" and person.client_type == "adult" and rng.random() < 0.04):
        health_share = most * rng.uniform(0.6, 0.9)
    elif person.legal_basis == "care_act" and (gross_basis or rng.random() < 0.8):
        share = most * rng.uniform(0.55 if gross_basis else 0.35, 0.98)
    spans = [first] + [date(year, 4, 1) for year in range(first.year, as_at.year + 1) if first < date(year, 4, 1) <= as_at]
    rates = []
    for place, start in enumerate(spans):
        net = gross / (1 + share + health_share)
        until = spans[place + 1] - timedelta(days=1) if place + 1 < len(spans) else None
        # Contributions and health money are whole five pences, as assessments give them.
        rates.append(Rate(start, until, gross, int(net * share / 5) * 5, int(net * health_share / 5) * 5, "uplift" if place else "new agreement"))
        gross = round(gross * UPLIFT / 5) * 5
    return tuple(rates)


def with_recipient(rng, person, agreement):
    """The agreement with the name of who gets the money, where that is not the person."""
    if agreement.recipient_type == "self":
        return agreement
    if agreement.recipient_type == "authorised":
        name = name_apart_from(rng, (person.surname,))
    else:
        forename = name_apart_from(rng, ()).split()[0]
        name = f"{forename if forename != person.forename else 'Valerie'} {person.surname}"
    place = person.address if agreement.recipient_type == "parent" else address(rng, agreement.council)
    return replace(agreement, recipient_name=name, recipient_address=place)
