"""What comes of two looks on a page: both side by side, the points, the officer's answer, who was right, and what is done about it."""

import streamlit as st

from lib.ui import cards, place, words
from lib.ui.session import act
from lib.ui.tables import Column, show

BOTH = [
    Column("differs_words", "Both", width=85), Column("occurred_on", "Date", "day", width=90), Column("message", "What", width=300), Column("amount", "Amount", "money", width=85),
    Column("first_words", "First look", width=140), Column("first_reason", "Why the first", width=180), Column("second_words", "Second look", width=140), Column("second_reason", "Why the second", width=180),
]  # fmt: skip
TOLD = [
    Column("month_words", "Month", width=120), Column("agreement_id", "Agreement", width=100), Column("period", "Period", width=170), Column("officer", "Officer", width=90), Column("auditor", "Auditor", width=90),
    Column("state", "State", "code", width=140), Column("answer_by", "Answer by", "day", width=100), Column("result", "Result", "code", width=95),
]  # fmt: skip
POINTS = [Column("words", "Point", width=220), Column("given", "Points", width=160), Column("note", "Note", width=480)]
NOT_THERE = "Nothing of the kind"


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
                note = st.text_input(f"Note: {row['words']}", value=row["note"] or "", max_chars=300, key=f"note_{row['point']}", width=420)
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
    cards.figures([
        cards.Figure("Points", f"{found['points']} of {found['max_points']}"),
        cards.Figure("Result", results[found["result"]]),
        cards.Figure("Pounds wrong", words.money(found["pounds_wrong"])),
        cards.Figure("Critical failure", "Yes" if found["critical_failure"] else "No"),
    ])  # fmt: skip


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
            ruled(row, rulings)
            if rule:
                _ruling(row, rulings, rule)


def ruled(row, rulings):
    """What the auditor says of who was right, if that was said."""
    if row["ruling"]:
        st.text(words.stripped([rulings[row["ruling"]], row["wrong"] and f"{words.money(row['wrong'])} wrong", row["ruling_reason"]]))


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
    """The items that the officer may answer, or that are closed."""
    listed = [
        row | {"month_words": f"{row['month']:%B %Y}", "period": words.span(row["period_from"], row["period_to"]), "state": f"look_{row['state']}", "is_closed": row["state"] == "closed"}
        for row in rows
    ]  # fmt: skip
    # What waits for somebody stands before what is over.
    listed = words.ordered(listed, "is_closed")
    empty = "No second look at a review was scored yet. When one is, its officer answers here."
    show(listed, TOLD, "second looks", empty, to=lambda row: place.here(answer=row["item_id"]))


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


def answer_form(item, rows, answers, rulings, answer):
    """The officer's answer to each difference and to the whole: answer(words, {difference_id: (answer, words)})."""
    st.subheader("Your answer")
    st.text(f"You may answer until {words.day(item['answer_by'])}, and again until the item is closed.")
    with st.form("answer"):
        said, names = {}, list(answers)
        for row in rows:
            difference(row)
            ruled(row, rulings)
            choice = st.radio(
                "Do you agree?", names, index=names.index(row["answer"]) if row["answer"] else 0, format_func=answers.get, horizontal=True, key=f"answer_{row['difference_id']}"
            )
            said[row["difference_id"]] = (choice, st.text_input("Why?", value=row["answer_words"] or "", max_chars=500, key=f"why_{row['difference_id']}"))
        whole = st.text_area("Your answer to the whole", value=item["answer_words"] or "", max_chars=2000)
        if st.form_submit_button("Answer"):
            act(answer, whole, said)
            st.rerun()
