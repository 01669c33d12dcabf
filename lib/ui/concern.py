"""Raising a safeguarding concern: one click opens it, one click on the sign raises it. It looks the same whether there is one or not."""

import streamlit as st

from lib.ui.session import act, say


def raise_here(signs, key, do, about="this case"):
    """A sign is a button: do(sign, note) gives the sentence that confirms it. Nothing of what was written stays on the page."""
    note = f"concern_note_{key}"

    def raised(sign):
        say(do(sign, st.session_state.get(note)))
        st.session_state[note] = ""

    with st.popover("Raise a safeguarding concern", icon=":material/shield_person:", key=f"concern_{key}"):
        st.text(f"About {about}. It goes to the people who handle concerns, and to nobody else. Press what you saw.")
        st.text_area("What did you see? Only where it says more than the button", max_chars=2000, key=note)
        for sign, label in signs.items():
            st.button(label, key=f"concern_{sign}_{key}", on_click=act, args=(raised, sign), width="stretch")
