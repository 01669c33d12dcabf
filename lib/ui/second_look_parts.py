"""A second look on a page: the questions without their answers, both looks side by side, the points, and the officer's answer."""

import streamlit as st

from lib.ui import words
from lib.ui.session import act
from lib.ui.tables import Column, show

QUESTIONS = [
    Column("mark", "", width=60), Column("occurred_on", "Date", "day", width=90), Column("amount", "Amount", "money", width=90), Column("message", "What", width=540),
    Column("severity", "Weight", "code", width=70), Column("said_words", "You said", width=150),
]  # fmt: skip
LINES = [
    Column("posted_on", "Date", "day", width=90), Column("description", "Description", width=280), Column("money_out", "Out", "money", width=85), Column("money_in", "In", "money", width=85),
    Column("balance", "Balance", "money", width=95), Column("spend_category", "What for", "category", width=150), Column("category_reason", "Why", width=240),
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
BOTH = [
    Column("differs_words", "", width=85), Column("occurred_on", "Date", "day", width=90), Column("message", "What", width=300), Column("amount", "Amount", "money", width=85),
    Column("first_words", "First look", width=140), Column("first_reason", "Why the first", width=180), Column("second_words", "Second look", width=140), Column("second_reason", "Why the second", width=180),
]  # fmt: skip
TOLD = [
    Column("month_words", "Month", width=120), Column("agreement_id", "Agreement", width=100), Column("period", "Period", width=170), Column("officer", "Officer", width=90), Column("auditor", "Auditor", width=90),
    Column("state", "State", "code", width=140), Column("answer_by", "Answer by", "day", width=100), Column("result", "Result", "code", width=95),
]  # fmt: skip
SEATS = [
    Column("agreement_id", "Agreement", width=110), Column("account_id", "Account", width=110), Column("period", "Period", width=200), Column("state", "State", "code", width=150), Column("seat_words", "", width=170),
]  # fmt: skip
POINTS = [Column("words", "Point", width=220), Column("given", "Points", width=160), Column("note", "Note", width=480)]
NOT_THERE = "Nothing of the kind"


def head(seat):
    """Whose review of which days, and that this is a second look."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(f"**{words.literal(seat['agreement_id'])}** {words.literal(seat['account_id'])}")
        st.text(words.span(seat["period_from"], seat["period_to"]))
        st.text(f"Second look by {seat['auditor']}" + (", to be compared with another" if seat["seat"] == 2 else ""))


def seats(rows):
    """What this person is to look at a second time. Gives the item that was picked, or None."""
    listed = [
        row | {"period": words.span(row["period_from"], row["period_to"]), "state": f"look_{row['state']}", "seat_words": "" if row["seat"] == 1 else "To compare auditors"}
        for row in rows
    ]
    return show(listed, SEATS, "my second looks", "Nothing of this month is yours to look at a second time. What was drawn is given to the auditors of the plan.", pick="Open")


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
    return st.selectbox(
        "What was it for?", options, index=options.index(line["said"]) if line["said"] in options else 0, format_func=lambda name: categories.get(name, "I can't tell")
    )


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


def both(rows):
    """Both looks side by side."""
    st.subheader("Both looks side by side")
    differ = [row for row in rows if row["differs"]]
    st.text(f"{words.many(len(differ), 'difference')} in {words.many(len(rows), 'question and line', 'questions and lines')} that somebody answered.")
    listed = [row | {"differs_words": "Differs" if row["differs"] else "Same", "first_words": first_words(row), "second_words": second_words(row)} for row in rows]
    show(listed, BOTH, "both looks", "Nothing was asked and nothing said in either look.", marked=lambda row: row["differs"])


def first_words(row):
    """What the first look said: of a line what it was for, else a verdict or the outcome."""
    return words.category(row["first_said"]) if row["kind"] == "line" else words.code(row["first_said"])


def second_words(row):
    """What the second look said. It never says of a line that nobody knows what it was for: there "query" is its question."""
    return words.code(row["second_said"]) if row["second_said"] == "query" else words.category(row["second_said"])


def points_form(every, score):
    """The points, each 0, 1, 2 or nothing of the kind; and what failed critically. score(scores, criticals)."""
    points, criticals = words.where(every, kind="point"), words.where(every, kind="critical")
    st.subheader("Points")
    with st.form("points"):
        scores, failed = {}, {}
        for row in points:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                given = st.segmented_control(
                    row["words"], [0, 1, 2, NOT_THERE], default=(row["score"] if row["score"] is not None else NOT_THERE) if row["is_said"] else None, help=row["meaning"], key=f"point_{row['point']}", width=430,
                )  # fmt: skip
                note = st.text_input(f"Note on {row['words'].lower()}", value=row["note"] or "", max_chars=300, key=f"note_{row['point']}", width=420)
            if given is not None:
                scores[row["point"]] = (None if given == NOT_THERE else given, note)
        st.markdown("**Critical failures: any of these fails the review**")
        for row in criticals:
            if row["point"] == "money_wrong":
                st.text(f"{row['words']}: follows from the pounds that you say are wrong in the differences.")
                continue
            is_there = st.checkbox(row["words"], value=bool(row["is_there"]), help=row["meaning"], key=f"critical_{row['point']}")
            note = st.text_input("What failed?", value=row["note"] or "", max_chars=300, key=f"critical_note_{row['point']}")
            failed[row["point"]] = (is_there, note)
        if st.form_submit_button("Keep the points"):
            act(score, scores, failed)
            st.rerun()


def tell_form(seat, tell):
    """Handing the score to the officer."""
    with st.form("tell"):
        note = st.text_area("A word to the officer" if seat["seat"] == 1 else "Note", max_chars=1000)
        if st.form_submit_button("Tell the officer" if seat["seat"] == 1 else "My score is complete"):
            act(tell, note)
            st.rerun()


def outcome(found, results):
    """What the item comes to as it stands."""
    figures = st.columns(4)
    figures[0].metric("Points", f"{found['points']} of {found['max_points']}", border=True)
    figures[1].metric("Result", results[found["result"]], border=True)
    figures[2].metric("Pounds wrong", words.literal(words.money(found["pounds_wrong"])), border=True)
    figures[3].metric("Critical failure", "Yes" if found["critical_failure"] else "No", border=True)


def differences(rows, rulings, rule):
    """Each difference with the officer's answer, and who was right: rule(difference_id, ruling, wrong, reason), or None where that is over."""
    st.subheader("Differences")
    if not rows:
        st.text("The two looks do not differ.")
    for row in rows:
        with st.container(border=True):
            difference(row)
            if row["answer"]:
                st.text(f"The officer: {'agrees' if row['answer'] == 'accepted' else 'sees it differently'}. {row['answer_words']}")
            if row["ruling"]:
                st.text(words.stripped([rulings[row["ruling"]], row["wrong"] and f"{words.money(row['wrong'])} wrong", row["ruling_reason"]]))
            if rule:
                _ruling(row, rulings, rule)


def difference(row):
    """What the first look said and what the second."""
    st.markdown(f"**{words.literal(row['message'])}** {words.literal(words.money(row['amount']))}")
    st.text(words.stripped([f"First look: {first_words(row) or 'nothing'}", row["first_reason"]]))
    st.text(words.stripped([f"Second look: {second_words(row) or 'nothing'}", row["second_reason"]]))


def _ruling(row, rulings, rule):
    names = list(rulings)
    with st.form(f"rule_{row['difference_id']}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        ruling = st.selectbox("Who was right?", names, index=names.index(row["ruling"]) if row["ruling"] else None, format_func=rulings.get, placeholder="Not said yet", width=230)
        wrong = st.text_input("Pounds wrong", value=str(row["wrong"]) if row["wrong"] else "", max_chars=20, width=120)
        reason = st.text_input("Why?", value=row["ruling_reason"] or "", max_chars=500, width=300)
        if st.form_submit_button("Keep it"):
            act(rule, row["difference_id"], ruling, wrong, reason)
            st.rerun()


def action_form(owner, set_action):
    """What is done about it."""
    with st.form("action", clear_on_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.text_input("Who does it", value=owner, max_chars=60, width=150)
        what = st.text_input("What is to be done", max_chars=500, width=380)
        due_on = st.date_input("By (empty: as policy gives)", value=None, format="DD/MM/YYYY", width=190)
        if st.form_submit_button("Set the action"):
            act(set_action, who, what, due_on)
            st.rerun()


def close_form(close):
    """Closing an item."""
    with st.form("close"):
        note = st.text_input("A last word", max_chars=500)
        if st.form_submit_button("Close the item"):
            act(close, note)
            st.rerun()


def told(rows):
    """The items that the officer may answer, or that are closed. Gives the one that was picked, or None."""
    listed = [row | {"month_words": f"{row['month']:%B %Y}", "period": words.span(row["period_from"], row["period_to"]), "state": f"look_{row['state']}"} for row in rows]
    return show(listed, TOLD, "second looks", "No second look at a review was scored yet. When one is, its officer answers here.", pick="Open")


def told_head(item, results):
    """Which review it is, and what the second look came to."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(f"**{words.literal(item['agreement_id'])}** {words.literal(item['account_id'])}")
        st.text(words.span(item["period_from"], item["period_to"]))
        st.text(f"First look by {item['completed_by']}, second by {item['auditor']}")
        st.text(results.get(item["result"], words.code(f"look_{item['state']}")))
    if item["note"]:
        st.text(f"The auditor: {item['note']}")
    if item["closed_words"]:
        st.text(f"At the close: {item['closed_words']}")


def answered(item):
    """What the officer answered to the whole."""
    st.text(
        f"{item['completed_by']} answered: {item['answer_words']}"
        if item["answer_words"]
        else f"{item['completed_by']} has not answered; until {words.day(item['answer_by'])} there is time."
    )


def told_points(rows):
    """The points that were given, and what failed."""
    listed = [
        row | {"given": NOT_THERE if row["kind"] == "point" and row["score"] is None else str(row["score"]) if row["kind"] == "point" else "Failed"}
        for row in rows
        if row["is_said"] and (row["kind"] == "point" or row["is_there"])
    ]
    show(listed, POINTS, "points", "No points were given.", download=False)


def answer_form(item, rows, answers, answer):
    """The officer's answer to each difference and to the whole: answer(words, {difference_id: (answer, words)})."""
    st.subheader("Your answer")
    st.text(f"You may answer until {words.day(item['answer_by'])}, and again until the item is closed.")
    with st.form("answer"):
        said, names = {}, list(answers)
        for row in rows:
            difference(row)
            choice = st.radio(
                "Do you agree?", names, index=names.index(row["answer"]) if row["answer"] else 0, format_func=answers.get, horizontal=True, key=f"answer_{row['difference_id']}"
            )
            said[row["difference_id"]] = (choice, st.text_input("Why?", value=row["answer_words"] or "", max_chars=500, key=f"why_{row['difference_id']}"))
        whole = st.text_area("Your answer to the whole", value=item["answer_words"] or "", max_chars=2000)
        if st.form_submit_button("Answer"):
            act(answer, whole, said)
            st.rerun()
