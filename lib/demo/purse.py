"""The money in an account while the days go by: spent by habit, never all of it, and never more than there is."""

from bisect import bisect_right
from datetime import timedelta
from itertools import accumulate

from lib.demo.lines import HABITS, Line, money_out
from lib.demo.schedule import days_between, due_dates

HMRC_SHARE, PENSION_SHARE = 0.04, 0.03
HMRC_DAY, PENSION_DAY = 22, 12
USUAL_WEEKS = 1.12
# One payment may have to last beyond the last statement.
BEYOND = timedelta(days=63)


class Purse:
    """A balance, the lines that made it, and what is known to come."""

    def __init__(self, rng, case, problem, planned, start, last, settled_on):
        self.rng, self.case, self.agreement, self.problem = rng, case, case.agreement, problem
        self.start, self.settled_on, self.lines, self.number = start, settled_on, [], rng.randint(1100, 8900)
        self.planned, self.targets = {}, {}
        for line in sorted(planned, key=lambda line: line.rank):
            self.planned.setdefault(line.on, []).append(line)
        self.dues = due_dates(self.agreement.first_regular_on, self.agreement.payment_cycle, self.agreement.end_date or last + BEYOND)
        self.dues += [settled_on] if settled_on else []
        self.away = {day for absence in case.absences for day in days_between(absence.from_date, absence.to_date)}
        stops = settled_on - timedelta(days=3) if settled_on else last + BEYOND
        self.slots = slots(case, start, problem.spending_stops or stops)
        days = days_between(start, last + BEYOND)
        self.care_until = running(sum(habit.weight for habit in self.slots.get(day, ())) * self.care(day) for day in days)
        self.bills_until = running(sum(min(0, line.amount) for line in self.planned.get(day, ())) for day in days)
        self.built_up = {"hmrc": 0.0, "pension": 0.0}
        self.opening = self.balance = self.first_balance()

    def first_balance(self):
        """Nothing in a new account; else what lasts until the next payment, and a little over."""
        start = self.start
        if start == self.agreement.start_date:
            return 0
        due, rate = self.next_due(start - timedelta(days=1)), self.agreement.rate(start)
        weekly = rate.gross if self.agreement.payment_basis == "gross" else rate.net + rate.contribution + rate.health
        if self.case.spending.is_employer:
            weeks_since_tax = ((start.month - 1) % 3 * 30 + 8) % 90 / 7
            self.built_up["hmrc"] = HMRC_SHARE * 0.8 * weekly * weeks_since_tax
        return round(self.target(due, start) + weekly * (due - start).days / 7 + self.built_up["hmrc"])

    def eventful(self, last):
        """The days on which anything can happen."""
        tax_days = {day for day in days_between(self.start, last) if day.day in (PENSION_DAY, HMRC_DAY)}
        return sorted(day for day in tax_days | self.planned.keys() | self.slots.keys() if day <= last)

    def live_through(self, day):
        """Everything that happens on a day, in the order of a statement."""
        for line in self.planned.get(day, ()):
            self.pay(line)
        if day.day == HMRC_DAY and day.month in (1, 4, 7, 10):
            self.settle("hmrc", day)
        if day.day == PENSION_DAY:
            self.settle("pension", day)
        habits = self.slots.get(day, ())
        for place in range(len(habits)):
            self.pay_habit(day, habits[place:])

    def pay(self, line):
        """Put a line into the account."""
        self.balance += line.amount
        self.lines.append(Line(*line[:-1], self.balance))

    def pay_habit(self, day, habits):
        """Pay the first of these habits its share of what there is until the next payment, in whole units."""
        habit, horizon = habits[0], self.next_due(day)
        tomorrow, until = (day - self.start).days + 1, (horizon - self.start).days
        ahead = sum(slot.weight for slot in habits) * self.care(day) + self.care_until[until] - self.care_until[tomorrow]
        bills = self.bills_until[until] - self.bills_until[tomorrow]
        spare = self.balance + bills - self.target(horizon, day) - sum(self.built_up.values())
        share = spare * habit.weight * self.care(day) / ahead
        amount = int(min(spare, share * self.rng.uniform(0.94, 1.06)) / habit.unit) * habit.unit
        if amount < 1000:
            return
        if habit.payee.category == "pa_wages":
            self.built_up["hmrc"] += amount * HMRC_SHARE
            self.built_up["pension"] += amount * PENSION_SHARE
            amount *= 1 - HMRC_SHARE - PENSION_SHARE
        self.number += self.rng.randint(1, 9)
        amount = self.unlike_recent(day, habit.payee, round(amount))
        self.pay(money_out(day, amount, habit.payee, habit.way, habit.text, self.number, HABITS))

    def unlike_recent(self, day, payee, amount):
        """The amount, or a little less if the same went to them in the last days: that would look paid twice."""
        while any((line.party, -line.amount) == (payee.name, amount) for line in self.lines_since(day - timedelta(days=5))):
            amount -= 45
        return amount

    def lines_since(self, day):
        """The lines from a day on."""
        place = len(self.lines)
        while place and self.lines[place - 1].on >= day:
            place -= 1
        return self.lines[place:]

    def settle(self, category, day):
        """Pay what has built up for tax or pension."""
        payee, amount = self.case.spending.payee(category), round(self.built_up[category])
        if payee and amount > 500:
            self.pay(money_out(day, amount, payee, "direct_debit" if category == "pension" else "transfer"))
            self.built_up[category] = 0.0

    def empty(self, day):
        """Pay tax and pension at the end, and the rest as the last wages or invoice."""
        self.settle("hmrc", day)
        self.settle("pension", day)
        main = self.case.spending.habits[0]
        if self.balance > 0:
            self.pay(money_out(day, self.balance, main.payee, main.way, "{payee} FINAL PAYMENT"))

    def care(self, day):
        """How much of the usual care there is: less while somebody is away."""
        return 0.35 if day in self.away else 1.0

    def next_due(self, day):
        """The next day the council pays; after the last one, the day the account is settled."""
        return self.dues[bisect_right(self.dues, day)]

    def target(self, horizon, day):
        """What is to be left when the next payment comes: a week of net money and a bit."""
        if horizon == self.settled_on:
            return round(0.25 * self.agreement.net_weekly(day))
        if horizon not in self.targets:
            weeks = USUAL_WEEKS + self.rng.uniform(0, self.case.slack) + self.left_of_float(horizon)
            self.targets[horizon] = round(self.problem.targets.get(horizon, weeks) * self.agreement.net_weekly(horizon))
        return self.targets[horizon]

    def left_of_float(self, horizon):
        """Weeks of a start-up float that are still kept: it is spent over the first months."""
        if not self.agreement.float_weeks:
            return 0
        return max(0, 1 - (horizon - self.agreement.first_regular_on).days / 112)


def running(amounts):
    """The sum of what comes before each place."""
    return [0, *accumulate(amounts)]


def slots(case, start, last):
    """The days on which each habit is paid."""
    days = {}
    for habit in case.spending.habits:
        if habit.weekday is None:
            on_days = [due + timedelta(days=habit.days_after_payment) for due in case.agreement.dues(last)]
        else:
            on_days = days_between(start + timedelta(days=(habit.weekday - start.weekday()) % 7), last)[::7]
        for day in on_days:
            if start <= day <= last:
                days.setdefault(day, []).append(habit)
    return days
