"""The parts of the returns page: what may be done with one return, its ladder, its holds and its tier."""

import streamlit as st

from lib.ui import words
from lib.ui.session import act, as_at
from lib.ui.tables import Column, show

RUNGS = [Column("words", "Rung", width=190), Column("on_day", "Its day", "day", width=110), Column("sent_on", "Done", "day", width=110)]
HOLDS = [
    Column("kind", "Why", "code", width=230), Column("from_date", "From", "day"), Column("to_date", "Last day", "day"), Column("reason", "Known from", width=320),
    Column("decided_by", "Said by", width=110),
]  # fmt: skip
OUTCOMES = [Column("agreement_id", "Agreement", width=110), Column("return_id", "Return", width=180), Column("said", "What became of it", width=560)]


def about(case):
    """A return in two lines: whose and which, and how it stands."""
    st.markdown(f"**{words.literal(words.person(case))}** {words.literal(case['agreement_id'])} · {words.literal(words.span(case['period_from'], case['period_to']))}")
    late = case["days_late"] and f"{words.many(case['days_late'], 'day')} late, held days not counted"
    not_worked = case["days_not_worked"] is not None and f"here for {words.many(case['days_not_worked'], 'day')} and not worked"
    until = f", until {words.day(case['held_to'])}" if case["held_to"] else ""
    held = case["held_kind"] and f"{words.code(case['held_kind'])} since {words.day(case['held_from'])}{until}"
    st.text(words.stripped([
        words.code(f"return_{case['stands']}"), case["due_on"] and f"due {words.day(case['due_on'])}", late, case["received_on"] and f"came {words.day(case['received_on'])}", not_worked,
        held, case["tier"] and f"{words.code(case['tier'])} tier", words.code(case["account_type"]), f"officer {case['officer']}",
    ]))  # fmt: skip


def next_words(case):
    """What comes next, on which day, by whom."""
    if not case["next_step"]:
        return []
    day = f", {words.day(case['next_on'])} ({words.days_late(case['next_late'])})" if case["next_on"] else ": its day is not known while a hold lasts"
    return [f"Next: {words.code('next_' + case['next_step'])}{day}. It is for {words.code(case['owner']) if case['owner'] == 'team_leader' else case['owner']}."]


def ladder(case):
    """Each rung with its day and the day it was climbed."""
    rungs = [
        ("Asked for", "asked_on", "requested_on"), ("Due", "due_on", "received_on"), ("First reminder", "chaser_1_on", "chased_1_on"), ("Second reminder", "chaser_2_on", "chased_2_on"),
        ("Last reminder", "final_on", "final_sent_on"), ("Decision", "decision_on", "decided_on"), ("To be worked by", "work_by", "completed_on"),
    ]  # fmt: skip
    show([{"words": name, "on_day": case[day], "sent_on": case[done]} for name, day, done in rungs], RUNGS, "rungs of a return", "", download=False)


def script(sentences):
    """What to say on the telephone."""
    with st.expander("What to say on the telephone"):
        for sentence in sentences:
            st.text(f"\u2022 {sentence}")


def write_form(addressees, do):
    """The next letter: to whom, and how."""
    with st.form("write"):
        st.markdown("**Write the next letter**")
        st.selectbox("To", list(addressees), format_func=addressees.get, key="write_addressee")
        st.text_input("Their name, where the caseload does not know it", key="write_name", max_chars=200)
        st.text_input("Their address, where the caseload does not know it", key="write_address", max_chars=500)
        st.checkbox("Large print", key="write_large_print")
        names = ("addressee", "name", "address", "large_print")
        st.form_submit_button("Write the letter", on_click=lambda: act(do, {name: st.session_state[f"write_{name}"] for name in names}), icon=":material/edit_document:")


def forms(offered, decisions, do):
    """The steps that want more than a reason, as far as they may be taken: do(step, values)."""
    if offered.get("receive") == []:
        _form("receive", "Papers came by hand", do, lambda: st.date_input("They came on", as_at(), format="DD/MM/YYYY", key="receive_on_day"), "What came?", ("on_day",))
    if offered.get("extend") == []:
        _form("extend", "Agree more time", do, lambda: st.date_input("Until", None, format="DD/MM/YYYY", key="extend_until"), "Why?", ("until",))
    if offered.get("decide") == []:
        _form(
            "decide", "Decide how to go on", do, lambda: st.selectbox("What is decided", list(decisions), None, format_func=decisions.get, key="decide_choice"), "Why?", ("choice",)
        )


def _form(step, title, do, widget, why, names):
    with st.form(step):
        st.markdown(f"**{title}**")
        widget()
        st.text_input(why, key=f"{step}_reason", max_chars=500)
        st.form_submit_button(title, on_click=lambda: act(do, step, {name: st.session_state[f"{step}_{name}"] for name in (*names, "reason")}))


def holds(rows, kinds, begin, end, treated):
    """The holds of the agreement, beginning one and ending one. begin, end and treated are None where the role may not."""
    st.markdown("**Holds: days on which no clock runs**")
    chosen = show(
        rows,
        HOLDS,
        "holds",
        "No hold was ever set. Set one while somebody is in hospital, grieves, or is in a breathing space.",
        pick="Choose to end it" if end else None,
        download=False,
    )
    if chosen and chosen["can_end"] and end:
        with st.form("end_hold"):
            st.date_input("The clocks run again from", as_at(), format="DD/MM/YYYY", key="end_on")
            st.text_input("How do you know?", key="end_reason", max_chars=500)
            st.form_submit_button("End this hold", on_click=lambda: act(end, chosen["hold_id"], st.session_state["end_on"], st.session_state["end_reason"]))
            if chosen["kind"] == "mental_health":
                st.form_submit_button(
                    "Treatment ended on this day: 30 days more", on_click=lambda: act(treated, chosen["hold_id"], st.session_state["end_on"], st.session_state["end_reason"])
                )
    if begin:
        with st.expander("Set a hold"), st.form("begin_hold", border=False):
            st.selectbox("Why do the clocks stop?", list(kinds), None, format_func=kinds.get, key="hold_kind")
            st.date_input("From", as_at(), format="DD/MM/YYYY", key="hold_from_date")
            st.date_input("Last day, where it is known", None, format="DD/MM/YYYY", key="hold_to_date")
            st.text_input("What do you know, and from whom?", key="hold_reason", max_chars=500)
            st.form_submit_button("Set the hold", on_click=lambda: act(begin, *(st.session_state[f"hold_{name}"] for name in ("kind", "from_date", "to_date", "reason"))))


def tier_form(tiers, now, do):
    """How closely the agreement is watched: do(tier, from_date, reason)."""
    with st.expander("How closely it is watched"), st.form("tier", border=False):
        st.text(f"{words.code(now)} tier now." if now else "Nobody set a tier: the agreement's own terms hold.")
        st.selectbox("Tier", list(tiers), None, format_func=tiers.get, key="tier_tier")
        st.date_input("From", as_at(), format="DD/MM/YYYY", key="tier_from_date")
        st.text_input("Why?", key="tier_reason", max_chars=500)
        st.form_submit_button("Set the tier", on_click=lambda: act(do, *(st.session_state[f"tier_{name}"] for name in ("tier", "from_date", "reason"))))


def outcomes(rows):
    """What became of each letter that was asked for in bulk."""
    with st.container(border=True):
        written = [row for row in rows if row["letter_id"]]
        st.markdown(f"**{words.many(len(written), 'letter')} written, {len(rows) - len(written)} not.** They wait under Letters; nothing was sent, marked or decided.")
        show(rows, OUTCOMES, "letters written in bulk", "", download=False)
