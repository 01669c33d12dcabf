"""A sample of pounds on a page: the samples there are, drawing one, its payments and what they prove."""

import streamlit as st

from lib.ui import cards, place, words
from lib.ui.session import act
from lib.ui.tables import Column, show

SAMPLES = [
    Column("council", "Council", width=105), Column("span", "Days", width=185), Column("items", "Payments", "count", width=85), Column("pounds", "Paid out", "money", width=115), Column("step", "Interval", "money", width=110),
    Column("looked_for", "Drawn", "count", width=75), Column("looked_at", "Looked at", "count", width=95), Column("pounds_wrong", "Found wrong", "money", width=115), Column("drawn_by", "Drawn by", width=90), Column("drawn_at", "When", "moment", width=140),
]  # fmt: skip
ITEMS = [
    Column("place", "No.", "count", width=55), Column("selected_as", "Chosen", "code", width=115), Column("posted_on", "Day", "day", width=105), Column("agreement_id", "Agreement", width=105), Column("description", "Description", width=235),
    Column("spend_category", "What for", "category", width=140), Column("pounds", "Pounds", "money", width=105), Column("pounds_right", "Of them right", "money", width=115), Column("reason", "Why not all", width=220), Column("looked_at_by", "Looked at by", width=110),
]  # fmt: skip


def samples(rows):
    """The samples there are."""
    listed = [row | {"span": words.span(row["from_date"], row["to_date"])} for row in words.ordered(rows, "-drawn_at")]
    empty = "No sample of pounds was drawn yet. An auditor draws one below, for a year that is over."
    show(listed, SAMPLES, "samples of pounds", empty, to=lambda row: place.here(sample=row["money_sample_id"]))


def draw_form(councils, first, last, proposal_of, do):
    """What a draw wants. do(council, from, to, tolerable, expected) draws."""
    st.subheader("Draw a sample")
    with place.filters():
        council = councils[0] if len(councils) == 1 else place.choose("Council", councils, "draw_council", "Choose a council")
        first, last = place.choose_day("From", "from", first), place.choose_day("To", "to", last)
    if not council:
        st.text("Choose whose payments the sample is drawn from.")
        return
    said = proposal_of(council, first, last)
    if not said["items"]:
        st.text("No payment out of an account is held for these days. Choose other days, or import the statements first.")
        return
    st.text(f"{words.many(said['items'], 'payment')} of {words.money(said['pounds'])} went out in these days. The sample is {said['confidence'] * 100:.0f} % sure.")
    with st.form("draw_pounds", border=False):
        st.text_input("Pounds that may be wrong before it matters", value=f"{said['tolerable']:.2f}", key="draw_tolerable", max_chars=20)
        st.text_input("Pounds you expect to be wrong; empty for none", key="draw_expected", max_chars=20)
        st.form_submit_button(
            "Draw", on_click=lambda: act(do, council, first, last, st.session_state["draw_tolerable"], st.session_state["draw_expected"]), icon=":material/casino:"
        )


def head(sample, found):
    """What a sample was drawn from, and what it proves."""
    st.subheader(words.literal(f"{sample['council']}, {words.span(sample['from_date'], sample['to_date'])}"))
    figures = (
        ("Paid out", words.money(sample["pounds"])), ("Looked at", f"{sample['looked_at']} of {sample['looked_for']}"),
        ("Likely wrong", "not known yet" if found["left"] else words.money(found["likely"])), ("Wrong at most", "not known yet" if found["left"] else words.money(found["most"])),
    )  # fmt: skip
    cards.figures([cards.Figure(label, value) for label, value in figures])
    with st.container(border=True):
        for line in found["says"]:
            st.text(line)


def items(rows, can_check):
    """The payments that were drawn. Gives the one that was picked, or None."""
    return show(rows, ITEMS, "payments of a sample", "Nothing was drawn.", pick="Look at" if can_check else "Choose")


def check_form(item, do):
    """How much of one payment was right. do(right, reason) keeps it."""
    st.text(f"{words.day(item['posted_on'])}, {item['description']}, {words.money(item['pounds'])}, agreement {item['agreement_id']}")
    key = f"right_{item['transaction_id']}"
    with st.form(key, border=False):
        st.text_input("Pounds of it that were right", value=f"{item['pounds'] if item['pounds_right'] is None else item['pounds_right']:.2f}", key=f"{key}_pounds", max_chars=20)
        st.text_input("Why, where that is not all of it", value=item["reason"] or "", key=f"{key}_reason", max_chars=500)
        st.form_submit_button("Keep", on_click=lambda: act(do, st.session_state[f"{key}_pounds"], st.session_state[f"{key}_reason"]))


def by_hand(sample, files):
    """How anybody draws the same again. files: (label, file name, type, its bytes when they are asked for)."""
    with st.expander("Draw it again by hand"):
        st.text(
            "Put every payment of the file below the interval in the order of the SHA-256 of the seed, a bar (|) and its transaction_id, in hexadecimal. Payments of the interval or more are all looked at."
        )
        st.text(
            "Add up the pennies in that order. The first penny looked at is the SHA-256 of the seed, a bar and the word start, as a number, modulo the interval in pennies, plus one; then every interval further. The payment in which such a penny lies is drawn."
        )
        st.text(f"Seed: {sample['seed']}")
        st.text(f"Interval: {words.money(sample['step'])}")
        st.text(f"SHA-256 of the file: {sample['population_sha256']}")
        st.code(f"python3 draw_pounds_again.py payments.csv {sample['seed']} {sample['step']}", language=None)
        with st.container(horizontal=True):
            for label, name, mime, content in files:
                st.download_button(label, content, file_name=name, mime=mime, icon=":material/download:", on_click="ignore")
