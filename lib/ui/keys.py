"""Every keyboard shortcut, in one table: buttons and links take their key from it, and ? shows it."""

from html import escape

import streamlit as st

from lib.ui import words
from lib.ui.session import act

# Where: {what: (key, what it does)}. Streamlit knows no key of its own for ? and none that goes to a box: the gate's script does these.
KEYS = {
    "anywhere": {"shortcuts": ("?", "Show this list"), "search": ("/", "Go to the search box")},
    "my_work": {
        "do": ("d", "Do what is in hand: go to its very spot"),
        "next": ("n", "Next on the list"),
        "previous": ("p", "Previous on the list"),
        "put_off": ("s", "Put off what is in hand, with a reason"),
        "undo": ("z", "Take back what you put off last"),
    },
    "review": {
        "reason": ("w", "Write why: go to the box of the reason"),
        "explained": ("e", "Explained: it is in order"),
        "query": ("a", "Ask the person; it stays open"),
        "upheld": ("u", "Uphold: it was wrong; needs a reason"),
        "evidence_asked": ("v", "Ask for a receipt or invoice; it stays open"),
        "payee": ("t", "This is what the payee is paid for"),
        "undo": ("z", "Take back the last thing you said here"),
        "previous": ("p", "Previous exception"),
        "next": ("n", "Next exception; after the last, the next review"),
    },
    "check": {
        "page_shows": ("e", "This is what the page shows"),
        "no_payment": ("x", "The line is on the page, and it is no payment"),
        "all_agree": ("a", "All of these lines are what the pages show"),
        "undo": ("z", "Take back the last thing you said here"),
        "previous": ("p", "Previous line"),
        "next": ("n", "Next line"),
        "done": ("d", "Done with these pages"),
    },
}
WHERE = {"anywhere": "On every page", "my_work": "My work", "review": "Review", "check": "Check pages"}


def key(where, what):
    """The key of a button."""
    return KEYS[where][what][0]


def link(letter, label, to):
    """A link that a key follows, as HTML: lib/watch.js knows it by what a reader of screens is told."""
    return f'<a href="{escape(to)}" aria-keyshortcuts="{escape(letter)}">{escape(label)} <kbd aria-hidden="true">{escape(letter)}</kbd></a>'


def help_of(where, what):
    """What a key does, for the button's help."""
    return KEYS[where][what][1]


def walk(where, mine, undo, before, after, go_to):
    """Taking back the last word, and going to the one before and the one after (None at the ends)."""
    st.button("Undo", key="undo", shortcut=key(where, "undo"), help=help_of(where, "undo"), on_click=act, args=(undo,), type="tertiary", icon=":material/undo:")
    for what, label, there, arrow in (("previous", "Previous", before, "upward"), ("next", "Next", after, "downward")):
        st.button(
            label, key=f"{what}_{mine}", shortcut=key(where, what), on_click=act, args=(go_to, there), disabled=there is None, type="tertiary", icon=f":material/arrow_{arrow}:",
        )  # fmt: skip


def shortcuts(here):
    """The button that opens the list of shortcuts; the keys of this page stand first."""
    if st.button("Keyboard shortcuts (?)", key="shortcuts", icon=":material/keyboard:", type="tertiary"):
        _listed(here)


@st.dialog("Keyboard shortcuts")
def _listed(here):
    st.text("Leave a box with Tab first: in a box, a key writes. Tab and Shift+Tab go on and back, Enter presses, Escape closes.")
    for where in sorted(KEYS, key=lambda where: (where != here, list(KEYS).index(where))):
        st.markdown(f"**{WHERE[where]}**")
        st.table([{"Key": words.literal(letter.upper()), "What it does": words.literal(means)} for letter, means in KEYS[where].values()], hide_index=True, alt=WHERE[where])
