"""One way to show a list: the same columns on the page and in the download.

A list is a table that everybody can read, each row a link where it leads somewhere. Where rows are chosen for something on the same page it
is Streamlit's grid, or, for screen readers, the table with a box to choose from.
"""

import json
import re
from dataclasses import dataclass
from html import escape

import streamlit as st

from lib.asked import behind
from lib.exports import ENDINGS, FORMATS, export, file_stem
from lib.ui import words
from lib.ui.session import act, actor, store, where_shown

PLAIN = "plain_tables"  # in the session: lists as plain tables, for screen readers
HELP = {
    "csv": "A ZIP with this list as CSV, and beside it what it answers, who took it, when, and its hash",
    "xlsx": "This list as a workbook; its sheet About says what it answers, who took it, when, and its hash",
    "parquet": "This list for a program, with what it answers in the file's metadata",
}
ROW_HEIGHT, MOST_HEIGHT = 35, 560
USUAL_WIDTH = 100  # pixels of a column
MOST = 200  # rows of a long list that are shown at once
NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?")
KINDS = {
    "text": str, "money": words.money, "owed": words.money, "day": words.day, "code": words.code, "category": words.category,
    "moment": words.moment, "count": lambda value: f"{value:,}", "bar": lambda value: f"{value:,}", "yes": lambda value: "yes" if value else "", "list": ", ".join, "number": lambda value: f"{value:,f}", "figure": str,
}  # fmt: skip
SIDES = {"money": "right", "owed": "right", "figure": "right", "number": "right", "count": "right", "bar": "bar"}  # where a cell's words stand
AS_THEY_ARE = {"money", "count", "bar", "day", "number"}  # kinds whose values sort and leave as what they are


@dataclass(frozen=True)
class Column:
    """A column of a list: the name in the row, the heading, and how its values are written. A bar is a count with a bar as long as it is beside the most of the column."""

    name: str
    label: str
    kind: str = "text"
    width: int | None = None

    @property
    def heading(self):
        """The heading where there is room and somebody hears it: a column without one on the page is still called something."""
        return self.label or words.code(self.name)


def show(rows, columns, name, empty, key=None, to=None, pick=None, on_pick=None, height=MOST_HEIGHT, download=True, marked=None, many=False, whole=False):
    """Show a list, and give the row that was chosen, or None; with many, the rows that were chosen.

    empty says why there is nothing, and what would fill it. to(row) is the address that a row leads to, from place.address or place.here,
    or None. pick is the word for choosing a row for something on this page; without it none can be. on_pick(row) is done once, when it is
    chosen. marked(row) says which rows stand out; such a row also says so in words. With whole, every text is read to its end.
    """
    if not rows:
        st.text(empty)
        return [] if many else None
    key = key or name
    if pick and not st.session_state.get(PLAIN):
        chosen = _grid(rows, columns, name, key, pick, on_pick, height, marked, many)
    else:
        _table(rows, columns, name, to, height, marked, whole or st.session_state.get(PLAIN))
        chosen = _choice(rows, columns, key, pick, on_pick, many) if pick else None
    if download:
        downloads(rows, columns, name, key)
    return chosen


def show_first(rows, count, every, columns, name, empty, **how):
    """The first rows of a list of so many, no more than are looked at; every() gives all of them, for a file. Gives the row that was chosen, or None."""
    chosen = show(rows, columns, name, empty, download=False, **how)
    if len(rows) < count:
        st.text(f"These are the first {len(rows):,} of {count:,}. Narrow them above, or take all of them as a file.")
    if rows:
        downloads(every, columns, name, how.get("key") or name)
    return chosen


def downloads(rows, columns, name, key):
    """The list as a file that says what it answers. Made when it is asked for, and kept with who took it. rows may be a function that gives them then."""
    person, labels, place = actor(), {column.name: column.heading for column in columns}, where_shown()

    def made(kind):
        every = rows() if callable(rows) else rows
        written = [{**row, **{column.name: _exported(row[column.name], column.kind) for column in columns}} for row in every]
        return export(store(), person, name, labels, written, kind, *behind(every), place)

    # The browser draws what is folded away once it is opened: three buttons cost as much as half a list.
    with st.container(horizontal=True, horizontal_alignment="right"), st.popover("Download", type="tertiary", icon=":material/download:", key=f"{key}_download"):
        for kind, label in (("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet")):
            st.download_button(
                label, lambda kind=kind: made(kind), file_name=f"{file_stem(name)}.{ENDINGS[kind]}", mime=FORMATS[kind], key=f"{key}_{kind}", type="tertiary",
                icon=":material/download:", on_click="ignore", help=HELP[kind],
            )  # fmt: skip


def _grid(rows, columns, name, key, pick, on_pick, height, marked, many):
    import pandas as pd

    below = {column.name for column in columns if column.kind == "money" and any(row[column.name] is not None and row[column.name] < 0 for row in rows)}
    frame = pd.DataFrame(
        [[_shown(row[column.name], "owed" if column.name in below else column.kind) for column in columns] for row in rows],
        columns=[column.name for column in columns],
        dtype=object,
    )
    options = {"on_select": _picked(rows, f"{key}_grid", on_pick) if on_pick else "rerun", "selection_mode": "multi-row" if many else "single-row"}
    st.dataframe(
        _style(frame, rows, marked) if marked else frame, hide_index=True, key=f"{key}_grid", placeholder="",
        height=min(height, ROW_HEIGHT * (len(rows) + 1) + 3),
        column_config={column.name: _config(column, column.name in below, rows) for column in columns},
        alt=f"{name}: {words.many(len(rows), 'row')}. Choose plain tables in the sidebar to have them read aloud.", **options,
    )  # fmt: skip
    picked = st.session_state[f"{key}_grid"].selection.rows
    chosen = [rows[place] for place in picked if place < len(rows)]
    return chosen if many else next(iter(chosen), None)


def _style(frame, rows, marked):
    dark, light = "background-color: #1f4250; color: #e8edf1", "background-color: #d9ecf2; color: #14212b"
    colours = f"{dark if st.context.theme.type == 'dark' else light}; font-weight: 600"
    stands_out = [bool(marked(row)) for row in rows]
    return frame.style.apply(lambda cells: [colours if out else "" for out in stands_out], axis=0)


def _picked(rows, key, on_pick):
    """What is done when a row of a grid is chosen."""

    def picked():
        places = st.session_state[key].selection.rows
        if places and places[0] < len(rows):
            act(on_pick, rows[places[0]])

    return picked


def _table(rows, columns, name, to, height, marked, whole):
    """The list as lib/lists.js draws it. What stands in it goes there as data, and none of it is read as HTML."""
    said = {
        "name": name, "height": height,
        "columns": [{"name": column.name, "label": column.label, "spoken": column.heading, "side": SIDES.get(column.kind, "left"), "width": column.width or USUAL_WIDTH, "most": _most(rows, column)} for column in columns],
        "rows": [{"cells": [_cell(row[column.name], column.kind) for column in columns]} | ({"to": to(row)} if to else {}) | ({"marked": True} if marked and marked(row) else {}) for row in rows],
    }  # fmt: skip
    st.html(f'<div class="list{" whole" if whole else ""}" data-list="{escape(_as_data(said))}"></div>')


def _as_data(said):
    """JSON without the signs at which a browser's cleaner of HTML takes fright."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e")


def _cell(value, kind):
    """What a cell says, with what it is sorted by where that is something else."""
    if value in (None, ""):
        return ""
    said = KINDS[kind](value)
    if kind == "figure":
        return [said, NUMBER.search(said)[0].replace(",", "") if NUMBER.search(said) else ""]
    return [said, value.toordinal() if kind == "day" else str(value)] if kind in AS_THEY_ARE or kind == "moment" else said


def _most(rows, column):
    """How long the longest bar of a column is."""
    return max(row[column.name] or 0 for row in rows) or 1 if column.kind == "bar" else None


def _choice(rows, columns, key, pick, on_pick, many):
    """A box to choose a row of the table above."""
    if many:
        chosen = st.multiselect(pick, range(len(rows)), key=f"{key}_picks", placeholder="Choose rows", format_func=lambda place: _spoken(rows[place], columns))
        return [rows[place] for place in chosen]

    def picked():
        if on_pick and st.session_state[f"{key}_pick"] is not None:
            act(on_pick, rows[st.session_state[f"{key}_pick"]])

    chosen = st.selectbox(
        pick, range(len(rows)), index=None, key=f"{key}_pick", on_change=picked, placeholder="Choose a row",
        format_func=lambda place: _spoken(rows[place], columns),
    )  # fmt: skip
    return rows[chosen] if chosen is not None else None


def _spoken(row, columns):
    return words.stripped(KINDS[column.kind](row[column.name]) for column in columns[:4] if row[column.name] not in (None, ""))


def _config(column, has_less_than_nothing, rows):
    if has_less_than_nothing or column.kind == "figure":
        # A number would be written £-312.00, and a figure that is words already has a unit of its own.
        return st.column_config.TextColumn(column.label, width=column.width, alignment="right")
    if column.kind == "money":
        return st.column_config.NumberColumn(column.label, format="£%,.2f", width=column.width, alignment="right")
    if column.kind == "number":
        return st.column_config.NumberColumn(column.label, format="%,.2f", width=column.width)
    if column.kind == "bar":
        return st.column_config.ProgressColumn(column.label, format="%,d", width=column.width, max_value=_most(rows, column))
    if column.kind == "count":
        return st.column_config.NumberColumn(column.label, format="%d", width=column.width or USUAL_WIDTH)
    if column.kind == "day":
        return st.column_config.DateColumn(column.label, format="D MMM YYYY", width=column.width or USUAL_WIDTH)
    return st.column_config.TextColumn(column.label, width=column.width)


def _shown(value, kind):
    """Numbers and days stay what they are, so that they sort; codes become words."""
    return value if value is None or kind in AS_THEY_ARE else KINDS[kind](value)


def _exported(value, kind):
    """Codes leave as words; money and days as what they are."""
    return value if value is None or kind in AS_THEY_ARE or kind == "text" else KINDS[kind](value)
