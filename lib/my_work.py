"""What needs somebody today: one list out of every tracker, the most urgent first, each with its day and the very spot where it is done."""

import textwrap

from lib import access
from lib.store import now

# Which comes first of what is as late: care, then people's letters and clocks, then our own backlog.
RANKS = ("concern", "suspension", "letter", "handover", "surplus", "return", "debt", "misspend", "task", "review")


@access.allowed("decide_exception")
def due(store, actor, as_at):
    """Every item that waits for this person, the most urgent first.

    Gives dicts: kind, step, agreement_id, who, officer, due_on, days_late (None where nothing says when), note, and page with
    its link. Each tracker shows only what this person may see.
    """
    items = [
        *_concerns(store, actor, as_at), *_suspensions(store, actor, as_at), *_letters(store, actor, as_at), *_surpluses(store, actor, as_at),
        *_returns(store, actor, as_at), *_debts(store, actor, as_at), *_misspends(store, actor, as_at), *_tasks(store, actor, as_at), *_reviews(store, actor, as_at),
        *_handovers(store, actor, as_at),
    ]  # fmt: skip
    never = min((item["days_late"] for item in items if item["days_late"] is not None), default=0) - 1
    return sorted(
        items, key=lambda item: (item["kind"] != "concern", -(never if item["days_late"] is None else item["days_late"]), RANKS.index(item["kind"]), item["agreement_id"])
    )


def _concerns(store, actor, as_at):
    if access.scope_of(actor, "see_concern"):
        for row in access.see(store, actor, "dashboards.concern", {"moment": now()}, state="to_tell"):
            yield _item(row, as_at, "concern", "tell_today", row["raised_at"].date(), "concerns", concern=row["concern_id"])


def _suspensions(store, actor, as_at):
    for row in access.see(store, actor, "trackers.suspension", {"as_at": as_at}, is_open=True):
        if row["is_approved"]:
            yield _item(row, as_at, "suspension", "review_pause", row["review_on"], "suspensions", suspension=row["suspension_id"])
        else:
            yield _item(row, as_at, "suspension", "settle_pause", row["from_date"], "suspensions", suspension=row["suspension_id"])


def _letters(store, actor, as_at):
    for row in access.see(store, actor, "dashboards.letter", {"as_at": as_at}, state="to_send"):
        if not row["held_by"]:
            note = "The day it names has come: write it anew." if row["is_too_late"] else ""
            yield _item(row, as_at, "letter", "send_letter_due", row["written_on"], "letters", note, letter=row["letter_id"])


def _surpluses(store, actor, as_at):
    for row in access.see(store, actor, "dashboards.surplus", {"as_at": as_at}):
        yield _item(row, as_at, "surplus", row["next_step"], row["due_on"], "surplus", surplus=row["surplus_id"])


def _returns(store, actor, as_at):
    for row in access.see(store, actor, "trackers.return", {"as_at": as_at}):
        link = {"return": row["return_id"]}
        if row["next_step"] and row["next_on"] and row["next_on"] <= as_at:
            yield _item(row, as_at, "return", f"next_{row['next_step']}", row["next_on"], "returns", **link)
        elif row["days_not_worked"] is not None:
            yield _item(row, as_at, "return", "next_work", row["work_by"], "returns", f"Here since {row['received_on']:%-d %b %Y}.", **link)


def _debts(store, actor, as_at):
    for row in access.see(store, actor, "trackers.debt", {"as_at": as_at}):
        if row["next_step"] and row["due_on"] and row["due_on"] <= as_at and not row["hold"]:
            yield _item(row, as_at, "debt", row["next_step"], row["due_on"], "debt", debt=row["debt_id"])


def _misspends(store, actor, as_at):
    for row in access.see(store, actor, "trackers.misspend", {"as_at": as_at}):
        if row["state"] in ("opened", "evidence_asked", "meeting_offered", "practitioner_view") and not row["hold"]:
            yield _item(row, as_at, "misspend", "settle_question", row["evidence_on"] or row["since"], "misspend", misspend=row["misspend_id"])


def _tasks(store, actor, as_at):
    for row in access.see(store, actor, "trackers.task", {"as_at": as_at}):
        if row["due_on"] <= as_at:
            yield _item(row, as_at, "task", "do_task", row["due_on"], "tasks", textwrap.shorten(row["said"], 120, placeholder=" …"), entry=row["entry_id"])


def _reviews(store, actor, as_at):
    for row in access.see(store, actor, "dashboards.my_account"):
        if row["periods_to_review"]:
            note = f"{row['periods_to_review']} to review, the oldest from {row['oldest_period']:%-d %b %Y}; {row['needs_you']} to answer."
            yield _item(row, as_at, "review", "review_period", None, "review", note, account=row["account_id"], period=row["oldest_period"])


def _handovers(store, actor, as_at):
    """Cases that came from another officer, until the one who has them now has looked."""
    for row in access.see(store, actor, "dashboards.handover", officer=actor.officer):
        if actor.username not in row["looked_by"]:
            note = f"From {row['from_officer'] or 'nobody'}: {row['note']}"
            yield _item(row, as_at, "handover", "read_handover", row["on_day"], "case", note, account=row["account_id"], handover=row["move_id"])


def _item(row, as_at, kind, step, due_on, page, note="", **link):
    return {
        "kind": kind, "step": step, "agreement_id": row["agreement_id"], "who": row.get("who") or _initials(row), "officer": row["officer"], "council": row["council"],
        "due_on": due_on, "days_late": (as_at - due_on).days if due_on else None, "note": note, "page": page, "link": {"agreement": row["agreement_id"]} | link,
    }  # fmt: skip


def _initials(row):
    return ". ".join(part for part in ((row.get("forename") or "")[:1], row.get("surname")) if part)
