"""Saying which column of a table is which: the first rows, a choice for each column, and at once what it reads as."""

import streamlit as st

from lib.ui import upload_parts, words
from lib.ui.session import saying_errors, strong
from lib.ui.tables import Column, show

LINES = [Column("posted_on", "Date", width=110), Column("description", "Description", width=380), Column("amount", "Amount", width=110), Column("balance", "Balance", width=110)]
SHOWN = 8


def wizard(reading, roles, dates, describe, try_out, keep):
    """One file whose table no layout knows. describe, try_out and keep are the service's; keep(layout) is done when it is pressed."""
    key = reading["sha256"][:16]
    rows = reading["first_rows"]
    with st.expander(words.literal(f"Say which column is which in {reading['file']}"), expanded=True):
        st.text("No layout knows this table. Say which column is which; files like it are read by that from then on.")
        widest = max(len(row) for row in rows)
        listed = [{"row": str(number), **{f"c{place}": row[place] if place < len(row) else "" for place in range(widest)}} for number, row in enumerate(rows, start=1)]
        show(
            listed,
            [Column("row", "Row", width=50), *(Column(f"c{place}", f"Column {place + 1}", width=150) for place in range(widest))],
            f"first rows of {reading['file']}",
            "",
            key=f"rows_{key}",
            download=False,
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.number_input("Row with the headings", 1, len(rows), _likely_header(rows), key=f"header_{key}", width=160)
            said_dates = st.selectbox("Dates", list(dates), format_func=dates.get, key=f"dates_{key}", width=200)
            is_reversed = st.checkbox("Spending is printed without a minus", key=f"sign_{key}", help="As on many cards: money spent is plain, money paid in has a minus or CR")
        header = rows[number - 1]
        names = {place: f"{place}: {heading or 'no heading'}" for place, heading in enumerate(header, start=1)}
        chosen = {}
        for some in (list(roles)[:4], list(roles)[4:]):
            for column, role in zip(st.columns(4), some, strict=False):
                chosen[role] = column.selectbox(roles[role], [None, *names], format_func=lambda place: names.get(place, "None"), key=f"{role}_{key}")
        title = st.text_input("What is this export called? The name is shown wherever it is read", max_chars=80, key=f"title_{key}")
        if not any(chosen.values()):
            st.text("Choose the columns, and you see at once what the file reads as.")
            return
        with saying_errors(now=True):
            layout = describe(title, header, chosen, is_reversed, said_dates)
            _what_it_reads_as(try_out(layout))
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


def _what_it_reads_as(reading):
    """The sentence and first lines of a reading, or why there is none."""
    if reading["status"] == "refused":
        st.text(reading["reason"])
        return
    st.text(f"It reads as {', '.join(upload_parts.about(reading['statements']))}; {words.many(len(reading['rejected_lines']), 'line')} can't be read.")
    for line in reading["rejected_lines"][:3]:
        st.text(line["reason"])
    show(reading["statements"][0]["rows"][:SHOWN], LINES, "first lines", "", key=f"tried_{reading['sha256'][:16]}", download=False)


def _likely_header(rows):
    """The row that has most cells with words and none with digits: most likely the headings."""
    score = {number: sum(bool(cell.strip()) and not any(sign.isdigit() for sign in cell) for cell in row) for number, row in enumerate(rows, start=1)}
    return max(score, key=lambda number: (score[number], -number))
