"""Holds: breathing space, hospital, bereavement. While one lasts no clock runs and no letter goes out."""

import uuid
from datetime import timedelta

from lib import access
from lib.errors import UserError
from lib.store import now

KINDS = {
    "breathing_space": "Breathing space", "mental_health": "Mental health crisis breathing space", "hospital": "In hospital",
    "bereavement": "Bereavement", "extension": "Agreed extension", "dispute": "Dispute or complaint", "other": "Something else",
}  # fmt: skip
# The law's own days, no council's choice: Debt Respite Scheme (Breathing Space Moratorium and Mental Health Crisis Moratorium) Regulations 2020.
STANDARD_DAYS = 60
AFTER_TREATMENT_DAYS = 30


@access.allowed("set_hold", subject="agreement_id")
def begin(store, actor, agreement_id, kind, from_date, to_date, reason):
    """Stop the clocks of an agreement from a day, until the last held day where that is known. Gives the hold's id.

    A standard breathing space ends by itself after 60 days, whether or not a last day is given; a mental health crisis one
    stays open until treatment_ended.
    """
    agreement = store.row("select council from staging.agreement where agreement_id = ?", [agreement_id])
    hold = made(actor, agreement_id, agreement["council"], kind, from_date, to_date, reason)
    with store.change(
        actor, "begin_hold", hold["hold_id"], council=hold["council"], agreement_id=agreement_id, reason=hold["reason"],
        after={"kind": kind, "from": from_date, "to": hold["to_date"]},
    ) as change:  # fmt: skip
        change.insert("decisions.hold", [hold])
    return hold["hold_id"]


@access.allowed("set_hold", subject="agreement_id")
def end(store, actor, agreement_id, hold_id, on_day, reason):
    """Let the clocks run again from a day. The day the hold began, or none before it, says that it never was."""
    hold = _running(store, agreement_id, hold_id)
    if not (reason or "").strip():
        raise UserError("Say why the clocks run again: the reason stays with the case.")
    if not on_day or on_day < hold["from_date"]:
        raise UserError(f"This hold began on {_day(hold['from_date'])}. The clocks can run again from that day or later.")
    if hold["to_date"] and on_day > hold["to_date"]:
        raise UserError(f"This hold ends by itself: {_day(hold['to_date'])} is its last day.")
    _end(store, actor, hold, on_day, reason.strip())


@access.allowed("set_hold", subject="agreement_id")
def treatment_ended(store, actor, agreement_id, hold_id, last_treated_on, reason):
    """Say on which day a mental health crisis treatment ended: the breathing space lasts 30 days more. Gives the last held day."""
    hold = _running(store, agreement_id, hold_id)
    if hold["kind"] != "mental_health":
        raise UserError("Only a mental health crisis breathing space goes by the treatment. End this hold itself.")
    if hold["to_date"]:
        raise UserError(f"The last day of this breathing space is known already: {_day(hold['to_date'])}.")
    if not (reason or "").strip():
        raise UserError("Say who told you: the reason stays with the case.")
    if not last_treated_on or last_treated_on < hold["from_date"]:
        raise UserError(f"The breathing space began on {_day(hold['from_date'])}. Correct the day on which treatment ended.")
    last_held = last_treated_on + timedelta(days=AFTER_TREATMENT_DAYS)
    _end(store, actor, hold, last_held + timedelta(days=1), reason.strip())
    return last_held


def made(actor, agreement_id, council, kind, from_date, to_date, reason):
    """A row of decisions.hold, or a sentence why it can't be one. Nothing is kept yet."""
    if kind not in KINDS:
        raise UserError("Choose why the clocks stop.")
    if not (reason or "").strip():
        raise UserError("Say what you know and from whom: the reason stays with the case.")
    if not from_date:
        raise UserError("Say from which day the clocks stand.")
    if to_date and to_date < from_date:
        raise UserError("The last day lies before the first. Correct one of them.")
    if kind == "extension" and not to_date:
        raise UserError("Say until which day there is more time.")
    if kind == "breathing_space":
        longest = from_date + timedelta(days=STANDARD_DAYS - 1)
        if to_date and to_date > longest:
            raise UserError(
                f"A standard breathing space lasts {STANDARD_DAYS} days: its last day is {_day(longest)}. Correct the last day, or begin a new one when a new notice comes."
            )
        to_date = to_date or longest
    return {
        "hold_id": str(uuid.uuid4()), "agreement_id": agreement_id, "council": council, "kind": kind, "from_date": from_date, "to_date": to_date,
        "reason": reason.strip(), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip


def in_force(store, agreement_id, on_day):
    """The holds and hospital stays of an agreement that last on a day, the first begun first. A stay of the caseload has no hold_id."""
    return store.rows(
        "from staging.pause where agreement_id = ? and from_date <= ? and coalesce(to_date, date '9999-12-31') >= ? order by from_date, kind", [agreement_id, on_day, on_day]
    )


def in_the_way(store, agreement_id, on_day):
    """A sentence while a hold lasts, or None."""
    held = in_force(store, agreement_id, on_day)
    return f"{KINDS[held[0]['kind']]} since {_day(held[0]['from_date'])}: no letter goes out and nothing is taken until it ends." if held else None


def _running(store, agreement_id, hold_id):
    hold = store.row("from staging.hold where hold_id = ? and agreement_id = ?", [hold_id, agreement_id])
    if not hold or hold["ended_on"]:
        raise UserError("This hold is not there, or was ended already.")
    return hold


def _end(store, actor, hold, on_day, reason):
    with store.change(
        actor, "end_hold", hold["hold_id"], council=hold["council"], agreement_id=hold["agreement_id"], reason=reason,
        before={"to": hold["to_date"]}, after={"clocks_run_from": on_day},
    ) as change:  # fmt: skip
        if change.row("from decisions.hold_ended where hold_id = ?", [hold["hold_id"]]):
            raise UserError("This hold is not there, or was ended already.")
        change.execute("insert into decisions.hold_ended values (?, ?, ?, ?, ?)", [hold["hold_id"], on_day, reason, actor.username, now()])


def _day(on):
    return f"{on.day} {on:%b %Y}"
