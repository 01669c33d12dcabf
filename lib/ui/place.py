"""The place a person is at: account, period, line and filters live in the link, so a link reopens the same view."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from lib.ui.choices import Choice, draw
from lib.ui.session import PAGE

# The page on which a case of this kind is opened.
PAGE_OF = {"surplus": "surplus", "debt": "debt", "plan": "debt", "misspend": "misspend", "return": "returns", "suspension": "suspensions", "concern": "concerns"}
# Where a finding of this rule is taken further: (page, what is done there, the part of the page).
LEADS_TO = {"surplus": ("surplus", "Work out the surplus", None), "contribution_unpaid": ("debt", "See what is owed", "Raise a debt")}
PAGES = Path(__file__).parent.parent.parent / "pages"
# More options than this are typed rather than looked through.
MANY = 40
_waiting = ContextVar("waiting", default=None)


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
    """Open a page at a place."""
    there = _there(values)
    if _is_shown(page):
        st.query_params.from_dict(there)
        st.rerun()
    st.switch_page(page_file(page), query_params=there)


def address(page, **values):
    """The address of a page at a place: what a row of a list leads to."""
    there = _there(values)
    return f"{page}?{urlencode(there)}" if there else page


def here(**values):
    """The address of this page with these changes to its link; an empty value is taken out."""
    return address(st.session_state.get(PAGE, ("",))[0], **st.query_params.to_dict() | {name: value if value != "" else None for name, value in values.items()})


def of_case(row):
    """Where a case is worked on that a row names by kind, case_id and agreement_id; without a case of a kind, the agreement's own page, and nothing where it names none."""
    if row["case_id"]:
        return address(PAGE_OF[row["kind"]], agreement=row["agreement_id"], **{row["kind"]: row["case_id"]})
    return row["agreement_id"] and address("case", agreement=row["agreement_id"])


def link(page, label, **values):
    """A link to a page at a place."""
    there = _there(values)
    if _is_shown(page):
        st.button(label, key=f"link_{label}_{there}", type="tertiary", on_click=st.query_params.from_dict, args=(there,))
    else:
        st.page_link(page_file(page), label=label, query_params=there)


def _there(values):
    return {name: str(value) for name, value in values.items() if value is not None}


def _is_shown(page):
    """Whether a page is the one that is shown. Streamlit would open it at the place, but leave the browser's address as it was, and the next key would lose the place."""
    return st.session_state.get(PAGE, ("",))[0] == page


@contextmanager
def filters():
    """A row of what choose, choose_day and pick offer, drawn as one; what else is put there stands behind it. A row inside a row belongs to it."""
    if _waiting.get() is not None:
        yield
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        begin, before = st.container(), _waiting.set([])
        try:
            yield
            if _waiting.get():
                with begin:
                    draw(_waiting.get())
        finally:
            _waiting.reset(before)


def choose(label, options, name, everything, words=str, clears=()):
    """A box whose choice lives in the link, and there alone: another page may have a box of this name.

    everything is the word for no choice; clears names what in the link is about the old choice and goes with it.
    """
    options, said = {"": everything} | {option: words(option) for option in options}, of(name, "")
    value = said if said in options else ""

    def chosen(option):
        put(**dict.fromkeys(clears) | {name: option})

    if len(options) <= MANY:
        offer(Choice(name, label, "box", value, chosen, options))
    else:
        key = f"choose_{name}"
        st.session_state[key] = value
        st.selectbox(label, list(options), format_func=options.get, key=key, width=288, on_change=lambda: chosen(st.session_state[key]))
    return value or None


def pick(label, options, name):
    """One of a few ({value: its words}), side by side, whose choice lives in the link; the first without one."""
    value = of(name) if of(name) in options else next(iter(options))
    offer(Choice(name, label, "few", value, lambda option: put(**{name: option}), options))
    return value


def choose_day(label, name, default):
    """A day whose choice lives in the link."""
    value = day(name) or default
    offer(Choice(name, label, "day", value, lambda chosen: put(**{name: chosen})))
    return value


def offer(choice):
    """Draw a choice, with the others of its row or alone."""
    waiting = _waiting.get()
    if waiting is None:
        draw([choice])
    else:
        waiting.append(choice)


def one_of(parts, name):
    """Tabs of which only the open one is asked for and drawn, kept in the link: {tab's name: what draws it}. Gives what that one gives."""
    shown = of(name) if of(name) in parts else next(iter(parts))
    offer(Choice(name, "", "tabs", shown, lambda part: put(**{name: part}), {part: part for part in parts}))
    with st.container(key=f"panel_{name}"):
        return parts[shown]()


def table_or_picture(table, picture, name):
    """Figures as a table, or as a picture of the same. Gives what the open one gives."""
    return one_of({"Table": table, "Picture": picture}, name)


def folded(label, key, draw, is_open=False):
    """A part that is asked for and drawn only while it is unfolded. Gives what draw() gives, or None."""
    part = st.expander(label, expanded=is_open, key=key, on_change="rerun")
    if not part.open:
        return None
    with part:
        return draw()


def narrow(name, value):
    """Set a filter from elsewhere on the page, such as from a bar that was pressed."""
    if of(name) != value:
        put(**{name: value})
        st.rerun()
