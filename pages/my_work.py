"""What waits for me: the accounts with something to review, the oldest first."""

import streamlit as st

from lib.ui import place, words
from lib.ui.session import view
from lib.ui.tables import Column, show

COLUMNS = [
    Column("account_id", "Account", width=85),
    Column("who", "Person", width=150),
    Column("account_type", "Paid by", "code", width=135),
    Column("oldest_period", "Oldest period", "day", width=105),
    Column("periods_to_review", "Periods to review", "count", width=115),
    Column("needs_you", "Need you", "count", width=80),
    Column("statements_to", "Statements to", "day", width=100),
    Column("balance", "Balance", "money", width=110),
]

caseload = words.ordered(view("dashboards.my_account"), "oldest_period", "-needs_you")
waiting = [row for row in caseload if row["periods_to_review"]]
figures = st.columns(4)
figures[0].metric("Accounts waiting", len(waiting), border=True)
figures[1].metric("Periods to review", words.total(caseload, "periods_to_review"), border=True)
figures[2].metric("Need you", words.total(caseload, "needs_you"), border=True)
figures[3].metric("Without any statement", len([row for row in caseload if row["statements_to"] is None]), border=True)

st.subheader("Waiting for you, oldest first")
chosen = show(
    waiting, COLUMNS, "my work", pick="Review",
    empty="Nothing waits for you. Upload statements, and what needs you appears here." if caseload else "You have no accounts yet. They come with the caseload that a team leader loads.",
)  # fmt: skip
if chosen:
    place.go("review", account=chosen["account_id"], period=chosen["oldest_period"])
