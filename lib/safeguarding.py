"""Safeguarding concerns: raised from any line or case, told on the same day, and known to nobody but those who may know.

Nothing that others can see changes by a concern: its acts are restricted (lib/restricted.py), its letter is restricted, and
no rule, check, list or sentence reads it (Care Act 2014 s42; domain 5).
"""

import uuid

from lib import access, letters, restricted
from lib.errors import UserError
from lib.store import now

SIGNS = {
    "third_party_benefits": "Somebody else benefits from the money",
    "adult_unaware": "The person does not know of the direct payment",
    "care_not_delivered": "Care is not delivered while money is spent",
    "cash_by_somebody_else": "Cash is taken by somebody who does not hold the account",
    "refuses_and_not_seen": "Statements are refused and the person is not seen",
    "other": "Something else",
}
DID = {
    "told_practitioner": "The practitioner was told",
    "told_mash": "The safeguarding hub was told",
    "no_further_action": "No further action",
    "noted": "A note",
}
# All that whoever raises it hears. It is the same whether it is the first concern or the fifth.
CONFIRMED = "Thank you. Your concern is with the people who handle it, today. You won't see it here; tell nobody whom it may be about."


@access.allowed("raise_concern", subject="agreement_id")
def raise_concern(store, actor, agreement_id, sign, note, as_at, account_id=None, transaction_id=None):
    """Raise a concern about an agreement, or about one of its lines. Gives the sentence that confirms it, and nothing else."""
    if sign not in SIGNS:
        raise UserError("Choose the sign that you saw.")
    if sign == "other" and not (note or "").strip():
        raise UserError("Say what you saw.")
    if account_id and not store.row("select 1 from staging.account where account_id = ? and agreement_id = ?", [account_id, agreement_id]):
        raise UserError("This account does not belong to the agreement.")
    if transaction_id and not store.row("select 1 from reconciliation.transaction where account_id = ? and transaction_id = ?", [account_id, transaction_id]):
        raise UserError("This line is no longer there. Raise the concern about the case.")
    council = store.value("select council from staging.agreement where agreement_id = ?", [agreement_id])
    concern = {
        "concern_id": str(uuid.uuid4()), "agreement_id": agreement_id, "account_id": account_id, "transaction_id": transaction_id, "council": council,
        "sign": sign, "note": (note or "").strip(), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(actor, subject=concern["concern_id"], **restricted.act("concern_raised", council, agreement_id, sign=sign, on=as_at)) as change:
        change.insert("decisions.concern", [concern])
    return CONFIRMED


@access.allowed("see_concern")
def concerns(store, actor, moment=None, **equals):
    """The concerns of this person's councils (rows of dashboards.concern), whoever was not told yet first; the clock runs to moment, by default now."""
    rows = access.see(store, actor, "dashboards.concern", {"moment": moment or now()}, **equals)
    return sorted(rows, key=lambda row: (row["state"] != "to_tell", -row["hours"] if row["state"] == "to_tell" else 0, -row["raised_at"].timestamp()))


@access.allowed("see_concern", subject="agreement_id")
def open_concern(store, actor, agreement_id, concern_id):
    """A concern with its notes, its letters and who did what. The look is kept, once a session, where only those who may know see it."""
    concern = _concern(store, actor, agreement_id, concern_id)
    _note_look(store, actor, concern)
    of_it = {"concern_id": concern_id}
    return concern | {
        "done": sorted(access.see(store, actor, "dashboards.concern_note", **of_it), key=lambda row: row["note_number"]),
        "letters": sorted(access.see(store, actor, "dashboards.restricted_letter", **of_it), key=lambda row: (row["written_on"], row["reference"])),
        "acts": sorted(access.see(store, actor, "dashboards.restricted_activity", agreement_id=agreement_id), key=lambda row: -row["seq"]),
    }


@access.allowed("see_concern", subject="agreement_id")
def add_note(store, actor, agreement_id, concern_id, did, note, as_at):
    """Say what was done about a concern. Who was told, or that nothing more is done, stops its clock."""
    concern = _concern(store, actor, agreement_id, concern_id)
    if did not in DID:
        raise UserError("Choose what was done.")
    if not (note or "").strip():
        raise UserError("Say whom you told, or what you know and decided: it stays with the concern.")
    row = {
        "concern_id": concern_id, "agreement_id": agreement_id, "council": concern["council"], "did": did, "note": note.strip(),
        "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(actor, subject=concern_id, **restricted.act("concern_noted", concern["council"], agreement_id, did=did, on=as_at)) as change:
        number = change.value("select coalesce(max(note_number), 0) + 1 from decisions.concern_note where concern_id = ?", [concern_id])
        change.insert("decisions.concern_note", [row | {"note_number": number}])


@access.allowed("see_concern", subject="agreement_id")
def prepare_referral(store, actor, agreement_id, concern_id, as_at, name=None, address=None):
    """Write the restricted letter that refers a concern to the practitioner, or to name and address. Gives the letter's id."""
    concern = _concern(store, actor, agreement_id, concern_id)
    line = {"on": concern["posted_on"], "description": concern["description"], "amount": concern["amount"]}
    facts = {
        "sign": SIGNS[concern["sign"]], "note": concern["note"], "lines": [line] if concern["posted_on"] else [], "raised_on": concern["raised_at"].date(),
        "raised_by": letters.name_of(store, concern["raised_by"]),
    }  # fmt: skip
    return letters.prepare_restricted(store, actor, agreement_id, facts, as_at, case_id=concern_id, name=name, address=address)


def _concern(store, actor, agreement_id, concern_id):
    concern = next(iter(concerns(store, actor, concern_id=concern_id, agreement_id=agreement_id)), None)
    if not concern:
        raise UserError("This concern is not there.")
    return concern


def _note_look(store, actor, concern):
    act = restricted.act("concern_looked_at", concern["council"], concern["agreement_id"])
    looked = store.row(
        "select 1 from activity.entry where action = ? and subject = ? and actor = ? and session is not distinct from ?",
        [act["action"], concern["concern_id"], actor.username, actor.session],
    )
    if not looked:
        with store.change(actor, subject=concern["concern_id"], **act):
            pass
