"""The papers of a case in one list: given back as they came, added, withdrawn. Nothing of them is opened or drawn here."""

from dataclasses import dataclass, field

import streamlit as st

from lib.ui import words
from lib.ui.session import act
from lib.ui.tables import Column, show

PAPERS = [
    Column("on_day", "Day on it", "day"), Column("kind_words", "Kind", width=150), Column("title", "What it is", width=330), Column("file_name", "File", width=250), Column("kept_at", "Kept", "moment", width=140),
    Column("kept_by", "By", width=90), Column("stands", "Stands", width=220), Column("file_sha256", "SHA-256", width=160),
]  # fmt: skip
# Whatever it is, the browser keeps it as a file and does not open it.
AS_A_FILE = "application/octet-stream"


@dataclass(frozen=True)
class Papers:
    """What the page lends: give(paper) gives (file name, bytes); add(file, kind, title, day) and withdraw(paper, reason), where the person may."""

    kinds: dict = field(default_factory=dict)
    endings: tuple = ()
    most_megabytes: int = 0
    give: object = None
    add: object = None
    withdraw: object = None


def documents(rows, today, lent):
    """A case's papers (rows of dashboards.case_paper), the newest first."""
    kinds = lent.kinds | {"statement": "Statement", "letter": "Letter"}
    rows = [row | {"kind_words": kinds[row["kind"]], "stands": f"Withdrawn: {row['withdrawn_because']}" if row["is_withdrawn"] else ""} for row in rows]
    paper = show(
        words.ordered(rows, "-on_day", "-kept_at", "paper_id"), PAPERS, "documents", pick="Choose",
        empty="No paper is here yet. Statements come by upload, letters are written from their cases, and other documents are added below.",
    )  # fmt: skip
    if paper:
        one(paper, lent)
    if lent.add:
        adding(today, lent)


def one(paper, lent):
    """A paper's file, and withdrawing it where it is a document."""
    with st.container(border=True):
        st.text(words.stripped([paper["title"], words.day(paper["on_day"]), paper["file_name"], paper["stands"]]))
        if paper["is_withdrawn"] and paper["paper"] == "document":
            st.text("It does not belong in this case, so it is not given out.")
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.download_button(
                "The file as it came", lambda: lent.give(paper)[1], file_name=paper["file_name"].replace("\\", "/").rsplit("/", 1)[-1], mime=AS_A_FILE,
                on_click="ignore", icon=":material/download:", key=f"give_{paper['paper_id']}",
            )  # fmt: skip
            if lent.withdraw and paper["paper"] == "document":
                reason = st.text_input("Why it does not belong here", max_chars=500, key=f"why_{paper['paper_id']}", width=380)
                st.button("Withdraw it", on_click=act, args=(lent.withdraw, paper, reason), icon=":material/remove_circle:", key=f"withdraw_{paper['paper_id']}")


def adding(today, lent):
    """The form for another document. It begins anew when one was kept."""
    turn = st.session_state.setdefault("documents_added", 0)
    with st.form(f"add_document_{turn}"):
        st.markdown("**Add a document**")
        file = st.file_uploader("The file: PDF, a picture, Word, Excel or text", type=list(lent.endings), max_upload_size=lent.most_megabytes, key=f"document_{turn}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            kind = st.selectbox("Kind", list(lent.kinds), index=None, format_func=lent.kinds.get, placeholder="Choose", width=200, key=f"document_kind_{turn}")
            title = st.text_input("What it is, in a few words", max_chars=200, width=420, key=f"document_title_{turn}")
            day = st.date_input("The day on it", today, format="DD/MM/YYYY", width=150, key=f"document_day_{turn}")
        wanted = st.form_submit_button("Add it", icon=":material/attach_file_add:")
    if wanted:
        act(lent.add, file, kind, title, day)
        st.rerun()
