"""Notes, calls, visits and tasks of a case: added with who and when, corrected and withdrawn beside what stood there, never over it."""

import uuid

from lib import access
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.store import now
from lib.typed import text_of

KINDS = {"note": "Note", "call": "Call", "visit": "Visit", "task": "Task"}
MOST_SAID, MOST_NAME, MOST_REASON = 4000, 200, 500


@access.allowed("write_entry", subject="agreement_id")
def write(store, actor, agreement_id, kind, said, as_at, on_day=None, with_whom="", due_on=None, owner=""):
    """Write an entry: what was said and done on a day (today's, where none is given). Gives its id.

    Only a task has a day by which it is done, and an owner: an officer of the same council; without one it is for whoever carries the case.
    """
    if kind not in KINDS:
        raise UserError("Choose what it is: a note, a call, a visit or a task.")
    entry = _entry(store, actor, agreement_id, kind, said, as_at, on_day, with_whom, due_on, owner)
    with store.change(actor, f"write_{kind}", entry["entry_id"], council=entry["council"], agreement_id=agreement_id, after=_told(entry)) as change:
        change.insert("decisions.entry", [entry])
    return entry["entry_id"]


@access.allowed("write_entry", subject="agreement_id")
def correct(store, actor, agreement_id, entry_id, said, as_at, on_day=None, with_whom="", due_on=None, owner=""):
    """Write an entry anew, all of it. What stood there before stays beside it, with who wrote it."""
    before = _standing(store, agreement_id, entry_id)
    if before["state"] == "task_done":
        raise UserError("This task is done. Write a note about it instead.")
    entry = _entry(store, actor, agreement_id, before["kind"], said, as_at, on_day or before["on_day"], with_whom, due_on, owner) | {"corrects": entry_id}
    if _told(entry) | {"owner": entry["owner"] or (before["kind"] == "task" and before["officer"]) or None} == _told(before):
        raise UserError("Nothing of it is different. Change what is wrong, then save it.")
    with store.change(actor, "correct_entry", entry_id, council=entry["council"], agreement_id=agreement_id, before=_told(before), after=_told(entry)) as change:
        _still(change, before)
        change.insert("decisions.entry", [entry])


@access.allowed("write_entry", subject="agreement_id")
def withdraw(store, actor, agreement_id, entry_id, reason):
    """Say that an entry should not be in this case. It stays readable as withdrawn, with the reason."""
    before = _standing(store, agreement_id, entry_id)
    reason = text_of(reason, MOST_REASON, "The reason", otherwise="Say why it should not be here: the reason stays with it.")
    with store.change(actor, "withdraw_entry", entry_id, council=before["council"], agreement_id=agreement_id, reason=reason) as change:
        _still(change, before)
        change.insert("decisions.entry_withdrawn", [_decided(actor, before) | {"reason": reason}])


@access.allowed("write_entry")
def finish_task(store, actor, agreement_id, entry_id, as_at, on_day=None, outcome=""):
    """Say that a task is done, and what came of it. Whoever may write in the case may, and so may the task's owner."""
    task = store.row("from trackers.entry where agreement_id = ? and entry_id = ?", [agreement_id, entry_id])
    if not task or not any(access.reaches(actor, "write_entry", {"council": task["council"], "officer": whose}) for whose in (task["officer"], task["owner"])):
        raise NotAllowed
    if task["state"] != "task_open":
        raise UserError("This is not a task that is still to be done: it was done, or withdrawn. Open the case to see by whom.")
    outcome = text_of(outcome, MOST_REASON, "What came of it")
    on_day = on_day or as_at
    if on_day > as_at:
        raise UserError("It can't be done on a day that has not come yet.")
    with store.change(actor, "finish_task", entry_id, council=task["council"], agreement_id=agreement_id, reason=outcome or None, after={"on_day": on_day}) as change:
        _still(change, task)
        change.insert("decisions.task_done", [_decided(actor, task) | {"on_day": on_day, "outcome": outcome or None}])


@access.allowed("write_entry", subject="agreement_id")
def owners(store, actor, agreement_id):
    """The officers of the case's council: whoever a task may be given to."""
    rows = store.rows(
        "select distinct officer from staging.agreement where officer is not null and council = (select council from staging.agreement where agreement_id = ?)", [agreement_id]
    )
    return sorted({row["officer"] for row in rows} | ({actor.officer} - {""}))


def _entry(store, actor, agreement_id, kind, said, as_at, on_day, with_whom, due_on, owner):
    """A row of decisions.entry, or every fault of what was typed."""
    faults = []

    def held(function, *values, **named):
        try:
            return function(*values, **named)
        except UserError as error:
            faults.append(str(error))

    said = held(text_of, said, MOST_SAID, "The text", otherwise="Write what was said or done: an entry without words tells nobody anything.")
    with_whom = held(text_of, with_whom, MOST_NAME, "The name of whom it was with")
    on_day = on_day or as_at
    if on_day > as_at:
        faults.append("This day has not come yet. What is still to be done is a task with a day by which it is due.")
    if kind == "task":
        if due_on is None:
            faults.append("Say by which day the task is to be done.")
        elif due_on < on_day:
            faults.append("A task can't be due before the day it was set.")
        if owner and owner not in owners(store, actor, agreement_id):
            faults.append(f"{owner} is no officer of this council. Choose one from the list.")
    elif due_on or owner:
        faults.append("Only a task has a day by which it is done, and an owner.")
    if faults:
        raise SeveralErrors(faults)
    return {
        "entry_id": str(uuid.uuid4()), "agreement_id": agreement_id, "council": store.value("select council from staging.agreement where agreement_id = ?", [agreement_id]),
        "kind": kind, "on_day": on_day, "with_whom": with_whom or None, "said": said, "due_on": due_on, "owner": owner or None, "corrects": None,
        "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip


def _standing(store, agreement_id, entry_id):
    """An entry of this case that stands."""
    entry = store.row("from trackers.entry where agreement_id = ? and entry_id = ?", [agreement_id, entry_id])
    if not entry or entry["state"] == "entry_withdrawn":
        raise UserError("This entry is not in this case, or was withdrawn.")
    return entry


def _still(change, before):
    """Make sure that nobody changed an entry since it was read."""
    here = change.row("select state, corrected_at from trackers.entry where agreement_id = ? and entry_id = ?", [before["agreement_id"], before["entry_id"]])
    if here != {"state": before["state"], "corrected_at": before["corrected_at"]}:
        raise UserError("Somebody changed this entry at the same moment. Look at it again first.")


def _told(entry):
    """What an entry says, as the activity log keeps it."""
    return {name: entry[name] for name in ("kind", "on_day", "with_whom", "said", "due_on", "owner")}


def _decided(actor, entry):
    return {"entry_id": entry["entry_id"], "agreement_id": entry["agreement_id"], "council": entry["council"], "decided_by": actor.username, "decided_at": now()}
