"""Recommending another way of being paid, a card or a managed account, to the practitioner who decides it."""

import uuid

from lib import access, letters
from lib.errors import UserError
from lib.store import now

TO = {"prepaid_card": "a prepaid card", "managed_account": "a managed account"}


@access.allowed("write_letter", subject="agreement_id")
def recommend(store, actor, agreement_id, to_account_type, grounds, as_at, name=None, address=None):
    """Recommend a card or a managed account, with grounds in words, and write the letter to the practitioner. Gives the recommendation's id.

    The letter says what the accounts show. It goes to the practitioner of the caseload, or to name and address.
    """
    agreement = store.row("select council, account_type from staging.agreement where agreement_id = ?", [agreement_id])
    if to_account_type not in TO:
        raise UserError("Choose how the person should be paid: by a prepaid card or a managed account.")
    if agreement["account_type"] == to_account_type:
        raise UserError(f"The person is paid by {TO[to_account_type]} already.")
    if not (grounds or "").strip():
        raise UserError("Say why: the practitioner decides by your grounds.")
    known = sorted(access.see(store, actor, "trackers.known_fact", agreement_id=agreement_id), key=lambda row: row["place"])
    facts = {
        "subject": f"We recommend {TO[to_account_type]}", "grounds": grounds.strip(),
        "asked": f"Please decide with the person whether their direct payment should go to {TO[to_account_type]}.",
        "facts_list": [row["message"] for row in known],
    }  # fmt: skip
    letter_id = letters.prepare(store, actor, agreement_id, "referral_practitioner", facts, as_at, addressee="practitioner", name=name, address=address)
    row = {
        "recommendation_id": str(uuid.uuid4()), "agreement_id": agreement_id, "council": agreement["council"], "to_account_type": to_account_type,
        "grounds": grounds.strip(), "letter_id": letter_id, "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(
        actor, "recommend", row["recommendation_id"], council=agreement["council"], agreement_id=agreement_id, reason=row["grounds"], after={"to": to_account_type}
    ) as change:
        change.insert("decisions.recommendation", [row])
    return row["recommendation_id"]
