"""The bank exports we can read, and how sure we are of each."""

import streamlit as st

from lib.statements.layouts import load_layouts
from lib.ui import words
from lib.ui.tables import Column, show

COLUMNS = [
    Column("title", "Bank and export", width=320),
    Column("name", "Layout", width=190),
    Column("confidence", "How sure", width=300),
    Column("headings", "Known by the headings", width=480),
]

st.text(
    "A file is recognised by its headings and never by its name. Other formats that banks share (OFX, QIF, MT940, camt.053) and tables with clear headings are read without a layout."
)
rows = [{"name": one.name, "title": one.title, "confidence": one.confidence, "headings": words.headings(one.headers)} for one in load_layouts()]
show(words.ordered(rows, "title"), COLUMNS, "bank layouts", "No layout is installed. They are files under data/layouts.")
