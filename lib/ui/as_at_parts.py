"""The day that figures are shown for, and whether as known then or as known now: chosen once, kept in the link."""

from datetime import date, timedelta
from typing import NamedTuple

import streamlit as st

from lib import access, as_known
from lib.store import Store
from lib.ui import place, words
from lib.ui.session import actor, as_at, store

ANOTHER_DAY, MONTHS = "another", 13
KNOWN = {as_known.THEN: "As known then", as_known.NOW: "As known now"}


class AsAt(NamedTuple):
    """What is shown: the store to read, its day, and a sentence that says so (none for today)."""

    store: Store
    day: date
    sentence: str

    def view(self, name, values=None, **equals):
        """The rows of a SELECT that this person may see, as on that day."""
        return access.see(self.store, actor(), name, values, **equals)


def as_at_choice():
    """Let the person choose today, a month's end or any day before, as known then or now. Gives an AsAt: (store, day, sentence)."""
    today = as_at()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = _day(today)
        known = _known() if day < today else None
    if known is None:
        return AsAt(store(), today, "")
    return AsAt(known_store(day, known), day, _sentence(day, known))


def known_store(day, known):
    """The store as on a day, with a bar while it is built."""
    bar = st.empty()
    there = as_known.with_known(store(), day, known, lambda done, total: bar.progress(done / total, f"Going back to {words.day(day)}: {done} of {total}"))
    bar.empty()
    return there


def month_ends(today, months=MONTHS):
    """The last days of the months before this one, the newest first."""
    found, last = [], today.replace(day=1) - timedelta(days=1)
    for _ in range(months):
        found.append(last)
        last = last.replace(day=1) - timedelta(days=1)
    return found


def _day(today):
    ends, said = [f"{end}" for end in month_ends(today)], place.day("as_at")
    options = ["", *ends, ANOTHER_DAY]
    linked = "" if said is None or said >= today else str(said) if str(said) in ends else ANOTHER_DAY
    if st.session_state.get("as_at_choice") not in options:
        st.session_state["as_at_choice"] = linked
    chosen = st.selectbox(
        "As at", options, key="as_at_choice", width=170, on_change=_put,
        format_func=lambda option: {"": "Today", ANOTHER_DAY: "Another day"}.get(option) or words.day(date.fromisoformat(option)),
    )  # fmt: skip
    if chosen != ANOTHER_DAY:
        return date.fromisoformat(chosen) if chosen else today
    if "as_at_day" not in st.session_state:
        st.session_state["as_at_day"] = said if said and said < today else today - timedelta(days=1)
    return st.date_input("Day", key="as_at_day", format="DD/MM/YYYY", width=150, max_value=today, on_change=_put) or today


def _known():
    if st.session_state.get("as_known") not in KNOWN:
        st.session_state["as_known"] = place.of("known") if place.of("known") in KNOWN else as_known.THEN
    return st.segmented_control("Known", list(KNOWN), format_func=KNOWN.get, key="as_known", on_change=_put, label_visibility="collapsed", required=True)


def _put():
    chosen = st.session_state["as_at_choice"]
    day = st.session_state.get("as_at_day") if chosen == ANOTHER_DAY else chosen
    place.put(as_at=day, known=st.session_state.get("as_known") if day else None)


def _sentence(day, known):
    if known == as_known.NOW:
        return f"This is {words.day(day)} as known now: with all that was recorded later about the days until then, and nothing that was done later."
    begins = as_known.begins_on(store())
    if begins is None or day < begins:
        return f"On {words.day(day)} nothing was recorded here yet{f': records begin on {words.day(begins)}' if begins else ''}. Choose “as known now” to see that day with what is known today."
    return f"This is {words.day(day)} as known then: with nothing that was recorded after that day."
