"""Exports on a page: the list, what one says of itself, how it differs from today, and what a file is that comes back."""

import json

import streamlit as st

from lib.provenance import lines
from lib.ui import place, words
from lib.ui.tables import Column, show

AGAIN = "asked_again"  # in the session: the export that was asked again, and what was found
LIST = [
    Column("taken_at", "Taken", "moment", width=150), Column("name", "List", width=300), Column("kind", "As", "code", width=110), Column("rows", "Rows", "count", width=80), Column("taken_by", "By", width=110),
    Column("rows_sha256", "SHA-256 of the rows", width=190),
]  # fmt: skip
ABOUT = [Column("what", "What", width=230), Column("value", "Value", width=760)]
WHAT = [Column("what", "Now", "code", width=125), Column("was", "Was", width=300)]
MARKS = {"new": ("green", ":material/add:"), "gone": ("red", ":material/remove:"), "changed": ("orange", ":material/edit:")}


def listed(rows, is_of_others):
    """The exports; each opens what it says of itself."""
    empty = (
        "Nobody else took a list of your councils yet." if is_of_others else "You took nothing yet. Each list has its downloads below it on the right; what you take stands here."
    )
    show(rows, LIST, "exports", empty, to=lambda row: place.here(export=row["export_id"]), download=False)


def about(export):
    """What an export says of itself, with the way to its list."""
    said = json.loads(export["provenance"])
    with st.container(border=True):
        st.markdown(f"**{words.literal(words.stripped([export['name'], words.code(export['kind']), words.many(export['rows'], 'row'), words.moment(export['taken_at'])]))}**")
        told = [{"what": what, "value": value} for what, value in (said.get("lines") or lines(said)[:-2])]
        show(told, ABOUT, f"about the export {export['name']}", "", key=f"about_{export['export_id']}", download=False)
        with st.container(horizontal=True):
            st.download_button(
                "All of it as JSON", json.dumps(said, indent=2, ensure_ascii=False), file_name="provenance.json", mime="application/json", icon=":material/download:", on_click="ignore",
                key=f"json_{export['export_id']}",
            )  # fmt: skip
            if export["page"] and place.page_file(export["page"]).exists():
                if st.button("Open the list as it is now", icon=":material/open_in_new:", key=f"open_{export['export_id']}"):
                    place.go(export["page"], **json.loads(export["link"]))


def remember(export, result):
    """Keep what was found when it was asked again, until another is asked."""
    st.session_state[AGAIN] = (export["export_id"], result)


def compared(export):
    """How an export differs from what the same question gives now, where that was asked."""
    export_id, result = st.session_state.get(AGAIN, (None, None))
    if export_id != export["export_id"]:
        return
    counts, found = result["counts"], result["differences"]
    if result["reworded"]:
        st.warning(words.literal(f"Reckoner asks {' and '.join(result['reworded'])} in other words now, so differences may come from that."))
    if result["by_hand"]:
        st.info(
            f"{words.many(result['by_hand'], 'row')} of this list {words.agree(result['by_hand'])} put together by the page from several answers. Open the list to compare them."
        )
    if result["by_hand"] < result["rows"] or not result["rows"]:
        if not found and not result["unseen"]:
            st.success(f"It is still so: the same {words.many(result['rows'] - result['by_hand'], 'row')}.")
        _counted(counts)
    if result["unseen"]:
        st.text(f"{words.many(result['unseen'], 'row')} {words.agree(result['unseen'])} no longer yours to see.")
    if result["left_out"]:
        st.text(f"The page had narrowed its list; {words.many(result['left_out'], 'row')} that it left out {words.agree(result['left_out'])} left out here too.")
    _rows(result, "differences from today")


def recognised(result):
    """What a file is that somebody brought."""
    export, state = result["export"], result["state"]
    if state == "unknown":
        st.warning("This file is no export that you can see, or so much of it was changed that it can't be told. Nothing is said about it.")
        return
    whose = f"“{export['name']}”, taken by {export['taken_by']} on {words.moment(export['taken_at'])}"
    if state == "as_taken":
        st.success(words.literal(f"This is the very file: {whose}, with {words.many(export['rows'], 'row')}. Not a byte was changed."))
    elif state == "same_rows":
        st.success(words.literal(f"The rows are those that were taken: {whose}. The file was saved anew, so its bytes are others."))
    else:
        st.error(words.literal(f"This file was changed: {whose}. Its rows are not those that were taken."))
        _rows(result, "what was changed in the file")


def _counted(counts):
    with st.container(horizontal=True):
        for what, (colour, icon) in MARKS.items():
            if counts[what]:
                st.badge(f"{counts[what]:,} {words.code(what).lower()}", color=colour, icon=icon)


def _rows(result, name):
    """The differences row by row, codes as words."""
    if result["differences"]:
        columns = [Column(one["column"], one["heading"]) for one in result["columns"]]
        rows = [row | {name: words.CODES.get(value, value) for name, value in row.items() if name not in ("what", "was")} for row in result["differences"]]
        show(rows, [*WHAT, *columns], name, "", download=False)
