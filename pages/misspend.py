"""Misspend: upheld findings that the person is asked about, and what a manager decides under section 33(5), line by line."""

import streamlit as st

from lib import letters, misspend, trail
from lib.ui import cards, debt_parts, place, words
from lib.ui.session import actor, as_at, may, say, store, view, view_together
from lib.ui.step_parts import history
from lib.ui.tables import show


def tracker():
    """The questions under way, and upheld findings that nobody has asked about."""
    every = [row | {"who": words.initials(row)} for row in view_together("trackers.misspend", {"as_at": as_at()})]
    empty = "No question about spending is under way. Begin one below."
    show(
        words.ordered(every, "since"),
        debt_parts.QUESTIONS,
        "questions about spending",
        empty,
        to=lambda row: place.here(agreement=row["agreement_id"], misspend=row["misspend_id"]),
    )
    st.subheader("Upheld, and nobody has asked about it")
    upheld = words.ordered(view_together("trackers.misspendable"), "account_id", "occurred_on")
    finding = show(
        upheld, debt_parts.UPHELD, "upheld findings", "No finding about spending is upheld. Findings are decided in the review of their period.", pick="Ask about this account"
    )
    if finding and may("run_debt", agreement_id=finding["agreement_id"]):
        debt_parts.question_form(words.where(upheld, account_id=finding["account_id"]), lambda *said: begin(finding["agreement_id"], *said))


def begin(agreement_id, account_id, finding_ids, reason):
    place.put(agreement=agreement_id, misspend=misspend.open_question(store(), actor(), agreement_id, account_id, finding_ids, reason, as_at()))
    say("The question is begun. Write the letter that asks about each line next.")


def one(agreement_id, misspend_id):
    """One question: its lines, what is known so far, what may be done now and what may not, and why."""
    case = misspend.case_of(store(), actor(), agreement_id, misspend_id, as_at())
    lines = words.ordered(view("trackers.misspend_line", misspend_id=misspend_id), "occurred_on", "finding_id")
    st.markdown(f"**{words.literal(words.person(case))}** {words.literal(agreement_id)} · {words.literal(words.code(case['state']))}")
    cards.figures([
        cards.Figure("Asked about", words.money(case["amount"])),
        cards.Figure("Decided", words.money(case["decided_amount"])),
        cards.Figure("Days to answer", f"{min(case['days'], case['evidence_days'])} of {case['evidence_days']}"),
        cards.Figure("Asked after", words.many(case["delay_days"], "day")),
    ])  # fmt: skip
    st.text(words.stripped([case["reason"], f"begun by {case['opened_by']}", case["decided_by"] and f"decided by {case['decided_by']}: {case['decided_because']}"]))
    show(lines, debt_parts.UPHELD[:1] + debt_parts.UPHELD[2:], "lines asked about", "")
    options = misspend.options(store(), actor(), agreement_id, misspend_id, as_at())
    st.markdown("**What can be done now**")
    for option in options:
        step(agreement_id, case, lines, option)
    debt_parts.not_now(options)
    history("misspend", misspend_id)


def step(agreement_id, case, lines, option):
    """The form of one step."""
    name, which, today = option["step"], (agreement_id, case["misspend_id"]), as_at()
    letter = misspend.ready_letter(case)
    if name == "ask" and letter:
        debt_parts.button(option, lambda *_: do(misspend.asked, *which, letter, today), case["misspend_id"])
    elif name == "ask" and may("write_letter", agreement_id=agreement_id):
        debt_parts.letter_form("query", "Write the letter that asks", letters.ADDRESSEES, lambda said: write(*which, said), address_check=False)
    elif name == "offer_meeting":
        debt_parts.note_form("meeting", option["words"], "When and how was it offered?", lambda note: do(misspend.meeting_offered, *which, note, today))
    elif name == "practitioner":
        debt_parts.view_form(misspend.MET_NEED, lambda met_need, note: do(misspend.practitioner_view, *which, met_need, note, today))
    elif name == "decide":
        debt_parts.decide_form(lines, case["delay_days"] > case["long_delay_days"], lambda chosen, reason, delay: do(misspend.decide, *which, chosen, reason, today, delay))
    elif name == "drop":
        debt_parts.button(option, lambda _, reason: do(misspend.drop, *which, reason, today), case["misspend_id"])
    elif name == "raise_debt":
        debt_parts.button(option, lambda *_: to_debt(*which), case["misspend_id"])


def write(agreement_id, misspend_id, said):
    place.put(letter=misspend.write_letter(store(), actor(), agreement_id, misspend_id, as_at(), **said))
    say("The letter is written. Send it under Letters, mark it as sent, and then say here that it went out.")


def to_debt(agreement_id, misspend_id):
    debt_id = misspend.raise_debt(store(), actor(), agreement_id, misspend_id, as_at())
    place.put(debt=debt_id)
    say("The debt is raised: it is exactly the sum of the lines decided.")


def do(service, *values):
    service(store(), actor(), *values)
    say("Done. It is on record with your name.")


agreement_id, misspend_id = place.of("agreement"), place.of("misspend")
accounts = view("dashboards.account", agreement_id=agreement_id) if agreement_id and misspend_id else []
if accounts:
    st.button("All questions", on_click=place.put, kwargs={"agreement": None, "misspend": None, "letter": None, "debt": None}, icon=":material/arrow_back:")
    trail.note_look(store(), actor(), accounts[0]["account_id"])
    if place.of("letter"):
        place.link("letters", "Read and send the letter", letter=place.of("letter"))
    if place.of("debt"):
        place.link("debt", "Open the debt", agreement=agreement_id, debt=place.of("debt"))
    one(agreement_id, misspend_id)
else:
    tracker()
