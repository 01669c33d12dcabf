"""Saying which column of a table is which: the first rows, a choice for each column, and at once what it reads as."""

import streamlit as st

from lib.ui import upload_parts, words
from lib.ui.session import saying_errors, strong
from lib.ui.tables import Column, show

LINES = [Column("posted_on", "Date", width=110), Column("description", "Description", width=380), Column("amount", "Amount", width=110), Column("balance", "Balance", width=110)]
MORE = [Column("kind", "Kind", width=140), Column("card_reference", "Card", width=120), Column("merchant", "Merchant", width=180), Column("merchant_code", "Code", width=80)]
SHOWN = 8
IN_A_ROW = 4


def wizard(reading, roles, dates, describe, try_out, keep):
    """One file whose table no layout knows. describe, try_out and keep are the service's; keep(layout) is done when it is pressed."""
    key = reading["sha256"][:16]
    rows, guess = reading["first_rows"], reading["guess"] or {"title": "", "heading": _likely_heading(reading["first_rows"]), "columns": {}, "is_reversed": False, "dates": ""}
    with st.expander(words.literal(f"Say which column is which in {reading['file']}"), expanded=True):
        st.text(_what_it_is_for(guess["title"]))
        _first_rows(reading["file"], rows, key)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            without = st.checkbox("There are no headings", value=guess["heading"] is None, key=f"without_{key}", help="The first row is a payment already")
            number = st.number_input("Row with the headings", 1, len(rows), guess["heading"] or 1, key=f"header_{key}", width=160, disabled=without)
            said_dates = st.selectbox("Dates", list(dates), list(dates).index(guess["dates"]), format_func=dates.get, key=f"dates_{key}", width=200)
            is_reversed = st.checkbox(
                "Spending is printed without a minus", value=guess["is_reversed"], key=f"sign_{key}", help="As on many cards: money spent is plain, money paid in has a minus or CR"
            )
        chosen = _columns(roles, _names(rows, None if without else number), guess["columns"], key)
        title = st.text_input("What is this export called? The name is shown wherever it is read", guess["title"], max_chars=80, key=f"title_{key}")
        if not any(chosen.values()):
            st.text("Choose the columns, and you see at once what the file reads as.")
            return
        with saying_errors(now=True):
            layout = describe(title, rows, None if without else number, chosen, is_reversed, said_dates)
            _what_it_reads_as(try_out(layout), chosen)
            st.button(
                "Keep this layout and read the file",
                on_click=keep,
                args=(layout,),
                disabled=not title.strip(),
                type=strong(),
                key=f"keep_{key}",
                icon=":material/check:",
                help="Give it a name first" if not title.strip() else None,
            )


def _what_it_is_for(title):
    """Why the wizard stands here: no layout knows the table, or one is a guess."""
    if title:
        return f"The columns are filled in as a guess, because this looks like {title}. Change what is wrong; files like it are read by what you keep."
    return "No layout knows this table. Say which column is which; files like it are read by that from then on."


def _first_rows(file, rows, key):
    """The first rows as they stand in the file."""
    widest = max(len(row) for row in rows)
    listed = [{"row": str(number), **{f"c{place}": row[place] if place < len(row) else "" for place in range(widest)}} for number, row in enumerate(rows, start=1)]
    columns = [Column("row", "Row", width=50), *(Column(f"c{place}", f"Column {place + 1}", width=150) for place in range(widest))]
    show(listed, columns, f"first rows of {file}", "", key=f"rows_{key}", download=False)


def _names(rows, heading):
    """{place from 1: how a column is called}: by its heading, or by what stands first in it."""
    if heading:
        return {place: f"{place}: {cell or 'no heading'}" for place, cell in enumerate(rows[heading - 1], start=1)}
    first = {place: next((row[place - 1] for row in rows if len(row) >= place and row[place - 1].strip()), "") for place in range(1, max(map(len, rows)) + 1)}
    return {place: f"{place}: {cell or 'nothing'}" for place, cell in first.items()}


def _columns(roles, names, guessed, key):
    """{role: place or None} as it is chosen; it begins with what is guessed."""
    chosen, listed = {}, list(roles)
    for some in (listed[first : first + IN_A_ROW] for first in range(0, len(listed), IN_A_ROW)):
        for column, role in zip(st.columns(IN_A_ROW), some, strict=False):
            places = [None, *names]
            begins = places.index(guessed[role]) if guessed.get(role) in names else 0
            chosen[role] = column.selectbox(roles[role], places, begins, format_func=lambda place: names.get(place, "None"), key=f"{role}_{key}")
    return chosen


def _what_it_reads_as(reading, chosen):
    """The sentence, the remarks and the first lines of a reading, or why there is none."""
    if reading["status"] == "refused":
        st.text(reading["reason"])
        return
    st.text(f"It reads as {', '.join(upload_parts.about(reading['statements']))}; {words.many(len(reading['rejected_lines']), 'line')} can't be read.")
    for said in [line["reason"] for line in reading["rejected_lines"][:3]] + reading["messages"]:
        st.text(said)
    columns = [*LINES, *(column for column in MORE if chosen[column.name])]
    show(reading["statements"][0]["rows"][:SHOWN], columns, "first lines", "", key=f"tried_{reading['sha256'][:16]}", download=False)


def _likely_heading(rows):
    """The number of the row that most likely has the headings: most cells with words, and none with digits. None where there is no such row."""
    filled = {number: [cell for cell in row if cell.strip()] for number, row in enumerate(rows, start=1)}
    score = {number: len(cells) for number, cells in filled.items() if len(cells) > 1 and not any(sign.isdigit() for cell in cells for sign in cell)}
    return max(score, key=lambda number: (score[number], -number), default=None)
