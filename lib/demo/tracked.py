"""Money back in the made-up council: some surpluses are taken up through the same services as everybody's, each in its own time; the rest waits."""

from datetime import timedelta
from itertools import cycle

from lib import letters, surplus

REASONS = ("overpaid", "respite_not_taken", "unknown")
FOUND = "from dashboards.possible_surplus where safe_to_recoup > 50 and basis_on > $since order by agreement_id"


def take_surpluses_up(year, store, actors, days):
    """Whoever sees the list on the first of these days has the money back within weeks; then slowly; on the last day one is told and one only taken up."""
    early = iter((_recovered, _slowly))
    for day in days[:-1]:
        year.begin(_found(year, store, actors, day, early, 20))
    year.begin(_found(year, store, actors, days[-1], cycle((_told, _taken_up, None)), 120))


def _found(year, store, actors, on_day, ways, days_old):
    """Take up what a day's list shows of balances not older than so many days, each in the next of these ways; None leaves it for somebody else."""
    day = yield on_day
    rows = store.rows(FOUND, {"since": day - timedelta(days=days_old)})
    for number, (row, way) in enumerate(zip(rows, ways, strict=False)):
        if way:
            year.begin(way(store, actors[row["officer"]], actors["leader"], row, REASONS[number % len(REASONS)], day))


def _taken_up(store, officer, leader, row, reason, day):
    """Somebody else of the team comes to it a month later."""
    day = yield day + timedelta(days=30)
    surplus.calculate(store, officer, row["agreement_id"], reason, "", day)


def _told(store, officer, leader, row, reason, day):
    day = yield day
    yield from _tell(store, officer, leader, row, reason, day)


def _recovered(store, officer, leader, row, reason, day):
    day = yield day
    agreement_id, surplus_id, amount, taken_on = yield from _tell(store, officer, leader, row, reason, day)
    day = yield taken_on
    for step in ("authorise", "invoice"):
        surplus.go_on(store, leader, agreement_id, surplus_id, step, day)
    day = yield day + timedelta(days=9)
    surplus.match(store, officer, agreement_id, surplus_id, amount, day, day, receipt_number=f"R-1{agreement_id[-3:]}")


def _slowly(store, officer, leader, row, reason, day):
    """The person objects, and pays in parts."""
    day = yield day
    agreement_id, surplus_id, _, taken_on = yield from _tell(store, officer, leader, row, reason, day)
    day = yield day + timedelta(days=6)
    surplus.go_on(store, officer, agreement_id, surplus_id, "object", day, "The family needs it for a holiday with care in autumn")
    day = yield day + timedelta(days=18)
    surplus.go_on(store, leader, agreement_id, surplus_id, "reject_objection", day, "The plan pays for that holiday on its own line")
    day = yield max(day, taken_on)
    for step in ("authorise", "invoice"):
        surplus.go_on(store, leader, agreement_id, surplus_id, step, day)
    day = yield day + timedelta(days=34)
    surplus.match(store, officer, agreement_id, surplus_id, "40.00", day, day, receipt_number=f"R-1{agreement_id[-3:]}")


def _tell(store, officer, leader, row, reason, day):
    """Take it up, have it checked where it is large, and tell the person. Gives what the letter says."""
    agreement_id = row["agreement_id"]
    surplus_id = surplus.calculate(store, officer, agreement_id, reason, "", day)
    day = yield day + timedelta(days=1)
    if row["surplus"] > surplus.one(store, agreement_id, surplus_id, day)["check_over"]:
        surplus.go_on(store, leader, agreement_id, surplus_id, "check", day)
    amount, taken_on = f"{min(row['safe_to_recoup'], 2000):.2f}", day + timedelta(days=29)
    letter_id = surplus.prepare_notice(store, officer, agreement_id, surplus_id, amount, taken_on, "invoice", day)
    letters.mark_sent(store, officer, agreement_id, letter_id, day, "post")
    surplus.notify(store, officer, agreement_id, surplus_id, day)
    return agreement_id, surplus_id, amount, taken_on
