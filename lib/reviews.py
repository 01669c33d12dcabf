"""Reviewing one account and period: verdicts on what needs a person, the rest accepted together, and the lock."""

import hashlib
import uuid

from lib import access, policy, trail
from lib.errors import SeveralErrors, UserError
from lib.monitoring import follow
from lib.store import now

# Each verdict with its words. The first and third settle an exception; the others wait for an answer.
VERDICTS = {"explained": "Explained", "query": "Asked", "upheld": "Upheld", "evidence_asked": "Evidence asked"}
SETTLES = ("explained", "upheld")

REST = """
with with_somebody as (
    select transaction_id
    from trackers.exception
    where account_id = $account_id and period_from = $period_from and status <> 'withdrawn' and transaction_id is not null
)

select line.transaction_id, line.amount
from reconciliation.transaction as line
anti join with_somebody using (transaction_id)
where line.account_id = $account_id
    and line.posted_on between $period_from and $period_to
order by line.transaction_id
"""


KEEP_LINES = """
insert into decisions.reviewed_line by name
select completed.review_id, line.account_id, line.transaction_id, line.spend_category, line.payee, line.category_reason
from reconciliation.transaction as line
join completed
    on completed.account_id = line.account_id
    and line.posted_on between completed.period_from and completed.period_to
"""


@access.allowed("see_case", subject="account_id")
def open_review(store, actor, account_id, period_from):
    """The review's state (a row of trackers.review), with what is left to do. The look is logged, once a session."""
    review = review_of(store, account_id, period_from)
    trail.note_look(store, actor, account_id)
    lines = _rest(store, review)
    return review | {"rest": _sum(lines), "is_accepted": _is_accepted(store, review, lines)}


@access.allowed("see_case", subject="account_id")
def rest(store, actor, account_id, period_from):
    """The lines nobody needs to look at singly: how many, and the pounds in and out."""
    return _sum(_rest(store, review_of(store, account_id, period_from)))


@access.allowed("decide_exception", subject="account_id")
def decide(store, actor, account_id, exception_id, verdict, reason=None):
    """Give a verdict on an exception; a newer one supersedes it. Gives the verdict's id."""
    if verdict not in VERDICTS:
        raise UserError("Choose a verdict: explained, asked, upheld or evidence asked.")
    exception = _exception(store, account_id, exception_id)
    not_locked(store, account_id, exception["period_from"])
    if not (reason or "").strip() and needs_reason(store, exception, verdict):
        raise UserError("Say why: this verdict needs a reason, and it stays with the finding.")
    decision, act = verdict_on(actor, exception, verdict, reason)
    with store.change(actor, **act) as change:
        change.insert("decisions.verdict", [decision])
    return decision["verdict_id"]


def verdict_on(actor, exception, verdict, reason):
    """(a row of decisions.verdict, what the activity log says of it) for an exception (a row of trackers.exception)."""
    decision = {
        "verdict_id": str(uuid.uuid4()), "exception_id": exception["exception_id"], "account_id": exception["account_id"], "verdict": verdict,
        "reason": (reason or "").strip() or None, "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    return decision, {
        "action": "decide_exception", "subject": exception["exception_id"], "council": exception["council"], "agreement_id": exception["agreement_id"],
        "reason": decision["reason"], "before": {"verdict": exception["verdict"]}, "after": {"verdict": verdict, "message": exception["message"]},
    }  # fmt: skip


def needs_reason(store, exception, verdict):
    """Whether policy wants a reason: always against the person, and to explain more than the council's limit."""
    if verdict == "upheld":
        return True
    limit = policy.value(store, exception["council"], "reason_needed_over", exception["occurred_on"])
    return verdict == "explained" and limit is not None and (exception["amount"] or 0) > limit


@access.allowed("decide_exception", subject="account_id")
def undo(store, actor, account_id, period_from):
    """Take back this person's newest verdict in the period. Gives the exception it was on, or None."""
    review = review_of(store, account_id, period_from)
    not_locked(store, account_id, period_from)
    last = store.row(
        "select verdict.* from trackers.verdict join trackers.exception using (account_id, exception_id)"
        " where verdict.account_id = ? and period_from = ? and verdict.decided_by = ? order by verdict.decided_at desc limit 1",
        [account_id, period_from, actor.username],
    )
    if not last:
        return None
    with store.change(actor, "undo_verdict", last["exception_id"], council=review["council"], agreement_id=review["agreement_id"], before={"verdict": last["verdict"]}) as change:
        change.execute("insert into decisions.verdict_undone values (?, ?, ?)", [last["verdict_id"], actor.username, now()])
    return last["exception_id"]


@access.allowed("decide_exception", subject="account_id")
def accept_rest(store, actor, account_id, period_from, lines, money_in, money_out):
    """Accept all lines that need nobody, provided they still are as many and as much as the officer was told."""
    review = review_of(store, account_id, period_from)
    not_locked(store, account_id, period_from)
    found = _rest(store, review)
    if _sum(found) != {"lines": lines, "money_in": money_in, "money_out": money_out}:
        raise UserError("The lines changed while you looked. Check the count and the pounds, and accept again.")
    acceptance, act = acceptance_of(actor, review, found)
    with store.change(actor, **act) as change:
        change.insert("decisions.acceptance", [acceptance])


def acceptance_of(actor, review, lines):
    """(a row of decisions.acceptance, what the activity log says of it) for the lines of a review ({"transaction_id", "amount"}) that need nobody."""
    acceptance = {
        "acceptance_id": str(uuid.uuid4()), "account_id": review["account_id"], "period_from": review["period_from"], "period_to": review["period_to"],
        **_sum(lines), "lines_hash": _hash(lines), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    return acceptance, {"action": "accept_lines", "subject": review["account_id"], "council": review["council"], "agreement_id": review["agreement_id"], "after": _sum(lines)}


@access.allowed("complete_review", subject="account_id")
def complete(store, actor, account_id, period_from, explanation=None):
    """Complete and lock a review, or raise all that is still in the way. Gives the review's id."""
    review = review_of(store, account_id, period_from)
    not_locked(store, account_id, period_from)
    explanation = (explanation or "").strip() or None
    in_the_way = still_to_do(store, review, explanation)
    if in_the_way:
        raise SeveralErrors(in_the_way)
    decided = store.row(
        "select min(decided_at) as first_at from ("
        " select decided_at from decisions.acceptance where account_id = $account_id and period_from = $period_from"
        " union all select decided_at from trackers.exception where account_id = $account_id and period_from = $period_from and decided_at is not null)",
        {"account_id": account_id, "period_from": period_from},
    )
    form = store.row("from audit.reconciliation where account_id = ? and period_from = ?", [account_id, review["period_from"]])
    completed, act = completion_of(actor, review, form, decided["first_at"], explanation)
    with store.change(actor, **act) as change:
        keep(change, [completed])
    return completed["review_id"]


def keep(change, completed):
    """Add completed reviews (rows of decisions.review) inside a change, each with what its lines were taken for."""
    change.insert("decisions.review", completed)
    with change.given(completed=completed):
        change.execute(KEEP_LINES)


def completion_of(actor, review, form, opened_at, explanation):
    """(a row of decisions.review, what the activity log says of it) for a review and its reconciliation form (a row of audit.reconciliation)."""
    moment = now()
    completed = {
        "review_id": str(uuid.uuid4()), "account_id": review["account_id"], "agreement_id": review["agreement_id"], "council": review["council"],
        "period_from": review["period_from"], "period_to": review["period_to"], "opened_at": opened_at or moment,
        "completed_at": moment, "completed_by": actor.username, "outcome": "difference_explained" if explanation else "agreed",
        "difference": review["difference"], "explanation": explanation,
        "findings_raised": review["findings_raised"], "findings_upheld": review["findings_upheld"],
    }  # fmt: skip
    return completed, {
        "action": "complete_review", "subject": completed["review_id"], "council": review["council"], "agreement_id": review["agreement_id"], "reason": explanation,
        "after": {name: str(completed[name]) for name in ("account_id", "outcome")} | {name: None if value is None else str(value) for name, value in form.items()},
    }  # fmt: skip


def still_to_do(store, review, explanation=None):
    """Why a review can't be completed yet, as sentences. An empty list means that it can."""
    sentences, undecided = [], review["needs_you"]
    if undecided:
        sentences.append(f"{undecided} {'exception is' if undecided == 1 else 'exceptions are'} not settled yet: each must be explained or upheld.")
    if not (review["is_accepted"] if "is_accepted" in review else _is_accepted(store, review, _rest(store, review))):
        sentences.append("The lines that need nobody are not accepted yet.")
    if review["reconciliation_state"] != "agrees" and not explanation:
        sentences.append(WHY_EXPLAIN[review["reconciliation_state"]])
    return sentences


WHY_EXPLAIN = {
    "differs": "The calculated closing balance differs from the statement. Say why, or find the missing line.",
    "unproven": "The statement prints no balance to hold the sums against. Say how you made sure of it.",
    "incomplete": "Days of this period have no statement. Say why the review can be completed without them.",
}


@access.allowed("reopen_review", subject="account_id")
def reopen(store, actor, account_id, review_id, reason, as_at):
    """Unlock a completed review, with a reason. What it said stays on record; what came meanwhile is read in."""
    review = store.row("from staging.completed_review where review_id = ? and account_id = ?", [review_id, account_id])
    if not review:
        raise UserError("This review is not there, or was reopened already.")
    if not (reason or "").strip():
        raise UserError("Say why the review is reopened: the reason stays with it.")
    with store.change(actor, "reopen_review", review_id, council=review["council"], agreement_id=review["agreement_id"], reason=reason) as change:
        change.execute("insert into decisions.review_reopened values (?, ?, ?, ?)", [review_id, reason, actor.username, now()])
        follow(change, as_at, {account_id}, caseload=True)


def review_of(store, account_id, period_from):
    """The review of a period (a row of trackers.review), or a sentence when there is none."""
    review = store.row("from trackers.review where account_id = ? and period_from = ?", [account_id, period_from])
    if not review:
        raise UserError("There is no statement in this period yet. Upload one to begin the review.")
    return review


def _exception(store, account_id, exception_id):
    exception = store.row("from trackers.exception where account_id = ? and exception_id = ?", [account_id, exception_id])
    if not exception:
        raise UserError("This exception is no longer there: its line or its cause has gone.")
    return exception


def not_locked(store, account_id, period_from):
    """Raise unless the period that begins on this day may still change."""
    if store.row("from staging.completed_review where account_id = ? and period_from = ?", [account_id, period_from]):
        raise UserError("This period was reviewed and is locked. A team leader can reopen it.")


def _rest(store, review):
    return store.rows(REST, {name: review[name] for name in ("account_id", "period_from", "period_to")})


def _sum(lines):
    amounts = [line["amount"] for line in lines]
    return {"lines": len(lines), "money_in": sum(amount for amount in amounts if amount > 0), "money_out": -sum(amount for amount in amounts if amount < 0)}


def _hash(lines):
    return hashlib.sha256("|".join(line["transaction_id"] for line in lines).encode()).hexdigest()


def _is_accepted(store, review, lines):
    return not lines or bool(
        store.row("select 1 from decisions.acceptance where account_id = ? and period_from = ? and lines_hash = ?", [review["account_id"], review["period_from"], _hash(lines)])
    )
