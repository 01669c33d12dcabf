"""One account: its review periods, its statements and whether they join, and what was found."""

import json
from functools import partial

import streamlit as st

from lib import chronology, documents, letters, receiving, safeguarding, trail
from lib.ui import chronology_parts, concern, document_parts, place, source, timeline_parts, words
from lib.ui.review_card import badge
from lib.ui.session import act, actor, as_at, may, say, store, view
from lib.ui.tables import Column, show

KEPT = source.Kept(receiving.page_picture, receiving.evidence)
ACCOUNTS = [
    Column("account_id", "Account", width=110), Column("who", "Person", width=180), Column("council", "Council", width=120), Column("officer", "Officer", width=110), Column("account_type", "Paid by", "code", width=150),
    Column("start_date", "Since", "day"), Column("end_date", "Ended", "day"), Column("statements_to", "Statements to", "day", width=120), Column("balance", "Balance", "money", width=120),
]  # fmt: skip
PERIODS = [
    Column("period_from", "From", "day"), Column("period_to", "To", "day"), Column("state", "Review", "code", width=170), Column("reconciliation_state", "Reconciliation", "code", width=130),
    Column("opening_balance", "Opening", "money"), Column("closing_per_statement", "Closing", "money"), Column("difference", "Difference", "money"), Column("needs_you", "Need you", "count", width=90), Column("completed_by", "Completed by", width=120),
]  # fmt: skip
STATEMENTS = [
    Column("from_date", "From", "day"), Column("to_date", "To", "day"), Column("joins", "Joins", "code", width=230), Column("proof", "Proof", "code", width=140), Column("opening_balance", "Opening", "money"),
    Column("closing_balance", "Closing", "money"), Column("lines", "Lines", "count"), Column("rejected", "Can't be read", "count", width=100), Column("file_name", "File", width=220), Column("received_at", "Received", "moment", width=140), Column("received_by", "By", width=90),
]  # fmt: skip
MONEY = [
    Column("since", "Since", "day"), Column("kind", "What", "code", width=200), Column("step", "Newest step", "code", width=300), Column("state", "Stands", "code", width=200),
]  # fmt: skip
FINDINGS = [
    Column("occurred_on", "On", "day"),
    Column("message", "What", width=560),
    Column("severity", "", "code", width=80),
    Column("amount", "Amount", "money"),
    Column("status", "Stands", "code"),
    Column("decided_by", "Decided by", width=110),
    Column("decision_reason", "Why", width=200),
]


def choose():
    """Every account this person may see."""
    account = show(
        words.ordered(view("dashboards.account"), "surname", "account_id"),
        ACCOUNTS,
        "cases",
        "You have no accounts yet. They come with the caseload that a team leader loads.",
        pick="Open",
    )
    if account:
        place.put(account=account["account_id"])
        st.rerun()


def case(account):
    """All of one account."""
    account_id = account["account_id"]
    trail.note_look(store(), actor(), account_id)
    st.markdown(f"**{words.literal(words.person(account))}** {words.literal(account_id)}")
    st.text(
        words.stripped(
            [
                words.code(account["account_type"]),
                account["council"],
                f"officer {account['officer']}",
                f"since {words.day(account['start_date'])}",
                account["end_date"] and f"ended {words.day(account['end_date'])}",
            ]
        )
    )
    if may("raise_concern", account_id=account_id):
        concern.raise_here(
            safeguarding.SIGNS, account_id, lambda sign, note: safeguarding.raise_concern(store(), actor(), account["agreement_id"], sign, note, as_at(), account_id)
        )
    periods = words.ordered(view("trackers.review", account_id=account_id), "-period_from")
    with st.container(horizontal=True):
        for period in reversed(periods):
            badge(period["reconciliation_state"], f"{words.span(period['period_from'], period['period_to'])}: {words.code(period['reconciliation_state'])}")
    tabs = place.tabs(["Reviews", "Statements", "Findings", "Money back", *TABS], "tab")
    reviews, statements, findings, money = (tabs[name] for name in ("Reviews", "Statements", "Findings", "Money back"))
    with reviews:
        period = show(periods, PERIODS, "periods", "No statement has come for this account yet. Upload one, and its review begins.", pick="Review")
        if period:
            place.go("review", account=account_id, period=period["period_from"])
    with statements:
        statement = show(
            words.ordered(view("dashboards.statement_chain", account_id=account_id), "-from_date", "statement_id"),
            STATEMENTS,
            "statements",
            "No statement has come for this account yet.",
            pick="Choose",
        )
        if statement:
            one_statement(account_id, statement)
    with findings:
        found = show(
            words.ordered(view("audit.finding", account_id=account_id), "-occurred_on", "finding_id"),
            FINDINGS,
            "findings",
            "No rule has found anything here.",
            pick="Open in its review",
        )
        if found:
            in_its_review(account_id, found, periods)
    with money:
        money_back(account["agreement_id"])
    for name, shown in TABS.items():
        # What is long to read is read when it is looked at.
        if tabs[name].open:
            with tabs[name]:
                shown(account)


def what_happened(case):
    """The agreement's timeline; concerns only for those who may know of them."""
    agreement_id = case["agreement_id"]
    concerns = view("dashboards.restricted_timeline", agreement_id=agreement_id) if may("see_concern", agreement_id=agreement_id) else []
    timeline_parts.timeline(view("dashboards.timeline", agreement_id=agreement_id) + concerns, chronology.KINDS | {"concern": "Safeguarding"})


def its_papers(case):
    """Statements' files, letters and documents; adding and withdrawing for those who may write in the case."""
    agreement_id = case["agreement_id"]
    # A file is made when it is asked for, and nobody is signed in then: who it is for is settled now.
    may_write, person = may("write_entry", agreement_id=agreement_id), actor()
    lent = document_parts.Papers(
        documents.KINDS, tuple(ending.lstrip(".") for ending in documents.BEGINS), documents.MOST_BYTES // 1_000_000, lambda paper: given(person, agreement_id, paper),
        (lambda *said: add_document(agreement_id, *said)) if may_write else None, (lambda *said: withdraw_document(agreement_id, *said)) if may_write else None,
    )  # fmt: skip
    document_parts.documents(view("dashboards.case_paper", agreement_id=agreement_id), as_at(), lent)


def given(person, agreement_id, paper):
    """(file name, bytes) of a paper, from where papers of its kind are kept."""
    if paper["paper"] == "statement":
        return receiving.evidence(store(), person, paper["paper_id"])
    if paper["paper"] == "letter":
        content, file_name = letters.content(store(), person, agreement_id, paper["paper_id"])
        return file_name, content
    return documents.content(store(), person, agreement_id, paper["paper_id"])


def add_document(agreement_id, file, kind, title, day):
    documents.add(store(), actor(), agreement_id, file and file.name, file and file.getvalue(), kind, title, day, as_at())
    say("The document is kept, byte for byte.")
    st.session_state["documents_added"] += 1


def withdraw_document(agreement_id, paper, reason):
    documents.withdraw(store(), actor(), agreement_id, paper["paper_id"], reason)
    say("The document is withdrawn. Its bytes stay in the evidence.")


def its_chronology(case):
    """A chronology for whoever asks, where this person may make one."""
    agreement_id = case["agreement_id"]
    if not may("export_chronology", agreement_id=agreement_id):
        st.text("Your role makes no chronologies.")
        return
    lent = chronology_parts.Chronology(
        chronology.PURPOSES, chronology.KINDS, chronology.REDACTIONS, chronology.PROPOSED,
        lambda **chosen: chronology.preview(store(), actor(), agreement_id, as_at(), **chosen), lambda **chosen: partial(chronology.word, store(), actor(), agreement_id, as_at(), **chosen),
        may("see_concern", agreement_id=agreement_id),
    )  # fmt: skip
    chronology_parts.chronology(as_at(), lent)


TABS = {"Timeline": what_happened, "Documents": its_papers, "Chronology": its_chronology}


def money_back(agreement_id):
    """What was taken up about this agreement's money and papers, each opening on its own page."""
    place.link("surplus", "Work out the surplus", agreement=agreement_id)
    cases = words.ordered(view("dashboards.case_money", agreement_id=agreement_id), "-since", "kind")
    chosen = show(cases, MONEY, "money back", "Nothing was taken up: no surplus, debt, late return or pause of payments.", pick="Open")
    if chosen:
        place.go(place.PAGE_OF[chosen["kind"]], agreement=agreement_id, **{chosen["kind"]: chosen["case_id"]})


def in_its_review(account_id, finding, periods):
    """Open the review of the days that a finding is of."""
    on = finding["occurred_on"]
    period = next((period for period in periods if on and period["period_from"] <= on <= period["period_to"]), None)
    if period:
        place.go("review", account=account_id, period=period["period_from"], row=finding["finding_id"])
    st.text("No review covers this day yet: its statement has not come.")


def one_statement(account_id, statement):
    """What its file says row by row, the file as received, and withdrawing the statement with a reason."""
    st.text(f"{statement['file_name']}: {words.span(statement['from_date'], statement['to_date'])}, {words.many(statement['lines'], 'line')}.")
    for message in json.loads(statement["messages"]):
        st.text(message)
    if statement["made_with"]:
        st.text(f"The PDF says that it was made with {statement['made_with']}.")
    source.rows_of_file(KEPT, account_id, statement["statement_id"])
    if may("withdraw_statement", account_id=account_id):
        reason = st.text_input("Why is it withdrawn? The reason stays with it.", max_chars=500, key=f"withdraw_{statement['statement_id']}")
        st.button("Withdraw this statement", on_click=act, args=(withdraw, account_id, statement, reason), icon=":material/remove_circle:")


def withdraw(account_id, statement, reason):
    receiving.withdraw(store(), actor(), account_id, statement["statement_id"], reason, as_at())
    say(f"{statement['file_name']} is withdrawn. Its file and its lines are kept, and nothing counts them.")


account = next(iter(view("dashboards.account", account_id=place.of("account"))), None) if place.of("account") else None
if account:
    case(account)
else:
    choose()
