"""Showing a letter, saying that it went out, and the forms of the letters that an officer writes without a case."""

from datetime import timedelta

import streamlit as st

from lib.ui import words
from lib.ui.session import act
from lib.ui.tables import Column

ABOUT = [
    Column("reference", "Reference", width=130), Column("agreement_id", "Agreement", width=95), Column("who", "Person", width=140), Column("officer", "Officer", width=90),
    Column("template", "Letter", "code", width=200), Column("addressee_name", "To", width=150),
]  # fmt: skip
WAITING = [
    *ABOUT, Column("written_on", "Written", "day"), Column("days_waiting", "Days waiting", "count", width=95), Column("takes_effect_on", "Takes effect", "day", width=105),
    Column("amount", "Amount", "money", width=100), Column("stands", "Before you send it", width=200),
]  # fmt: skip
SENT = [*ABOUT, Column("sent_on", "Sent", "day"), Column("how", "How", "code", width=120), Column("sent_by", "By", width=90), Column("amount", "Amount", "money", width=100)]
ASIDE = [*ABOUT, Column("written_on", "Written", "day"), Column("set_aside_because", "Why it won't go out", width=260)]
BY_HAND = {"line_query": "Questions about payments", "end_and_final_account": "Final account", "referral_practitioner": "Word to the practitioner"}


def stands(letter):
    """What stands against sending a letter, in words; nothing when it may go."""
    if letter["held_by"]:
        return f"{words.code(letter['held_by'])}: do not send it now."
    return "The day it names has come: write it anew." if letter["is_too_late"] else ""


def became(letter):
    """What became of a letter, in words."""
    sent = letter["sent_on"] and f"sent {words.day(letter['sent_on'])}, {words.code(letter['how']).lower()}, said by {letter['sent_by']}"
    aside = letter["set_aside_because"] and f"set aside: {letter['set_aside_because']}"
    return sent, aside, letter["is_large_print"] and "in large print"


def preview(parts):
    """A letter's parts as text and tables."""
    with st.container(border=True):
        for kind, said in parts:
            if kind == "table":
                st.table(
                    [{words.literal(head): words.literal(cell) for head, cell in zip(said[0], row, strict=False)} for row in said[1:]], hide_index=True, alt="A table of the letter"
                )
            elif kind == "heading":
                st.markdown(f"**{words.literal(said)}**")
            else:
                st.text(f"\u2022 {said}" if kind == "item" else said)


def sending(letter, hows, today, mark):
    """Say when and how a letter went out: mark(day, how)."""
    with st.form("sent", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input("It went out on", today, format="DD/MM/YYYY", width=150)
        how = st.selectbox("How", list(hows), format_func=hows.get, width=220)
        wanted = st.form_submit_button("Mark as sent", icon=":material/outgoing_mail:")
    if wanted:
        act(mark, letter, day, how)
        st.rerun()


def setting_aside(letter, put_aside):
    """Say that a letter won't go out: put_aside(reason)."""
    with st.form("aside", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input("Why it won't go out", max_chars=500, width=380)
        wanted = st.form_submit_button("Set aside", icon=":material/do_not_disturb_on:")
    if wanted:
        act(put_aside, letter, reason)
        st.rerun()


def addressee(addressees):
    """Who a letter goes to, as what the service takes."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        to = st.selectbox("It goes to", list(addressees), format_func=addressees.get, width=220)
        large_print = st.checkbox("In large print")
    name = st.text_input("Their name, where the caseload does not know it", max_chars=200)
    address = st.text_area("Their address, where the caseload does not know it", max_chars=500, height=100)
    return {"addressee": to, "name": name, "address": address, "large_print": large_print}


def questions(rows, proposed, today, write):
    """A letter that asks about payments: write({exception_id: question}, reply_by). proposed is the question for a verdict."""
    if not rows:
        st.text("Nothing is asked yet. Give payments the verdict Ask or Evidence in their review, and they can be put into a letter here.")
        return
    by_id = {row["exception_id"]: row for row in rows}
    chosen = st.multiselect("The payments to ask about", list(by_id), list(by_id), format_func=lambda one: _line(by_id[one]))
    with st.form("questions"):
        asked = {one: st.text_input(words.literal(_line(by_id[one])), proposed[by_id[one]["verdict"]], max_chars=300, key=f"ask_{one}") for one in chosen}
        reply_by = st.date_input("Answer by", today + timedelta(days=14), format="DD/MM/YYYY", width=150)
        wanted = st.form_submit_button("Write the letter")
    if wanted:
        act(write, asked, reply_by)
        st.rerun()


def final_account(today, write):
    """The letter that ends an agreement: write(ended_on, amount, terms, pay_by)."""
    with st.form("final"):
        ended_on = st.date_input("It ended on", None, format="DD/MM/YYYY", width=180)
        terms = st.text_area("The sums, one a line", placeholder="In the account on 31 October: 88.10", max_chars=5000)
        amount = st.text_input("Left over, in pounds", max_chars=20, width=150)
        pay_by = st.date_input("To be paid back by", today + timedelta(weeks=4), format="DD/MM/YYYY", width=150)
        wanted = st.form_submit_button("Write the letter")
    if wanted:
        act(write, ended_on, amount, terms, pay_by)
        st.rerun()


def referral(write):
    """A word to the practitioner: write(subject, grounds, asked, known, name, address)."""
    with st.form("referral"):
        subject = st.text_input("What it is about", max_chars=200)
        grounds = st.text_area("Why you write", max_chars=5000)
        asked = st.text_area("What you ask them to do", max_chars=5000)
        known = st.text_area("What you know, one fact a line", max_chars=5000)
        name = st.text_input("Their name, where the caseload does not know it", max_chars=200)
        address = st.text_area("Their address or team, where the caseload does not know it", max_chars=500, height=100)
        wanted = st.form_submit_button("Write the letter")
    if wanted:
        act(write, subject, grounds, asked, known, name, address)
        st.rerun()


def _line(row):
    return f"{words.day(row['occurred_on'])}, {words.money(row['amount'])}: {row['description']}"
