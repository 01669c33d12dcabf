"""The store as it was on a day: as it was known then, or as it is known now.

Every table says when its rows were recorded. "As known then" holds what was recorded by the end of that day; "as known now"
holds all that is recorded, but nothing that was done after that day. The rows are copied into a store in memory with the same
tables and views, and every kept table is computed there for that day, so any SELECT can be asked of it, behind the same walls.
"""

import threading
from collections import OrderedDict
from datetime import timedelta

from lib import kept
from lib.in_memory import as_it_was
from lib.sqlfiles import build_order
from lib.wall_clock import day_of, midnight

THEN, NOW = "then", "now"
# A store of 5,000 accounts takes gigabytes in memory.
MOST_HELD = 2

_LOADED = "load_number not in (select load_number from raw.extract_load where loaded_at >= $moment)"
_RECEIVED = "received_at < $moment"
_DECIDED = "decided_at < $moment"
_RAN = "run_id not in (select run_id from findings.run where ran_at >= $moment)"
_TESTED = "run_id not in (select run_id from findings.audit_run where ran_at >= $moment)"
_COMPLETED = "review_id not in (select review_id from decisions.review where completed_at >= $moment)"
_TOLD = "surplus_id not in (select case_id from decisions.step where kind = 'surplus' and step = 'notify' and decided_at >= $moment)"
_HAPPENED = "happened_at::timestamp < $moment"

# {table: when a row was recorded}: true for the rows that were there at $moment. A row that names no time goes with the row that does.
RECORDED = {
    "raw.extract_load": "loaded_at < $moment",
    **dict.fromkeys(("raw.person", "raw.agreement", "raw.rate", "raw.account", "raw.plan_line", "raw.payment", "raw.payee", "raw.statutory_review", "raw.absence"), _LOADED),
    "raw.file": _RECEIVED,
    "raw.statement": _RECEIVED,
    "raw.statement_line": "statement_id not in (select statement_id from raw.statement where received_at >= $moment)",
    "raw.other_line": "file_sha256 not in (select file_sha256 from raw.file where received_at >= $moment)",
    # Each load of the words everybody shares leaves one act, and the newest act belongs to the newest load.
    "raw.keyword": "load_number <= (select max(load_number) from raw.keyword) - (select count(*) from activity.entry where action = 'load_categories' and happened_at::timestamp >= $moment)",
    **dict.fromkeys((
        "decisions.policy", "decisions.statement_withdrawn", "decisions.payee", "decisions.payee_withdrawn", "decisions.verdict", "decisions.verdict_undone", "decisions.acceptance",
        "decisions.review_reopened", "decisions.outstanding_item", "decisions.outstanding_item_withdrawn", "decisions.layout", "decisions.layout_withdrawn", "decisions.statement_checked",
        "decisions.line_checked", "decisions.step", "decisions.hold", "decisions.hold_ended", "decisions.surplus", "decisions.surplus_amendment", "decisions.surplus_receipt", "decisions.debt",
        "decisions.debt_entry", "decisions.repayment_plan", "decisions.misspend", "decisions.monitoring_tier", "decisions.suspension", "decisions.suspension_box", "decisions.recommendation",
        "decisions.letter", "decisions.letter_sent", "decisions.letter_set_aside", "decisions.concern", "decisions.concern_note", "decisions.snooze", "decisions.case_move", "decisions.entry",
        "decisions.entry_withdrawn", "decisions.task_done", "decisions.document", "decisions.document_withdrawn", "decisions.report",
        "decisions.self_audit_plan", "decisions.self_audit_plan_withdrawn", "decisions.self_audit_point", "decisions.self_audit_conflict", "decisions.self_audit_population",
        "decisions.self_audit_draw", "decisions.self_audit_size", "decisions.self_audit_selection", "decisions.self_audit_assignment", "decisions.self_audit_opened",
        "decisions.self_audit_verdict", "decisions.self_audit_check", "decisions.self_audit_difference", "decisions.self_audit_score", "decisions.self_audit_critical",
        "decisions.self_audit_scored", "decisions.self_audit_answer", "decisions.self_audit_ruling", "decisions.self_audit_closed", "decisions.self_audit_action",
        "decisions.self_audit_action_done",
        "decisions.self_audit_report", "decisions.money_sample", "decisions.money_sample_item", "decisions.money_sample_check",
        "decisions.question", "decisions.question_withdrawn",
    ), _DECIDED),
    "decisions.review": "completed_at < $moment",
    "decisions.reviewed_line": _COMPLETED,
    "decisions.surplus_figure": _TOLD,
    "decisions.surplus_term": _TOLD,
    "decisions.misspend_line": "misspend_id not in (select misspend_id from decisions.misspend where decided_at >= $moment)",
    "findings.run": "ran_at < $moment",
    "findings.sighting": _RAN,
    "findings.audit_run": "ran_at < $moment",
    "findings.audit_case": _TESTED,
    "activity.entry": _HAPPENED,
    "activity.export": "taken_at < $moment",
    "activity.payload": "seq in (select seq from activity.entry where happened_at::timestamp < $moment)",
}  # fmt: skip

_TOLD_BY = "surplus_id in (select case_id from decisions.step where kind = 'surplus' and step = 'notify' and on_day <= $day)"

# {table: what was done by $day}. What is said about a day that has passed (a statement, a verdict, a payee, a policy, a correction) counts
# whenever it was said, so it stands here with nothing; what was done later had not been done.
DONE = {
    **dict.fromkeys(("decisions.step", "decisions.surplus_receipt", "decisions.debt_entry", "decisions.case_move", "decisions.entry", "decisions.task_done", "decisions.document"), "on_day <= $day"),
    **dict.fromkeys((
        "decisions.acceptance", "decisions.review_reopened", "decisions.letter_set_aside", "decisions.recommendation", "decisions.concern", "decisions.concern_note", "decisions.snooze",
        "decisions.report",
        "decisions.self_audit_plan", "decisions.self_audit_plan_withdrawn", "decisions.self_audit_point", "decisions.self_audit_conflict", "decisions.self_audit_population",
        "decisions.self_audit_draw", "decisions.self_audit_size", "decisions.self_audit_selection", "decisions.self_audit_assignment", "decisions.self_audit_opened",
        "decisions.self_audit_verdict", "decisions.self_audit_check", "decisions.self_audit_difference", "decisions.self_audit_score", "decisions.self_audit_critical",
        "decisions.self_audit_scored", "decisions.self_audit_answer", "decisions.self_audit_ruling", "decisions.self_audit_closed", "decisions.self_audit_action",
        "decisions.self_audit_action_done",
        "decisions.self_audit_report", "decisions.money_sample", "decisions.money_sample_item", "decisions.money_sample_check",
        "decisions.question", "decisions.question_withdrawn",
    ), _DECIDED),
    "decisions.review": "completed_at < $moment",
    "decisions.reviewed_line": _COMPLETED,
    "decisions.letter": "written_on <= $day",
    "decisions.letter_sent": "sent_on <= $day",
    "decisions.surplus_figure": _TOLD_BY,
    "decisions.surplus_term": _TOLD_BY,
    "findings.sighting": "coalesce(occurred_on <= $day, true)",
    "findings.audit_run": "ran_at < $moment",
    "findings.audit_case": _TESTED,
    "activity.entry": _HAPPENED,
    "activity.export": "taken_at < $moment",
    "activity.payload": RECORDED["activity.payload"],
}  # fmt: skip

_held, _building = OrderedDict(), threading.Lock()


def with_known(store, day, known=THEN, tell=None):
    """A store to read as on a day: access.see and every SELECT work on it, nothing can be saved in it. The store itself where that day is its today.

    known is "then" or "now". tell(done, total) is called while it is built; who comes second waits and finds it built.
    """
    today = store.value("select max(as_at) from store.refreshed")
    if today is None or day >= today:
        return store
    with _building:
        key = (str(store.places.path), day, known, mark(store) if known == NOW else None)
        if key not in _held:
            _held[key] = build(store, day, end_of(day), known, tell)
            while len(_held) > MOST_HELD:
                _held.popitem(last=False)
        _held.move_to_end(key)
        return _held[key]


def build(store, day, moment, known=THEN, tell=None):
    """The store as on a day: as it was known at a moment (UTC), or as it is known now of what was done by then."""
    kept_files = [file.full_name for file in build_order() if file.is_kept]
    total, done = len(RECORDED) + len(kept_files), iter(range(1, 1_000_000))

    def count(*_):
        if tell:
            tell(next(done), total)

    def fill(copy):
        with store.snapshot() as there:
            for table in RECORDED:
                condition = RECORDED[table] if known == THEN else DONE.get(table, "true")
                values = {name: value for name, value in (("moment", moment), ("day", day)) if f"${name}" in condition}
                copy.insert_from(table, there, f"from {table} where {condition}", values or None)
                count()
        kept.recompute_all(copy, day, count)

    there = as_it_was(fill, "This is the store as it was on another day. Go back to today to save something.")
    there.known = (day, known)
    return there


def end_of(day):
    """The moment at which a day ended here, in UTC as the store keeps it."""
    return midnight(day + timedelta(days=1))


def month_ends(today, months=13):
    """The last days of the months before this one, the newest first."""
    found, last = [], today.replace(day=1) - timedelta(days=1)
    for _ in range(months):
        found.append(last)
        last = last.replace(day=1) - timedelta(days=1)
    return found


def begins_on(store):
    """The first day on which anything was recorded; None in an empty store."""
    first = store.value("select min(happened_at)::timestamp from activity.entry")
    return first and day_of(first)


def mark(store):
    """How many rows each table has. Nothing is edited or removed, so another row is another number; looking at a case is no news."""
    tables = [table for table in RECORDED if not table.startswith("activity.")]
    counted = ", ".join(f'(select count(*) from {table}) as "{table}"' for table in tables)
    (found,) = store.answer(("store.refreshed", *tables), f"select (select max(as_at) from store.refreshed) as today, {counted}")
    return tuple(found.values())
