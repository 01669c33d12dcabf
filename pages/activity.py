"""Who did what and who looked, and whether the log of it is whole."""

import streamlit as st

from lib import trail
from lib.ui import place, words
from lib.ui.session import actor, as_at, first, part, store, tally, view
from lib.ui.tables import Column, show_first

COLUMNS = [
    Column("seq", "No.", "count", width=65), Column("happened_at", "When", "moment", width=130), Column("actor", "Who", width=85), Column("role", "As", "code", width=105), Column("action", "What", "code", width=160),
    Column("subject", "On", width=180), Column("council", "Council", width=95), Column("agreement_id", "Agreement", width=85), Column("reason", "Why", width=125),
]  # fmt: skip
MOST = 100  # rows that are shown at once, and read
ACTS = "dashboards.recent_activity"


@part
def log():
    """The filters, and what was done that fits them."""
    with place.filters():
        since = {"since": place.choose_day("Since", "since", words.weeks_before(as_at(), 2))}
        counted = tally(ACTS, ("actor", "action", "agreement_id"), values=since)
        who = place.choose("Who", words.distinct(counted, "actor"), "who", everything="Everybody")
        what = place.choose("What", words.distinct(counted, "action"), "what", everything="Everything", words=words.code)
        agreement = place.choose("Agreement", words.distinct(counted, "agreement_id"), "agreement", everything="Every agreement")
        check = st.button("Is the log whole?", icon=":material/verified_user:")
    if check:
        faults = trail.faults(store(), actor())
        for fault in faults:
            st.error(words.literal(fault))
        if not faults:
            st.success("The log is whole: no row was altered, moved or lost since it was written.")

    equals = {column: value for column, value in (("actor", who), ("action", what), ("agreement_id", agreement)) if value}
    shown, opened = first(ACTS, MOST, ("-seq",), since, **equals), place.of("row", "")
    number = int(opened) if opened.isdecimal() and len(opened) < 19 else None
    show_first(
        shown, words.total(words.where(counted, **equals), "count"), lambda: words.ordered(view(ACTS, since, **equals), "-seq"), COLUMNS, "activity",
        "Nothing was done that fits these filters.", to=lambda row: place.here(row=row["seq"]), marked=lambda row: f"{row['seq']}" == opened,
    )  # fmt: skip
    for chosen in view(ACTS, since, seq=number, **equals) if number else ():
        with st.container(border=True):
            st.markdown(f"**{chosen['seq']}: {words.literal(words.code(chosen['action']))}**")
            for label in ("before", "after"):
                st.text(words.code(label))
                st.code(chosen[label] or "nothing", language="json" if chosen[label] else None, wrap_lines=True)
            st.text(f"Chain {chosen['chain_hash']}")


log()
