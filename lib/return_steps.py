"""The rungs of a return's ladder and what must be true before each step."""

from lib import letters
from lib.steps import Machine, Step

# What may be decided when papers never came. The first two keep the direct payment and come first.
DECISIONS = {
    "to_card": "Move to a prepaid card", "to_managed_account": "Move to a managed account", "commissioned_care": "Care that the council arranges",
    "suspend": "Propose a suspension, through its gate",
}  # fmt: skip
# The rungs that a letter climbs.
LADDER = ("request", "chase_1", "chase_2", "final")

# What must be true before a step. Each gives a sentence while it is not.


def is_not_received(case, said, as_at):
    if case["received_on"]:
        return f"The papers came on {letters.written(case['received_on'])}. Nobody is chased for what is here."


def is_received(case, said, as_at):
    if not case["received_on"]:
        return "Nothing has come yet, so nothing can have been worked."


def is_not_worked(case, said, as_at):
    if case["completed_on"]:
        return f"This return was worked by {letters.written(case['completed_on'])}."


def is_not_covered(case, said, as_at):
    if case["is_covered"]:
        return "The statements cover every day of it. Ask about single payments in their review."


def is_not_held(case, said, as_at):
    return case["held"]


def is_its_day(case, said, as_at):
    if case["received_on"]:
        return None
    if case["rung_on"] is None:
        return "Nobody can say its day while a hold lies ahead that has no end."
    if as_at < case["rung_on"]:
        return f"Its day is {letters.written(case['rung_on'])}, not before."


def is_sent(case, said, as_at):
    if case["received_on"]:
        return None
    if not case["sent_on"]:
        return "Its letter must go out first, on its day or later: write it, send it, and mark it as sent under Letters."


def is_escalated(case, said, as_at):
    if not case["escalated_on"]:
        return f"{whom(case)} must know first: the letters to the person say so."


def is_chosen(case, said, as_at):
    if said.get("choice") not in DECISIONS:
        return "Choose what is decided."


def is_later(case, said, as_at):
    if not said.get("until") or said["until"] <= as_at:
        return "Say until which later day there is more time."


def is_a_day_past(case, said, as_at):
    if not said.get("on_day") or not case["period_from"] <= said["on_day"] <= as_at:
        return f"Say on which day it came: between {letters.written(case['period_from'])} and today."


CHASED = ("requested", "chased_1", "chased_2", "final")
RUNG = (is_not_received, is_not_held, is_its_day, is_sent)

MACHINE = Machine("return", {
    "request": Step("Asked for", (None,), "requested", "chase_return", RUNG),
    "chase_1": Step("First reminder sent", ("requested",), "chased_1", "chase_return", RUNG),
    "chase_2": Step("Second reminder sent", ("chased_1",), "chased_2", "chase_return", RUNG),
    "final": Step("Last reminder sent", ("chased_2",), "final", "chase_return", RUNG),
    "decide": Step(
        "Decide how to go on", ("final",), "decided", "approve_suspension", (is_not_received, is_not_held, is_its_day, is_escalated, is_chosen),
        not_by=("chase_1", "chase_2", "final"), needs_reason=True,
    ),
    "receive": Step("Papers came by hand", (None, *CHASED, "decided"), "received", "chase_return", (is_not_received, is_a_day_past), needs_reason=True),
    "ask_again": Step("Not enough: ask again", ("received",), "requested", "chase_return", (is_not_covered, is_not_held), needs_reason=True),
    "work": Step("Worked", (None, *CHASED, "decided", "received"), "worked", "chase_return", (is_received, is_not_worked), needs_reason=True),
    "rework": Step("Not worked after all", ("worked",), "received", "chase_return", needs_reason=True),
    "phone": Step("Somebody telephoned", (*CHASED, "decided"), None, "chase_return", needs_reason=True),
    "extend": Step("Agree more time", CHASED, None, "chase_return", (is_not_received, is_later), needs_reason=True),
    "escalate": Step("The practitioner or Health was told", (*CHASED, "decided"), None, "chase_return", needs_reason=True),
})  # fmt: skip


def whom(case):
    """Who is told when papers do not come: Health where it pays, with the council or alone, else the practitioner and their team."""
    if case["escalate_to"] == "health":
        return "Health"
    known = ", ".join(part for part in (case["practitioner"], case["practitioner_team"]) if part)
    return known or "The practitioner's team"
