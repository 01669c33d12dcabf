"""What needs somebody today: one list out of every tracker, the most urgent first, each with its day and the very spot where it is done."""

import textwrap
from datetime import timedelta
from functools import cache

from lib import access
from lib.answers import rests_on
from lib.sqlfiles import sql_file
from lib.store import now
from lib.wall_clock import day_of, midnight

# What comes first: care, then people's letters and clocks, then money, then our own backlog.
KINDS = (
    "concern", "suspension", "letter", "objection_ends", "handover", "return", "not_worked", "surplus", "misspend", "debt", "task", "self_audit", "review",
    "statutory_review", "payee",
)  # fmt: skip
# The SELECTs that things to do come out of, and what is put off.
ASKED = (
    "dashboards.concern", "trackers.suspension", "dashboards.letter", "dashboards.surplus", "trackers.return", "trackers.debt", "trackers.misspend", "trackers.task",
    "trackers.self_audit_seat", "dashboards.told_item", "dashboards.told_action", "dashboards.account", "dashboards.handover", "trackers.statutory_review_late",
    "dashboards.payee_to_confirm", "trackers.snooze",
)  # fmt: skip
RANK = {kind: rank for rank, kind in enumerate(KINDS)}


@access.allowed("decide_exception")
def due(store, actor, as_at, **equals):
    """Every item that waits for this person: what is due, in the order it matters, then what is to come, by its day.

    Gives dicts: item (its id: kind|case|step and day, so it is another once the case moves on), kind, step, agreement_id, who,
    officer, council, due_on, days_late (None where nothing says when; below 0 for what is to come), note, page with its link,
    and put_off: until when, by whom and why (a row of trackers.snooze), or None. Each tracker shows only what this person may
    see; equals, such as agreement_id=, narrows that.
    """
    if equals:
        return _due(store, actor, as_at, equals)
    # A team's list is thousands long and made of sixteen others: it is made anew when something behind it was written.
    return store.answers.of(_tables(), f"what waits for {actor.username}", (as_at, actor.role, actor.councils, actor.officer), lambda: _due(store, actor, as_at, {}))


@cache
def _tables():
    """Every table behind what is asked."""
    return tuple(sorted({table for name in ASKED for table in rests_on(sql_file(name))}))


def _due(store, actor, as_at, equals):
    # What one case needs is asked of that case alone; else what is open is asked once for all officers.
    of = access.see if equals else access.see_together

    def see(name, values=None, **more):
        return of(store, actor, name, values, **equals, **more)

    put_off = {row["item"]: row for row in see("trackers.snooze", {"as_at": as_at}, is_put_off=True)}

    concerns = _concerns(see, as_at) if access.scope_of(actor, "see_concern") else ()
    items = [
        *concerns, *_suspensions(see, as_at), *_letters(see, as_at), *_surpluses(see, as_at), *_handovers(see, actor, as_at), *_returns(see, as_at), *_debts(see, as_at),
        *_misspends(see, as_at), *_tasks(see, as_at), *_self_audits(see, actor, as_at), *_reviews(see, as_at),
        *_statutory_reviews(see, as_at), *_payees(see, as_at),
    ]  # fmt: skip
    for item in items:
        item["put_off"] = put_off.get(item["item"])
    return sorted(items, key=_order)


@access.allowed("decide_exception")
def done(store, actor, as_at):
    """What this person did this week, the newest first: rows of dashboards.done with is_today. A week begins on Monday."""
    monday, today = (midnight(day) for day in (as_at - timedelta(days=as_at.weekday()), as_at))
    rows = access.see(store, actor, "dashboards.done", {"since": monday}, done_by=actor.username)
    return sorted((row | {"is_today": row["done_at"] >= today} for row in rows), key=lambda row: row["done_at"], reverse=True)


def _order(item):
    """What is to come stands below what is due; of what is due the graver kind first, and of a kind the later."""
    late = item["days_late"]
    if late is not None and late < 0 and item["kind"] != "concern":
        return (True, -late, RANK[item["kind"]], item["agreement_id"])
    return (False, RANK[item["kind"]], -(late or 0), item["agreement_id"])


def _concerns(see, as_at):
    for row in see("dashboards.concern", {"moment": now()}, state="to_tell"):
        yield _item(row, as_at, "concern", "tell_today", day_of(row["raised_at"]), "concerns", concern=row["concern_id"])


def _suspensions(see, as_at):
    for row in see("trackers.suspension", {"as_at": as_at}, is_open=True):
        if row["is_approved"]:
            yield _item(row, as_at, "suspension", "review_pause", row["review_on"], "suspensions", suspension=row["suspension_id"])
        else:
            yield _item(row, as_at, "suspension", "settle_pause", row["from_date"], "suspensions", suspension=row["suspension_id"])


def _letters(see, as_at):
    for row in see("dashboards.letter", {"as_at": as_at}, state="to_send"):
        if not row["held_by"]:
            note = "The day it names has come: write it anew." if row["is_too_late"] else ""
            yield _item(row, as_at, "letter", "send_letter_due", row["written_on"], "letters", note, letter=row["letter_id"])


def _surpluses(see, as_at):
    for row in see("dashboards.surplus", {"as_at": as_at}):
        link = {"surplus": row["surplus_id"]}
        if row["state"] == "notified":
            yield _item(row, as_at, "objection_ends", "authorise" if row["due_on"] <= as_at else "objection_ends", row["due_on"], "surplus", **link)
        else:
            yield _item(row, as_at, "surplus", row["next_step"], row["due_on"], "surplus", **link)


def _returns(see, as_at):
    for row in see("trackers.return", {"as_at": as_at}, is_due=True):
        link = {"return": row["return_id"]}
        if row["days_not_worked"] is not None:
            yield _item(row, as_at, "not_worked", "next_work", row["work_by"], "returns", f"Here since {row['received_on']:%-d %b %Y}.", **link)
        else:
            yield _item(row, as_at, "return", f"next_{row['next_step']}", row["next_on"], "returns", **link)


def _debts(see, as_at):
    for row in see("trackers.debt", {"as_at": as_at}):
        if row["next_step"] and row["due_on"] and row["due_on"] <= as_at and not row["hold"]:
            yield _item(row, as_at, "debt", row["next_step"], row["due_on"], "debt", debt=row["debt_id"])


def _misspends(see, as_at):
    for row in see("trackers.misspend", {"as_at": as_at}):
        if row["state"] in ("opened", "evidence_asked", "meeting_offered", "practitioner_view") and not row["hold"]:
            link = {"misspend": row["misspend_id"]}
            if row["state"] == "evidence_asked" and row["evidence_on"]:
                yield _item(row, as_at, "objection_ends", "settle_question" if row["evidence_on"] <= as_at else "answer_ends", row["evidence_on"], "misspend", **link)
            else:
                yield _item(row, as_at, "misspend", "settle_question", row["evidence_on"] or row["since"], "misspend", **link)


def _tasks(see, as_at):
    for row in see("trackers.task", {"as_at": as_at}):
        if row["due_on"] <= as_at:
            yield _item(row, as_at, "task", "do_task", row["due_on"], "tasks", textwrap.shorten(row["said"], 120, placeholder=" …"), entry=row["entry_id"])


def _self_audits(see, actor, as_at):
    """What a second look at reviews asks of this person: to look, to answer, to close, and what was agreed to be done."""
    me = actor.username
    seats = see("trackers.self_audit_seat", auditor=me) if access.scope_of(actor, "check_self_audit") else ()
    for row in seats:
        if row["state"] != "scored":
            yield _item(row, as_at, "self_audit", "second_look", None, "self_audit", _of_review(row), cycle=row["cycle_id"], item=row["item_id"])
    for row in see("dashboards.told_item"):
        if row["completed_by"] == me and row["state"] == "to_answer":
            yield _item(row, as_at, "self_audit", "answer_look", row["answer_by"], "self_audit", _of_review(row), cycle=row["cycle_id"], answer=row["item_id"])
        if row["auditor"] == me and (row["state"] == "answered" or (row["state"] == "to_answer" and row["answer_by"] < as_at)):
            yield _item(row, as_at, "self_audit", "close_look", row["answer_by"], "self_audit", _of_review(row), cycle=row["cycle_id"], item=row["item_id"])
    for row in see("dashboards.told_action", owner=me, state="open"):
        note = textwrap.shorten(row["words"], 120, placeholder=" …")
        yield _item(row, as_at, "self_audit", "do_action", row["due_on"], "self_audit", note, cycle=row["cycle_id"], answer=row["item_id"])


def _of_review(row):
    return f"{row['completed_by']}'s review of {row['period_from']:%-d %b %Y} to {row['period_to']:%-d %b %Y}."


def _reviews(see, as_at):
    for row in see("dashboards.account", has_period_to_review=True):
        note = f"{row['periods_to_review']} to review, the oldest from {row['oldest_period']:%-d %b %Y}; {row['needs_you']} to answer."
        yield _item(row, as_at, "review", "review_period", None, "review", note, account=row["account_id"], period=row["oldest_period"])


def _handovers(see, actor, as_at):
    """Cases that came from another officer, until the one who has them now has looked."""
    for row in see("dashboards.handover"):
        if row["officer"] == actor.officer and actor.username not in row["looked_by"]:
            note = f"From {row['from_officer'] or 'nobody'}: {row['note']}"
            yield _item(row, as_at, "handover", "read_handover", row["on_day"], "case", note, account=row["account_id"], handover=row["move_id"])


def _statutory_reviews(see, as_at):
    for row in see("trackers.statutory_review_late", {"as_at": as_at}):
        last = f"The last was on {row['last_reviewed_on']:%-d %b %Y}." if row["last_reviewed_on"] else "It is the first."
        note = f"Tell {row['practitioner'] or 'the practitioner'}. {last}"
        yield _item(row, as_at, "statutory_review", "remind_practitioner", row["due_on"], "case", note, account=row["account_id"])


def _payees(see, as_at):
    for row in see("dashboards.payee_to_confirm"):
        lines = "1 line waits" if row["lines"] == 1 else f"{row['lines']} lines wait"
        link = {"account": row["account_id"], "period": row["period_from"], "row": row["exception_id"]}
        # New lines make it another item than the one that was put off.
        yield _item(row, as_at, "payee", "say_payee", None, "review", f"{lines}, the biggest of £{row['biggest']:,.2f}.", moves_with=row["newest_on"], **link)


def _item(row, as_at, kind, step, due_on, page, note="", /, moves_with=None, **link):
    return {
        "item": f"{kind}|{next(iter(link.values()))}|{step} {moves_with or due_on or link.get('period')}",
        "kind": kind, "step": step, "agreement_id": row["agreement_id"], "who": row.get("who") or _initials(row), "officer": row["officer"], "council": row["council"],
        "due_on": due_on, "days_late": (as_at - due_on).days if due_on else None, "note": note, "page": page, "link": {"agreement": row["agreement_id"]} | link,
    }  # fmt: skip


def _initials(row):
    return ". ".join(part for part in ((row.get("forename") or "")[:1], row.get("surname")) if part)
