"""Taking a case's evidence: what it is needed for, and the file."""

from dataclasses import dataclass

import streamlit as st

from lib.ui.session import part


@dataclass(frozen=True)
class Pack:
    """What the page lends: take(reason, with_restricted) gives (file name, bytes); is_for_concerns where the person may see them."""

    take: object
    is_for_concerns: bool = False


@part
def pack(agreement_id, today, lent):
    """The reason, then the file. Nothing is made until it is downloaded."""
    st.subheader("Evidence pack")
    st.text(
        "One ZIP: the statements as they came, reconciliations, findings and decisions, letters, documents, the chronology, and who did what. A script inside it checks every file without Reckoner."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(
            "What is it needed for?", max_chars=300, key=f"pack_reason_{agreement_id}", width=460, placeholder="For example: the Ombudsman's enquiry of 5 November",
            help="The reason stands in the pack and in the activity log, which people read who may not know of concerns.",
        )  # fmt: skip
        with_restricted = lent.is_for_concerns and st.checkbox("With safeguarding concerns: only for a reader who may know of them", key=f"pack_concerns_{agreement_id}")
        st.download_button(
            "Take the evidence", lambda: lent.take(reason, with_restricted)[1], file_name=f"evidence_{agreement_id}_{today}.zip", mime="application/zip", on_click="ignore",
            icon=":material/folder_zip:", disabled=not reason.strip(), key=f"pack_{agreement_id}",
        )  # fmt: skip
    if not reason.strip():
        st.text("Say first what it is needed for.")
