"""The exception in hand: what it says, why it is asked, and the keys that answer it."""

import streamlit as st

from lib.ui import words
from lib.ui.keys import help_of, key, walk
from lib.ui.session import act, strong

VERDICTS = {"explained": "Explained", "query": "Ask", "upheld": "Uphold", "evidence_asked": "Evidence"}


def head(review):
    """Whose money, which days, and where the review stands, on one line."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(f"**{words.literal(words.person(review))}** {words.literal(review['account_id'])}")
        st.text(words.code(review["account_type"]))
        st.text(words.span(review["period_from"], review["period_to"]))
        badge(review["reconciliation_state"], "Difference " + words.money(review["difference"]) if review["difference"] is not None else words.code(review["reconciliation_state"]))
        st.text(f"Needs you {review['needs_you']} of {words.many(review['lines'], 'line')}")
    said = unusual(review)
    if said:
        st.text(said)


def unusual(review):
    """What is not as it should be with the period, in words."""
    if review["reconciliation_state"] == "incomplete":
        covered = words.span(max(review["covered_from"], review["period_from"]), min(review["covered_to"], review["period_to"]))
        return f"Statements cover {covered} of this period, or leave days out in between."
    if review["reconciliation_state"] == "unproven":
        return "No statement prints a balance to hold the sums against."
    if review["reconciliation_state"] == "differs":
        return "The calculated closing balance is not the one on the statement."
    return ""


COLOURS = {
    "agrees": "green",
    "proven": "green",
    "completed": "green",
    "differs": "red",
    "broken": "red",
    "high": "red",
    "incomplete": "orange",
    "unproven": "orange",
    "medium": "orange",
    "waiting": "orange",
}


def badge(state, label=None):
    """A state as a word in its colour."""
    st.badge(words.literal(label or words.code(state)), color=COLOURS.get(state, "blue"))


def card(exception, line, rule):
    """What the exception in hand says: its line, the message, why it is asked."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{words.day(exception['occurred_on'])}**")
        st.markdown(f"**{amount_of(exception, line)}**")
        if line and line["running_balance"] is not None:
            st.text(f"leaves {words.money(line['running_balance'])}")
        badge(exception["severity"], rule.get("title") or "Payee not known")
        if exception["verdict"]:
            badge(exception["verdict"])
    if line:
        st.code(line["description"], language=None, wrap_lines=True)
    st.text(exception["message"])
    if rule:
        st.text(rule["ask"])
        st.markdown(f":small[:gray[{words.literal(rule['why'])}]]")
    if exception["decided_by"]:
        st.text(words.stripped([f"{words.code(exception['verdict'])} by {exception['decided_by']}, {words.moment(exception['decided_at'])}", exception["decision_reason"]]))


def amount_of(exception, line):
    """The amount with which way it went."""
    if line and line["money_out"] is not None:
        return f"{words.literal(words.money(line['money_out']))} out"
    if line and line["money_in"] is not None:
        return f"{words.literal(words.money(line['money_in']))} in"
    return words.literal(words.money(exception["amount"]))


def keys(exception, place_in, needs_reason, decide, undo, before, after, go_to):
    """The reason, where one is wanted, and the buttons with their keys. A key belongs to this exception: pressed twice, it can't answer the next one."""
    mine = exception["exception_id"]
    wanted = "Why? Needed to explain or to uphold this" if needs_reason else "Why? Needed to uphold, welcome otherwise"
    st.text_input(wanted, key=f"reason_{mine}", max_chars=500)
    with st.container(horizontal=True, gap="xsmall"):
        for verdict, label in VERDICTS.items():
            st.button(
                label, key=f"{verdict}_{mine}", shortcut=key("review", verdict), help=help_of("review", verdict), on_click=act, args=(decide, mine, verdict),
                type=strong() if verdict == "explained" else "secondary",
            )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        walk("review", mine, undo, before, after, go_to)
        st.text(place_in)


def reason_given(exception_id):
    """What was written as the reason."""
    return st.session_state.get(f"reason_{exception_id}") or None


def payee(exception, line, categories, confirm, may_for_everybody):
    """Say what a payee nobody knows is paid for; the next line of theirs knows."""
    mine = exception["exception_id"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            f"What is {line['payee'] or 'this'} paid for?",
            [name for name in categories if name != "query"],
            index=None,
            format_func=categories.get,
            placeholder="Choose",
            key=f"category_{mine}",
            width=260,
        )
        everybody = may_for_everybody and st.checkbox("For everybody in the council", key=f"everybody_{mine}")
        st.button(
            f"This is {categories[chosen]}" if chosen else "This is …",
            key=f"payee_{mine}",
            disabled=not chosen,
            on_click=act,
            args=(confirm, line["payee_key"], chosen, everybody),
            shortcut=key("review", "payee"),
            type=strong(),
        )
