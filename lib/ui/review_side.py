"""Beside the exception: the reconciliation form, the plan, and who did what. Every amount opens its lines, and every line its file."""

import streamlit as st

from lib.ui import words
from lib.ui.session import act
from lib.ui.tables import Column, show

LINE = [
    Column("posted_on", "Date", "day", width=90), Column("description", "Description", width=240), Column("money_out", "Out", "money", width=85), Column("money_in", "In", "money", width=85),
    Column("running_balance", "Balance", "money", width=95), Column("spend_category", "What for", "category", width=125), Column("category_reason", "Why", width=215),
]  # fmt: skip
FORM = [
    Column("form_row", "", width=30),
    Column("words", "Row of the form", width=235),
    Column("expected", "Expected", "money", width=90),
    Column("seen", "Seen", "money", width=90),
    Column("difference", "Difference", "money", width=80),
]
PLAN = [
    Column("spend_category", "What for", "category", width=150), Column("planned", "Plan", "money", width=85), Column("money_out", "Out", "money", width=85), Column("money_in", "In", "money", width=85),
    Column("over_plan", "Over plan", "money", width=85), Column("lines", "Lines", "count", width=50),
]  # fmt: skip
OWED = [
    Column("description", "Owed for", width=200), Column("kind", "Kind", "code", width=120), Column("amount", "Amount", "money", width=85), Column("decided_by", "Noted by", width=85), Column("decided_at", "On", "moment", width=130),
]  # fmt: skip
HISTORY = [
    Column("happened_at", "When", "moment", width=130),
    Column("actor", "Who", width=85),
    Column("action", "What", "code", width=150),
    Column("verdict", "Verdict", "code", width=90),
    Column("reason", "Why", width=140),
]
PAYMENTS = [
    Column("due_on", "Due", "day", width=100), Column("posted_on", "Seen", "day", width=100), Column("outcome", "", "code", width=150), Column("description", "Description", width=280),
    Column("expected", "Expected", "money", width=110), Column("seen", "On the statement", "money", width=120),
]  # fmt: skip
CONTRIBUTION = [
    Column("due_on", "Due", "day", width=100),
    Column("outcome", "", "code", width=200),
    Column("expected", "Expected", "money", width=110),
    Column("received", "Received", "money", width=110),
    Column("outstanding", "Outstanding", "money", width=110),
]
WAITING = [
    Column("mark", "", width=60), Column("occurred_on", "Date", "day", width=90), Column("amount", "Amount", "money", width=90), Column("message", "What", width=540),
    Column("severity", "Weight", "code", width=70), Column("status_words", "Stands", width=95),
]  # fmt: skip


def opened(rows, columns, lines, name, matches, empty, open_line):
    """A table whose rows open into their lines, each of which opens in its file: open_line(line)."""
    chosen = show(rows, columns, name, empty, pick="Show the lines of", download=False)
    if chosen:
        found = [line for line in lines if matches(chosen, line)]
        show(
            found,
            LINE,
            f"lines of {name}",
            "No line of this period belongs to this row; it is worked out from the others or from the statement.",
            key=f"{name}_lines",
            height=None,
            pick="Show in its file",
            on_pick=open_line,
        )


def owed(items, kinds, note, take_back):
    """Row K item by item: what is owed already. note(kind, description, amount) and take_back(item_id) where that is allowed, else None."""
    st.markdown("**Owed and not on the statement yet (K)**")
    chosen = show(items, OWED, "outstanding items", "Nothing is noted as owed at the end of this period.", pick="Choose" if take_back else None, download=False)
    if not note:
        return
    if chosen:
        st.button(f"Take back: {words.literal(chosen['description'])}", on_click=act, args=(take_back, chosen["item_id"]), icon=":material/undo:")
    with st.form("owed", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox("What is owed", list(kinds), format_func=kinds.get, width=190)
        description = st.text_input("What for", max_chars=200, width=210)
        amount = st.text_input("Pounds", max_chars=20, width=100)
        wanted = st.form_submit_button("Note it")
    if wanted:
        act(note, kind, description, amount)
        st.rerun(scope="fragment")


def in_form_row(chosen, line):
    """Whether a line is in a row of the form. F is all money in, G all money out, H all there is."""
    letter = chosen["form_row"]
    return line["form_row"] == letter or (letter == "F" and line["money_in"] is not None) or letter in ("H", "J")


def in_category(chosen, line):
    return chosen["spend_category"] == line["spend_category"]
