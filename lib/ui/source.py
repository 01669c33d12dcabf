"""Where a line came from: its page with the line framed or its row in the file, who checked it, and another statement beside it."""

import json
from datetime import timedelta
from typing import Any, NamedTuple

import streamlit as st

from lib.ui import words
from lib.ui.pictures import drawn
from lib.ui.session import actor, store, view
from lib.ui.tables import Column, show

AROUND = 6
NEAR = timedelta(days=7)
FILE_ROW = [
    Column("place", "Row", width=95), Column("posted_on", "Date", "day", width=85), Column("description", "As in the file", width=155),
    Column("money_out", "Out", "money", width=75), Column("money_in", "In", "money", width=75), Column("balance", "Balance", "money", width=80),
]  # fmt: skip
TWO = [
    Column("posted_on", "Date", "day", width=85), Column("amount", "Amount", "money", width=80), Column("compared", "", "code", width=105), Column("one_description", "Left", width=130),
    Column("other_description", "Right", width=130), Column("one_balance", "Left balance", "money", width=90), Column("other_balance", "Right balance", "money", width=90),
]  # fmt: skip


class Kept(NamedTuple):
    """The services that give what is kept: picture(store, actor, statement_id, line_number) and evidence(store, actor, statement_id)."""

    picture: Any
    evidence: Any


def line_in_file(kept, account_id, statement_id, line_number, mark):
    """The file's own rows around a line, that line marked with a word; the page where it is one; and where the file came from."""
    rows = rows_of(account_id, statement_id)
    here = next((place for place, row in enumerate(rows) if row["status"] == "line" and row["line_number"] == line_number), None)
    if here is None:
        st.text("This line's statement was withdrawn, so its file is not shown.")
        return
    near = [
        row | {"is_it": row is rows[here], "place": words.stripped([row["line_number"], mark if row is rows[here] else said_of(row)])}
        for row in rows[max(0, here - AROUND) : here + AROUND + 1]
    ]
    page_of(kept, rows[here])
    show(near, FILE_ROW, "rows of the file", "This file has no rows.", key="file_rows", download=False, marked=lambda row: row["is_it"])
    where_from(kept, rows[here])


def rows_of_file(kept, account_id, statement_id):
    """All rows of a statement's file, and the file; the row that is chosen is shown on its page."""
    rows = [row | {"place": words.stripped([row["line_number"], said_of(row)])} for row in rows_of(account_id, statement_id)]
    chosen = show(rows, FILE_ROW, "rows of the file", "This file has no rows.", key=f"rows_{statement_id}", pick="Show where it came from")
    if chosen:
        page_of(kept, chosen)
        where_from(kept, chosen)
    elif rows:
        original(kept, statement_id, rows[0]["file_name"])


def rows_of(account_id, statement_id):
    """The rows of a statement's file, in its order."""
    return words.ordered(view("dashboards.file_row", account_id=account_id, statement_id=statement_id), "line_number")


def page_of(kept, row):
    """The page a row stands on, with the row framed; nothing for a row of a table."""
    if not row["source"].startswith("page "):
        return
    key = row["statement_id"], row["line_number"]
    if picture := drawn(key, lambda: kept.picture(store(), actor(), *key)):
        st.image(picture, caption=f"The page of the statement; row {row['line_number']} is framed", width="stretch")


def where_from(kept, row):
    """The row as it stands in the file, what was said of it, and the file itself."""
    st.code(row["source"], language=None, wrap_lines=True)
    st.text(f"Row {row['line_number']} of {row['file_name']}. Statement {words.code(row['proof']).lower()}. Received {words.moment(row['received_at'])} by {row['received_by']}.")
    if row["checked_by"]:
        st.text(checked(row))
    original(kept, row["statement_id"], row["file_name"])


def original(kept, statement_id, file_name):
    """The file byte for byte."""
    st.download_button(
        "The file as received", lambda person=actor(): kept.evidence(store(), person, statement_id)[1], file_name=file_name.split("/")[-1], key=f"original_{statement_id}",
        on_click="ignore", type="tertiary", icon=":material/download:", help="The look is noted in the activity log",
    )  # fmt: skip


def checked(row):
    """Who held the line against its page, and what the reader had made of it where that was corrected."""
    said = f"{words.code('seen' if row['said'] in (None, 'agrees') else row['said'])} by {row['checked_by']} against the page, {words.moment(row['checked_at'])}."
    if row["said"] != "corrected":
        return said
    was = json.loads(row["was"])
    read = words.stripped([was["posted_on"], was["description"], was["amount"], was["balance"]])
    return f"{said} It had been read as {read}." if read else f"{said} It could not be read before."


def said_of(row):
    """Why a row of the file is no line."""
    return "" if row["status"] == "line" else words.code(row["status"]).lower()


def side_by_side(account_id, on):
    """The statements that contradict each other on a day, side by side around it. Gives the row that was chosen as (statement_id, line_number), or None."""
    every = words.ordered(view("dashboards.two_statements", account_id=account_id), "posted_on", "day_position")
    chosen = None
    for pair, rows in words.grouped([row | {"pair": (row["one_id"], row["other_id"])} for row in every], "pair").items():
        if any(row["posted_on"] == on and row["compared"] != "same" for row in rows):
            st.text(f"Left: {rows[0]['one_file']}. Right: {rows[0]['other_file']}. The days that both cover, around {words.day(on)}.")
            near = [row for row in rows if abs(row["posted_on"] - on) <= NEAR]
            picked = show(near, TWO, "two statements", "", key="_".join(pair), pick="Show in its file", marked=lambda row: row["compared"] != "same")
            chosen = picked or chosen
    if chosen is None:
        return None
    return (chosen["one_id"], chosen["one_line"]) if chosen["one_line"] else (chosen["other_id"], chosen["other_line"])
