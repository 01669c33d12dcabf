"""Making a chronology: what for, which days and kinds, what its reader won't read, how it would look, and the file."""

from dataclasses import dataclass, field

import streamlit as st

from lib.ui import words
from lib.ui.session import part, strong
from lib.ui.tables import Column, show

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Chronology:
    """What the page lends: the lists to choose from, preview(**choices), word(**choices) that gives what makes the file; is_for_concerns where the person may see them."""

    purposes: dict = field(default_factory=dict)
    kinds: dict = field(default_factory=dict)
    redactions: dict = field(default_factory=dict)
    proposed: dict = field(default_factory=dict)
    preview: object = None
    word: object = None
    is_for_concerns: bool = False


@part
def chronology(today, lent):
    """The choices on top, then the chronology as it would be. Nothing is made until it is downloaded."""
    chosen = choices(today, lent)
    large_print = st.checkbox("In large print (18 point)", key="chronology_large")
    draft = lent.preview(**chosen)
    st.download_button(
        "Download the Word file", lent.word(large_print=large_print, **chosen), file_name=f"chronology_{today}.docx", mime=WORD, on_click="ignore", icon=":material/download:", type=strong(),
        help="Who took it, what for, and what was left out is kept in the activity log. The words blacked out are not.",
    )  # fmt: skip
    for said in draft["left_out"]["said"]:
        st.text(f"\u2022 {said}")
    for section in draft["sections"]:
        st.markdown(f"**{words.literal(section['heading'])}**")
        preview(section)


def choices(today, lent):
    """What the person chose, as the service takes it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        purpose = st.selectbox("What is it for?", list(lent.purposes), format_func=lent.purposes.get, width=220, key="chronology_purpose")
        from_day = st.date_input("From", None, format="DD/MM/YYYY", width=180, key="chronology_from", help="Empty: from the beginning")
        to_day = st.date_input("To", today, format="DD/MM/YYYY", width=180, key="chronology_to")
    kinds = st.multiselect("Only these kinds of entries", list(lent.kinds), format_func=lent.kinds.get, placeholder="All kinds", key="chronology_kinds")
    st.markdown("**What its reader won't read**")
    with st.container(horizontal=True):
        # Each purpose has its own ticks, so that choosing another purpose proposes anew.
        left_out = [name for name, said in lent.redactions.items() if st.checkbox(said, name in lent.proposed[purpose], key=f"chronology_{purpose}_{name}")]
    black = st.text_area(
        "Words to black out, one a line", max_chars=2000, height=100, key="chronology_words", help="Every place where they stand, inside longer words too. They are kept nowhere."
    )
    with_restricted = lent.is_for_concerns and st.checkbox("With safeguarding concerns: only for a reader who may know of them", key="chronology_concerns")
    return {
        "purpose": purpose, "from_day": from_day, "to_day": to_day, "kinds": tuple(kinds), "redactions": tuple(left_out), "words": tuple(black.splitlines()), "with_restricted": with_restricted,
    }  # fmt: skip


def preview(section):
    """A section of the chronology as a table, read to its end before it goes out; the file holds the same."""
    names = [f"column_{number}" for number in range(len(section["columns"]))]
    columns = [Column(name, label) for name, label in zip(names, section["columns"], strict=True)]
    show(
        [dict(zip(names, row, strict=True)) for row in section["rows"]],
        columns,
        section["heading"],
        section["empty"],
        key=f"chronology {section['columns'][1]}",
        download=False,
        whole=True,
    )
