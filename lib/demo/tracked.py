"""Money back in the made-up council: its people take cases up through the same services as everybody, weeks ago and today."""

from datetime import timedelta

from lib import letters, surplus
from lib.demo.debts import take_debts_up
from lib.store import Actor

REASONS = ("unknown", "respite_not_taken", "overpaid")


def take_cases_up(store, people, as_at):
    """Take every other surplus up, each as far as it has come by today; the rest waits for whoever opens the page. people are rows of users.csv."""
    actors = {row["username"]: Actor(row["username"], row["role"], tuple(row["councils"].split(";")), row["officer"], row["name"]) for row in people}
    found = store.rows("from dashboards.possible_surplus where safe_to_recoup > 0 order by agreement_id")
    for number, row in enumerate(found[::2]):
        _surplus(store, actors, row, REASONS[number % len(REASONS)], number % 3, as_at)
    take_debts_up(store, actors, as_at)


def _surplus(store, actors, row, reason, stage, as_at):
    """A surplus that is back (stage 0), told (1) or only taken up (2)."""
    officer, leader, agreement_id = actors[row["officer"]], actors["leader"], row["agreement_id"]
    began = as_at - timedelta(days=(40, 10, 2)[stage])
    surplus_id = surplus.calculate(store, officer, agreement_id, reason, "", began)
    if stage == 2:
        return
    if row["surplus"] > surplus.one(store, agreement_id, surplus_id, began)["check_over"]:
        surplus.go_on(store, leader, agreement_id, surplus_id, "check", began)
    amount, taken_on = f"{min(row['safe_to_recoup'], 2000):.2f}", began + timedelta(days=30)
    letter_id = surplus.prepare_notice(store, officer, agreement_id, surplus_id, amount, taken_on, "invoice", began)
    letters.mark_sent(store, officer, agreement_id, letter_id, began, "post")
    surplus.notify(store, officer, agreement_id, surplus_id, began)
    if stage == 0:
        for step in ("authorise", "invoice"):
            surplus.go_on(store, leader, agreement_id, surplus_id, step, taken_on)
        surplus.match(store, officer, agreement_id, surplus_id, amount, taken_on + timedelta(days=5), as_at, receipt_number="R-1001")
