"""The parts of My work: the line on top, what is in hand with its keys, the list, what is put off and what was done."""

from datetime import timedelta
from html import escape

import streamlit as st

from lib.ui import place, words
from lib.ui.keys import key, link
from lib.ui.session import act, friendly_errors, strong
from lib.ui.tables import Column, downloads, show

COLUMNS = [
    Column("step", "What", "code", width=165), Column("mark", "Place", width=65), Column("who", "Person", width=105), Column("agreement_id", "Agreement", width=80), Column("due_on", "Due", "day", width=105), Column("days_words", "Days", width=105),
    Column("officer", "Owner", width=70), Column("kind", "Why here", "code", width=165), Column("note", "Note", width=220),
]  # fmt: skip
PUT_OFF = [
    Column("step", "What", "code", width=210), Column("who", "Person", width=140), Column("agreement_id", "Agreement", width=100), Column("until_on", "Back on", "day", width=105),
    Column("put_off_by", "By", width=100), Column("reason", "Why", width=420),
]  # fmt: skip
DONE = [
    Column("done_at", "When", "moment", width=150), Column("did", "What", "code", width=240), Column("who", "Person", width=160), Column("agreement_id", "Agreement", width=110), Column("reason", "Said", width=420),
]  # fmt: skip
AT = "my_work_at"  # in the session: (item in hand, how many stand before it), so that coming back finds the place
LEFT_AT = "left_at"  # in the link to where something is done: the same, as how many and the item
MOST = 50  # rows that are shown at a time: those among which is what is in hand


def summary(waiting, done):
    """14 things today, 3 late; 2 to come. Done today: 5, this week: 41."""
    today = [item for item in waiting if item["days_late"] is None or item["days_late"] >= 0]
    late = [item for item in today if item["days_late"]]
    to_come = f" {words.many(len(waiting) - len(today), 'thing')} to come." if len(waiting) > len(today) else ""
    st.text(f"{words.many(len(today), 'thing')} today, {len(late):,} late.{to_come} Done today: {len(words.where(done, is_today=True)):,}, this week: {len(done):,}.")


def in_hand(items):
    """The item that is in hand: what the link says, or else what has come to stand where the last one stood."""
    named, before = st.session_state.get(AT, (None, 0))
    ids = [item["item"] for item in items]
    wanted = place.of("item", named)
    here = ids.index(wanted) if wanted in ids else min(before, len(ids) - 1)
    st.session_state[AT] = (ids[here], here)
    return items[here]


def card(items, item, why_never, put_off, as_at):
    """What is in hand: why it stands here, and the keys that do it, put it off, or go on."""
    ids = [each["item"] for each in items]
    before, after = words.beside(ids, item["item"])
    said = (words.stripped([item["who"], item["agreement_id"], item["officer"]]), words.stripped([words.code(item["kind"]), words.day(item["due_on"]), item["note"]]))
    whose, why = map(escape, said)
    # Links and not Streamlit's buttons, each of which costs a browser as much as a quarter of an empty page.
    ways = link(key("my_work", "do"), "Do it", place.address(item["page"], **item["link"]))
    ways += "".join(
        link(letter, label, place.here(item=there)) for letter, label, there in ((key("my_work", "previous"), "Previous", before), (key("my_work", "next"), "Next", after)) if there
    )
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        st.html(
            f'<p class="in-hand"><strong>{escape(words.code(item["step"]))}</strong><span>{whose}</span>{badge(item)}<span>{why}</span></p>'
            f'<p class="keys">{ways}<span class="nth">{words.nth(ids, item["item"])}</span></p>'
        )
        if st.button("Put off", key="put_off", shortcut=key("my_work", "put_off"), help=why_never, disabled=bool(why_never)):
            _put_off(item, put_off, as_at)


def badge(item):
    """How late, as words in their colour; nothing where nothing says when."""
    late = item["days_late"]
    if late is None:
        return ""
    return f'<span class="badge {"late" if late > 0 else "due" if late == 0 else "to-come"}">{escape(words.days_late(late))}</span>'


@st.dialog("Put it off")
def _put_off(item, do, as_at):
    st.text(words.stripped([words.code(item["step"]), item["who"], item["agreement_id"]]))
    until_on = st.date_input("On which day does it come back?", value=as_at + timedelta(days=1), min_value=as_at + timedelta(days=1), format="DD/MM/YYYY")
    reason = st.text_area("Why?", max_chars=500, height=80, help="Whoever looks after the case meanwhile reads it")
    if st.button("Put it off", type=strong(), icon=":material/snooze:"):
        with friendly_errors():
            do(item, until_on, reason)
            st.rerun()


def the_list(items, in_hand, empty):
    """The list, or so much of it as is shown at a time; a row leads to its spot."""
    begin = items.index(in_hand) // MOST * MOST if in_hand else 0

    def written(some):
        return [item | {"days_words": words.days_late(item["days_late"]), "mark": "in hand" if item is in_hand else ""} for item in some]

    rows = written(items[begin : begin + MOST])
    standing = {item["item"]: before for before, item in enumerate(items)}
    columns = COLUMNS if len(words.distinct(items, "officer")) > 1 else [column for column in COLUMNS if column.name != "officer"]
    show(
        rows, columns, "my work", empty, height=430, download=False, marked=lambda row: row["mark"],
        to=lambda row: place.address(row["page"], **row["link"], **{LEFT_AT: f"{standing[row['item']]} {row['item']}"}),
    )  # fmt: skip
    if len(rows) < len(items):
        st.text(f"These are {begin + 1:,} to {begin + len(rows):,} of {len(items):,}. Narrow them above, or take all of them as a file.")
    # The log says how many rows were taken, to readers who may not know of concerns: those stay on the page.
    others = [item for item in items if item["kind"] != "concern"]
    if others:
        downloads(lambda: written(others), columns, "my work", "my work")


def left_for():
    """Where the link says that somebody left My work to do something, remember it, so that coming back finds the place."""
    before, _, item_id = place.of(LEFT_AT, "").partition(" ")
    if before.isdigit() and item_id:
        st.session_state[AT] = (item_id, int(before))


def put_off(items, bring_back):
    """What is put off: who, until when, why, and the way back."""
    if not items:
        return

    def listed():
        rows = [item | {name: item["put_off"][name] for name in ("until_on", "put_off_by", "reason")} for item in items]
        chosen = show(words.ordered(rows, "until_on"), PUT_OFF, "put off", "", pick="Choose")
        if chosen:
            said = words.stripped([words.code(chosen["step"]), chosen["who"], chosen["agreement_id"]])
            st.button(f"Bring back: {words.literal(said)}", on_click=act, args=(bring_back, chosen), icon=":material/undo:")

    place.folded(f"{len(items):,} put off", "put_off_items", listed)


def done(rows):
    """What this person did this week."""
    empty = "Nothing yet this week. What you do in a case, such as a verdict, a step or a letter, is counted here."
    said = f"Done today: {len(words.where(rows, is_today=True)):,}, this week: {len(rows):,}"
    place.folded(said, "done_items", lambda: show(rows, DONE, "done this week", empty))
