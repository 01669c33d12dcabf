"""Tests over every case on a page: which run is shown, its counts, and one test with its years and its cases."""

import plotly.graph_objects as go
import streamlit as st

from lib.ui import cards, charts, place, words
from lib.ui.shades import readable, shades
from lib.ui.tables import Column, show

# The headings of the counts open the list of that result.
RESULTS = ("failed", "passed", "not_testable")
TESTS = [
    Column("named", "Test", width=345), Column("failed", "Failed", "count", width=75), Column("passed", "Passed", "count", width=75), Column("not_testable", "Can't be tested", "count", width=115),
    Column("share_said", "Failed, %", width=85), Column("before_said", "Year before, %", width=110), Column("amount", "Pounds failed", "money", width=120), Column("says", "Against the year before", width=185),
]  # fmt: skip
CASES = [
    Column("agreement_id", "Agreement", width=110), Column("officer", "Officer", width=100), Column("on_day", "Day", "day"),
    Column("saw", "What was seen", width=690), Column("amount", "Pounds", "money", width=100),
]  # fmt: skip
YEARS = [
    Column("year", "Year", width=90), Column("failed", "Failed", "count", width=80), Column("passed", "Passed", "count", width=80), Column("not_testable", "Can't be tested", "count", width=120),
    Column("share_said", "Failed, % of those tested", width=170), Column("amount", "Pounds failed", "money", width=130),
]  # fmt: skip


def said(share):
    """A share as people write it; nothing where nothing was tested."""
    return "" if share is None else f"{share}%"


def choose_run(runs, words_of):
    """The run that is shown: the link's, or the newest. None without one."""
    if not runs:
        st.text("The tests were not run yet. Choose a council and a year, and run them: every case is looked at, nothing in it is changed.")
        return None
    named = {
        row["run_id"]: f"{row['council']} {words_of(row['from_day'].year)}, as at {words.day(row['to_day'])}, run {words.moment(row['ran_at'])} by {row['ran_by']}" for row in runs
    }
    newest = runs[0]["run_id"]
    chosen = place.choose("Run", [name for name in named if name != newest], "run", named[newest], named.get)
    return next(row for row in runs if row["run_id"] == (chosen or newest))


def headlines(figures):
    """Four figures over all tests."""
    seen = [row for row in figures if row["is_open"]]
    counted = (("failed", "Cases failed"), ("passed", "Cases passed"), ("not_testable", "Cases that can't be tested"))
    with_failure = cards.Figure("Tests with a failure", f"{len([row for row in seen if row['failed']])} of {len(seen)}")
    cards.figures([with_failure, *(cards.Figure(label, words.total(seen, column)) for column, label in counted)])


def every_test(figures):
    """The list of all tests with their counts; each opens its cases."""
    rows = [
        row | {
            "named": named(row), "share_said": said(row["share"]), "before_said": said(row["share_before"]), "amount": row["amount"] or None,
            "says": _against_before(row) if row["is_open"] else "Not open to you",
        } | ({} if row["is_open"] else dict.fromkeys(RESULTS))
        for row in figures
    ]  # fmt: skip
    show(rows, TESTS, "every case tested", "No test is here.", height=880, to=lambda row: place.here(test=row["test"], result=""))


def named(row):
    """T7 Paid as scheduled."""
    return f"T{row['number']} {row['title']}"


def about(row):
    """What a test asks, of what, by which source, and what of it can't be tested."""
    st.subheader(words.literal(named(row)))
    st.text(row["question"])
    st.text(words.stripped([f"Counted: {row['case'].replace('one row per', 'each', 1)}", f"Source: {row['source']}"]))
    for why in row["not_held"]:
        st.text(f"Can't be tested: {why}")


def counts(row):
    """The three counts; each opens its list. Gives the result that is shown."""
    chosen = place.of("result") if place.of("result") in RESULTS else next((name for name in RESULTS if row[name]), "failed")
    with st.container(horizontal=True):
        for name in RESULTS:
            st.button(
                words.literal(f"{words.code(name)}: {row[name]:,}"), key=f"count_{row['test']}_{name}", type="secondary" if name == chosen else "tertiary",
                on_click=lambda name=name: place.put(result=name), help="Show these cases",
            )  # fmt: skip
    return chosen


def case_list(row, rows, result):
    """The cases of one result; each leads to where it is looked at, where there is such a place."""
    st.markdown(f"**{words.literal(words.code(result))}: {words.many(len(rows), 'case')}**")
    empty = {"failed": "No case failed this test.", "passed": "No case passed this test.", "not_testable": "Every case of this test could be tested."}[result]
    show(rows, CASES, f"T{row['number']} {words.code(result).lower()}", empty, key=f"cases_{row['test']}_{result}", to=place.of_case)


def by_year(row, trend, here):
    """A test year by year as a picture and as a table. Gives the run and the result whose bar was pressed, or None; here says which are shown."""
    if len(trend) < 2:
        st.text("There is no run of another year yet to hold this against. Run the tests for the year before, too.")
        return None
    st.markdown("**Year by year**")
    figure, shade = go.Figure(), shades()
    for (name, label), (colour, pattern) in zip((("failed", "Failed"), ("passed", "Passed"), ("not_testable", "Can't be tested")), charts.LOOKS, strict=True):
        figure.add_bar(
            x=[one["year"] for one in trend], y=[one[name] for one in trend], name=label, text=[f"{one[name]:,}" for one in trend], textposition="outside", cliponaxis=False,
            marker={"color": shade[colour], "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": shade["paper"], "fgopacity": 0.5, "size": 6}}, hovertemplate="%{x}: %{y:,} " + label.lower() + "<extra></extra>",
        )  # fmt: skip
    figure.update_layout(height=260, barmode="group", margin={"l": 0, "r": 0, "t": 24, "b": 0}, dragmode=False, xaxis={"type": "category", "fixedrange": True}, yaxis={"visible": False, "fixedrange": True}, legend={"orientation": "h", "y": -0.15})  # fmt: skip
    pressed = st.plotly_chart(
        readable(figure), key=f"years_{row['test']}_{here}", on_select="rerun", selection_mode="points", config={"displayModeBar": False}, alt=f"{row['title']} by year; the same figures stand in the table below",
    ).selection.points  # fmt: skip
    show([one | {"share_said": said(one["share"]), "amount": one["amount"] or None} for one in trend], YEARS, f"T{row['number']} by year", "", key=f"table_{row['test']}")
    if not pressed:
        return None
    return {"run": next(one["run_id"] for one in trend if one["year"] == pressed[0]["x"]), "result": RESULTS[pressed[0]["curve_number"]]}


def not_tested(figures, closed):
    """What could not be tested, and which column would bring it."""
    st.subheader("What could not be tested")
    for row in figures:
        for why in row["not_held"] if row["is_open"] else [closed]:
            st.text(f"{named(row)}: {why}")


def _against_before(row):
    """How a test stands against the year before, in words."""
    if row["share"] is None:
        return "Nothing to test" if not row["not_testable"] else "Can't be tested"
    if row["share_before"] is None:
        return "No year to compare"
    apart = row["share"] - row["share_before"]
    return "As the year before" if apart == 0 else f"{abs(apart)} points {'more' if apart > 0 else 'fewer'} failed"
