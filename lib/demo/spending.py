"""What somebody's money is spent on: payees, weekly habits, fixed bills, and the plan that allows them."""

from dataclasses import dataclass, replace
from datetime import date

from lib.demo.people import address, name_apart_from

AGENCIES = ("BRIGHTSIDE CARE AGENCY", "LARKSPUR HOMECARE", "MADEUP CARE AGENCY", "WILLOWFOLD SUPPORT", "HARBOURLIGHT CARE")
DAY_SERVICES = ("IMAGINARY DAY CENTRE", "ORCHARD FABLE DAY SERVICE", "PAPERMILL DAY OPPORTUNITIES")
BUREAUS = ("CLEARSLIP PAYROLL", "TALLYMAN PAYROLL BUREAU", "PENNYWISE PAYROLL")
INSURERS = ("SAFEKEEP INSURANCE", "UMBRELLA EXAMPLE INSURANCE")
ACTIVITIES = ("LIMELIGHT ART CLUB", "SPLASHDOWN SWIM GROUP", "GREENFINGER GARDENING CLUB")
TAXIS = ("HOPALONG TAXIS", "DIALARIDE EXAMPLE")
RESPITE = ("SEASIDE RESPITE LODGE", "HILLTOP RESPITE HOUSE")
EQUIPMENT = ("GRABRAIL EQUIPMENT", "EASYREACH EQUIPMENT")


@dataclass(frozen=True)
class Payee:
    """Somebody the council knows is paid from this money."""

    name: str
    category: str
    relation: str
    address: str = ""


@dataclass(frozen=True)
class Habit:
    """Spending that comes back, in amounts that follow the money there is."""

    payee: Payee
    text: str
    weekday: int | None
    days_after_payment: int
    weight: float
    unit: float
    way: str


@dataclass(frozen=True)
class Bill:
    """The same amount on the same day of a month, in the named months or in all of them."""

    payee: Payee
    text: str
    day: int
    amount: int
    months: tuple[int, ...] = ()
    way: str = "standing_order"


@dataclass(frozen=True)
class Spending:
    """How one agreement's money goes out."""

    payees: tuple[Payee, ...]
    habits: tuple[Habit, ...]
    bills: tuple[Bill, ...]
    is_employer: bool
    payroll_provider: str
    traveller: Payee
    cash_weekly: int
    has_living_plan: bool
    premium: Bill | None

    def with_payees(self, payees):
        """The same, with more payees."""
        return replace(self, payees=self.payees + tuple(payees))

    def payee(self, category):
        """The first payee of a category, or nobody."""
        return next((payee for payee in self.payees if payee.category == category), None)


def draw_spending(rng, person, agreement):
    """Either assistants with payroll, tax and insurance, or agencies and day services."""
    surnames = {person.surname, agreement.recipient_name.split(" ")[-1]}
    employer = rng.random() < 0.5
    transport = Payee(rng.choice(TAXIS), "transport", "other")
    activity = Payee(rng.choice(ACTIVITIES), "activity", "other")
    agency = Payee(rng.choice(AGENCIES), "agency", "agency")
    payees, habits, bills = [transport, activity], [], []
    if employer:
        assistants, habits = draw_assistants(rng, agreement, surnames)
        payees += assistants
        bills = employer_bills(rng)
        payees += [bill.payee for bill in bills] + [Payee("HMRC PAYE", "hmrc", "other"), Payee("NEST PENSION", "pension", "other")]
    else:
        habits = [Habit(agency, "{payee} INV {number}", rng.randint(0, 4), 0, 0.8, 25, "direct_debit")]
        payees.append(agency)
        if rng.random() < 0.5:
            centre = Payee(rng.choice(DAY_SERVICES), "day_service", "other")
            payees.append(centre)
            habits.append(Habit(centre, "{payee}", rng.randint(0, 4), 0, 0.35, 50, "card"))
    habits.append(Habit(activity, "{payee}", rng.randint(0, 4), 0, 0.06, 25, "card"))
    if rng.random() < 0.5:
        habits.append(Habit(transport, "{payee}", rng.randint(0, 4), 0, 0.05, 10, "card"))
    bills += account_bills(rng, agreement, payees)
    near_miss = rng.random()
    return Spending(
        payees=tuple(payees),
        habits=tuple(habits),
        bills=tuple(bills),
        is_employer=employer,
        payroll_provider=next((payee.name.title() for payee in payees if payee.category == "payroll_fee"), ""),
        traveller=payees[2] if employer else transport,
        cash_weekly=rng.choice((2000, 2500, 3000)) if near_miss < 0.07 else 0,
        has_living_plan=0.07 <= near_miss < 0.15,
        premium=next((bill for bill in bills if bill.payee.category == "insurance"), None),
    )


def draw_assistants(rng, agreement, surnames):
    """One or two assistants, paid every week or once in a payment cycle, by the quarter of an hour."""
    count, weekly = rng.choice((1, 1, 2)), rng.random() < 0.7
    payees, habits = [], []
    hourly = rng.randint(1260, 1390)
    for place in range(count):
        name = name_apart_from(rng, surnames)
        surnames = surnames | {name.split()[-1]}
        payees.append(Payee(name.upper(), "pa_wages", "personal_assistant", address(rng, agreement.council)))
        habits.append(Habit(payees[-1], "{payee} WAGES", 4 if weekly else None, 2 + 2 * place, 0.85 if place == 0 else 0.4, hourly / 4, "transfer"))
    return payees, habits


def employer_bills(rng):
    """Payroll every month, employers' liability insurance once a year."""
    bureau, insurer = Payee(rng.choice(BUREAUS), "payroll_fee", "payroll"), Payee(rng.choice(INSURERS), "insurance", "other")
    return [
        Bill(bureau, "{payee}", rng.randint(3, 9), rng.randint(1150, 1850)),
        Bill(insurer, "{payee}", rng.randint(5, 25), rng.randint(8400, 12600), (rng.randint(1, 12),), "card"),
    ]


def account_bills(rng, agreement, payees):
    """What the account itself costs: a managed account's fee, a card's fee."""
    if agreement.account_type == "managed_account":
        payees.append(Payee(agreement.managed_by.upper(), "managed_account_fee", "other"))
        return [Bill(payees[-1], "{payee} FEE", rng.randint(10, 20), rng.randint(1800, 2600), (), "transfer")]
    if agreement.account_type == "prepaid_card" and rng.random() < 0.4:
        payees.append(Payee("MONTHLY CARD FEE", "bank_charge", "other"))
        return [Bill(payees[-1], "{payee}", 1, 150, (), "fee")]
    return []


def insurance_expires(spending, as_at):
    """The day on which the next yearly premium falls due."""
    if not spending.premium:
        return None
    premium = date(as_at.year, spending.premium.months[0], spending.premium.day)
    return premium if premium > as_at else premium.replace(year=as_at.year + 1)


def plan_lines(agreement, spending):
    """The plan's share for each kind of spending: category, weekly amount, note."""
    gross = agreement.rates[-1].gross
    weight = sum(habit.weight for habit in spending.habits)
    shares = {}
    for habit in spending.habits:
        shares[habit.payee.category] = shares.get(habit.payee.category, 0) + habit.weight / weight * 0.92
    if spending.is_employer:
        shares |= {"hmrc": 0.03, "pension": 0.02, "payroll_fee": 0.015, "insurance": 0.005}
    lines = [(category, round(gross * share / 5) * 5, "") for category, share in shares.items()]
    if agreement.account_type == "managed_account":
        lines.append(("managed_account_fee", 600, ""))
    if spending.has_living_plan:
        lines.append(("living_cost", 2500, "supported shopping with an assistant"))
    if spending.cash_weekly:
        lines.append(("cash", spending.cash_weekly, "small cash for outings"))
    return lines
