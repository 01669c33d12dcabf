"""The pack that goes to the corporate debt team: one workbook with all they need to take a debt over."""

from lib import access, exports
from lib.debt_ledger import case_of
from lib.debt_steps import DEFERRED
from lib.errors import UserError
from lib.holds import KINDS

ABOUT = """
select
    agreement.person_id, agreement.forename, agreement.surname, person.date_of_birth, person.address, person.postcode, person.practitioner, person.practitioner_team,
    agreement.recipient_type, agreement.recipient_name, agreement.recipient_address
from staging.agreement
join staging.person using (person_id)
where agreement.agreement_id = ?
"""

SAID = """
select step, on_day, detail::json ->> 'capacity' as capacity, detail::json ->> 'benefits' as benefits, detail::json ->> 'advocacy' as advocacy,
    detail::json ->> 'deferred_payment' as deferred_payment, detail::json ->> 'note' as note
from decisions.step
where kind = 'debt' and case_id = ?
order by step_number
"""

LETTERS = """
select reference, template, addressee, addressee_name, written_on, sent_on, how, amount
from trackers.letter
where agreement_id = ? and sent_on is not null and (kind = 'debt' and case_id = ? or kind = 'plan' and case_id in (select plan_id from decisions.repayment_plan where debt_id = ?))
order by sent_on, reference
"""

LEDGER = {
    "on_day": "On",
    "kind": "What",
    "added": "Owed more",
    "taken": "Owed less",
    "left_after": "Left",
    "receipt_number": "Receipt",
    "transaction_id": "Statement line",
    "reason": "Why",
    "decided_by": "By",
}
SENT = {"reference": "Reference", "template": "Letter", "addressee": "To", "addressee_name": "Name", "sent_on": "Sent", "how": "How", "amount": "Amount"}
LINES = {"on_day": "On", "description": "What", "expected": "Due", "received": "Received", "amount": "Amount", "why": "Why", "transaction_id": "Statement line"}


@access.allowed("run_debt", subject="agreement_id")
def pack(store, actor, agreement_id, debt_id, as_at):
    """The workbook of a debt that was referred, or may be: its bytes. Who took it is kept in the activity log."""
    case = case_of(store, actor, agreement_id, debt_id, as_at)
    if case["stage"] not in ("final", "referred"):
        raise UserError("The pack is made when the final letter has gone out, or the debt was referred.")
    sheets = {
        "Debt": ({"field": "Field", "value": "Value"}, _fields(store, case)),
        "Ledger": (LEDGER, store.rows("from dashboards.debt_entry where debt_id = ? order by decided_at, entry_id", [debt_id])),
        "Letters": (SENT, store.rows(LETTERS, [agreement_id, debt_id, debt_id])),
        "Lines": (LINES, store.rows("from trackers.debt_line where debt_id = ? order by on_day, transaction_id", [debt_id])),
    }
    content = exports.to_sheets(sheets)
    with store.change(actor, "export", "referral pack", council=case["council"], agreement_id=agreement_id, after={"debt": debt_id, "sheets": list(sheets)}):
        pass
    return content


def _fields(store, case):
    about = store.row(ABOUT, [case["agreement_id"]])
    said = store.rows(SAID, [case["debt_id"]])
    holds = store.rows("from staging.hold where agreement_id = ? order by from_date", [case["agreement_id"]])
    final, referred = _newest(said, "final"), _newest(said, "refer")
    disputes = [hold for hold in holds if hold["kind"] == "dispute"]
    moratoria = [hold for hold in holds if hold["kind"] in ("breathing_space", "mental_health")]
    fields = {
        "Customer number": about["person_id"], "Agreement": case["agreement_id"], "Name": " ".join(part for part in (about["forename"], about["surname"]) if part),
        "Date of birth": about["date_of_birth"], "Date of death": case["date_of_death"], "Address": about["address"], "Postcode": about["postcode"],
        "Kind of debt": case["kind"], "Invoice": case["invoice_number"], "Due from": case["due_from"], "Raised on": case["raised_on"],
        "Claimed": case["amount"], "Paid": case["paid"], "Written off": case["written_off"], "Left to pay": case["left_to_pay"],
        "Why it is owed": case["reason"], "The council made the mistake": case["is_own_fault"],
        "Representative": about["recipient_name"] if about["recipient_type"] != "self" else None, "Representative's role": about["recipient_type"], "Representative's address": about["recipient_address"],
        "Capacity": final.get("capacity"), "Benefits": final.get("benefits"), "Advocacy": final.get("advocacy"),
        "Deferred payment": DEFERRED.get(referred.get("deferred_payment")), "Deferred payment, note": referred.get("note"),
        "Dispute": _holds(disputes), 
        # That somebody is unwell is said, and no more of it than that.
        "Vulnerability": _holds([hold | {"reason": None} for hold in holds if hold["kind"] in ("hospital", "bereavement", "mental_health")]), "Moratorium": _holds(moratoria),
        "First letter": case["first_letter_on"], "Stage": case["stage"], "Stage since": case["stage_since"], "Can be claimed until": case["last_claim_on"],
        "Practitioner": about["practitioner"], "Practitioner's team": about["practitioner_team"],
    }  # fmt: skip
    return [{"field": field, "value": value} for field, value in fields.items()]


def _newest(said, step):
    return next((row for row in reversed(said) if row["step"] == step), {})


def _holds(holds):
    said = (f"{KINDS[hold['kind']]} from {hold['from_date']} to {hold['to_date'] or 'a day not known'}{': ' + hold['reason'] if hold['reason'] else ''}" for hold in holds)
    return "; ".join(said) or "None known"
