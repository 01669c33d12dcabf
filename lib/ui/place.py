"""The place a person is at: account, period, line and filters live in the link, so a link reopens the same view."""

from datetime import date
from pathlib import Path

import streamlit as st

# The page on which a case of this kind is opened.
PAGE_OF = {"surplus": "surplus", "debt": "debt", "plan": "debt", "misspend": "misspend", "return": "returns", "suspension": "suspensions"}
# Where a finding of this rule is taken further: (page, what is done there).
LEADS_TO = {"surplus": ("surplus", "Work out the surplus"), "contribution_unpaid": ("debt", "See what is owed")}
PAGES = Path(__file__).parent.parent.parent / "pages"


def page_file(page):
    """The file of a page."""
    return PAGES / f"{page}.py"


def of(name, default=None):
    """What the link says."""
    return st.query_params.get(name) or default


def day(name):
    """A day in the link; nothing when it is none."""
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def put(**values):
    """Write into the link; an empty value is taken out. Nothing happens when it says so already."""
    for name, value in values.items():
        said = "" if value is None else str(value)
        if said and st.query_params.get(name) != said:
            st.query_params[name] = said
        elif not said and name in st.query_params:
            del st.query_params[name]


def go(page, **values):
    """Open another page at a place."""
    st.switch_page(page_file(page), query_params={name: str(value) for name, value in values.items() if value is not None})


def link(page, label, **values):
    """A link to another page at a place."""
    st.page_link(page_file(page), label=label, query_params={name: str(value) for name, value in values.items() if value is not None})


def choose(label, options, name, everything, words=str):
    """A select box whose choice lives in the link, and there alone: another page may have a box of this name. everything is the word for no choice."""
    options = ["", *options]
    key, said = f"choose_{name}", of(name, "")
    st.session_state[key] = said if said in options else ""
    value = st.selectbox(label, options, format_func=lambda option: words(option) if option else everything, key=key, on_change=lambda: put(**{name: st.session_state[key]}))
    return value or None


def choose_day(label, name, default):
    """A day whose choice lives in the link."""
    key = f"choose_{name}"
    if key not in st.session_state:
        st.session_state[key] = day(name) or default
    return st.date_input(label, key=key, format="DD/MM/YYYY", width=150, on_change=lambda: put(**{name: st.session_state[key]})) or default


def tabs(names, name):
    """Tabs whose choice lives in the link: {tab's name: tab}."""
    names, key = list(names), f"tabs_{name}"
    st.session_state[key] = of(name) if of(name) in names else names[0]
    return dict(zip(names, st.tabs(names, key=key, on_change=lambda: put(**{name: st.session_state[key]})), strict=True))


def narrow(name, value):
    """Set a filter from elsewhere on the page, such as from a bar that was pressed."""
    if of(name) != value:
        put(**{name: value})
        st.rerun()
