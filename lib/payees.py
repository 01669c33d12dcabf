"""Who was paid: an officer says it once, and the next line knows."""

import uuid

from lib import access
from lib.errors import UserError
from lib.monitoring import follow
from lib.store import now

CATEGORIES = {
    "pa_wages": "PA wages", "hmrc": "HMRC", "pension": "Pension", "payroll_fee": "Payroll fee", "agency": "Care agency",
    "day_service": "Day service", "respite": "Respite", "insurance": "Insurance", "equipment": "Equipment", "transport": "Transport",
    "activity": "Activity", "training": "Training", "bank_charge": "Bank charge", "managed_account_fee": "Managed account fee",
    "client_contribution": "Client contribution", "council_payment": "Council payment", "health_payment": "Health payment",
    "refund": "Refund", "interest": "Interest", "other_income": "Other income", "cash": "Cash", "living_cost": "Living cost",
    "prohibited": "Prohibited", "gambling": "Gambling", "transfer": "Transfer to a private account", "query": "Not known yet",
}  # fmt: skip


@access.allowed("confirm_payee", subject="account_id")
def confirm(store, actor, account_id, payee_key, spend_category, as_at):
    """Say what a payee of this person is. Gives {"decision_id", "lines", "amount"}: what it taught, to be shown at once."""
    return _confirm(store, actor, account_id, payee_key, spend_category, as_at, everybody=False)


@access.allowed("confirm_payee_for_everybody", subject="account_id")
def confirm_for_everybody(store, actor, account_id, payee_key, spend_category, as_at):
    """Say what a payee is for everybody in this account's council."""
    return _confirm(store, actor, account_id, payee_key, spend_category, as_at, everybody=True)


@access.allowed("confirm_payee", subject="account_id")
def take_back(store, actor, account_id, decision_id, as_at):
    """Withdraw what was said of a payee; the lines it taught are asked about again."""
    said = store.row("from decisions.payee where decision_id = ?", [decision_id])
    account = _account(store, account_id)
    if not said or said["council"] != account["council"] or said["agreement_id"] not in (None, account["agreement_id"]):
        raise UserError("This is not there to be taken back.")
    if said["agreement_id"] is None:
        access.require(store, actor, "confirm_payee_for_everybody", account_id=account_id)
    with store.change(actor, "take_back_payee", said["payee_key"], council=said["council"], agreement_id=said["agreement_id"], before=_plain(said)) as change:
        change.execute(
            "insert into decisions.payee_withdrawn select ?, ?, ? where not exists (from decisions.payee_withdrawn where decision_id = ?)",
            [decision_id, actor.username, now(), decision_id],
        )
        _follow(change, said["payee_key"], said["council"], said["agreement_id"], as_at)


def _confirm(store, actor, account_id, payee_key, spend_category, as_at, everybody):
    if spend_category not in CATEGORIES or spend_category == "query":
        raise UserError("Choose what this payee is paid for.")
    if not (payee_key or "").strip():
        raise UserError("This line names nobody, so there is nothing to learn from it. Decide the line by itself.")
    account = _account(store, account_id)
    agreement_id = None if everybody else account["agreement_id"]
    decision = {
        "decision_id": str(uuid.uuid4()), "payee_key": payee_key, "council": account["council"], "agreement_id": agreement_id,
        "spend_category": spend_category, "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(actor, "confirm_payee", payee_key, council=account["council"], agreement_id=agreement_id, after=_plain(decision)) as change:
        change.insert("decisions.payee", [decision])
        before = _known(change, payee_key, account["council"], spend_category)
        _follow(change, payee_key, account["council"], agreement_id, as_at)
        after = _known(change, payee_key, account["council"], spend_category)
    return {"decision_id": decision["decision_id"], "lines": after["lines"] - before["lines"], "amount": after["amount"] - before["amount"]}


def _follow(change, payee_key, council, agreement_id, as_at):
    accounts = {
        row["account_id"]
        for row in change.rows(
            "select distinct account_id from reconciliation.transaction where payee_key = ? and council = ? and coalesce(?, agreement_id) = agreement_id",
            [payee_key, council, agreement_id],
        )
    }
    if accounts:
        follow(change, as_at, accounts)


def _known(change, payee_key, council, spend_category):
    return change.row(
        "select count(*) as lines, coalesce(sum(abs(amount)), 0) as amount from reconciliation.transaction where payee_key = ? and council = ? and spend_category = ?",
        [payee_key, council, spend_category],
    )


def _account(store, account_id):
    return store.row("from staging.account where account_id = ?", [account_id])


def _plain(row):
    return {name: None if value is None else str(value) for name, value in row.items()}
