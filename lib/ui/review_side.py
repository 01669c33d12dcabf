"""Beside the exception: the file's own rows, the reconciliation form, the plan, and who did what. Every amount opens its lines."""

import json

import streamlit as st

from lib.ui import words
from lib.ui.session import act
from lib.ui.tables import Column, show

AROUND = 6
FILE_ROW = [
    Column("place", "Row", width=110), Column("posted_on", "Date", "day", width=85), Column("description", "As in the file", width=170),
    Column("money_out", "Out", "money", width=75), Column("money_in", "In", "money", width=75), Column("balance", "Balance", "money", width=80),
]  # fmt: skip
LINE = [
    Column("posted_on", "Date", "day", width=90), Column("description", "Description", width=240), Column("money_out", "Out", "money", width=85), Column("money_in", "In", "money", width=85),
    Column("running_balance", "Balance", "money", width=95), Column("spend_category", "What for", "category", width=125), Column("category_reason", "Why", width=215),
]  # fmt: skip
FORM = [
    Column("form_row", "", width=30),
    Column("words", "Row of the form", width=235),
    Column("expected", "Expected", "money", width=90),
    Column("seen", "Seen", "money", width=90),
    Column("difference", "Difference", "money", width=80),
]
PLAN = [
    Column("spend_category", "What for", "category", width=150), Column("planned", "Plan", "money", width=85), Column("money_out", "Out", "money", width=85), Column("money_in", "In", "money", width=85),
    Column("over_plan", "Over plan", "money", width=85), Column("lines", "Lines", "count", width=50),
]  # fmt: skip
OWED = [
    Column("description", "Owed for", width=200), Column("kind", "Kind", "code", width=120), Column("amount", "Amount", "money", width=85), Column("decided_by", "Noted by", width=85), Column("decided_at", "On", "moment", width=130),
]  # fmt: skip
HISTORY = [
    Column("happened_at", "When", "moment", width=130),
    Column("actor", "Who", width=85),
    Column("action", "What", "code", width=150),
    Column("verdict", "Verdict", "code", width=90),
    Column("reason", "Why", width=140),
]
PAYMENTS = [
    Column("due_on", "Due", "day", width=100), Column("posted_on", "Seen", "day", width=100), Column("outcome", "", "code", width=150), Column("description", "Description", width=280),
    Column("expected", "Expected", "money", width=110), Column("seen", "On the statement", "money", width=120),
]  # fmt: skip
CONTRIBUTION = [
    Column("due_on", "Due", "day", width=100),
    Column("outcome", "", "code", width=200),
    Column("expected", "Expected", "money", width=110),
    Column("received", "Received", "money", width=110),
    Column("outstanding", "Outstanding", "money", width=110),
]
WAITING = [
    Column("mark", "", width=60), Column("occurred_on", "Date", "day", width=90), Column("amount", "Amount", "money", width=90), Column("message", "What", width=540),
    Column("severity", "Weight", "code", width=70), Column("status_words", "Stands", width=95),
]  # fmt: skip


def statement_rows(rows, line, mark, original, page):
    """The file's own rows around a line, that line marked with a word; the page where it is one; and where the file came from."""
    here = next((place for place, row in enumerate(rows) if row["status"] == "line" and row["line_number"] == line["line_number"]), None)
    if here is None:
        st.text("This line's statement was withdrawn, so its file is not shown.")
        return
    near = [
        row | {"is_it": row is rows[here], "place": words.stripped([row["line_number"], mark if row is rows[here] else said_of(row)])}
        for row in rows[max(0, here - AROUND) : here + AROUND + 1]
    ]
    if rows[here]["source"].startswith("page "):
        picture = page(line)
        if picture:
            st.image(picture, caption=f"The page of the statement; row {line['line_number']} is framed", width="stretch")
    show(near, FILE_ROW, "rows of the file", "This file has no rows.", key="file_rows", download=False, marked=lambda row: row["is_it"])
    st.code(rows[here]["source"], language=None, wrap_lines=True)
    st.text(
        f"Row {line['line_number']} of {rows[here]['file_name']}. Statement {words.code(rows[here]['proof']).lower()}. Received {words.moment(rows[here]['received_at'])} by {rows[here]['received_by']}."
    )
    if rows[here]["checked_by"]:
        st.text(checked(rows[here]))
    st.download_button(
        "The file as received",
        original,
        file_name=rows[here]["file_name"].split("/")[-1],
        key="original",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        help="The look is noted in the activity log",
    )


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


def opened(rows, columns, lines, name, matches, empty):
    """A table whose rows open into their lines."""
    chosen = show(rows, columns, name, empty, pick="Show the lines of", download=False)
    if chosen:
        found = [line for line in lines if matches(chosen, line)]
        show(
            found, LINE, f"lines of {name}", "No line of this period belongs to this row; it is worked out from the others or from the statement.", key=f"{name}_lines", height=None
        )


def owed(items, kinds, note, take_back):
    """Row K item by item: what is owed already. note(kind, description, amount) and take_back(item_id) where that is allowed, else None."""
    st.markdown("**Owed and not on the statement yet (K)**")
    chosen = show(items, OWED, "outstanding items", "Nothing is noted as owed at the end of this period.", pick="Choose" if take_back else None, download=False)
    if not note:
        return
    if chosen:
        st.button(f"Take back: {words.literal(chosen['description'])}", on_click=act, args=(take_back, chosen["item_id"]), icon=":material/undo:")
    with st.form("owed", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox("What is owed", list(kinds), format_func=kinds.get, width=190)
        description = st.text_input("What for", max_chars=200, width=210)
        amount = st.text_input("Pounds", max_chars=20, width=100)
        wanted = st.form_submit_button("Note it")
    if wanted:
        act(note, kind, description, amount)
        st.rerun(scope="fragment")


def in_form_row(chosen, line):
    """Whether a line is in a row of the form. F is all money in, G all money out, H all there is."""
    letter = chosen["form_row"]
    return line["form_row"] == letter or (letter == "F" and line["money_in"] is not None) or letter in ("H", "J")


def in_category(chosen, line):
    return chosen["spend_category"] == line["spend_category"]
