"""Debts: raised from what statements show, taken up the ladder of letters and calls, referred or withdrawn."""

from datetime import timedelta
from decimal import Decimal

from lib import access, letters, steps
from lib.debt_ledger import begin, case_of, enter, entry_of
from lib.debt_steps import DEBT, TEMPLATES
from lib.errors import SeveralErrors, UserError
from lib.pounds import typed

AGREEMENT = "select agreement_id, council, legal_basis from staging.agreement where agreement_id = ?"
OWED = "from trackers.contribution_owed where agreement_id = ? and account_id = ? and due_on <= ? and debt_id is null and owed <> 0 order by due_on"
KNOWN_TO = "select least(max(covered_to), ?) as known_to from reconciliation.coverage where account_id = ?"

LEFT_OF_SURPLUS = """
select
    surplus.state,
    surplus.debt_on,
    surplus.still_to_come - coalesce((
        select sum(coalesce(nullif(debt.amount, 0), debt.proposed))
        from trackers.debt_balance as debt
        where debt.stage <> 'withdrawn' and (debt.source::json ->> 'surplus_id') = surplus.surplus_id
    ), 0) as amount
from trackers.surplus
where surplus.agreement_id = ? and surplus.surplus_id = ?
"""

PAID_BY_COUNCIL = "from dashboards.council_paid where agreement_id = $agreement_id and list_contains($lines, transaction_id) order by posted_on, transaction_id"

# What changed a debt, and how a letter says it. Where no line shows what is claimed, such as a surplus that was not repaid, the claim itself does.
ENTRIES = """
select on_day, kind, coalesce(added, 0) - coalesce(taken, 0) as change, reason
from dashboards.debt_entry
where debt_id = $debt_id and (kind <> 'raised' or not exists (from trackers.debt_line where debt_id = $debt_id))
order by decided_at, entry_id
"""
SINCE = {"raised": "To pay back", "paid": "You paid", "payment_came_back": "Your payment came back", "adjusted": "Taken off", "written_off": "Taken off"}
MONEY = ("paid", "payment_came_back")

# The steps a person takes by hand; the others follow from the ledger or a plan.
BY_HAND = ("approve", "decline", "letter_1", "phone", "remind", "final", "refer", "withdraw")


@access.allowed("run_debt", subject="agreement_id")
def raise_contribution(store, actor, agreement_id, account_id, as_at, invoice_number=None):
    """Raise what an account's contributions are behind by, of covered cycles that no debt claims yet. The sum is computed, never typed. Gives the debt's id."""
    cycles = store.rows(OWED, [agreement_id, account_id, as_at])
    amount = sum((cycle["owed"] for cycle in cycles), Decimal(0))
    behind = [cycle for cycle in cycles if cycle["owed"] > 0]
    if amount <= 0:
        raise UserError("No contribution is behind on this account that a debt does not claim already.")
    debt = {
        "account_id": account_id, "kind": "contribution", "due_from": behind[0]["due_on"], "invoice_number": _said(invoice_number),
        "reason": f"{len(behind)} {'contribution was' if len(behind) == 1 else 'contributions were'} not paid in whole from {_day(behind[0]['due_on'])} to {_day(behind[-1]['due_on'])}.",
        "source": store.row(KNOWN_TO, [as_at, account_id]) | {"lines": [
            {"on_day": cycle["due_on"], "description": "Contribution", "expected": cycle["expected"], "received": cycle["received"], "amount": cycle["owed"]} for cycle in cycles
        ]},
    }  # fmt: skip
    return _begin(store, actor, agreement_id, debt, amount, "raise", as_at)


@access.allowed("run_debt", subject="agreement_id")
def propose_overpayment(store, actor, agreement_id, account_id, amount, reason, due_from, as_at, surplus_id=None, transaction_ids=(), own_fault=False, invoice_number=None):
    """Propose that the council paid too much, shown by a surplus that was not repaid or by the lines of its payments; a second person approves it. Gives the debt's id.

    amount is as a person types pounds. own_fault says that the council made the mistake: whoever decides on it later sees that.
    """
    proof, lines = _proof(store, agreement_id, surplus_id, transaction_ids, as_at)
    pounds, in_the_way = typed(amount, "Say how much was paid too much, in pounds and pence above nothing."), []
    if pounds > proof:
        in_the_way.append(f"The proof shows £{proof:,.2f}: no more than that can be claimed.")
    if not due_from or due_from > as_at:
        in_the_way.append("Say since when it is due: a day that has come.")
    if not _said(reason):
        in_the_way.append("Say what happened: the reason stays with the debt and stands in the letter.")
    if in_the_way:
        raise SeveralErrors(in_the_way)
    debt = {
        "account_id": account_id, "kind": "overpayment", "due_from": due_from, "invoice_number": _said(invoice_number), "reason": _said(reason),
        "source": {"surplus_id": surplus_id, "own_fault": bool(own_fault), "lines": lines},
    }  # fmt: skip
    return _begin(store, actor, agreement_id, debt, pounds, "propose", as_at)


@access.allowed("approve_debt", subject="agreement_id")
def approve(store, actor, agreement_id, debt_id, as_at):
    """Approve an overpayment that somebody else proposed."""
    case = case_of(store, actor, agreement_id, debt_id, as_at)
    entry = entry_of(case, actor, "raised", case["proposed"], as_at, reason=case["reason"])
    steps.take(store, actor, DEBT, case, "approve", as_at, amount=case["proposed"], write=lambda change: change.insert("decisions.debt_entry", [entry]))


@access.allowed("run_debt", subject="agreement_id")
def decline(store, actor, agreement_id, debt_id, reason, as_at):
    """Decline an overpayment that waits for approval."""
    steps.take(store, actor, DEBT, case_of(store, actor, agreement_id, debt_id, as_at), "decline", as_at, reason=reason)


@access.allowed("write_letter", subject="agreement_id")
def write_letter(store, actor, agreement_id, debt_id, step, as_at, address_checked, addressee="person", name=None, address=None, large_print=False):
    """Write the letter of a step (letter_1, remind or final), once the address was checked. Gives the letter's id.

    Raises when the address given is not the caseload's (Ombudsman, Lancashire 21 007 290).
    """
    case = case_of(store, actor, agreement_id, debt_id, as_at)
    if not address_checked:
        raise UserError("Check the address with the person or the practitioner first, and say that you did.")
    if addressee in ("person", "recipient") and (name or address):
        raise UserError("The person's own address comes from the caseload. Have it put right there, so that every letter goes to the same door.")
    if step not in TEMPLATES[case["kind"]]:
        raise UserError("Choose the letter: the first one, the reminder or the final one.")
    facts = _facts(store, case, step, as_at)
    return letters.prepare(
        store, actor, agreement_id, TEMPLATES[case["kind"]][step], facts, as_at, kind="debt", case_id=debt_id, addressee=addressee,
        name=name, address=address, large_print=large_print, amount=facts["amount"], takes_effect_on=facts["pay_by"],
    )  # fmt: skip


@access.allowed("run_debt", subject="agreement_id")
def letter_went_out(store, actor, agreement_id, debt_id, step, letter_id, as_at, capacity=None, benefits=None, advocacy=None):
    """Take the step of a letter that was sent: letter_1, remind or final. The clock runs from the day it went out.

    The final letter needs what was found about capacity, benefits and advocacy.
    """
    case = case_of(store, actor, agreement_id, debt_id, as_at)
    if step not in TEMPLATES[case["kind"]]:
        raise UserError("Choose the letter: the first one, the reminder or the final one.")
    sent = next((one["sent_on"] for one in case["letters"] if one["letter_id"] == letter_id), None)
    considered = {"capacity": capacity, "benefits": benefits, "advocacy": advocacy} if step == "final" else {}
    steps.take(store, actor, DEBT, case, step, as_at, letter_id=letter_id, on_day=sent, **considered)


@access.allowed("run_debt", subject="agreement_id")
def telephoned(store, actor, agreement_id, debt_id, note, as_at):
    """Note a call about a debt: who was spoken to and what was said, or that nobody answered."""
    steps.take(store, actor, DEBT, case_of(store, actor, agreement_id, debt_id, as_at), "phone", as_at, note=_said(note))


@access.allowed("run_debt", subject="agreement_id")
def refer(store, actor, agreement_id, debt_id, deferred_payment, note, as_at):
    """Refer a debt to the corporate debt team. deferred_payment is offered or not_possible (Care Act 2014 s69(2))."""
    steps.take(store, actor, DEBT, case_of(store, actor, agreement_id, debt_id, as_at), "refer", as_at, deferred_payment=deferred_payment, note=_said(note))


@access.allowed("approve_debt", subject="agreement_id")
def withdraw(store, actor, agreement_id, debt_id, reason, as_at):
    """Withdraw a debt that should not have been raised, by another than raised it. Its cycles and lines can be claimed anew."""
    case = case_of(store, actor, agreement_id, debt_id, as_at)
    entry = entry_of(case, actor, "adjusted", -case["left_to_pay"], as_at, reason=_said(reason))
    steps.take(
        store, actor, DEBT, case | {"decided_before": case["taken_off"] + case["written_off"]}, "withdraw", as_at, amount=case["left_to_pay"], reason=reason,
        write=lambda change: enter(change, actor, case, entry, as_at),
    )  # fmt: skip


@access.allowed("see_case", subject="agreement_id")
def options(store, actor, agreement_id, debt_id, as_at):
    """What may be done with a debt now, and what may not and why: [{"step", "words", "why_not", "needs_reason"}]."""
    case = case_of(store, actor, agreement_id, debt_id, as_at)
    case["decided_before"] = case["taken_off"] + case["written_off"]
    found = []
    for step in BY_HAND:
        said = {"amount": case["proposed"] if step == "approve" else case["left_to_pay"], "letter_id": ready_letter(case, step)}
        found += [one for one in steps.options(store, actor, DEBT, case, as_at, **said) if one["step"] == step]
    return found


def ready_letter(case, step):
    """The id of the newest letter that was sent for a step and counts for none yet, or None."""
    template = TEMPLATES[case["kind"]].get(step)
    return next((one["letter_id"] for one in reversed(case["letters"]) if one["template"] == template and not one["is_used"] and one["addressee"] != "practitioner"), None)


def _begin(store, actor, agreement_id, debt, amount, step, as_at):
    agreement = store.row(AGREEMENT, [agreement_id])
    with store.change(actor, f"{step}_debt", debt["kind"], council=agreement["council"], agreement_id=agreement_id, reason=debt["reason"], after={"amount": amount}) as change:
        return begin(change, actor, agreement, debt, amount, step, as_at)


def _proof(store, agreement_id, surplus_id, transaction_ids, as_at):
    """What can be claimed at most, and the lines that show it."""
    if bool(surplus_id) == bool(transaction_ids):
        raise UserError("Show the overpayment by a surplus, or by the lines of the payments that were too much.")
    if surplus_id:
        surplus = store.row(LEFT_OF_SURPLUS, [agreement_id, surplus_id])
        if not surplus or surplus["state"] != "invoiced" or as_at < surplus["debt_on"]:
            when = f" It becomes a debt on {_day(surplus['debt_on'])}, not before." if surplus and surplus["state"] == "invoiced" else ""
            raise UserError(f"Only a surplus that was invoiced and not repaid becomes a debt.{when}")
        return surplus["amount"], []
    lines = store.rows(PAID_BY_COUNCIL, {"agreement_id": agreement_id, "lines": list(transaction_ids)})
    if len(lines) != len(set(transaction_ids)):
        raise UserError("A line is not a payment of the council to this person, or a debt claims it already.")
    shown = [{"on_day": line["posted_on"], "description": line["description"], "amount": line["amount"], "transaction_id": line["transaction_id"]} for line in lines]
    return sum((line["amount"] for line in lines), Decimal(0)), shown


def _facts(store, case, step, as_at):
    pay_by = as_at + timedelta(days=case["letter_days"])
    lines = store.rows("from trackers.debt_line where debt_id = ? order by on_day, transaction_id", [case["debt_id"]])
    entries = store.rows(ENTRIES, {"debt_id": case["debt_id"]})
    said = {"amount": case["left_to_pay"], "pay_by": pay_by, "invoice_number": case["invoice_number"]}
    if case["kind"] == "contribution":
        owed = [{"due_on": line["on_day"], "expected": line["expected"], "received": line["received"], "owed": line["amount"]} for line in lines]
        return said | {"cycles": owed + [_since_then(entry) for entry in entries]}
    # The lines add up to what is named.
    is_decision = TEMPLATES[case["kind"]][step] == "misspend_decision"
    since = [
        {"on": entry["on_day"], "description": SINCE[entry["kind"]], "amount": entry["change"], "why": entry["reason"]}
        for entry in entries
        if not (is_decision and entry["kind"] in MONEY)
    ]
    said |= {"reason": case["reason"], "lines": [*(_line(line, case) for line in lines), *_kept_by_person(lines, case, entries), *since]}
    if is_decision:
        # It names all that was decided, whatever was paid; the person may ask for a review as long as they may pay.
        return said | {"amount": case["left_to_pay"] + case["paid"], "review_by": pay_by, **_decision(store, case)}
    return said


def _line(line, case):
    return {"on": line["on_day"], "description": line["description"], "amount": line["amount"], "why": line["why"] or case["reason"]}


def _kept_by_person(lines, case, entries):
    """Of a payment that was too much the rest stays."""
    claimed = case["amount"] - sum(entry["change"] for entry in entries if entry["kind"] == "adjusted")
    right = sum((line["amount"] for line in lines), Decimal(0)) - claimed
    return [{"on": None, "description": "Of this, yours to keep", "amount": -right, "why": None}] if lines and right else []


def _since_then(entry):
    """What was paid, came back or was taken off, as a row of the cycles."""
    is_money = entry["kind"] in MONEY
    return {
        "due_on": f"{SINCE[entry['kind']]} on {letters.written(entry['on_day'])}", "owed": entry["change"],
        "expected": None if is_money else entry["change"], "received": -entry["change"] if is_money else None,
    }  # fmt: skip


def _decision(store, case):
    decision = store.row(
        "select on_day as decided_on, decided_by, reason from decisions.step where kind = 'misspend' and step = 'decide'"
        " and case_id = (select source::json ->> 'misspend_id' from decisions.debt where debt_id = ?)",
        [case["debt_id"]],
    )
    return decision | {"decided_by": letters.name_of(store, decision["decided_by"])}


def _said(text):
    return (text or "").strip() or None


def _day(on):
    return f"{on.day} {on:%b %Y}"
