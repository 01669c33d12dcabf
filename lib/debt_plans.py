"""Repayment plans: instalments that add up to what is left, affordable, approved where they are long, and watched for what is missed."""

import uuid
from decimal import Decimal

from lib import access, letters, steps
from lib.debt_ledger import case_of
from lib.debt_steps import DEBT, PLAN
from lib.errors import UserError
from lib.pounds import typed
from lib.store import now

PENNY = Decimal("0.01")
EVERY = {"week": "Every week", "four_weeks": "Every four weeks", "month": "Every month"}


@access.allowed("run_debt", subject="agreement_id")
def propose(store, actor, agreement_id, debt_id, instalment, every, first_on, affordability, as_at, reason=None):
    """Propose that what is left is paid in instalments, as a person types pounds, the last one smaller. Gives the plan's id."""
    case = case_of(store, actor, agreement_id, debt_id, as_at)
    left, pounds = case["left_to_pay"], typed(instalment, "Say how much each instalment is, in pounds and pence above nothing.")
    plan = {
        "plan_id": str(uuid.uuid4()), "debt_id": debt_id, "agreement_id": agreement_id, "council": case["council"], "first_on": first_on, "every": every,
        "instalment": pounds, "instalments": int((left + pounds - PENNY) // pounds), "affordability": (affordability or "").strip(),
        "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    steps.take(
        store, actor, PLAN, case | {"case_id": plan["plan_id"], "state": None, "step_number": 0}, "propose", as_at, write=lambda change: change.insert("decisions.repayment_plan", [plan]),
        amount=left, reason=reason, instalment=pounds, every=every, first_on=first_on, affordability=affordability,
    )  # fmt: skip
    return plan["plan_id"]


@access.allowed("approve_debt", subject="agreement_id")
def approve(store, actor, agreement_id, plan_id, as_at):
    """Approve a long plan that somebody else proposed; the longest need the team leader."""
    case, _ = _cases(store, actor, agreement_id, plan_id, as_at)
    steps.take(store, actor, PLAN, case, "approve", as_at, amount=case["total"], role=actor.role)


@access.allowed("write_letter", subject="agreement_id")
def write_letter(store, actor, agreement_id, plan_id, as_at, addressee="person", name=None, address=None, large_print=False):
    """Write the letter with the plan's schedule. Gives the letter's id."""
    case, _ = _cases(store, actor, agreement_id, plan_id, as_at)
    if case["is_long"] and case["state"] != "approved":
        raise UserError("A plan this long is approved by a senior officer or team leader first.")
    schedule = store.rows('select due_on as "on", amount from trackers.instalment_due where plan_id = ? order by number', [plan_id])
    facts = {name: case[name] for name in ("instalment", "first_on", "last_on", "instalments")} | {
        "amount": case["total"], "every": EVERY[case["every"]].removeprefix("Every "), "schedule": schedule,
    }  # fmt: skip
    return letters.prepare(
        store, actor, agreement_id, "repayment_plan", facts, as_at, kind="plan", case_id=plan_id, addressee=addressee, name=name, address=address,
        large_print=large_print, amount=case["total"], takes_effect_on=case["first_on"],
    )  # fmt: skip


@access.allowed("run_debt", subject="agreement_id")
def agree(store, actor, agreement_id, plan_id, as_at):
    """The person agrees, and has the plan in writing: the debt is in its plan from now on."""
    case, debt = _cases(store, actor, agreement_id, plan_id, as_at)
    steps.take(store, actor, PLAN, case, "agree", as_at, amount=case["total"], write=lambda change: steps.take_along(change, actor, DEBT, debt, "plan", as_at, plan_id=plan_id))


@access.allowed("run_debt", subject="agreement_id")
def end(store, actor, agreement_id, plan_id, reason, as_at, was_broken=False):
    """End a plan, because instalments were missed (was_broken) or for another reason. The debt goes on where its letters had come to."""
    case, debt = _cases(store, actor, agreement_id, plan_id, as_at)

    def end_of_debt(change):
        if case["state"] == "agreed":
            steps.take_along(change, actor, DEBT, debt, "end_plan", as_at, reason=reason, plan_id=plan_id)

    steps.take(store, actor, PLAN, case, "break" if was_broken else "end", as_at, reason=reason, write=end_of_debt)


@access.allowed("see_case", subject="agreement_id")
def options(store, actor, agreement_id, plan_id, as_at):
    """What may be done with a plan now, and what may not and why (see lib.steps.options)."""
    case, _ = _cases(store, actor, agreement_id, plan_id, as_at)
    return [one for one in steps.options(store, actor, PLAN, case, as_at, amount=case["total"], role=actor.role) if one["step"] != "keep"]


def _cases(store, actor, agreement_id, plan_id, as_at):
    """The plan as it stands, with what its guards ask of its debt; and the debt."""
    plan = next(iter(access.see(store, actor, "trackers.plan", {"as_at": as_at}, plan_id=plan_id, agreement_id=agreement_id)), None)
    if not plan:
        raise UserError("This plan is not there.")
    debt = case_of(store, actor, agreement_id, plan["debt_id"], as_at)
    others = {"plan_id": debt["plan_id"] if debt["plan_id"] != plan_id else None}
    return debt | plan | others | {"case_id": plan_id, "letters": plan["letters"] or []}, debt
