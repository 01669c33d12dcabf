"""Figures and facts side by side, as many as the window has room for: in a narrow one they go on below, and none is cut."""

import streamlit as st

WIDTH = 228  # pixels: four stand beside the site map on a small screen, two in half a window


def side_by_side(count=4):
    """So many places for a card each, of one width."""
    with st.container(horizontal=True):
        return [st.container(width=WIDTH, height="stretch") for _ in range(count)]
