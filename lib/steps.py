"""Taking a case from one state to the next: who may, what must be true first, and four eyes where money or care is decided."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from lib import access, policy
from lib.errors import SeveralErrors, UserError
from lib.store import now

NEWEST = "select step_number, state from decisions.step where kind = ? and case_id = ? order by step_number desc limit 1"
NO_REASON_YET = "Say why: the reason stays with the case."


@dataclass(frozen=True)
class Step:
    """One step of a machine.

    not_by means four eyes: nobody takes it who took one of those steps, or whose hand shaped the case (case["hands"]).
    A guard is guard(case, said, as_at) and gives a sentence when the step may not be taken, else None. case is the row
    of the tracker's view, said what the person gives with the step.
    """

    words: str
    leaves: tuple
    reaches: str | None  # None: it stays where it is
    operation: str
    guards: tuple[Callable, ...] = ()
    not_by: tuple = ()  # earlier steps whose doer may not take this one
    limit: str = ""  # a setting's first words: <limit>_<role> is the most pounds that role may decide
    needs_reason: bool = False


@dataclass(frozen=True)
class Machine:
    """The states of one kind of case. The first step of a case leaves the state None."""

    kind: str
    steps: dict = field(default_factory=dict)

    def states(self):
        return {step.reaches for step in self.steps.values() if step.reaches}


def take(store, actor, machine, case, name, as_at, write=None, **said):
    """Take a step, or raise every sentence that stands against it. Gives the row that was kept.

    said may hold amount, reason, letter_id and on_day, which have columns; what else it holds is kept as JSON. write(change)
    adds what belongs to the step in the same transaction.
    """
    row = _row(store, actor, machine, case, name, as_at, said)
    with store.change(actor, f"{machine.kind}_{name}", case["case_id"], **_about(case, row)) as change:
        _add(change, case, row)
        if write:
            write(change)
    return row


def take_along(change, actor, machine, case, name, as_at, **said):
    """Take a step inside a change that is under way: both are kept, or none. Gives the row that was kept."""
    row = _row(change, actor, machine, case, name, as_at, said)
    _add(change, case, row)
    change.record(f"{machine.kind}_{name}", case["case_id"], **_about(case, row))
    return row


def why_not(store, actor, machine, case, name, as_at, **said):
    """Every sentence that stands against a step now; an empty list means that it may be taken."""
    step = machine.steps[name]
    if case.get("state") not in step.leaves:
        return ["This can't be done now: the case has moved on, or is not so far yet."]
    sentences = _four_eyes(store, actor, machine, case, step) + _over_limit(store, actor, case, step, as_at, said.get("amount"))
    sentences += [said_so for guard in step.guards if (said_so := guard(case, said, as_at))]
    if step.needs_reason and not (said.get("reason") or "").strip():
        sentences.append(NO_REASON_YET)
    return sentences


def options(store, actor, machine, case, as_at, **said):
    """What may be done now, what may not and why: [{"step", "words", "why_not", "needs_reason"}], of the steps this person's role may take."""
    return [
        {"step": name, "words": step.words, "needs_reason": step.needs_reason, "why_not": [sentence for sentence in why_not(store, actor, machine, case, name, as_at, **said) if sentence != NO_REASON_YET]}
        for name, step in machine.steps.items()
        if case.get("state") in step.leaves and access.may(store, actor, step.operation, agreement_id=case["agreement_id"])
    ]  # fmt: skip


def _row(store, actor, machine, case, name, as_at, said):
    step = machine.steps[name]
    access.require(store, actor, step.operation, agreement_id=case["agreement_id"])
    in_the_way = why_not(store, actor, machine, case, name, as_at, **said)
    if in_the_way:
        raise SeveralErrors(in_the_way)
    return {
        "kind": machine.kind, "case_id": case["case_id"], "step_number": (case.get("step_number") or 0) + 1,
        "agreement_id": case["agreement_id"], "council": case["council"], "step": name, "state": step.reaches or case["state"],
        "on_day": said.pop("on_day", None) or as_at, "amount": said.pop("amount", None), "reason": _reason(said),
        "letter_id": said.pop("letter_id", None), "detail": json.dumps(said, default=str, sort_keys=True),
        "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip


def _add(change, case, row):
    newest = change.row(NEWEST, [row["kind"], row["case_id"]]) or {"step_number": 0, "state": None}
    if newest != {"step_number": row["step_number"] - 1, "state": case.get("state")}:
        raise UserError("Somebody took this case further while you looked. Look at it again.")
    change.insert("decisions.step", [row])


def _about(case, row):
    return {
        "council": case["council"], "agreement_id": case["agreement_id"], "reason": row["reason"],
        "before": {"state": case.get("state")}, "after": {"state": row["state"], "amount": row["amount"], "on_day": row["on_day"]},
    }  # fmt: skip


def _four_eyes(store, actor, machine, case, step):
    done = store.rows("select distinct step from decisions.step where kind = ? and case_id = ? and decided_by = ?", [machine.kind, case["case_id"], actor.username])
    shaped_it = step.not_by and actor.username in case.get("hands", ())
    if shaped_it or any(row["step"] in step.not_by for row in done):
        return ["You did an earlier step of this case that somebody else must look at. Ask a colleague."]
    return []


def _over_limit(store, actor, case, step, as_at, amount):
    if not step.limit or amount is None or actor.role == "operator":
        return []
    # What was decided before on the same case counts too: a large sum can't be decided in small ones.
    amount += case.get("decided_before") or 0
    most = policy.value(store, case["council"], f"{step.limit}_{actor.role}", as_at)
    if most is not None and amount <= most:
        return []
    return [f"£{amount:,.2f} is more than your role may decide ({f'up to £{most:,.2f}' if most is not None else 'nothing'}). Ask somebody with a higher limit."]


def _reason(said):
    return (said.pop("reason", None) or "").strip() or None
