"""Who is here, what they may see, and how a page says that something went wrong."""

import logging
import uuid
from contextlib import contextmanager
from functools import wraps

import streamlit as st

from lib import access
from lib.errors import SeveralErrors, UserError
from lib.serve import the_store
from lib.sessions import actor_of
from lib.ui.words import literal
from lib.wall_clock import today

SAID = "said"  # in the session: what is to be said at the next showing
UNDO = "can_be_undone"  # in the session: what was done last and can be taken back
PAGE = "page_shown"  # in the session: which page is shown


def store():
    """The store of this process."""
    return the_store()


def actor():
    """Who is signed in, with the role of this moment. Whoever is not is sent to sign in, and nothing else is shown."""
    person = actor_of(store(), st.user.get("username"), st.user.get("sid"))
    if person is None:
        st.text("You are not signed in. Sign in, and you come back here.")
        st.link_button("Sign in", "/login")
        st.stop()
    return person


def may(operation, **whose):
    """Whether the person may do this (to this record)."""
    return access.may(store(), actor(), operation, **whose)


def may_of(operation, rows):
    """Those of these rows, each with its council and officer, to whose records the person may do this."""
    person = actor()
    return [row for row in rows if access.reaches(person, operation, row)]


def view(name, values=None, **equals):
    """The rows of a SELECT that this person may see."""
    return access.see(store(), actor(), name, values, **equals)


def view_together(name, values=None, **equals):
    """The same rows, asked once for all officers: for short lists."""
    return access.see_together(store(), actor(), name, values, **equals)


def first(name, most, order, values=None, **equals):
    """The first of the same rows, in the order of these columns."""
    return access.see_first(store(), actor(), name, most, order, values, **equals)


def tally(name, by, sums=(), middles=(), values=None, **equals):
    """The same rows, counted: how many have each value of the columns by."""
    return access.tally(store(), actor(), name, by, sums, middles, values, **equals)


def as_at():
    """What counts as today."""
    return today()


@contextmanager
def friendly_errors():
    """What a person can put right becomes sentences; anything else one sentence with a number that is also in the server's log."""
    try:
        yield
    except UserError as error:
        for sentence in sentences(error):
            st.error(literal(sentence))
    except Exception:
        st.error(literal(unforeseen()))


def part(function):
    """A part of a page that is shown anew by itself, so that one key is answered at once."""

    @st.fragment
    @wraps(function)
    def shown(*values, **named):
        with friendly_errors():
            function(*values, **named)

    return shown


@contextmanager
def saying_errors(now=False):
    """Go on after an error, and say it at the next showing, or here and now."""
    tell = (lambda sentence: st.text(sentence)) if now else (lambda sentence: say(sentence, "error"))
    try:
        yield
    except UserError as error:
        for sentence in sentences(error):
            tell(sentence)
    except Exception:
        tell(unforeseen())


def act(function, *values):
    """Do something when a button is pressed, before the page is shown anew. What goes wrong is said there."""
    with saying_errors():
        function(*values)


def say(sentence, kind="success", undo=None):
    """Say something at the next showing, once. With undo=(function, *values) it stays, with a button that takes it back, where the page offers it."""
    if undo:
        st.session_state[UNDO] = {"sentence": sentence, "undo": undo, "page": st.session_state.get(PAGE)}
    else:
        st.session_state.setdefault(SAID, []).append((kind, sentence))


def offer_undo(shortcut=None):
    """What was done last and can be taken back, for as long as the person stays on the page."""
    held = _held()
    if held:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(literal(held["sentence"]))
            st.button("Undo", key="undo_said", on_click=act, args=(undo_said,), icon=":material/undo:", shortcut=shortcut)


def undo_said():
    """Take back what was done last; says whether there was something."""
    held = _held()
    if held:
        forget_undo()
        function, *values = held["undo"]
        function(*values)
    return bool(held)


def forget_undo():
    """Something else was done: what was done before can't be taken back by the same button."""
    st.session_state.pop(UNDO, None)


def at_page(name):
    """Remember which page is shown. What was done on another can't be taken back here."""
    st.session_state[PAGE] = name


def where_shown():
    """Where in the app a person is: {"page", "link"}, as a link reopens it."""
    return {"page": (st.session_state.get(PAGE) or [None])[0], "link": st.query_params.to_dict()}


def _held():
    held = st.session_state.get(UNDO)
    return held if held and held["page"] == st.session_state.get(PAGE) else None


def strong():
    """How the one button to press looks. Streamlit writes white on it, which can't be read on the light colour of the dark theme."""
    return "secondary" if st.context.theme.type == "dark" else "primary"


def show_said():
    """Show what was said since the last showing."""
    for kind, sentence in st.session_state.pop(SAID, []):
        getattr(st, kind)(literal(sentence))


def sentences(error):
    """The sentences of an error."""
    return error.errors if isinstance(error, SeveralErrors) else [str(error)]


def unforeseen():
    """The sentence for a fault of ours; the log has the rest under the same number."""
    number = uuid.uuid4().hex[:8]
    logging.getLogger("reckoner").exception("error %s", number)
    return f"Something went wrong here, and it is our fault. Nothing was kept of the last step. Tell your administrator this number: {number}."
