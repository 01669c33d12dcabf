"""The picture of a page round a line, drawn once for as long as that line is looked at."""

import streamlit as st

from lib.ui.session import saying_errors


def drawn(key, draw):
    """The picture that draw() gives as bytes, or None; a key that was drawn last is not drawn again."""
    kept = st.session_state.setdefault("picture", {})
    if key not in kept:
        kept.clear()
        with saying_errors(now=True):
            kept[key] = draw()
    return kept.get(key)
