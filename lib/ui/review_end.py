"""The end of a review: the rest accepted together, what is still in the way, the lock, and its undoing."""

import streamlit as st

from lib.ui import place, words
from lib.ui.keys import key
from lib.ui.session import act, say, strong


def accept(review, do):
    """One button for the lines that need nobody; it says how many and how much before it is pressed."""
    rest = review["rest"]
    if review["is_accepted"]:
        st.badge("The other lines are accepted", color="green")
        return
    sums = f"{words.literal(words.money(rest['money_in']))} in, {words.literal(words.money(rest['money_out']))} out"
    label = f"Accept the other {rest['lines']}: {sums}"
    st.button(label, on_click=act, args=(do, rest), key="accept", icon=":material/done_all:")


def complete(review, in_the_way, do):
    """What is in the way as sentences, an explanation where the sums do not agree, and the button."""
    must_explain = review["reconciliation_state"] != "agrees"

    def done():
        do(st.session_state.get("explanation") if must_explain else None)
        say("The review is complete, and the period is locked.")

    with st.container(border=True):
        st.markdown("**Complete the review**")
        for sentence in in_the_way:
            st.text(sentence)
        if must_explain:
            st.text_area("Your explanation", key="explanation", max_chars=2000, height=80)
        st.button("Complete the review", on_click=act, args=(done,), key="complete", type=strong() if not in_the_way else "secondary", icon=":material/lock:")


def locked(review, following, may_reopen, do):
    """Who completed the review and when, and the way on; whoever may can reopen it with a reason."""

    def done():
        do(st.session_state.get("reopen_reason"))
        say("The review is open again. What it said stays on record.", "info")

    with st.container(border=True):
        st.markdown("**Completed and locked**")
        st.text(f"{words.code(review['outcome'])}. Completed {words.moment(review['completed_at'])} by {review['completed_by']}. Its lines and verdicts can't change.")
        if following:
            said = words.stripped([words.initials(following), following["account_id"], words.span(following["period_from"], following["period_to"])])
            wanted = st.button("Next review", key="next_review", type=strong(), shortcut=key("review", "next"), help=said, icon=":material/arrow_forward:")
            if wanted:
                place.go("review", account=following["account_id"], period=following["period_from"])
        if may_reopen:
            st.text_input("Why reopen it?", key="reopen_reason", max_chars=500)
            st.button("Reopen the review", on_click=act, args=(done,), key="reopen", icon=":material/lock_open:")
        else:
            st.text("A team leader can reopen it.")
