"""The review of one account and period: what needs a person, answered by one key each; the rest accepted together; the lock."""

from functools import partial

import streamlit as st

from lib import outstanding, payees, receiving, reviews, safeguarding
from lib.monitoring import rule_words
from lib.ui import concern, place, review_card, review_side, source, words
from lib.ui.keys import key
from lib.ui.review_end import accept, complete, locked
from lib.ui.session import act, actor, as_at, first, forget_undo, may, offer_undo, part, say, show_said, store, tally, undo_said, view
from lib.ui.tables import MOST, Column, show, show_first

KEPT = source.Kept(receiving.page_picture, receiving.evidence)
PERIODS = [
    Column("account_id", "Account", width=100), Column("who", "Person", width=170), Column("period_from", "From", "day"), Column("period_to", "To", "day"),
    Column("state", "State", "code", width=170), Column("reconciliation_state", "Reconciliation", "code", width=130), Column("difference", "Difference", "money"), Column("needs_you", "Need you", "count", width=90),
]  # fmt: skip


def named(rows):
    return [row | {"who": words.initials(row)} for row in rows]


@part
def choose():
    """The reviews there are, those to do first."""
    place.one_of({words.code(state): partial(those, state) for state in ("to_review", "waiting", "completed")}, "stands")


def those(wanted):
    """The reviews that stand so."""
    rows = first("trackers.review", MOST, ("period_from", "account_id"), state=wanted)
    count = words.total(words.where(tally("trackers.review", ("state",)), state=wanted), "count")
    empty = "There are none. A review begins when a statement of the period is uploaded."
    show_first(
        named(rows), count, lambda: named(words.ordered(view("trackers.review", state=wanted), "period_from", "account_id")), PERIODS, "reviews", empty,
        to=lambda row: place.here(account=row["account_id"], period=row["period_from"]),
    )  # fmt: skip


@part
def workbench(account_id, period_from):
    """All of the review; shown anew by itself after each key."""
    show_said()
    whose = {"account_id": account_id, "period_from": period_from}
    review = reviews.open_review(store(), actor(), account_id, period_from)
    lines = words.ordered(view("dashboards.line", **whose), "place")
    every = words.ordered(view("trackers.exception", **whose), "occurred_on", "exception_id")
    raised = [row for row in every if row["status"] != "withdrawn"]
    by_id = {line["transaction_id"]: line for line in lines}
    ids = [row["exception_id"] for row in raised]
    open_ids = [row["exception_id"] for row in raised if row["status"] == "open" and not row["verdict"]]
    current = next((row for row in raised if row["exception_id"] == place.of("row", next(iter(open_ids), None))), None)
    line = by_id.get(place.of("line") or (current or {}).get("transaction_id"))
    about = line or (words.nearest(lines, current["occurred_on"]) if current else None)
    may_decide = may("decide_exception", account_id=account_id) and review["state"] != "completed"

    def go_to(exception_id):
        place.put(row=exception_id, line=None)

    def open_line(row):
        place.put(line=row["transaction_id"])

    def decide(exception_id, verdict):
        reviews.decide(store(), actor(), account_id, exception_id, verdict, review_card.reason_given(exception_id))
        forget_undo()
        go_to(words.following(ids, open_ids, exception_id))

    def undo():
        if undo_said():
            return
        undone = reviews.undo(store(), actor(), account_id, period_from)
        go_to(undone or place.of("row"))
        say("Taken back." if undone else "You have no verdict here to take back.", "info")

    def confirm(payee_key, category, everybody):
        teach = payees.confirm_for_everybody if everybody else payees.confirm
        taught = teach(store(), actor(), account_id, payee_key, category, as_at())
        said = f"{words.many(taught['lines'], 'line')} of {payee_key} ({words.money(taught['amount'])}) {words.agree(taught['lines'])} now {payees.CATEGORIES[category]}."
        say(said, undo=(take_back, taught["decision_id"]))
        go_to(words.following(ids, open_ids, (current or {}).get("exception_id")))

    def take_back(decision_id):
        payees.take_back(store(), actor(), account_id, decision_id, as_at())
        say("Taken back. These lines are asked about again.", "info")

    review_card.head(review)
    offer_undo()
    left, right = st.columns([5, 7], gap="medium")
    with left, st.container(border=True):
        if current:
            rule = rule_words(current["rule_id"]) if current["rule_id"] else {}
            review_card.card(current, by_id.get(current["transaction_id"]), rule)
            further(current, review["agreement_id"])
            if may_decide:
                asked = by_id.get(current["transaction_id"])
                if asked and asked["spend_category"] == "query" and current["status"] == "open":
                    review_card.payee(current, asked, payees.CATEGORIES, confirm, may("confirm_payee_for_everybody", account_id=account_id))
                needs_reason = reviews.needs_reason(store(), current, "explained")
                review_card.keys(current, words.nth(ids, current["exception_id"]), needs_reason, decide, undo, *words.beside(ids, current["exception_id"]), go_to)
        else:
            st.text("Nothing needs you here now." if may_decide or not raised else "Nothing is chosen. Choose one of the exceptions below to see it.")
            if may_decide:
                st.button("Undo", key="undo", shortcut=key("review", "undo"), on_click=act, args=(undo,), type="tertiary", icon=":material/undo:")
    if may_decide and not review["needs_you"] and raised:
        left.text("Every exception here is settled. What is left to do is at the end of the page.")
    if may("raise_concern", account_id=account_id):
        with left:
            raise_concern(review, line)
    with right:
        side(review, lines, about, "this line" if line else "about here", current, open_line)
    below(review, raised, lines, current, line, go_to, open_line)
    if review["state"] == "completed":
        following = next(iter(words.ordered([row for row in view("trackers.review") if row["state"] == "to_review"], "period_from", "account_id")), None)
        locked(review, following, may("reopen_review", account_id=account_id), lambda reason: reviews.reopen(store(), actor(), account_id, review["review_id"], reason, as_at()))
    elif may("complete_review", account_id=account_id):
        complete(review, reviews.still_to_do(store(), review), lambda why: reviews.complete(store(), actor(), account_id, period_from, why))


def further(current, agreement_id):
    """Where this is taken further than a verdict: the surplus, what is owed, or the questions about what was upheld."""
    page, label, part = place.LEADS_TO.get(current["rule_id"], ("misspend", "Ask about what was upheld", None) if current["status"] == "upheld" else (None, None, None))
    if page:
        place.link(page, label, agreement=agreement_id, part=part)


def raise_concern(review, line):
    """A concern about the line on screen, or about the case where there is none."""
    whose = (review["account_id"], line and line["transaction_id"])
    about = f"the line of {words.day(line['posted_on'])}: {line['description']}" if line else "this case"
    concern.raise_here(
        safeguarding.SIGNS, f"review_{whose[1]}", lambda sign, note: safeguarding.raise_concern(store(), actor(), review["agreement_id"], sign, note, as_at(), *whose), about
    )


def side(review, lines, line, mark, current, open_line):
    """Statement, reconciliation, plan and history, each read only when it is open."""
    whose = {"account_id": review["account_id"], "period_from": review["period_from"]}
    statement, form, plan, history = st.tabs(["Statement", "Reconciliation", "Plan", "History"], key="side", on_change="rerun")
    if statement.open:
        with statement:
            differing = source.side_by_side(review["account_id"], current["occurred_on"]) if current and current["rule_id"] == "statement_altered" else None
            if differing or line:
                source.line_in_file(KEPT, review["account_id"], *(differing or (line["statement_id"], line["line_number"])), "this line" if differing else mark)
            else:
                st.text("Choose a line under All to see it in its file.")
    if form.open:
        with form:
            rows = words.ordered(view("dashboards.form", **whose), "form_row")
            review_side.opened(rows, review_side.FORM, lines, "form", review_side.in_form_row, "There is no form without a statement.", open_line)
            owed(review)
    if plan.open:
        with plan:
            rows = words.ordered(view("dashboards.plan", **whose), "-money_out")
            review_side.opened(rows, review_side.PLAN, lines, "plan", review_side.in_category, "There is no plan and no spending in this period.", open_line)
    if history.open:
        with history:
            show(
                words.ordered(view("dashboards.case_activity", account_id=review["account_id"]), "-seq"),
                review_side.HISTORY,
                "history",
                "Nobody has done anything here yet.",
                download=False,
            )


def owed(review):
    """Row K of the form: what a person says is owed and not on the statement yet."""
    account_id, period_from = review["account_id"], review["period_from"]
    may_note = may("note_outstanding", account_id=account_id) and review["state"] != "completed"

    def note(kind, description, amount):
        outstanding.note(store(), actor(), account_id, period_from, kind, description, amount, as_at())

    def take_back(item_id):
        outstanding.take_back(store(), actor(), account_id, item_id, as_at())

    items = words.ordered(view("dashboards.outstanding", account_id=account_id, period_from=period_from), "decided_at")
    review_side.owed(items, outstanding.KINDS, note if may_note else None, take_back if may_note else None)


def below(review, raised, lines, current, line, go_to, open_line):
    """The lists under the exception, and the lines that need nobody, accepted together."""
    whose = {"account_id": review["account_id"], "period_from": review["period_from"]}
    names = {"needs": f"Needs you {review['needs_you']}", "all": f"All {review['lines']}", "payments": "Council payments", "contribution": "Contribution", "plan": "By plan line"}
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        shown = st.segmented_control("List", list(names), default="needs", required=True, format_func=names.get, key="list", label_visibility="collapsed")
        if review["state"] != "completed" and may("decide_exception", account_id=review["account_id"]):
            accept(review, lambda rest: reviews.accept_rest(store(), actor(), **whose, **rest))
    match shown:
        case "needs":
            rows = [row | {"mark": "shown" if row is current else "", "status_words": words.code(row["verdict"] or row["status"])} for row in raised]
            show(
                rows,
                review_side.WAITING,
                "exceptions",
                "No exception was found in this period.",
                pick="Show",
                on_pick=lambda row: go_to(row["exception_id"]),
                marked=lambda row: row["mark"],
            )
        case "all":
            show(
                lines,
                review_side.LINE,
                "lines",
                "No line of a statement is in this period.",
                pick="Show in its file",
                on_pick=open_line,
                marked=lambda row: row is line,
            )
        case "payments":
            show(
                words.ordered(view("dashboards.council_payment", **whose), "due_on"),
                review_side.PAYMENTS,
                "council payments",
                "No payment of the council was due or seen in this period.",
            )
        case "contribution":
            show(words.ordered(view("dashboards.contribution", **whose), "due_on"), review_side.CONTRIBUTION, "contribution", "No contribution is due in this period.")
        case "plan":
            review_side.opened(
                words.ordered(view("dashboards.plan", **whose), "-money_out"),
                review_side.PLAN,
                lines,
                "plan lines",
                review_side.in_category,
                "There is no plan and no spending in this period.",
                open_line,
            )


def of_day(account_id, day):
    """Open the review of a day, as a link that knows no more asks."""
    period = words.holding(view("trackers.review", account_id=account_id), day)
    if period:
        place.put(period=period["period_from"], on=None)
        workbench(account_id, period["period_from"])
    else:
        st.text(f"No review covers {words.day(day)}: its statement has not come.")
        place.link("case", "Open the case", account=account_id)


if place.of("account") and place.day("period"):
    workbench(place.of("account"), place.day("period"))
elif place.of("account") and place.day("on"):
    of_day(place.of("account"), place.day("on"))
else:
    choose()
