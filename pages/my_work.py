"""What needs me today: one list out of every tracker, the most urgent first, each with one click to the spot where it is done."""

import streamlit as st

from lib import my_work
from lib.ui import place, words
from lib.ui.session import actor, as_at, store, view
from lib.ui.tables import Column, show

COLUMNS = [
    Column("step", "What", "code", width=210), Column("who", "Person", width=140), Column("agreement_id", "Agreement", width=100), Column("due_on", "Due", "day", width=105), Column("days_words", "Days", width=115),
    Column("officer", "Owner", width=95), Column("kind", "Why here", "code", width=150), Column("note", "Note", width=330),
]  # fmt: skip

items = [item | {"days_words": words.days_late(item["days_late"])} for item in my_work.due(store(), actor(), as_at())]
caseload = view("dashboards.my_account")
figures = st.columns(4)
figures[0].metric("To do", len(items), border=True)
figures[1].metric("Late", len([item for item in items if item["days_late"] and item["days_late"] > 0]), border=True)
figures[2].metric("Periods to review", words.total(caseload, "periods_to_review"), border=True)
figures[3].metric("Without any statement", len([row for row in caseload if row["statements_to"] is None]), border=True)

with st.container(horizontal=True):
    kind = place.choose("Show", words.distinct(items, "kind"), "kind", everything="Everything", words=words.code)
    owner = place.choose("Owner", words.distinct(items, "officer"), "owner", everything="Everybody") if len(words.distinct(items, "officer")) > 1 else None
chosen = show(
    words.where(items, kind=kind, officer=owner), COLUMNS, "my work", pick="Do it",
    empty="Nothing waits for you. Upload statements, and what needs you appears here." if caseload else "You have no accounts yet. They come with the caseload that a team leader loads.",
)  # fmt: skip
if chosen:
    place.go(chosen["page"], **chosen["link"])
