"""What a self-audit shows on a page: its figures, its months, its points, its officers, and the reports that went out."""

import streamlit as st

from lib.ui import cards, charts, place, words
from lib.ui.tables import Column, show

RESULTS = [Column("result", "Result", "code", width=200), Column("random", "Drawn by chance", "count", width=140), Column("risk", "Picked for risk", "count", width=140)]
TREND = [
    Column("month_words", "Month", width=140), Column("reviews", "Reviews", "count", width=90), Column("sample", "Drawn by chance", "count", width=130), Column("errors", "Wrong", "count", width=80),
    Column("rate", "Likely wrong, %", "number", width=130), Column("bound", "Wrong at most, %", "number", width=140), Column("state_words", "State", width=220),
]  # fmt: skip
POINTS = [
    Column("words", "Point", width=190), Column("given", "Given, %", "number", width=90), Column("given_twelve", "Twelve months, %", "number", width=130), Column("risk_given", "Picked for risk, %", "number", width=140),
    Column("random_fully", "Right", "count", width=75), Column("random_partly", "Partly", "count", width=75), Column("random_not_at_all", "Not", "count", width=75), Column("random_not_there", "Not there", "count", width=90),
]  # fmt: skip
OFFICERS = [Column("officer", "Officer", width=110), Column("says_month", "This month", width=490), Column("says_twelve", "Twelve months", width=490)]
ALIKE = [
    Column("first", "The first auditor gave", width=180),
    Column("nothing", "The second gave 0", "count", width=150),
    Column("one", "1", "count", width=80),
    Column("two", "2", "count", width=80),
]
REPORTS = [
    Column("month_words", "Month", width=140), Column("council", "Council", width=130), Column("issued_at", "Issued", "moment", width=150), Column("issued_by", "By", width=120), Column("page_sha256", "SHA-256", width=330),
]  # fmt: skip


def choose(cycles):
    """The month that is looked at, kept in the link; without a choice the newest. None where nothing was drawn yet."""
    if not cycles:
        st.text("No self-audit was drawn yet. Plan one under Self-audit, and draw it when its month is over; what it proves is said here when its items are closed.")
        return None
    named = {row["cycle_id"]: f"{row['month']:%B %Y}, {' and '.join(row['councils'])}" for row in cycles}
    newest = cycles[0]["cycle_id"]
    return place.choose("Month", [cycle_id for cycle_id in named if cycle_id != newest], "cycle", named[newest], named.get) or newest


def headlines(found):
    """Four figures: each says what it is of."""
    month, twelve = found["month"], found["twelve"]
    figures = (
        ("Wrong at most", _percent(found["trend"][-1]["bound"]), "Of the month's reviews, with the confidence of the plan"),
        ("Found wrong by chance", f"{month['proof'].errors} of {month['proof'].closed}", "Of what chance drew and what is closed"),
        ("Pounds wrong at most", words.money(month["money"]["most"]) or "not known yet", "If the largest reviews hid what may be hidden, and were wrong whole"),
        ("In twelve months", _percent(found["twelve_row"]["bound"]), f"Wrong at most, of {words.many(twelve['proof'].reviews, 'review')}"),
    )
    cards.figures([cards.Figure(label, value, (of_what,)) for label, value, of_what in figures])


def says(lines):
    """Sentences, each on a line of its own."""
    for line in lines:
        st.text(line)


def month(found):
    """What the month proves, what was picked for risk, and how the items ended."""
    with st.container(border=True):
        says(found["says"]["month"])
    show(found["month"]["results"], RESULTS, "results of the month", "")
    st.subheader("Picked for risk")
    says(found["says"]["risk"])
    st.subheader("What is done about it")
    actions = found["actions"]
    st.text(f"{words.many(actions['open'], 'action')} of these twelve months {words.agree(actions['open'])} open, {actions['late']} late; {actions['done']} done.")
    place.link("self_audit", "See every item and every action", cycle=found["cycle"]["cycle_id"], step="Result")


def twelve(found, to):
    """The months as a picture and a list; to(month) is the address of one. Gives the first day of the month that was pressed, or None."""
    with st.container(border=True):
        says(found["says"]["twelve"])
    rows = [
        row
        | {
            "month_words": f"{row['month']:%B %Y}",
            "short": f"{row['month']:%b %y}",
            "likely": row["rate"],
            "most": row["bound"],
            "said": _percent(row["bound"], ""),
            "state_words": _state(row),
        }
        for row in found["trend"]
    ]
    pressed = charts.likely_and_most(
        rows, "short", "What is likely wrong and what could be wrong at most, by month; the same figures stand in the table below", f"trend_{found['cycle']['cycle_id']}"
    )
    show(rows, TREND, "twelve months of self-audit", "", to=lambda row: to(row["month"]))
    return pressed and pressed["month"]


def points(found):
    """How each of the points fared, the worst first; and how alike two auditors score."""
    given = {row["point"]: row["given"] for row in found["twelve"]["points"]}
    rows = [row | {"given_twelve": given.get(row["point"])} for row in found["month"]["points"]]
    st.text("How much of its points each point was given in what chance drew, the worst first. What was picked for risk stands beside it: it is no measure of the rest.")
    show(rows, POINTS, "points of the self-audit", "No item is closed yet, so no point was given.", height=740)
    charts.bars(
        [row for row in rows if row["given"] is not None],
        "words",
        {"given": "Given, %"},
        "The share of its points that each point was given; the same figures stand in the table above",
        key="points_given",
    )
    st.subheader("How alike auditors score")
    says(found["says"]["agreement"])
    alike = found["twelve"]["agreement"]
    if alike:
        show(
            [{"first": f"{score} points" if score != 1 else "1 point", "nothing": row[0], "one": row[1], "two": row[2]} for score, row in enumerate(alike["table"])],
            ALIKE,
            "how alike auditors score",
            "",
        )


def officers(rows):
    """Each officer, with a rate only where the numbers allow."""
    st.text("A rate is said only of officers of whom enough reviews were drawn by chance. Of the others the list says how little their number can show.")
    listed = [row | {"says_month": row["month"]["says"], "says_twelve": row["twelve"]["says"]} for row in rows]
    show(listed, OFFICERS, "self-audit by officer", "Officers are compared by team leaders and auditors, and only where reviews were drawn.")


def reports(rows):
    """The reports that went out. Gives the one that was picked, or None."""
    listed = words.ordered([row | {"month_words": f"{row['month']:%B %Y}"} for row in rows], "-issued_at", "council")
    return show(listed, REPORTS, "issued self-audit reports", "No report was issued yet. Issue one when every item of its month is closed.", pick="Get its file")


def _state(row):
    if row["reviews"] is None:
        return "No self-audit"
    return "Finished" if row["bound"] is not None else "Not closed yet"


def _percent(share, otherwise="not known yet"):
    return otherwise if share is None else f"{share} %"
