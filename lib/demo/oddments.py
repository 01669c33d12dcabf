"""The small things of real life that are in order: days away, one-off money, fares, a stranger's invoice."""

from dataclasses import dataclass
from datetime import date, timedelta

from lib.demo.lines import money_in, money_out, stray
from lib.demo.people import SURNAMES
from lib.demo.spending import EQUIPMENT, RESPITE, Payee

SHOPS = ("TESCO STORES 3297", "ASDA SUPERSTORE 4432", "SAINSBURYS S/MKTS", "ALDI STORES", "LIDL GB")


@dataclass(frozen=True)
class Absence:
    """Days somebody was away."""

    from_date: date
    to_date: date
    kind: str


def draw_absences(rng, first, last):
    """One person in eight was away for some days."""
    if rng.random() > 0.13 or (last - first).days < 120:
        return ()
    start = first + timedelta(days=rng.randint(50, (last - first).days - 40))
    return (Absence(start, start + timedelta(days=rng.randint(4, 13)), rng.choice(("hospital", "hospital", "respite", "abroad", "other"))),)


def draw_one_off(rng, agreement, first, last):
    """Money for one thing, between two regular payments, and the thing bought: its date, the lines, the payees."""
    if rng.random() > 0.1 or not agreement.has_payment_rows or agreement.payment_cycle == "2-weekly":
        return None, (), ()
    due = rng.choice([day for day in agreement.dues(last) if day >= first][1:-2])
    payee = Payee(rng.choice(EQUIPMENT), "equipment", "other")
    on = due + timedelta(days=rng.randint(11, 15))
    return on, (money_out(on + timedelta(days=1), rng.randint(80, 420) * 100, payee, "card"),), (payee,)


def draw_oddments(rng, person, agreement, spending, spans, absences, last):
    """Lines that are in order, and the payees they need."""
    lines, payees = [], []
    for absence in absences:
        if absence.kind == "respite":
            payees.append(Payee(rng.choice(RESPITE), "respite", "other"))
            amount = round(agreement.net_weekly(absence.from_date) * rng.uniform(0.4, 0.8))
            lines.append(money_out(absence.from_date + timedelta(days=2), amount, payees[-1], "transfer"))
    lines += strangers(rng, person, agreement, spending, spans)
    months = [day for span in spans for day in days_of_months(*span)][1:-1]
    if spending.cash_weekly:
        # Two withdrawals in a month, each within a week's allowance.
        for first in months[::2]:
            lines += [stray(first.replace(day=day), spending.cash_weekly, "CASH WITHDRAWAL ATM HIGH ST", "cash", "cash") for day in (7, 21)]
    elif spending.has_living_plan:
        for first in months:
            for day in (6, 17):
                lines.append(stray(first.replace(day=day + rng.randint(0, 4)), rng.randint(900, 2900), rng.choice(SHOPS), "card", "living_cost"))
    elif months and rng.random() < 0.2:
        # One small shop a quarter of a year apart or more is under every limit.
        for first in months[rng.randint(0, 3) :: 5][:2]:
            lines.append(stray(first.replace(day=rng.randint(4, 26)), rng.randint(450, 1150), rng.choice(SHOPS), "card", "living_cost"))
    agency = spending.payee("agency")
    if agency and months and rng.random() < 0.12:
        lines.append(money_in(rng.choice(months).replace(day=rng.randint(3, 26)), rng.randint(1500, 4500), f"{agency.name} REFUND", "refund"))
    # The plan allows nothing after its end.
    ends_on = min(agreement.end_date or last, last)
    return [line for line in lines if line.on <= (ends_on if line.category in ("living_cost", "cash") else last)], payees


def strangers(rng, person, agreement, spending, spans):
    """Nought to two small invoices in a span, from names that nobody of this case has."""
    taken = f"{person.surname} {agreement.recipient_name} {' '.join(payee.name for payee in spending.payees)}".upper()
    names = [surname.upper() for surname in SURNAMES if surname.upper() not in taken]
    lines = []
    for first, last in spans:
        long = (last - first).days > 40
        for _ in range(rng.choices((0, 1, 2), (40, 40, 20) if long else (72, 21, 7))[0]):
            on = first + timedelta(days=rng.randint(3, (last - first).days - 3))
            text = f"{rng.choice('ABCDEFGHJKLMNPRST')} {rng.choice(names)} INVOICE {rng.randint(101, 989)}"
            lines.append(stray(on, rng.randint(900, 4800), text, "transfer"))
    return lines


def days_of_months(first, last):
    """The first day of each month of a span."""
    day, days = first, []
    while day <= last:
        days.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return days
