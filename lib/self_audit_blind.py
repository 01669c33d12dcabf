"""The blind second look: an auditor does a review again from statement, plan and payments, without what the first officer decided.

Until it is over, no row of it names the agreement in the activity log: what is read of a case would tell the first officer.
"""

import uuid

from lib import access, reviews, users
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.payees import CATEGORIES
from lib.self_audit_draw import conflicts_of, eligible
from lib.store import now

OUTCOMES = {"agreed": "The form agrees with the statement", "difference_explained": "It does not agree, and I can say why"}

LOOKED = """
select 1
from activity.entry
where actor = ? and action = 'look_at_case' and subject = ? and happened_at::timestamp >= (select opened_at from decisions.review where review_id = ?)
"""
KEEP_DIFFERENCES = """
insert into decisions.self_audit_difference by name
select
    uuid()::varchar as difference_id, item_id, auditor, kind, subject_id, amount, first_said, first_reason, second_said, second_reason, message,
    $decided_by as decided_by, $decided_at as decided_at
from trackers.two_looks
where item_id = $item_id and auditor = $auditor and account_id = $account_id and differs
"""


@access.allowed("check_self_audit")
def mine(store, actor):
    """The items that this person looks at: rows of trackers.self_audit_seat."""
    return access.see(store, actor, "trackers.self_audit_seat", auditor=actor.username)


@access.allowed("check_self_audit")
def seat(store, actor, item_id):
    """This person's own seat at an item: a row of trackers.self_audit_seat."""
    found = next(iter(access.see(store, actor, "trackers.self_audit_seat", item_id=item_id, auditor=actor.username)), None)
    if found is None:
        raise NotAllowed
    return found


@access.allowed("check_self_audit")
def begin(store, actor, item_id):
    """Begin the second look."""
    own = own_seat(store, actor, item_id, "to_check")
    with store.change(actor, "begin_second_look", item_id, council=own["council"]) as change:
        change.insert("decisions.self_audit_opened", [_stamp(actor, item_id)])


@access.allowed("check_self_audit")
def pass_on(store, actor, item_id, reason):
    """Give an item to another auditor of the plan, because of a conflict of interest that shows only now. Gives who has it."""
    own = own_seat(store, actor, item_id, "to_check", "under_way")
    if not (reason or "").strip():
        raise UserError("Say what stands against your looking at it: the reason stays with the item.")
    plan = store.row("from decisions.self_audit_plan where cycle_id = ?", [own["cycle_id"]])
    taken = {row["auditor"] for row in store.rows("select auditor from trackers.self_audit_seat where item_id = ?", [item_id])}
    others = [one for one in eligible(plan, conflicts_of(store, own["cycle_id"]), own) if one not in taken and one in users.auditors(store, [own["council"]])]
    if not others:
        raise UserError("No other auditor of this plan may look at it. Tell whoever planned it: it has to be looked at by somebody else.")
    row = {"assignment_id": str(uuid.uuid4()), "seat": own["seat"], "reason": reason.strip()} | _stamp(actor, item_id) | {"auditor": others[0]}
    conflict = {"conflict_id": str(uuid.uuid4()), "cycle_id": own["cycle_id"], "agreement_id": own["agreement_id"], "reason": reason.strip()} | _stamp(actor, item_id)
    with store.change(actor, "pass_on_second_look", item_id, council=own["council"], reason=reason.strip(), after={"auditor": others[0]}) as change:
        change.insert("decisions.self_audit_assignment", [row])
        change.insert("decisions.self_audit_conflict", [{name: value for name, value in conflict.items() if name != "item_id"}])
    return others[0]


@access.allowed("check_self_audit")
def say(store, actor, item_id, kind, subject_id, said, reason=None):
    """Say one's own verdict on a question or a line (kind "exception"), or what a line was for (kind "line"); a newer one supersedes it."""
    own = own_seat(store, actor, item_id, "under_way")
    known = reviews.VERDICTS if kind == "exception" else CATEGORIES if kind == "line" else {}
    if said not in known:
        raise UserError("Choose a verdict, or what the line was for.")
    whose = {"item_id": item_id, "auditor": actor.username, "account_id": own["account_id"]}
    asked = kind == "exception" and access.see(store, actor, "trackers.blind_exception", **whose, exception_id=subject_id)
    line = next(iter(access.see(store, actor, "trackers.blind_line", **whose, transaction_id=subject_id)), None)
    if not asked and not line:
        raise UserError("This question or line is not in the review.")
    if kind == "exception" and not asked and line["is_asked"]:
        raise UserError("This line is asked about already. Answer that question.")
    if said == "upheld" and not (reason or "").strip():
        raise UserError("Say why: a verdict against the person needs a reason.")
    row = {"verdict_id": str(uuid.uuid4()), "kind": kind, "subject_id": subject_id, "said": said, "reason": (reason or "").strip() or None} | _stamp(actor, item_id)
    with store.change(actor, "say_in_second_look", item_id, council=own["council"], reason=row["reason"], after={"subject": subject_id, "said": said}) as change:
        change.insert("decisions.self_audit_verdict", [row])


@access.allowed("check_self_audit")
def finish(store, actor, item_id, outcome, note=None):
    """End the second look: it can't change any more, and both looks are seen side by side. Gives how many differences there are."""
    own = own_seat(store, actor, item_id, "under_way")
    faults = still_to_say(store, actor, item_id)
    if outcome not in OUTCOMES:
        faults.append("Say whether the form agrees with the statement.")
    if outcome == "difference_explained" and not (note or "").strip():
        faults.append("Say why the form does not agree with the statement.")
    if faults:
        raise SeveralErrors(faults)
    was_blind = not store.row(LOOKED, [actor.username, own["account_id"], own["review_id"]])
    row = _stamp(actor, item_id) | {"outcome": outcome, "note": (note or "").strip() or None, "was_blind": was_blind}
    with store.change(actor, "finish_second_look", item_id, council=own["council"], after={"outcome": outcome, "was_blind": was_blind}) as change:
        change.insert("decisions.self_audit_check", [row])
        change.execute(KEEP_DIFFERENCES, {name: row[name] for name in ("item_id", "auditor", "decided_by", "decided_at")} | {"account_id": own["account_id"]})
        differences = change.value("select count(*) from decisions.self_audit_difference where item_id = ? and auditor = ?", [item_id, actor.username])
    return differences


@access.allowed("check_self_audit")
def still_to_say(store, actor, item_id):
    """What must still be said before the second look can end, as sentences."""
    left = [row for row in questions(store, actor, item_id) if not row["is_settled"]]
    return [f"{len(left)} {'question is' if len(left) == 1 else 'questions are'} not answered yet: give each your own verdict, or say what the line was for."] if left else []


@access.allowed("check_self_audit")
def questions(store, actor, item_id):
    """The review's questions with this person's own answers and nobody else's: rows of trackers.blind_exception, the oldest first."""
    return sorted(_of(store, actor, item_id, "trackers.blind_exception"), key=lambda row: (row["occurred_on"], row["exception_id"]))


@access.allowed("check_self_audit")
def lines(store, actor, item_id):
    """The review's lines with what this person takes them for: rows of trackers.blind_line, in the order of the statement."""
    return sorted(_of(store, actor, item_id, "trackers.blind_line"), key=lambda row: (row["posted_on"], row["statement_from"], row["day_position"], row["transaction_id"]))


@access.allowed("check_self_audit")
def form(store, actor, item_id):
    """The reconciliation form from this person's own answers: rows of dashboards.blind_form."""
    return sorted(_of(store, actor, item_id, "dashboards.blind_form"), key=lambda row: row["form_row"])


@access.allowed("check_self_audit")
def plan_and_payments(store, actor, item_id):
    """The plan against this person's own answers, and the council's payments: rows of dashboards.blind_plan and dashboards.blind_payment."""
    return (
        sorted(_of(store, actor, item_id, "dashboards.blind_plan"), key=lambda row: (-row["money_out"], row["spend_category"])),
        sorted(_of(store, actor, item_id, "dashboards.blind_payment"), key=lambda row: (row["due_on"] or row["posted_on"], row["expected"] is None)),
    )


@access.allowed("check_self_audit")
def side_by_side(store, actor, item_id):
    """Both looks, once this person's own is over: rows of trackers.two_looks, those that differ first."""
    return sorted(_of(store, actor, item_id, "trackers.two_looks"), key=lambda row: (not row["differs"], row["kind"], row["occurred_on"], row["subject_id"]))


def own_seat(store, actor, item_id, *states):
    """This person's own seat at an item, in one of these states."""
    found = seat(store, actor, item_id)
    if found["state"] not in states:
        raise UserError(
            "The second look at this review is over, and can't change any more." if found["checked_at"] else "Begin the second look first, or open it anew: somebody was quicker."
        )
    return found


def _of(store, actor, item_id, name):
    """The rows of a SELECT that belong to this person's own second look. The account is named, for only that reaches down to the scan."""
    return access.see(store, actor, name, item_id=item_id, auditor=actor.username, account_id=seat(store, actor, item_id)["account_id"])


def _stamp(actor, item_id):
    return {"item_id": item_id, "auditor": actor.username, "decided_by": actor.username, "decided_at": now()}
