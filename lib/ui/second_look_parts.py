"""A second look on a page: the questions without their answers, the lines, the plan and the form, and what somebody says of them."""

import streamlit as st

from lib.ui import place, words
from lib.ui.session import act
from lib.ui.tables import Column, show

QUESTIONS = [
    Column("mark", "", width=60), Column("occurred_on", "Date", "day", width=90), Column("amount", "Amount", "money", width=90), Column("message", "What", width=540),
    Column("severity", "Weight", "code", width=70), Column("said_words", "You said", width=150),
]  # fmt: skip
LINES = [
    Column("posted_on", "Date", "day", width=90), Column("description", "Description", width=260), Column("money_out", "Out", "money", width=85), Column("money_in", "In", "money", width=85),
    Column("balance", "Balance", "money", width=95), Column("spend_category", "What for", "category", width=130), Column("category_reason", "Why", width=200),
    Column("asked_about", "You said", "code", width=110),
]  # fmt: skip
FORM = [
    Column("form_row", "", width=30),
    Column("words", "Row of the form", width=260),
    Column("expected", "Expected", "money", width=95),
    Column("seen", "Seen", "money", width=95),
]
PLAN = [
    Column("spend_category", "What for", "category", width=150), Column("planned", "Plan", "money", width=90), Column("money_out", "Out", "money", width=90), Column("money_in", "In", "money", width=90), Column("over_plan", "Over plan", "money", width=90),
]  # fmt: skip
PAYMENTS = [
    Column("due_on", "Due", "day", width=95), Column("posted_on", "Seen", "day", width=95), Column("outcome", "", "code", width=130), Column("expected", "Expected", "money", width=95), Column("seen", "Seen", "money", width=95),
]  # fmt: skip
SEATS = [
    Column("agreement_id", "Agreement", width=110), Column("account_id", "Account", width=110), Column("period", "Period", width=200), Column("state", "State", "code", width=150), Column("seat_words", "", width=170),
]  # fmt: skip


def head(seat):
    """Whose review of which days, and that this is a second look."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(f"**{words.literal(seat['agreement_id'])}** {words.literal(seat['account_id'])}")
        st.text(words.span(seat["period_from"], seat["period_to"]))
        st.text(f"Second look by {seat['auditor']}" + (", to be compared with another" if seat["seat"] == 2 else ""))


def seats(rows):
    """What this person is to look at a second time. Gives the item that was picked, or None."""
    listed = [
        row
        | {
            "period": words.span(row["period_from"], row["period_to"]), "state": f"look_{row['state']}", "seat_words": "" if row["seat"] == 1 else "To compare auditors",
            "is_scored": row["state"] == "scored",
        }
        for row in rows
    ]  # fmt: skip
    # What is still to do stands first.
    listed = words.ordered(listed, "is_scored")
    empty = "Nothing of this month is yours to look at a second time. What was drawn is given to the auditors of the plan."
    show(listed, SEATS, "my second looks", empty, to=lambda row: place.here(item=row["item_id"]))


def form(rows):
    """The reconciliation form from the auditor's own answers."""
    show(rows, FORM, "form of the second look", "There is no form without a statement.", download=False)


def plan(rows):
    """The plan against the auditor's own answers."""
    show(rows, PLAN, "plan of the second look", "There is no plan and no spending in this period.", download=False)


def payments(rows):
    """The council's payments, due against seen."""
    show(rows, PAYMENTS, "council payments of the second look", "No payment of the council was due or seen in this period.", download=False)


def to_begin(begin, pass_on):
    """Before the second look begins."""
    st.text(
        "You do this review again without seeing what the first officer decided. Open the case and its review only when you are through: an item whose auditor looked there first does not count as blind."
    )
    st.button("Begin", on_click=act, args=(begin,), type="primary", icon=":material/visibility_off:")
    pass_on_form(pass_on)


def pass_on_form(pass_on):
    with st.expander("I should not look at this one"), st.form("pass_on", border=False):
        reason = st.text_input("What stands against it?", max_chars=300)
        if st.form_submit_button("Give it to another auditor"):
            act(pass_on, reason)
            st.rerun()


def question(row, line, verdicts, categories, say):
    """One question, and the auditor's own answer: a verdict, or what the line was for. say(kind, subject, said, reason)."""
    st.markdown(f"**{words.day(row['occurred_on'])}** {words.literal(words.money(row['amount']))}")
    if line:
        st.text(line["description"])
    st.text(row["message"])
    with st.form(f"question_{row['exception_id']}", border=False):
        names = list(verdicts)
        verdict = st.radio("Your verdict", names, index=names.index(row["verdict"]) if row["verdict"] else None, format_func=verdicts.get, horizontal=True)
        category = what_for(line, categories) if row["kind"] == "payee" and line else None
        reason = st.text_input("Why?", value=row["reason"] or "", max_chars=500)
        if st.form_submit_button("Keep my answer"):
            act(_answered, row, line, verdict, category, reason, say)
            st.rerun(scope="fragment")


def what_for(line, categories):
    """What a line was for, as the auditor says."""
    options = ["", *(name for name in categories if name != "query")]
    unsaid = "I can't tell" if line["spend_category"] == "query" else f"As it stands: {words.category(line['spend_category'])}"
    return st.selectbox("What was it for?", options, index=options.index(line["said"]) if line["said"] in options else 0, format_func=lambda name: categories.get(name, unsaid))


def _answered(row, line, verdict, category, reason, say):
    if category and category != line["said"]:
        say("line", line["transaction_id"], category, reason)
    if verdict:
        say("exception", row["exception_id"], verdict, reason)


def questions(rows, current, verdicts, on_pick):
    """All questions with the auditor's own answers."""
    listed = [
        row | {
            "mark": "shown" if row is current else "", "said_words": verdicts.get(row["verdict"]) or ("Said what for" if row["is_settled"] else "Open"),
            "message": words.stripped([row["kind"] == "payee" and row["description"], row["message"]]),
        }
        for row in rows
    ]  # fmt: skip
    show(
        listed,
        QUESTIONS,
        "questions of the second look",
        "Nothing was asked in this review. Look at the lines: what should have been asked?",
        pick="Show",
        on_pick=on_pick,
        marked=lambda row: row["mark"],
        download=False,
    )


def lines(rows, verdicts, categories, say):
    """All lines; of one that is chosen the auditor says what it was for, or that it should have been asked about. Gives the line, or None."""
    chosen = show(rows, LINES, "lines of the second look", "No line is in this period.", pick="Say something of", download=False)
    if chosen:
        with st.form(f"line_{chosen['transaction_id']}"), st.container(horizontal=True, vertical_alignment="bottom"):
            category = what_for(chosen, categories)
            verdict = st.selectbox(
                "Or it should be asked about", ["", *(name for name in verdicts if name != "explained")], format_func=lambda name: verdicts.get(name, "No"), width=220
            )
            reason = st.text_input("Why?", max_chars=500)
            if st.form_submit_button("Keep it"):
                act(_said_of_line, chosen, category, verdict, reason, say)
                st.rerun(scope="fragment")
    return chosen


def _said_of_line(line, category, verdict, reason, say):
    if category and category != line["spend_category"]:
        say("line", line["transaction_id"], category, reason)
    if verdict:
        say("exception", line["transaction_id"], verdict, reason)


def finish_form(left, outcomes, finish):
    """Ending the second look."""
    st.subheader("End the second look")
    for sentence in left:
        st.text(sentence)
    with st.form("finish"):
        outcome = st.radio("The form", list(outcomes), index=None, format_func=outcomes.get)
        note = st.text_input("What explains the difference?", max_chars=500)
        if st.form_submit_button("I am through: show me both looks", disabled=bool(left)):
            act(finish, outcome, note)
            st.rerun()
