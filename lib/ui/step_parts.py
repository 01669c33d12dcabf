"""The steps of a case: what may be done now, with the reasons beside what may not, and what was done before."""

import streamlit as st

from lib.ui import words
from lib.ui.session import act, view
from lib.ui.tables import Column, show

STEPS = [
    Column("on_day", "Day", "day", width=110), Column("step", "What", "code", width=230), Column("state", "Then", "code", width=150),
    Column("amount", "Amount", "money", width=110), Column("decided_by", "Who", width=110), Column("reason", "Why", width=300),
]  # fmt: skip


def what_now(options, consequences, do):
    """What will happen, what may be done now, and what may not and why. do(step, reason)."""
    for sentence in consequences:
        st.text(sentence)
    st.markdown("**What can be done now**")
    if not options:
        st.text("Nothing by you: the next step belongs to another role, or the case is over.")
    for option in options:
        with st.container(border=True):
            if option["needs_reason"] and not option["why_not"]:
                st.text_input(f"{option['words']}: why?", key=f"reason_{option['step']}", max_chars=500)
            st.button(
                option["words"], key=f"step_{option['step']}", disabled=bool(option["why_not"]), on_click=act,
                args=(lambda option=option: do(option["step"], st.session_state.get(f"reason_{option['step']}")),),
            )  # fmt: skip
            for sentence in option["why_not"]:
                st.text(sentence)


def history(kind, case_id):
    """Who did what in a case, and why."""
    st.markdown("**History**")
    show(words.ordered(view("dashboards.case_step", kind=kind, case_id=case_id), "step_number"), STEPS, f"history of the {kind}", "Nothing was done yet.", download=False)
