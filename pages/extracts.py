"""The caseload in: what an extract would change, table by table, and then that."""

import streamlit as st

from lib import caseload
from lib.ui import extract_parts, words
from lib.ui.progress import Progress
from lib.ui.session import actor, as_at, say, store, strong

with st.container(horizontal=True, vertical_alignment="bottom"):
    profile = st.selectbox("Where it comes from", caseload.profile_names(), format_func=words.system, width=320)
    st.download_button("Empty workbook with all nine tables", caseload.template, file_name="caseload.xlsx", on_click="ignore", icon=":material/download:")


def stopped(done):
    say("Stopped: nothing of it was kept. The preview is still here.", "info")


files = st.file_uploader("CSV files, a ZIP of them, or one workbook", accept_multiple_files=True, type=["csv", "tsv", "zip", "xlsx"])
if files:
    said = words.fingerprint(profile, files)
    plan = extract_parts.remembered(said)
    if plan is None:
        with st.spinner("Reading, and comparing with what is here"):
            plan = caseload.preview(store(), actor(), words.joined([file.name for file in files]), [(file.name, file.getvalue()) for file in files], profile, as_at())
        extract_parts.remember(said, plan)
    extract_parts.show_counts(plan.counts, plan.messages)
    changes = extract_parts.changes(plan.counts)
    if changes:
        st.text("Nothing is kept yet. Applying adds, updates and closes; it never deletes.")
        if st.button(f"Apply {words.many(changes, 'change')}", type=strong(), icon=":material/check:"):
            st.text("It is kept whole, or not at all: whoever stops it or leaves the page keeps nothing of it.")
            with Progress(1, "table", "tables", stopped) as progress:
                caseload.keep(store(), actor(), plan, as_at(), progress.reach)
            extract_parts.remember(said, None)
            say(f"The caseload is loaded: {words.many(changes, 'change')}.")
            st.rerun()
    else:
        st.text("This extract changes nothing: everything in it is here already, or can't be used.")
else:
    st.text("First you see what an extract would add, update and close, and which rows can't be used and why. Loading the same one twice changes nothing.")
