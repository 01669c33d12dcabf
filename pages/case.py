"""One account: whose it is and how it stands, its pictures, its reviews, statements and findings, what was agreed, and who looked."""

import json
from functools import partial

import streamlit as st

from lib import case_head, chronology, diary, documents, evidence_pack, letters, receiving, safeguarding, trail
from lib.ui import account_parts, case_parts, chronology_parts, concern, diary_parts, document_parts, moving_parts, pack_parts, place, session, source, timeline_parts, words
from lib.ui.session import act, actor, as_at, may, part, say, store, view
from lib.ui.tables import Column, show

KEPT = source.Kept(receiving.page_picture, receiving.evidence)
ACCOUNTS = [
    Column("account_id", "Account", width=90), Column("who", "Person", width=140), Column("council", "Council", width=100), Column("officer", "Officer", width=85), Column("account_type", "Paid by", "code", width=135),
    Column("start_date", "Since", "day"), Column("end_date", "Ended", "day"), Column("statements_to", "Statements to", "day", width=110), Column("balance", "Balance", "money", width=100), Column("needs_you", "Need a person", "count", width=105),
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
    Column("occurred_on", "On", "day"), Column("message", "What", width=560), Column("severity", "", "code", width=80), Column("amount", "Amount", "money"),
    Column("status", "Stands", "code"), Column("decided_by", "Decided by", width=110), Column("decision_reason", "Why", width=200),
]  # fmt: skip


@part
def choose():
    """Every account this person may see, as the filters in the link narrow them."""
    equals, count, has_any = account_parts.narrowed(session)
    empty = "No account is like this. Choose other filters above." if has_any else "You have no accounts yet. They come with the caseload that a team leader loads."
    account_parts.listed(session, equals, count, ("surname", "account_id"), ACCOUNTS, "cases", empty, lambda row: place.here(account=row["account_id"]))


@part
def overview(case):
    """The pictures: what was there, what moved, which statements came, and where it goes."""
    account_id, whose = case["account_id"], {"account_id": case["account_id"]}
    gaps, bands = (
        words.ordered(view("dashboards.case_gap", {"as_at": as_at()}, **whose), "from_day"),
        words.ordered(view("dashboards.case_band", agreement_id=case["agreement_id"]), "from_date"),
    )
    day = case_parts.balance(words.ordered(view("dashboards.case_balance", whose), "on_day"), gaps, bands, case["accounts"] > 1)
    if day:
        to_review(account_id, case_parts.lines(view("dashboards.case_line", **whose, posted_on=day), f"The lines of {words.day(day)}", "lines_of_day"))
    chosen = case_parts.money(view("dashboards.case_month_money", **whose))
    if chosen:
        month, category, direction = chosen
        found = words.where(view("dashboards.case_line", **whose, month=month, direction=direction), spend_category=category)
        to_review(account_id, case_parts.lines(found, f"{words.category(category) or 'Everything'} {'in' if direction == 'in' else 'out'}, {month:%B %Y}", "lines_of_month"))
    st.subheader("Statements")
    month = case_parts.months(months_of(account_id), gaps, "overview")
    if month:
        place.go("case", account=account_id, tab="Statements", month=month)
    agreement = {"as_at": as_at(), "agreement_id": case["agreement_id"]}
    case_parts.forecast(words.ordered(view("dashboards.forecast", agreement), "day_number", "pace"), view("dashboards.forecast_assumption", agreement))


def months_of(account_id):
    return words.ordered(view("dashboards.case_month", {"as_at": as_at(), "account_id": account_id}), "month")


def to_review(account_id, line):
    """Open the review that a line is in."""
    if line and line["period_from"]:
        place.go("review", account=account_id, period=line["period_from"], line=line["transaction_id"])


@part
def reviews(case):
    """The review periods."""
    periods = words.ordered(view("trackers.review", account_id=case["account_id"]), "-period_from")
    empty = "No statement has come for this account yet. Upload one, and its review begins."
    show(periods, PERIODS, "periods", empty, to=lambda row: place.address("review", account=case["account_id"], period=row["period_from"]))


@part
def statements(case):
    """The statements, their chain and their gaps; a month or a statement opens what its file says."""
    account_id = case["account_id"]
    every = months_of(account_id)
    gaps = words.ordered(view("dashboards.case_gap", {"as_at": as_at()}, account_id=account_id), "from_day")
    pressed = case_parts.months(every, gaps, "statements")
    pressed = place.folded("The months as a table", "months_as_table", lambda: case_parts.months_table(every)) or pressed
    month = pressed or place.day("month")
    found = words.ordered(view("dashboards.statement_chain", account_id=account_id), "-from_date", "statement_id")
    if month and not pressed:
        st.button(f"Every statement, not only those of {month:%B %Y}", on_click=place.put, kwargs={"month": None}, icon=":material/close:")
    found = words.touching(found, month) if month else found
    empty = f"No statement covers a day of {month:%B %Y}." if month else "No statement has come for this account yet."
    statement = show(found, STATEMENTS, "statements", empty, pick="Choose") or (found[0] if month and len(found) == 1 else None)
    if statement:
        one_statement(account_id, statement)


@part
def findings(case):
    """What the rules found."""
    account_id = case["account_id"]
    found = words.ordered(view("audit.finding", account_id=account_id), "-occurred_on", "finding_id")
    show(found, FINDINGS, "findings", "No rule has found anything here.", to=in_its_review)


@part
def money_back(case):
    """What was taken up about this agreement's money and papers, each opening on its own page."""
    agreement_id = case["agreement_id"]
    place.link("surplus", "Work out the surplus", agreement=agreement_id)
    cases = words.ordered(view("dashboards.case_money", agreement_id=agreement_id), "-since", "kind")
    empty = "Nothing was taken up: no surplus, debt, late return or pause of payments."
    show(cases, MONEY, "money back", empty, to=place.of_case)


@part
def agreed(case):
    """What was agreed."""
    mine = {"agreement_id": case["agreement_id"]}
    case_parts.agreed(
        view("dashboards.plan_line", {"as_at": as_at()}, **mine), view("dashboards.rate", **mine), view("dashboards.payee", **mine), view("dashboards.statutory_review", **mine)
    )


@part
def who_looked(case):
    """Who did what, and who looked."""
    case_parts.looked(view("dashboards.case_activity", account_id=case["account_id"]))


def notes(case):
    """What was said and done in this case, and writing it."""
    agreement_id = case["agreement_id"]
    writes = diary_parts.Writes(
        diary.owners(store(), actor(), agreement_id),
        lambda kind, **said: diary.write(store(), actor(), agreement_id, kind, as_at=as_at(), **said),
        lambda entry_id, **said: diary.correct(store(), actor(), agreement_id, entry_id, as_at=as_at(), **said),
        lambda entry_id, reason: diary.withdraw(store(), actor(), agreement_id, entry_id, reason),
        lambda entry_id, on_day, outcome: diary.finish_task(store(), actor(), agreement_id, entry_id, as_at(), on_day, outcome),
    ) if may("write_entry", agreement_id=agreement_id) else None  # fmt: skip
    diary_parts.diary(agreement_id, lambda: view("trackers.entry", agreement_id=agreement_id), diary.KINDS, writes)


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
    if may("take_evidence", agreement_id=agreement_id):
        take = partial(evidence_pack.take, store(), person, agreement_id)
        today, knows = as_at(), may("see_concern", agreement_id=agreement_id)
        pack_parts.pack(agreement_id, today, pack_parts.Pack(lambda reason, with_restricted: take(reason, today, with_restricted), knows))


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


# A tab is a line here.
TABS = {
    "Overview": overview,
    "Timeline": what_happened,
    "Notes": notes,
    "Reviews": reviews,
    "Statements": statements,
    "Findings": findings,
    "Money back": money_back,
    "What was agreed": agreed,
    "Documents": its_papers,
    "Chronology": its_chronology,
    "Who looked": who_looked,
}


def in_its_review(finding):
    """Where a finding stands in the review of its day; nothing where it is of no day."""
    return finding["occurred_on"] and place.address("review", account=finding["account_id"], on=finding["occurred_on"], row=finding["finding_id"])


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


def case_of(account_id):
    """The head of a case, and the tab that the link names."""
    trail.note_look(store(), actor(), account_id)
    case = case_head.head(store(), actor(), account_id, as_at())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("All cases", on_click=place.put, kwargs=dict.fromkeys(("account", "agreement", "entry", "tab", "month")), icon=":material/arrow_back:")
        if may("raise_concern", account_id=account_id):
            concern.raise_here(
                safeguarding.SIGNS, account_id, lambda sign, note: safeguarding.raise_concern(store(), actor(), case["agreement_id"], sign, note, as_at(), account_id)
            )
    case_parts.head(case)
    moving_parts.handed_over(case["agreement_id"])
    if case["accounts"] > 1:
        case_parts.other_accounts(account_id, words.distinct(view("dashboards.account", agreement_id=case["agreement_id"]), "account_id"))
    case_parts.clocks(case["clocks"])
    if place.of("entry") and not place.of("tab"):
        place.put(tab="Notes")
    place.one_of({name: partial(shown, case) for name, shown in TABS.items()}, "tab")


def account_in_link():
    """The account that the link names, itself or by its agreement."""
    agreement = place.of("agreement")
    return place.of("account") or (next((row["account_id"] for row in view("dashboards.account", agreement_id=agreement)), None) if agreement else None)


here = account_in_link()
if here and may("see_case", account_id=here):
    case_of(here)
else:
    if place.of("account") or place.of("agreement"):
        st.text("The case of this link isn't there, or you may not see it. These are the cases that you may open.")
    choose()
