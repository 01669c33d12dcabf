"""What is owed and not on the statement yet: row K of the form, said by a person, item by item."""

import uuid

from lib import access
from lib.errors import UserError
from lib.monitoring import follow
from lib.pounds import typed
from lib.reviews import not_locked, review_of
from lib.store import now

# What can be owed (domain, the form's row K).
KINDS = {"wages": "Wages not paid yet", "hmrc": "HMRC", "invoice": "Invoice not paid yet", "cheque": "Cheque not cashed yet", "other": "Something else"}

NO_POUNDS = "Say how much is owed, in pounds and pence above nothing, such as 312.40."


@access.allowed("note_outstanding", subject="account_id")
def note(store, actor, account_id, period_from, kind, description, amount, as_at):
    """Say that something is owed at the end of a period; amount is as a person types pounds. Gives the item's id."""
    review = review_of(store, account_id, period_from)
    not_locked(store, account_id, period_from)
    item = {
        "item_id": str(uuid.uuid4()), "account_id": account_id, "period_from": period_from, "kind": kind,
        "description": (description or "").strip(), "amount": typed(amount, NO_POUNDS), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    if kind not in KINDS:
        raise UserError("Choose what is owed: wages, HMRC, an invoice, a cheque or something else.")
    if not item["description"]:
        raise UserError("Say what it is for, such as `wages of March` or the invoice's number.")
    with store.change(actor, "note_outstanding", item["item_id"], council=review["council"], agreement_id=review["agreement_id"], after=_said(item)) as change:
        change.insert("decisions.outstanding_item", [item])
        follow(change, as_at, {account_id})
    return item["item_id"]


@access.allowed("note_outstanding", subject="account_id")
def take_back(store, actor, account_id, item_id, as_at):
    """Say that an item is not owed after all. It stays on record."""
    item = store.row("from staging.outstanding_item where item_id = ? and account_id = ?", [item_id, account_id])
    if not item:
        raise UserError("This item is not there, or was taken back already.")
    review = review_of(store, account_id, item["period_from"])
    not_locked(store, account_id, item["period_from"])
    with store.change(actor, "take_back_outstanding", item_id, council=review["council"], agreement_id=review["agreement_id"], before=_said(item)) as change:
        change.execute("insert into decisions.outstanding_item_withdrawn values (?, ?, ?)", [item_id, actor.username, now()])
        follow(change, as_at, {account_id})


def _said(item):
    return {name: str(item[name]) for name in ("account_id", "period_from", "kind", "description", "amount")}
