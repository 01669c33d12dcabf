"""The ledger of a debt: payments, payments that come back, write-offs and corrections. What is left is the sum of its entries."""

import json
import uuid
from decimal import Decimal

from lib import access, steps
from lib.debt_steps import ADJUSTMENT, DEBT, OWED, PLAN, WRITE_OFF
from lib.errors import SeveralErrors, UserError
from lib.pounds import typed
from lib.store import now

MACHINES = {"write_off": WRITE_OFF, "adjustment": ADJUSTMENT}
TAKEN_OFF = "Say how much is taken off, in pounds and pence above nothing."
ENTRY_OF = {"write_off": "written_off", "adjustment": "adjusted"}

LINE = """
select
    line.transaction_id, line.account_id, line.posted_on, line.amount, line.spend_category,
    coalesce(-(select sum(amount) from decisions.debt_entry as entry where entry.transaction_id = line.transaction_id), 0)
        + coalesce((select sum(amount) from decisions.surplus_receipt as receipt where receipt.transaction_id = line.transaction_id), 0) as used
from reconciliation.transaction as line
where line.agreement_id = ? and line.transaction_id = ?
"""

MAY_COME_BACK = "select may_come_back from dashboards.debt_entry where entry_id = ?"

CLAIMED_TWICE = """
select 1
from trackers.debt_line as line
join trackers.debt_balance as debt using (debt_id)
where debt.stage <> 'withdrawn' and line.agreement_id = ? and line.kind = ?
group by line.account_id, coalesce(line.transaction_id, line.finding_id, line.on_day::varchar)
having count(distinct line.debt_id) > 1
"""

RECEIPT_USED = "select sum(amount) as amount from decisions.debt_entry where council = ? and receipt_number = ? having sum(amount) <> 0"


@access.allowed("see_case", subject="agreement_id")
def case_of(store, actor, agreement_id, debt_id, as_at):
    """A debt as it stands on a day (a row of trackers.debt), or a sentence when it is not there."""
    case = next(iter(access.see(store, actor, "trackers.debt", {"as_at": as_at}, debt_id=debt_id, agreement_id=agreement_id)), None)
    if not case:
        raise UserError("This debt is not there.")
    return case


@access.allowed("run_debt", subject="agreement_id")
def pay(store, actor, agreement_id, debt_id, amount, on_day, as_at, receipt_number=None, transaction_id=None):
    """Note what was paid (as a person types pounds), with the receipt's number or the statement's line that shows it. Gives the entry's id."""
    case = case_of(store, actor, agreement_id, debt_id, as_at)
    pounds = typed(amount, "Say how much was paid, in pounds and pence above nothing.")
    with store.change(actor, "pay_debt", debt_id, council=case["council"], agreement_id=agreement_id, after={"amount": pounds}) as change:
        # Inside, so that two people at once do not count one line or receipt twice.
        in_the_way = [*_not_payable(case, pounds, on_day, as_at), *_not_proven(change, case, pounds, receipt_number, transaction_id)]
        if in_the_way:
            raise SeveralErrors(in_the_way)
        line = _line(change, case, transaction_id) if transaction_id else None
        number = (receipt_number or "").strip() or None
        entry = entry_of(case, actor, "paid", -pounds, line["posted_on"] if line else on_day, transaction_id=transaction_id, receipt_number=number)
        enter(change, actor, case, entry, as_at)
    return entry["entry_id"]


@access.allowed("run_debt", subject="agreement_id")
def take_back(store, actor, agreement_id, entry_id, reason, as_at):
    """Say that a payment came back, such as a cheque that was not honoured. A settled debt opens again at its first letter. Gives the entry's id."""
    paid = store.row("from dashboards.debt_entry where entry_id = ? and agreement_id = ?", [entry_id, agreement_id])
    if not paid:
        raise UserError("This payment is not there.")
    if not (reason or "").strip():
        raise UserError("Say how you know that it came back: the reason stays with the debt.")
    case = case_of(store, actor, agreement_id, paid["debt_id"], as_at)
    entry = entry_of(
        case,
        actor,
        "paid",
        paid["taken"],
        as_at,
        transaction_id=paid["transaction_id"],
        receipt_number=paid["receipt_number"],
        reason=reason.strip(),
        detail={"reverses": entry_id},
    )
    with store.change(actor, "payment_came_back", case["debt_id"], council=case["council"], agreement_id=agreement_id, reason=reason, after={"amount": entry["amount"]}) as change:
        if not change.value(MAY_COME_BACK, [entry_id]):
            raise UserError("This payment is not there, or has come back already.")
        enter(change, actor, case, entry, as_at)
    return entry["entry_id"]


@access.allowed("run_debt", subject="agreement_id")
def propose(store, actor, agreement_id, debt_id, kind, amount, reason, as_at, code=None):
    """Propose a write_off (with a code of debt_steps.CODES) or an adjustment, both less for the person to pay. Gives the proposal's id.

    amount is as a person types pounds.
    """
    case = case_of(store, actor, agreement_id, debt_id, as_at)
    if kind not in MACHINES:
        raise UserError("Choose a write-off or a correction.")
    proposal = case | {"case_id": str(uuid.uuid4()), "state": None, "step_number": 0}
    steps.take(store, actor, MACHINES[kind], proposal, "propose", as_at, debt_id=debt_id, amount=typed(amount, TAKEN_OFF), reason=reason, code=code)
    return proposal["case_id"]


@access.allowed("approve_debt", subject="agreement_id")
def approve(store, actor, agreement_id, proposal_id, as_at, reason=None):
    """Approve a write-off or correction that somebody else proposed, within this role's limit. Gives the entry's id."""
    proposal, case = _proposal(store, actor, agreement_id, proposal_id, as_at)
    entry = entry_of(
        case, actor, ENTRY_OF[proposal["kind"]], -proposal["amount"], as_at, reason=proposal["reason"],
        detail={"code": proposal["code"], "proposed_by": proposal["proposed_by"], "proposal_id": proposal_id},
    )  # fmt: skip
    steps.take(
        store, actor, MACHINES[proposal["kind"]], proposal, "approve", as_at, amount=proposal["amount"], reason=reason,
        write=lambda change: enter(change, actor, case, entry, as_at, closes="write_off" if proposal["kind"] == "write_off" else "settle"),
    )  # fmt: skip
    return entry["entry_id"]


@access.allowed("run_debt", subject="agreement_id")
def decline(store, actor, agreement_id, proposal_id, reason, as_at):
    """Decline a proposal, or take one's own back, with a reason."""
    proposal, _ = _proposal(store, actor, agreement_id, proposal_id, as_at)
    steps.take(store, actor, MACHINES[proposal["kind"]], proposal, "decline", as_at, reason=reason)


def begin(change, actor, agreement, debt, amount, step, as_at):
    """Begin a debt inside a change: its row, its first step and, unless it waits for approval, the first entry of its ledger. Gives its id."""
    debt = {
        "debt_id": str(uuid.uuid4()), "agreement_id": agreement["agreement_id"], "council": agreement["council"], "decided_by": actor.username, "decided_at": now(),
        **debt, "source": json.dumps(debt["source"], default=str, sort_keys=True),
    }  # fmt: skip
    case = debt | {"case_id": debt["debt_id"], "state": None, "legal_basis": agreement["legal_basis"]}
    change.insert("decisions.debt", [debt])
    steps.take_along(change, actor, DEBT, case, step, as_at, amount=amount, reason=debt["reason"])
    if step == "raise":
        change.insert("decisions.debt_entry", [entry_of(case, actor, "raised", amount, as_at, reason=debt["reason"])])
    if change.row(CLAIMED_TWICE, [agreement["agreement_id"], debt["kind"]]):
        raise UserError("Somebody raised this while you looked. Look at the debts of this person again.")
    return debt["debt_id"]


def entry_of(case, actor, kind, amount, on_day, transaction_id=None, receipt_number=None, reason=None, detail=None):
    """A row of the ledger: amount is what it adds to what is owed."""
    return {
        "entry_id": str(uuid.uuid4()), "debt_id": case["debt_id"], "agreement_id": case["agreement_id"], "council": case["council"], "kind": kind, "amount": amount,
        "on_day": on_day, "transaction_id": transaction_id, "receipt_number": receipt_number, "reason": reason,
        "detail": json.dumps(detail or {}, default=str, sort_keys=True), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip


def enter(change, actor, case, entry, as_at, closes="settle"):
    """Add an entry inside a change, never below nothing, and take the step that follows when nothing, or something again, is left."""
    before = change.value("select coalesce(sum(amount), 0) as owed from decisions.debt_entry where debt_id = ?", [case["debt_id"]])
    left = before + entry["amount"]
    if left < 0:
        raise UserError(f"Only £{before:,.2f} is left of this debt.")
    change.insert("decisions.debt_entry", [entry])
    said = {"left_after": left, "reason": entry["reason"] or "Nothing is left to pay."}
    debt = case | {"state": case["stage"]} | _newest(change, case["debt_id"])
    if left == 0 and debt["state"] in OWED:
        _end_plan(change, actor, case, as_at)
        steps.take_along(change, actor, DEBT, debt, closes, as_at, **said)
    elif left > 0 and debt["state"] in ("settled", "written_off"):
        steps.take_along(change, actor, DEBT, debt, "reopen", as_at, **said)


def _newest(change, debt_id):
    return {"case_id": debt_id} | change.row("select step_number, state from decisions.step where kind = 'debt' and case_id = ? order by step_number desc limit 1", [debt_id])


def _end_plan(change, actor, case, as_at):
    plan = change.row(
        "select stage.case_id, stage.agreement_id, stage.council, stage.state, stage.step_number from decisions.repayment_plan as plan"
        " join trackers.case_state as stage on stage.kind = 'plan' and stage.case_id = plan.plan_id where plan.debt_id = ? and stage.state = 'agreed'",
        [case["debt_id"]],
    )
    if plan:
        steps.take_along(change, actor, PLAN, plan | {"outstanding": Decimal(0)}, "keep", as_at)


def _proposal(store, actor, agreement_id, proposal_id, as_at):
    proposal = store.row("from trackers.debt_proposal where proposal_id = ? and agreement_id = ?", [proposal_id, agreement_id])
    if not proposal:
        raise UserError("This proposal is not there.")
    case = case_of(store, actor, agreement_id, proposal["debt_id"], as_at)
    own = {name: proposal[name] for name in ("state", "step_number", "amount", "code", "kind", "reason", "proposed_by")}
    return case | own | {"case_id": proposal_id, "decided_before": case["taken_off"] + case["written_off"]}, case


def _not_payable(case, amount, on_day, as_at):
    if case["stage"] not in OWED:
        yield "Nothing is asked for in this debt now."
    elif amount > case["left_to_pay"]:
        yield f"£{case['left_to_pay']:,.2f} is left of this debt: a payment can't be more. What was paid too much goes back to the person."
    if on_day and on_day > as_at:
        yield "A payment can't lie in the future. Correct the day."


def _not_proven(store, case, amount, receipt_number, transaction_id):
    receipt_number = (receipt_number or "").strip()
    if bool(receipt_number) == bool(transaction_id):
        yield "Show the payment by its receipt number, or by the line of a statement."
    elif receipt_number and store.row(RECEIPT_USED, [case["council"], receipt_number]):
        yield f"Receipt {receipt_number} has already paid something. Each receipt counts once."
    elif transaction_id:
        yield from _line_does_not_fit(case, _line(store, case, transaction_id), amount)


def _line_does_not_fit(case, line, amount):
    """A contribution is paid from the person's own money: never out of the direct payment (Ombudsman, Oldham 19 012 063)."""
    if not line:
        yield "This line is not on a statement of this person."
    elif line["used"]:
        yield "This line has already paid something. Each line counts once."
    elif case["kind"] == "contribution" and line["amount"] < 0:
        yield "This left the direct payment account: a contribution is paid from the person's own money, never from the direct payment."
    elif line["spend_category"] != "client_contribution" or (case["kind"] != "contribution" and line["amount"] > 0):
        yield "This line is not a payment to the council. Say first what it is in the review of its period."
    elif line["posted_on"] < case["due_from"] or (case["known_to"] and line["posted_on"] <= case["known_to"]):
        yield "This line is older than the debt: what it paid was counted before the debt was raised."
    elif amount > abs(line["amount"]):
        yield f"This line is of £{abs(line['amount']):,.2f}: it can't have paid more."


def _line(store, case, transaction_id):
    return store.row(LINE, [case["agreement_id"], transaction_id])
