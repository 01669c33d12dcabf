"""The search box beside every page, and what was found: lists by kind, each opening the very spot."""

from html import escape

import streamlit as st

from lib.ui import place, words
from lib.ui.tables import Column, show

MOST_TYPED = 200
WHAT = "A name, an account, a payee, a reference, an amount, a day, or words of a note"
HEADINGS = {
    "person": ("person", "people"), "payee": ("payee", "payees"), "line": ("line of statements", "lines of statements"), "note": ("note", "notes"), "finding": ("finding", "findings"),
    "payment": ("payment by the council", "payments by the council"), "money": ("step of money back", "steps of money back"), "letter": ("letter", "letters"),
}  # fmt: skip
WHO = [Column("who", "Person", width=130), Column("agreement_id", "Agreement", width=95)]
COLUMNS = {
    "person": [
        Column("who", "Person", width=165), Column("person_id", "Number", width=90), Column("agreement_id", "Agreement", width=95), Column("account_id", "Account", width=95), Column("recipient_name", "Paid to", width=150),
        Column("sort_code", "Sort code", width=85), Column("account_number", "Account number", width=120), Column("card_number", "Card", width=100), Column("officer", "Officer", width=85),
    ],
    "payee": [
        Column("payee", "Payee", width=240), *WHO, Column("spend_category", "What for", "category", width=150), Column("lines", "Lines", "count", width=65),
        Column("newest_on", "Newest", "day"), Column("money_out", "Out", "money", width=105), Column("money_in", "In", "money", width=105),
    ],
    "line": [
        Column("posted_on", "Date", "day"), Column("description", "Description", width=320), *WHO, Column("money_out", "Out", "money", width=100), Column("money_in", "In", "money", width=100),
        Column("spend_category", "What for", "category", width=150),
    ],
    "note": [
        Column("on_day", "On", "day"), Column("kind", "What", "code", width=65), Column("said", "Said", width=400), Column("with_whom", "With", width=120), *WHO, Column("written_by", "By", width=90),
    ],
    "finding": [
        Column("occurred_on", "On", "day"), Column("message", "What", width=490), *WHO, Column("amount", "Amount", "money", width=100), Column("status", "Stands", "code", width=95),
    ],
    "payment": [
        Column("paid_on", "Paid on", "day"), Column("reference", "Reference", width=190), *WHO, Column("kind", "Kind", "code", width=120), Column("amount", "Amount", "money", width=110),
    ],
    "money": [
        Column("on_day", "On", "day"), Column("kind", "About", "code", width=130), Column("what", "What", "code", width=190), *WHO, Column("words", "Said", width=280), Column("amount", "Amount", "money", width=100),
    ],
    "letter": [
        Column("written_on", "Written", "day"), Column("reference", "Reference", width=130), Column("template", "Letter", "code", width=220), Column("addressee_name", "To", width=160), Column("agreement_id", "Agreement", width=95),
        Column("state", "Stands", "code", width=120), Column("amount", "Amount", "money", width=100),
    ],
}  # fmt: skip


def box():
    """The search box beside the title of every page. What is typed there opens the search page.

    It is the same on every page, so that no browser draws it anew; lib/watch.js has it followed without loading the page anew.
    """
    st.html(
        f'<form class="search-box" role="search" action="search"><span aria-hidden="true">search</span><input type="search" name="q" maxlength="{MOST_TYPED}" placeholder="Search" aria-label="Search" title="{escape(WHAT)}"></form>',
        width=300,
    )


def ask():
    """What is looked for: it lives in the link."""
    key, said = "search_q", place.of("q", "")
    if st.session_state.get("search_shown") != said:
        st.session_state[key] = st.session_state["search_shown"] = said

    def changed():
        place.put(q=st.session_state[key].strip())

    st.text_input(WHAT, key=key, max_chars=MOST_TYPED, type="search", icon=":material/search:", on_change=changed)
    return place.of("q", "")


def results(found, typed):
    """What was found, by kind, the likeliest first."""
    for group in found:
        of_it = f" of {words.money(group.amount)}" if group.amount else " with a name nearly like it" if group.rows[0].get("fit") == 1 else ""
        st.subheader(words.literal(f"{group.count:,}{'' if group.is_all else ' or more'} {HEADINGS[group.kind][group.count != 1]}{of_it}"))
        if group.count > len(group.rows):
            st.text(f"These are {len(group.rows)} of them, {'the likeliest' if group.kind == 'person' else 'the newest'}. Another word, an amount or a day makes it fewer.")
        name = f"{HEADINGS[group.kind][1]} found{' by amount' if group.amount else ''}"
        show(group.rows, COLUMNS[group.kind], name, "", key=f"{group.kind}_{group.amount}_{typed}", height=290, to=lambda row, kind=group.kind: spot(kind, row))


def spot(kind, row):
    """The very spot of something that was found."""
    if kind == "letter":
        return place.address("letters", letter=row["letter_id"])
    if kind == "money":
        return place.of_case(row)
    if kind in ("payee", "line", "finding", "payment"):
        on = row[{"payee": "newest_on", "line": "posted_on", "finding": "occurred_on", "payment": "paid_on"}[kind]]
        if on:
            return place.address("review", account=row["account_id"], on=on, line=row.get("transaction_id"), row=row.get("finding_id"))
    return place.address("case", account=row["account_id"], agreement=row["agreement_id"], entry=row.get("entry_id"))
