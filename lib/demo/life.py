"""The life of one account, and whether a careful reader would believe it."""

from datetime import timedelta

from lib.demo.known import bills, income
from lib.demo.lines import LAST, Ledger
from lib.demo.oddments import days_of_months
from lib.demo.purse import Purse
from lib.demo.schedule import month_end

ATTEMPTS = 6


def live(rng_for, case, problem, window):
    """The first believable ledger of a few drawn, or none."""
    for attempt in range(ATTEMPTS):
        ledger = live_once(rng_for("life", case.number, attempt), case, problem, window)
        if not doubts_about(case, problem, ledger, window):
            return ledger


def live_once(rng, case, problem, window):
    """One ledger, from the first day that statements cover."""
    agreement = case.agreement
    start, last = max(window[0], agreement.start_date), window[1]
    settled_on = agreement.end_date + timedelta(days=rng.randint(8, 16)) if agreement.end_date else None
    last = settled_on or last
    planned = income(rng, case, problem, start, last) + bills(rng, case, problem, start, last)
    planned += [line for line in problem.extra if line.rank != LAST]
    purse = Purse(rng, case, problem, planned, start, last, settled_on)
    at_close = {line.on: line for line in problem.extra if line.rank == LAST}
    for day in purse.eventful(last):
        purse.live_through(day)
        if day in at_close:
            purse.pay(at_close[day])
    if settled_on:
        purse.empty(settled_on)
    return Ledger(purse.opening, tuple(purse.lines), agreement.start_date - timedelta(days=4), settled_on + timedelta(days=2) if settled_on else None)


def doubts_about(case, problem, ledger, window):
    """Why nobody would believe this ledger, or how it shows more than was planted in it."""
    return unlikely_balances(case, problem, ledger, window) + unplanned_repeats(problem, ledger)


def unlikely_balances(case, problem, ledger, window):
    """Overdrawn days, ends of months with a surplus nobody planted, and weeks that are too thin or too fat."""
    agreement, doubts = case.agreement, []
    winding_down = agreement.dues(window[1])[-1] if agreement.end_date else window[1]
    for day, balance in closing_balances(ledger, window):
        weeks = balance / agreement.net_weekly(day)
        if balance < 0:
            doubts.append(f"{day}: overdrawn")
        if problem.rule_id == "surplus":
            continue
        if day == month_end(day) and weeks > agreement.surplus_weeks() - 0.1:
            doubts.append(f"{day}: {weeks:.2f} weeks at the end of a month")
        if not problem.rule_id and agreement.start_date < day <= winding_down and not 1 <= weeks <= max(7, agreement.float_weeks):
            doubts.append(f"{day}: {weeks:.2f} weeks")
    return doubts


def closing_balances(ledger, window):
    """The closing balance of each day with a line and of each month's last day."""
    balances = {line.on: line.balance for line in ledger.lines}
    first, last = ledger.lines[0].on, ledger.closed_on or window[1]
    ends = (month_end(month) for month in days_of_months(window[0], last))
    balance = ledger.opening
    for day in sorted(balances.keys() | {day for day in ends if first <= day <= last}):
        balance = balances.get(day, balance)
        yield day, balance


def unplanned_repeats(problem, ledger):
    """The same amount to the same payee within three days, which nobody planted."""
    last_paid, doubts = {}, []
    for line in ledger.lines:
        known = (line.party, line.amount)
        is_planted = problem.rule_id == "duplicate_payment" and line._replace(balance=0) in problem.extra
        if line.amount <= -2000 and known in last_paid and (line.on - last_paid[known]).days <= 3 and not is_planted:
            doubts.append(f"{line.on}: {line.text} looks paid twice")
        last_paid[known] = line.on
    return doubts
