"""Putting something of the work list off, with a reason, until a day; and bringing it back."""

import uuid

from lib import access, my_work
from lib.errors import SeveralErrors, UserError
from lib.store import now

NEVER = {
    "concern": "A safeguarding concern is told to somebody on the day it was raised. It can't be put off.",
    "self_audit": "A second look can't be put off: that would stand in the history of the case, which is to hold nothing of it. Whoever can't look passes it on.",
}
GONE = "This is no longer on the list: it was done, or the case moved on."


@access.allowed("decide_exception", subject="agreement_id")
def put_off(store, actor, agreement_id, item, until_on, reason, as_at):
    """Take an item (its id in my_work.due) off the list until a day. It is back earlier when its case moves on. Gives the item's id."""
    found = _on_the_list(store, actor, agreement_id, item, as_at)
    in_the_way = why_not(found, until_on, reason, as_at)
    if in_the_way:
        raise SeveralErrors(in_the_way)
    _keep(store, actor, "put_off", found, until_on, reason.strip())
    return item


@access.allowed("decide_exception", subject="agreement_id")
def bring_back(store, actor, agreement_id, item, as_at):
    """Put an item back on the list before its day."""
    found = _on_the_list(store, actor, agreement_id, item, as_at)
    if not found["put_off"]:
        raise UserError("This is on the list already.")
    _keep(store, actor, "bring_back", found, as_at, "Brought back")


def why_not(item, until_on, reason, as_at):
    """What stands against putting an item off until a day, as sentences. An empty list means that it can be."""
    if item["kind"] in NEVER:
        return [NEVER[item["kind"]]]
    sentences = []
    if not until_on or until_on <= as_at:
        sentences.append("Choose the day on which it comes back: a day after today.")
    elif item["step"] == "review_pause" and item["due_on"] and until_on > item["due_on"]:
        sentences.append(f"A pause of payments is looked at again on its day, {item['due_on']:%-d %b %Y}. It can't be put off beyond it.")
    if not (reason or "").strip():
        sentences.append("Say why it is put off: whoever looks after the case meanwhile reads it.")
    return sentences


def _on_the_list(store, actor, agreement_id, item, as_at):
    found = next((each for each in my_work.due(store, actor, as_at, agreement_id=agreement_id) if each["item"] == item), None)
    if not found:
        raise UserError(GONE)
    return found


def _keep(store, actor, action, item, until_on, reason):
    snooze = {
        "snooze_id": str(uuid.uuid4()), "item": item["item"], "agreement_id": item["agreement_id"], "council": item["council"],
        "until_on": until_on, "reason": reason, "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    about = {"council": item["council"], "agreement_id": item["agreement_id"], "reason": reason, "after": {"until_on": str(until_on)}}
    with store.change(actor, action, item["item"], **about) as change:
        change.insert("decisions.snooze", [snooze])
