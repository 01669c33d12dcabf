"""Holds: breathing space, hospital, bereavement. While one lasts no clock runs and no letter goes out."""

import uuid

from lib import access
from lib.errors import UserError
from lib.store import now

KINDS = {
    "breathing_space": "Breathing space", "mental_health": "Mental health crisis breathing space", "hospital": "In hospital",
    "bereavement": "Bereavement", "extension": "Agreed extension", "dispute": "Dispute or complaint", "other": "Something else",
}  # fmt: skip


@access.allowed("set_hold", subject="agreement_id")
def begin(store, actor, agreement_id, kind, from_date, to_date, reason):
    """Stop the clocks of an agreement from a day, until the last held day where that is known. Gives the hold's id."""
    agreement = store.row("select council from staging.agreement where agreement_id = ?", [agreement_id])
    if kind not in KINDS:
        raise UserError("Choose why the clocks stop.")
    if not (reason or "").strip():
        raise UserError("Say what you know and from whom: the reason stays with the case.")
    if to_date and to_date < from_date:
        raise UserError("The last day lies before the first. Correct one of them.")
    hold = {
        "hold_id": str(uuid.uuid4()), "agreement_id": agreement_id, "council": agreement["council"], "kind": kind,
        "from_date": from_date, "to_date": to_date, "reason": reason.strip(), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(
        actor, "begin_hold", hold["hold_id"], council=agreement["council"], agreement_id=agreement_id, reason=hold["reason"], after={"kind": kind, "from": from_date, "to": to_date}
    ) as change:
        change.insert("decisions.hold", [hold])
    return hold["hold_id"]


@access.allowed("set_hold", subject="agreement_id")
def end(store, actor, agreement_id, hold_id, on_day, reason):
    """Let the clocks run again from a day."""
    hold = store.row("from staging.hold where hold_id = ? and agreement_id = ?", [hold_id, agreement_id])
    if not hold or hold["ended_on"]:
        raise UserError("This hold is not there, or was ended already.")
    if not (reason or "").strip():
        raise UserError("Say why the clocks run again: the reason stays with the case.")
    with store.change(actor, "end_hold", hold_id, council=hold["council"], agreement_id=agreement_id, reason=reason) as change:
        change.execute("insert into decisions.hold_ended values (?, ?, ?, ?, ?)", [hold_id, on_day, reason.strip(), actor.username, now()])


def in_force(store, agreement_id, on_day):
    """The holds of an agreement that last on a day."""
    return store.rows(
        "from staging.hold where agreement_id = ? and from_date <= ? and coalesce(to_date, date '9999-12-31') >= ? order by from_date", [agreement_id, on_day, on_day]
    )


def in_the_way(store, agreement_id, on_day):
    """A sentence while a hold lasts, or None."""
    held = in_force(store, agreement_id, on_day)
    return f"{KINDS[held[0]['kind']]} since {held[0]['from_date']:%-d %b %Y}: no letter goes out and nothing is taken until it ends." if held else None
