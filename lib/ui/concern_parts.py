"""The parts of the concerns page, for those who may know of them. No list here can be taken away as a file."""

import streamlit as st

from lib.ui import place, words
from lib.ui.session import act
from lib.ui.tables import Column, show

LIST = [
    Column("clock", "Clock", width=170), Column("who", "Person", width=150), Column("agreement_id", "Agreement", width=95), Column("council", "Council", width=100), Column("sign_words", "Sign", width=330),
    Column("raised_at", "Raised", "moment", width=130), Column("raised_by", "By", width=90), Column("state", "Stands", "code", width=140),
]  # fmt: skip
DONE = [Column("decided_at", "When", "moment", width=130), Column("decided_by", "Who", width=90), Column("did_words", "What", width=220), Column("note", "Note", width=480)]
LETTERS = [
    Column("reference", "Reference", width=130), Column("addressee_name", "To", width=180), Column("written_on", "Written", "day"), Column("written_by", "By", width=90), Column("sent_on", "Sent", "day"), Column("how", "How", "code", width=140),
]  # fmt: skip
ACTS = [Column("happened_at", "When", "moment", width=130), Column("actor", "Who", width=90), Column("role", "As", "code", width=110), Column("action", "What", "code", width=260)]


def clock(row):
    """How long somebody has waited to be told, in words."""
    hours = words.many(row["hours"], "hour")
    if row["state"] == "to_tell":
        return f"{hours}: late" if row["is_late"] else f"{hours}: tell today"
    return f"told after {hours}" + (", late" if row["is_late"] else "") if row["told_at"] else "closed"


def listed(rows, name, empty):
    """Concerns; each leads to where it is opened."""
    show(rows, LIST, name, empty, to=lambda row: place.here(agreement=row["agreement_id"], concern=row["concern_id"]), download=False)


def about(concern, signs):
    """What was seen, where, by whom, and its clock."""
    st.markdown(f"**{words.literal(words.person(concern))}** {words.literal(concern['agreement_id'])}")
    st.text(words.stripped([signs[concern["sign"]], f"raised {words.moment(concern['raised_at'])} by {concern['raised_by']}", clock(concern), words.code(concern["state"])]))
    if concern["note"]:
        st.text(concern["note"])
    if concern["posted_on"]:
        st.text(
            words.stripped(
                [words.day(concern["posted_on"]), concern["description"], words.money(abs(concern["amount"])), "out" if concern["amount"] < 0 else "in", concern["account_id"]]
            )
        )


def done_form(did, do):
    """Say what was done: do(did, note)."""
    with st.form("done"):
        st.selectbox("What was done", list(did), format_func=did.get, key="did")
        st.text_area("Who was told, what they said, what was decided", max_chars=2000, key="did_note")
        st.form_submit_button("Write it down", on_click=lambda: act(do, st.session_state["did"], st.session_state["did_note"]))


def referral_form(do):
    """Write the restricted letter: do(name, address)."""
    with st.expander("Write the referral"), st.form("referral", border=False):
        st.text_input("To, where it is not the practitioner of the caseload", max_chars=200, key="referral_name")
        st.text_input("Their team or address", max_chars=500, key="referral_address")
        st.form_submit_button("Write the letter", on_click=lambda: act(do, st.session_state["referral_name"], st.session_state["referral_address"]))


def sent_form(hows, today, do):
    """Say that the chosen letter went out: do(day, how)."""
    with st.form("restricted_sent", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input("It went out on", today, format="DD/MM/YYYY", width=150, key="restricted_sent_on")
        st.selectbox("How", list(hows), format_func=hows.get, width=220, key="restricted_sent_how")
        st.form_submit_button("Mark as sent", on_click=lambda: act(do, st.session_state["restricted_sent_on"], st.session_state["restricted_sent_how"]))
