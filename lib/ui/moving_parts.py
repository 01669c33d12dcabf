"""The parts of the workload page: what an officer's work is made of, what a move would change, the hand-over, and cold cases; and the hand-over as a case shows it."""

import streamlit as st

from lib.ui import place, words
from lib.ui.session import act, strong, view
from lib.ui.tables import Column, show

NOBODY = "-"  # in the link: cases that nobody carries
OFFICERS = [
    Column("officer_words", "Officer", width=100), Column("council", "Council", width=100), Column("days", "Days of work", "number", width=100), Column("says", "Against the team", width=350),
    Column("agreements", "Agreements", "count", width=90), Column("net_weekly", "Pounds a week", "money", width=110), Column("periods_to_review", "To review", "count", width=80), Column("needs_you", "Need a person", "count", width=105),
    Column("returns_late", "Returns late", "count", width=95), Column("surpluses", "Surpluses", "count", width=80), Column("debts", "Debts", "count", width=65), Column("misspends", "Questions", "count", width=80), Column("suspensions", "Pauses", "count", width=70),
]  # fmt: skip
TERMS = [
    Column("words", "Work", width=290),
    Column("pieces", "How many", "count", width=90),
    Column("minutes_each", "Minutes for one", "number", width=120),
    Column("hours", "Hours", "number", width=90),
]
CASES = [
    Column("who", "Person", width=140), Column("agreement_id", "Agreement", width=95), Column("hours", "Hours of work", "number", width=105), Column("net_weekly", "Pounds a week", "money", width=110), Column("account_type", "Paid by", "code", width=130),
    Column("periods_to_review", "To review", "count", width=80), Column("needs_you", "Need a person", "count", width=105), Column("returns_late", "Returns late", "count", width=95),
    Column("surpluses", "Surpluses", "count", width=80), Column("debts", "Debts", "count", width=65), Column("misspends", "Questions", "count", width=80), Column("suspensions", "Pauses", "count", width=70), Column("end_date", "Ended", "day", width=100),
]  # fmt: skip
CHANGES = [
    Column("officer", "Officer", width=150), Column("when", "", width=90), Column("agreements", "Agreements", "count", width=95), Column("net_weekly", "Pounds a week", "money", width=115),
    Column("periods_to_review", "To review", "count", width=80), Column("returns_late", "Returns late", "count", width=95), Column("days", "Days of work", "number", width=100), Column("says", "Against the team", width=310),
]  # fmt: skip
COLD = [
    Column("who", "Person", width=140), Column("agreement_id", "Agreement", width=95), Column("council", "Council", width=100), Column("officer", "Officer", width=95), Column("days", "Days untouched", "count", width=115),
    Column("touched_on", "Last touched", "day", width=105), Column("touched_by", "By", width=95), Column("what", "What", width=195), Column("net_weekly", "Pounds a week", "money", width=110),
]  # fmt: skip
WAITS = {
    "is_running": "Running", "returns_late": "With a late return", "periods_to_review": "With a period to review", "needs_you": "With something that needs a person",
    "surpluses": "With a surplus", "debts": "With a debt", "misspends": "With a question about payments", "suspensions": "With a pause",
}  # fmt: skip


def of(name, values, council, officer):
    """The rows of a SELECT that are of a council and an officer; None is every one, NOBODY what nobody carries."""
    said = {"council": council, "officer": officer if officer != NOBODY else None}
    rows = view(name, values, **{column: value for column, value in said.items() if value})
    return [row for row in rows if row["officer"] is None] if officer == NOBODY else rows


def named(rows):
    """The rows with their officer as the link and the list say it."""
    return [row | {"officer": row["officer"] or NOBODY, "officer_words": row["officer"] or "Nobody", "label": f"{row['officer'] or 'Nobody'}, {row['council']}"} for row in rows]


def terms(rows):
    """What the work of an officer is made of, the most hours first."""
    made_of = [row | {"words": words.code(f"work_{row['kind']}")} for row in words.ordered(rows, "-hours")]
    show(made_of, TERMS, "what the work is made of", "Nothing waits, and no agreement runs.", download=False)
    st.text("The minutes are the council's policy, or a proposal where it has decided nothing: see Policy.")


def changes(said, names):
    """Count and pounds first, then both officers before and after."""
    giving, taking = (names.get(one["officer"], "nobody") for one in said["officers"])
    st.markdown(words.literal(f"{words.many(said['cases'], 'case')}, {words.money(said['net_weekly'])} a week: from {giving} to {taking}."))
    rows = [one[when] | {"officer": names.get(one["officer"], "Nobody"), "when": label} for one in said["officers"] for when, label in (("before", "now"), ("after", "then"))]
    show(rows, CHANGES, "what the move would change", "", download=False)


def hand_over_form(count, do):
    """The note and the button. do(note)."""
    with st.form("hand_over", border=False):
        st.text_area("Hand-over: what the next officer must know of these cases", key="hand_over_note", max_chars=2000)
        st.form_submit_button(f"Move {words.many(count, 'case')}", type=strong(), on_click=lambda: act(do, st.session_state["hand_over_note"]))


def cold_days(decided):
    """Days without a touch; 0 while nobody says how many, so that policy does. The number lives in the link. decided says what policy says."""
    said = place.of("cold", "")
    if "choose_cold" not in st.session_state:
        st.session_state["choose_cold"] = int(said) if said.isdecimal() and 0 < int(said) <= 3650 else None
    st.number_input(
        "Untouched for so many days", 1, 3650, step=1, key="choose_cold", placeholder="As policy says", width=230,
        on_change=lambda: place.put(cold=st.session_state["choose_cold"]),
    )  # fmt: skip
    if not st.session_state["choose_cold"]:
        st.text(f"Policy: {words.stripped(decided)}")
    return st.session_state["choose_cold"] or 0


def cold_list(rows):
    """The cold cases, the coldest first."""
    said = [row | {"what": words.code(row["action"]) or "Nothing since it came here"} for row in words.ordered(rows, "-days", "agreement_id")]
    empty = "No running agreement was left alone for so long. Ask for fewer days to see more."
    show(said, COLD, "cold cases", empty, to=lambda row: row["account_id"] and place.address("case", account=row["account_id"]))


def handed_over(agreement_id):
    """The note that came with a case from another officer; open where it is what one came for."""
    for row in view("dashboards.handover", agreement_id=agreement_id):
        said = f"Hand-over from {row['from_officer'] or 'nobody'} to {row['officer']}, {words.day(row['on_day'])}, by {row['decided_by']}"
        with st.expander(words.literal(said), expanded=place.of("handover") == row["move_id"], icon=":material/swap_horiz:"):
            st.text(row["note"])
