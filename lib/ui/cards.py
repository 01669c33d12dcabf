"""Figures and facts side by side, as many as the window has room for: in a narrow one they go on below, and none is cut."""

from dataclasses import dataclass
from html import escape

import streamlit as st

WIDTH = 228  # pixels: four stand beside the site map on a small screen, two in half a window


@dataclass(frozen=True)
class Figure:
    """A figure: what it is called, what it comes to, lines below it, and the address that it leads to with the words of that link."""

    label: str
    value: str | int
    lines: tuple = ()
    to: str | None = None
    words: str = ""


def figures(them):
    """Figures side by side. All of them are one part of the page: a card of Streamlit's own for each costs a browser more than half an empty page."""
    st.html(f'<ul class="figures">{"".join(map(_card, them))}</ul>')


def side_by_side(count=4):
    """So many places for a card each, of one width."""
    with st.container(horizontal=True):
        return [st.container(width=WIDTH, height="stretch") for _ in range(count)]


def _card(one):
    value = one.value if isinstance(one.value, str) else f"{one.value:,}"
    lines = "".join(f"<span>{escape(line)}</span>" for line in one.lines if line)
    link = f'<a href="{escape(one.to)}">{escape(one.words)}</a>' if one.to else ""
    return f"<li><span>{escape(one.label)}</span><strong>{escape(value)}</strong>{lines}{link}</li>"
