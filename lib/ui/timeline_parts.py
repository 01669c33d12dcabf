"""The timeline of a case: what happened, narrowed by kind and days that live in the link, each row opening its spot."""

import streamlit as st

from lib.ui import place, words
from lib.ui.session import part
from lib.ui.tables import Column, downloads, show

EVENTS = [
    Column("on_day", "Day", "day", width=95), Column("kind_words", "Kind", width=150), Column("what", "What happened", width=455), Column("reason", "Why, or what was said", width=220),
    Column("amount", "Amount", "money", width=90), Column("by_whom", "By", width=80), Column("happened_at", "Recorded", "moment", width=140), Column("source", "Source", width=260),
]  # fmt: skip
# The page on which what is linked is opened; its kind is its name in the link.
OPENS = place.PAGE_OF | {"letter": "letters"}


@part
def timeline(rows, kinds):
    """A case's events (rows of dashboards.timeline); kinds is {kind: its words}."""
    with place.filters():
        kind = place.choose("Kind", [one for one in kinds if one in words.distinct(rows, "kind")], "event", "Everything", kinds.get)
        since, until = place.choose_day("From", "since", None), place.choose_day("To", "until", None)
        order = place.choose("Order", ["oldest"], "order", "Newest first", {"oldest": "Oldest first"}.get)
    found = [row | {"kind_words": kinds[row["kind"]]} for row in words.where(rows, kind=kind) if (not since or row["on_day"] >= since) and (not until or row["on_day"] <= until)]
    turn = "" if order else "-"
    chosen = show(
        words.ordered(found, f"{turn}on_day", f"{turn}happened_at", f"{turn}event_id"), EVENTS, "timeline", pick="Open", download=False,
        empty="Nothing happened on these days, or nothing of this kind. Choose other filters above." if rows else "Nothing has happened yet. What is done in the case appears here by itself.",
    )  # fmt: skip
    # The log says how many rows were taken, to readers who may not know of concerns: those stay on the page.
    open_rows = words.ordered([row for row in found if row["kind"] != "concern"], "on_day", "happened_at", "event_id")
    if open_rows:
        downloads(open_rows, EVENTS, "timeline", "timeline")
    if chosen:
        opened(chosen)


def opened(row):
    """Go where this was done; what has no page of its own is shown in full."""
    kind = row["link_kind"]
    if kind in OPENS:
        place.go(OPENS[kind], agreement=row["agreement_id"], **{kind: row["link_id"]})
    if kind == "review":
        place.go("review", account=row["account_id"], period=row["period_from"], row=row["link_id"])
    if kind == "hold":
        place.go("returns", agreement=row["agreement_id"])
    with st.container(border=True):
        st.text(words.stripped([words.day(row["on_day"]), row["kind_words"], row["by_whom"]]))
        st.text(row["what"])
        if row["reason"]:
            st.text(row["reason"])
        st.text(row["source"])
