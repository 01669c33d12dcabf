"""When the council pays, for which days, and how much: dates and pence, nothing else."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS = 15
WEEKS = {"2-weekly": 2, "4-weekly": 4}


def pounds(pence):
    """Pence as pounds with two decimals, as every extract and most banks write it."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def month_start(day):
    """The first day of the month."""
    return day.replace(day=1)


def month_end(day):
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day, months):
    """The same day some months later, or the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def window(as_at):
    """The first and the last day that statements cover: whole months, ended before `as_at`."""
    last = month_start(as_at) - timedelta(days=1)
    return add_months(month_start(last), 1 - MONTHS), last


def periods(first, last, months, from_month):
    """Blocks of whole months from `first` to `last`, cut where a return ends: every so many months after `from_month`."""
    starts = [month for month in (add_months(first, step) for step in range(MONTHS)) if month <= last]
    cuts = [start for start in starts if start == first or (start.year * 12 + start.month - from_month.year * 12 - from_month.month) % months == 0]
    return [(start, (cuts[number + 1] if number + 1 < len(cuts) else add_months(month_start(last), 1)) - timedelta(days=1)) for number, start in enumerate(cuts)]


def cycle_amount(weekly, cycle):
    """A weekly amount for one payment cycle; a month is 52 / 12 weeks, half a penny rounds up."""
    if cycle == "monthly":
        return (weekly * 104 + 12) // 24
    return weekly * WEEKS[cycle]


def cycle_weeks(cycle):
    """The most weeks that one payment has to last."""
    return WEEKS.get(cycle, 4.43)


def nth_due(first, cycle, n):
    """The n-th payment day, counting from nought."""
    if cycle == "monthly":
        return add_months(first, n)
    return first + timedelta(weeks=WEEKS[cycle] * n)


def due_dates(first, cycle, last):
    """Every payment day from the first one to `last`."""
    days, n = [], 0
    while (day := nth_due(first, cycle, n)) <= last:
        days.append(day)
        n += 1
    return days


def days_between(first, last):
    """Every day from `first` to `last`, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
