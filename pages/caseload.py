"""The team: what runs, what waits and what is late. Every bar and every number opens its list."""

import streamlit as st

from lib.ui import charts, place, words
from lib.ui.caseload_parts import SUBJECTS, counted, headlines
from lib.ui.session import may, part, view
from lib.ui.tables import Column, show

OFFICERS = [
    Column("council", "Council", width=105), Column("officer", "Officer", width=95), Column("accounts", "Accounts", "count", width=80), Column("accounts_without_statement", "No statement", "count", width=100),
    Column("periods_to_review", "To review", "count", width=85), Column("needs_you", "Need a person", "count", width=105), Column("findings_open", "Findings open", "count", width=105),
    Column("findings_upheld", "Upheld", "count", width=70), Column("reviews_completed", "Reviews done", "count", width=100), Column("money_held", "Money held", "money", width=110),
]  # fmt: skip
ACCOUNTS = [
    Column("account_id", "Account", width=85), Column("who", "Person", width=140), Column("council", "Council", width=95), Column("officer", "Officer", width=80), Column("account_type", "Paid by", "code", width=130),
    Column("statements_to", "Statements to", "day", width=100), Column("oldest_period", "Oldest period", "day", width=100), Column("periods_to_review", "To review", "count", width=80),
    Column("needs_you", "Need a person", "count", width=105), Column("balance", "Balance", "money", width=95),
]  # fmt: skip
WAITS = {"periods_to_review": "With a period to review", "needs_you": "With something that needs a person", "without": "Without any statement"}


@part
def looked_at():
    """One subject of the team's work, as the link says."""
    subject = place.choose("Look at", list(SUBJECTS), "subject", everything="Statements and reviews", words=lambda name: SUBJECTS[name].words)
    if subject:
        counted(subject)
    else:
        waiting()


def waiting():
    """Statements and reviews: what each officer has and what waits."""
    officers = words.ordered(view("dashboards.officer"), "council", "officer")
    with st.container(horizontal=True):
        council = place.choose("Council", words.distinct(officers, "council"), "council", everything="All councils")
        officer = (
            place.choose("Officer", words.distinct(words.where(officers, council=council), "officer"), "officer", everything="All officers") if may("compare_officers") else None
        )
        waits = place.choose("Accounts", list(WAITS), "waits", everything="All accounts", words=WAITS.get)
    if may("compare_officers"):
        team = words.where(officers, council=council, officer=officer)
        st.subheader("Officers")
        chosen = show(team, OFFICERS, "officers", "No caseload is loaded yet. Load one under Caseload load.", pick="Show the accounts of")
        pressed = charts.bars(
            team, "officer", {"periods_to_review": "Periods to review", "needs_you": "Need a person"}, "What waits, by officer; the same figures stand in the table above"
        )
        if chosen or pressed:
            place.narrow("officer", chosen["officer"] if chosen else pressed)
    st.subheader("Accounts")
    accounts = words.ordered(words.where(view("dashboards.account"), council=council, officer=officer), "oldest_period", "-needs_you", "account_id")
    account = show(words.waiting(accounts, waits), ACCOUNTS, "accounts", "No account is like this. Choose other filters above.", pick="Open the case")
    if account:
        place.go("case", account=account["account_id"])


headlines()
looked_at()
