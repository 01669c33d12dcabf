"""The day that figures are shown for, and whether as known then or as known now: chosen once, kept in the link."""

from datetime import date, timedelta
from typing import NamedTuple

import streamlit as st

from lib import access, as_known
from lib.as_known import month_ends
from lib.store import Store
from lib.ui import place, words
from lib.ui.choices import Choice
from lib.ui.session import actor, as_at, store

ANOTHER_DAY = "another"
KNOWN = {as_known.THEN: "As known then", as_known.NOW: "As known now"}


class AsAt(NamedTuple):
    """What is shown: the store to read, its day, and a sentence that says so (none for today)."""

    store: Store
    day: date
    sentence: str

    def view(self, name, values=None, **equals):
        """The rows of a SELECT that this person may see, as on that day."""
        return access.see(self.store, actor(), name, values, **equals)

    def first(self, name, most, order, values=None, **equals):
        """The first of the same rows, in the order of these columns."""
        return access.see_first(self.store, actor(), name, most, order, values, **equals)

    def tally(self, name, by, sums=(), middles=(), values=None, **equals):
        """The same rows, counted: how many have each value of the columns by."""
        return access.tally(self.store, actor(), name, by, sums, middles, values, **equals)


def as_at_choice():
    """Let the person choose today, a month's end or any day before, as known then or now. Gives an AsAt: (store, day, sentence)."""
    today = as_at()
    with place.filters():
        day = _day(today)
        known = place.pick("Known", KNOWN, "known") if day < today else None
    if known is None:
        return AsAt(store(), today, "")
    return AsAt(known_store(day, known), day, _sentence(day, known))


def known_store(day, known):
    """The store as on a day, with a bar while it is built."""
    return as_known.with_known(store(), day, known, going_back(day))


def going_back(day):
    """tell(done, total): a bar that says how far it is, and goes when it is done."""
    bar = st.empty()
    return lambda done, total: bar.progress(done / total, f"Going back to {words.day(day)}: {done} of {total}") if done < total else bar.empty()


def _day(today):
    ends, said = month_ends(today), place.day("as_at")
    named = {f"{end}": words.day(end) for end in ends}
    linked = "" if said is None or said >= today else f"{said}" if said in ends else ANOTHER_DAY

    def chosen(choice):
        _put(next(day for day in (today - timedelta(days=back) for back in (1, 2)) if day not in ends) if choice == ANOTHER_DAY else choice)

    place.offer(Choice("as_at", "As at", "box", linked, chosen, {"": "Today"} | named | {ANOTHER_DAY: "Another day"}))
    if linked == ANOTHER_DAY:
        place.offer(Choice("as_at_day", "Day", "day", said, _put))
    return said if linked else today


def _put(day):
    place.put(as_at=day, known=place.of("known") if day else None)


def _sentence(day, known):
    if known == as_known.NOW:
        return f"This is {words.day(day)} as known now: with all that was recorded later about the days until then, and nothing that was done later."
    begins = as_known.begins_on(store())
    if begins is None or day < begins:
        return f"On {words.day(day)} nothing was recorded here yet{f': records begin on {words.day(begins)}' if begins else ''}. Choose “as known now” to see that day with what is known today."
    return f"This is {words.day(day)} as known then: with nothing that was recorded after that day."
