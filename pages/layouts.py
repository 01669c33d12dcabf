"""The bank exports we can read, and how sure we are of each."""

import streamlit as st

from lib import own_layouts
from lib.statements.layouts import load_layouts
from lib.ui import words
from lib.ui.session import act, actor, may, say, store
from lib.ui.tables import Column, show

OWN = [Column("title", "Export", width=320), Column("decided_by", "Made by", width=120), Column("decided_at", "On", "moment", width=140)]
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


def remove(layout, reason):
    own_layouts.remove(store(), actor(), layout["layout_id"], reason)
    say(f"{layout['title']} is removed. What was read by it stays.")


st.subheader("Made here")
own = own_layouts.in_force(store(), actor())
chosen = show(
    own,
    OWN,
    "layouts made here",
    "Nobody has made a layout yet. Upload a table that no layout knows, and say there which column is which.",
    pick="Choose" if may("remove_layout") else None,
)
if chosen:
    reason = st.text_input("Why is it removed? The reason stays with it.", max_chars=500)
    st.button(f"Remove {words.literal(chosen['title'])}", on_click=act, args=(remove, chosen, reason), icon=":material/remove_circle:")
