"""Tasks of cases that are still to be done: what, by when, for whom; done with one line about what came of it."""

import streamlit as st

from lib import diary
from lib.ui import diary_parts, place, words
from lib.ui.session import actor, as_at, may, say, store, view
from lib.ui.tables import Column, show

TASKS = [
    Column("due_on", "To be done by", "day", width=110), Column("days_words", "Days", width=100), Column("said", "What", width=350), Column("with_whom", "With", width=110), Column("who", "Person", width=130),
    Column("agreement_id", "Agreement", width=95), Column("officer", "Who does it", width=90), Column("written_by", "Set by", width=85),
]  # fmt: skip


def back():
    place.put(entry=None)


def finish(task, on_day, outcome):
    diary.finish_task(store(), actor(), task["agreement_id"], task["entry_id"], as_at(), on_day, outcome)
    back()
    say("Done. It is on record with your name.")


def one(task):
    """One task: what it says, its case where the person may open it, and that it is done."""
    st.button("All tasks", on_click=back, icon=":material/arrow_back:")
    st.markdown(f"**{words.literal(task['who'])}** {words.literal(task['agreement_id'])}")
    st.text(task["said"])
    st.text(words.stripped([
        f"to be done by {words.day(task['due_on'])} ({words.days_late(task['days_late'])})", f"for {task['officer']}", task["with_whom"] and f"with {task['with_whom']}",
        f"set by {task['written_by']} on {words.day(task['on_day'])}",
    ]))  # fmt: skip
    if may("see_case", agreement_id=task["agreement_id"]):
        account = next(iter(view("dashboards.account", agreement_id=task["agreement_id"])), None)
        place.link("case", "Open the case", account=account["account_id"] if account else None, agreement=task["agreement_id"])
    diary_parts.finish_form(task["entry_id"], lambda on_day, outcome: finish(task, on_day, outcome))


tasks = words.ordered([row | {"days_words": words.days_late(row["days_late"])} for row in view("trackers.task", {"as_at": as_at()})], "due_on", "agreement_id")
task = next(iter(words.where(tasks, entry_id=place.of("entry"))), None) if place.of("entry") else None
if task:
    one(task)
else:
    empty = "No task is open. Write one on a case, under Notes: it appears here for whoever is to do it."
    show(tasks, TASKS, "tasks", empty, to=lambda row: place.here(entry=row["entry_id"]))
