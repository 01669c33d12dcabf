"""The parts of the suspensions page: the gate with who and when, its forms, proposing, the notice, and the review."""

from datetime import date, timedelta

import streamlit as st

from lib.ui import words
from lib.ui.session import act
from lib.ui.tables import Column, show

ABOUT = [
    Column("who", "Person", width=150), Column("agreement_id", "Agreement", width=95), Column("council", "Council", width=100), Column("officer", "Owner", width=90), Column("reason", "Ground", "code", width=260),
]  # fmt: skip
PAUSED = [
    Column("review_on", "Review by", "day", width=100), Column("days_words", "Days", width=110), *ABOUT, Column("state", "Stands", "code", width=100),
    Column("from_date", "Paused from", "day", width=105), Column("days_paused", "Days paused", "count", width=95), Column("approved_by", "Approved by", width=100),
]  # fmt: skip
PROPOSED = [
    Column("from_date", "From", "day", width=100), *ABOUT, Column("boxes_filled", "Boxes filled of 8", "count", width=125), Column("missing_words", "Not filled", width=420), Column("proposed_by", "Proposed by", width=100),
]  # fmt: skip
OVER = [
    Column("since", "Since", "day", width=100),
    *ABOUT,
    Column("state", "Stands", "code", width=100),
    Column("from_date", "From", "day", width=100),
    Column("to_date", "To", "day", width=100),
]
GATE = [
    Column("place", "", "count", width=40), Column("box_words", "Box", width=300), Column("filled", "Filled", width=55), Column("said_words", "What", width=165),
    Column("note", "How one knows", width=225), Column("decided_by", "Who", width=80), Column("decided_at", "When", "moment", width=130),
]  # fmt: skip
RECOMMENDED = [
    Column("who", "Person", width=150), Column("agreement_id", "Agreement", width=95), Column("officer", "Owner", width=90), Column("from_account_type", "Paid by", "code", width=140), Column("to_account_type", "To", "code", width=140),
    Column("grounds", "Grounds", width=300), Column("reference", "Letter", width=120), Column("sent_on", "Sent", "day"), Column("is_done", "Done", "yes", width=70),
]  # fmt: skip
# Nothing here is restricted: whoever may see the case reads it.
READ_BY_MANY = "Everybody who may see the case reads this, and so may the person. Nothing about a safeguarding concern belongs here."


def gate(boxes, names, choices):
    """The eight boxes, each with what, who and when."""
    rows = [
        box
        | {
            "box_words": names[box["box"]],
            "filled": "yes" if box["is_filled"] else "not yet",
            "said_words": said(box, choices),
        }
        for box in boxes
    ]
    show(rows, GATE, "gate", "", download=False)


def said(box, choices):
    """What was said in a box, in words."""
    if not box["is_filled"]:
        return ""
    if box["box"] == "review_date":
        return f"By {words.day(date.fromisoformat(box['said']))}"
    return choices.get(box["box"], {}).get(box["said"]) or {"letter": "By letter", "approved": "Approved"}[box["said"]]


def box_form(case, names, choices, notes, may_screen, do):
    """Fill a box, or say it again: do(box, said, note)."""
    to_say = [box for box in names if box in choices or box == "review_date"]
    box = st.selectbox("Box", [one for one in to_say if one != "safeguarding_screened" or may_screen], format_func=names.get, key="box")
    with st.form(f"box_{box}"):
        if box == "review_date":
            st.date_input("Day of the review", case["from_date"] + timedelta(days=case["review_days"] or 1), format="DD/MM/YYYY", key="said_review_date", width=150)
        else:
            st.selectbox("What is so", list(choices[box]), format_func=choices[box].get, key=f"said_{box}")
        if box in notes:
            st.text_area(notes[box], max_chars=1000, key=f"note_{box}", help=READ_BY_MANY)
        st.form_submit_button("Fill the box", on_click=lambda: act(do, box, st.session_state[f"said_{box}"], st.session_state.get(f"note_{box}")))
    if not may_screen:
        st.text("Safeguarding is screened by a team leader, in every case.")


def notice_form(addressees, alternative, do):
    """Write the notice: do({what prepare_notice takes})."""
    with st.form("notice"):
        st.markdown("**Write the notice**")
        st.text_area("Which care goes on, in words for the person", alternative or "", max_chars=1000, key="notice_alternative")
        st.text_area("What happens now, in words for the person", max_chars=1000, key="notice_what_now", help=READ_BY_MANY)
        left, right = st.columns(2)
        left.selectbox("To", list(addressees), format_func=addressees.get, key="notice_addressee")
        right.checkbox("Large print", key="notice_large_print")
        left.text_input("Their name, where the caseload does not know it", max_chars=200, key="notice_name")
        right.text_input("Their address, where the caseload does not know it", max_chars=500, key="notice_address")
        names = ("alternative", "what_now", "addressee", "large_print", "name", "address")
        st.form_submit_button("Write the letter", on_click=lambda: act(do, {name: st.session_state[f"notice_{name}"] for name in names}))


def review_form(today, days, why_not, do):
    """Let a pause go on, with a reason and the next review: do(reason, review_on)."""
    with st.form("review"):
        st.markdown("**Let it go on**")
        for sentence in why_not:
            st.text(sentence)
        st.text_input("Why does it go on?", max_chars=500, key="continue_reason", help=READ_BY_MANY)
        st.date_input("Looked at again by", today + timedelta(days=days or 1), format="DD/MM/YYYY", key="continue_on", width=150)
        st.form_submit_button("Let it go on", on_click=lambda: act(do, st.session_state["continue_reason"], st.session_state["continue_on"]))


def propose_form(grounds, first_day, do):
    """Propose a pause: do(ground, from_date, explanation)."""
    with st.form("propose"):
        st.markdown("**Propose a pause**")
        st.selectbox("Ground", list(grounds), index=None, format_func=grounds.get, placeholder="Choose the ground", key="propose_ground")
        st.date_input("First day without money", first_day, format="DD/MM/YYYY", key="propose_from", width=150)
        st.text_area("What happened, and what was tried before", max_chars=2000, key="propose_why", help=READ_BY_MANY)
        st.form_submit_button("Propose it", on_click=lambda: act(do, *(st.session_state[f"propose_{name}"] for name in ("ground", "from", "why"))))


def recommend_form(kinds, do):
    """Recommend a card or a managed account: do(to, grounds, name, address)."""
    with st.form("recommend"):
        st.markdown("**Recommend another way of being paid**")
        st.text("The practitioner decides. The letter says what the accounts show.")
        st.selectbox("To", list(kinds), format_func=words.code, key="recommend_to")
        st.text_area("Grounds", max_chars=2000, key="recommend_grounds", help=READ_BY_MANY)
        st.text_input("The practitioner's name, where the caseload does not know it", max_chars=200, key="recommend_name")
        st.text_input("Their team or address, where the caseload does not know it", max_chars=500, key="recommend_address")
        st.form_submit_button("Write the letter", on_click=lambda: act(do, *(st.session_state[f"recommend_{name}"] for name in ("to", "grounds", "name", "address"))))
