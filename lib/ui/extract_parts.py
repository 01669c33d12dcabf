"""What an extract would change, as tables; the preview is held in the session until it is applied."""

import streamlit as st

from lib.ui import words
from lib.ui.tables import Column, show

COUNTS = [
    Column("table", "Table", "code", width=180), Column("read", "Read", "count"), Column("added", "Added", "count"), Column("updated", "Updated", "count"), Column("closed", "Closed", "count"),
    Column("unchanged", "Unchanged", "count", width=100), Column("rejected", "Can't be used", "count", width=110), Column("warnings", "Warnings", "count", width=100),
]  # fmt: skip
ROWS = [
    Column("file", "File", width=200),
    Column("row", "Row", "count"),
    Column("column", "Column", width=160),
    Column("value", "Value", width=200),
    Column("reason", "What to put right", width=520),
]


def remembered(said):
    """The preview of these very files, when there is one."""
    return st.session_state.get("extract", {}).get(said)


def remember(said, plan):
    """Keep one preview, the newest."""
    st.session_state["extract"] = {said: plan} if plan else {}


def changes(counts):
    """How many rows would be added, updated or closed."""
    return sum(table["added"] + table["updated"] + table["closed"] for table in counts.values())


def show_counts(counts, messages):
    """What would change table by table, then the rows that can't be used."""
    for message in messages:
        st.text(message)
    tables = [{"table": name, **{what: len(many) if isinstance(many, list) else many for what, many in table.items()}} for name, table in counts.items()]
    show([table for table in tables if table["read"]], COUNTS, "what it would change", "No table of the caseload was found in these files.")
    rejected = [row for table in counts.values() for row in table["rejected"]]
    if rejected:
        st.markdown(f"**{words.many(len(rejected), 'row')} can't be used; the others can**")
        show(rejected, ROWS, "rows that can't be used", "")
    warnings = [
        row if isinstance(row, dict) else {"file": "", "row": None, "column": "", "value": "", "reason": str(row)} for table in counts.values() for row in table["warnings"]
    ]
    if warnings:
        st.markdown(f"**{words.many(len(warnings), 'warning')}; these rows load**")
        show(warnings, ROWS, "warnings", "")
