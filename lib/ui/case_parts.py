"""The parts of a case: its head and clocks, its pictures with their tables, its statements, and what was agreed."""

from datetime import date

import streamlit as st

from lib.ui import cards, case_pictures, place, words
from lib.ui.session import as_at
from lib.ui.shades import readable
from lib.ui.tables import Column, show

CLOCKS = {"return": "Statements and papers", "statutory_review": "Statutory review", "surplus": "Surplus", "debt": "Debt", "suspension": "Pause of payments", "hold": "Clocks are stopped"}  # fmt: skip
LINES = [
    Column("posted_on", "Date", "day"), Column("description", "Description", width=300), Column("money_out", "Out", "money", width=95), Column("money_in", "In", "money", width=95),
    Column("balance", "Balance", "money", width=105), Column("spend_category", "What for", "category", width=150), Column("category_reason", "Why", width=280),
]  # fmt: skip
DAYS = [
    Column("on_day", "Day", "day"), Column("money_in", "In", "money", width=100), Column("money_out", "Out", "money", width=100), Column("balance", "Balance", "money", width=110),
    Column("source", "How it is known", "code", width=150), Column("proof", "Statement", "code", width=140), Column("lines", "Lines", "count", width=70),
]  # fmt: skip
BANDS = [
    Column("from_date", "From", "day"), Column("until", "To", "day"), Column("weeks", "Weeks kept", "number", width=100), Column("weekly_base", "A week", "money"), Column("retained", "Kept", "money"),
    Column("committed", "Committed", "money"), Column("surplus_line", "Surplus above", "money", width=120), Column("low_line", "Low below", "money"),
]  # fmt: skip
MONEY = [
    Column("month_words", "Month", width=110), Column("spend_category", "What for", "category", width=190), Column("planned", "Plan", "money", width=110), Column("amount", "Spent", "money", width=110),
    Column("difference", "More than planned", "money", width=140), Column("lines", "Lines", "count", width=70),
]  # fmt: skip
DUE = [
    *MONEY[:2],
    Column("planned", "Due", "money", width=110),
    Column("amount", "Came in", "money", width=110),
    Column("difference", "More than due", "money", width=140),
    MONEY[5],
]
MONTHS = [
    Column("month_words", "Month", width=130), Column("state_words", "Statements", width=160), Column("days", "Days", "count", width=80), Column("days_missing", "Missing", "count", width=90),
    Column("first_missing", "From", "day"), Column("last_missing", "To", "day"),
]  # fmt: skip
AHEAD = [
    Column("pace_words", "Pace", width=110), Column("on_day", "Day", "day"), Column("money_in", "In", "money", width=105), Column("money_out", "Out", "money", width=105), Column("balance", "Leaves", "money", width=115),
    Column("surplus_line", "Surplus above", "money", width=120), Column("low_line", "Low below", "money", width=105),
]  # fmt: skip
CROSSES = [Column("pace_words", "At this pace", width=130), Column("weekly", "Spent a week", "money", width=115), Column("over", "Above the line of surplus", width=250), Column("low", "Under the low line", width=230), Column("below", "Below nothing", width=230)]  # fmt: skip
ASSUMED = [Column("words", "What it takes for granted", width=680), Column("amount", "Figure", "money", width=120)]
PLAN = [
    Column("spend_category", "What for", "category", width=170), Column("weekly_amount", "A week", "money", width=105), Column("one_off_amount", "Once", "money", width=105), Column("from_date", "From", "day"),
    Column("to_date", "To", "day"), Column("state", "Stands", "code", width=110), Column("note", "Note", width=260),
]  # fmt: skip
RATES = [
    Column("from_date", "From", "day"), Column("to_date", "To", "day"), Column("gross_weekly", "A week", "money", width=110), Column("contribution_weekly", "The person's", "money", width=120),
    Column("health_weekly", "Health's", "money", width=110), Column("net_weekly", "Net", "money", width=110), Column("council_weekly", "The council pays in", "money", width=140),
]  # fmt: skip
PAYEES = [Column("payee_name", "Payee", width=280), Column("spend_category", "What for", "category", width=170), Column("relation", "Relation", "code", width=200), Column("exception_agreed_on", "Exception agreed", "day", width=140)]  # fmt: skip
VISITS = [Column("reviewed_on", "On", "day"), Column("kind", "Kind", "code", width=140), Column("outcome", "Outcome", "code", width=300)]
LOOKED = [Column("happened_at", "When", "moment", width=150), Column("actor", "Who", width=130), Column("role", "Role", "code", width=130), Column("action", "What", "code", width=220), Column("verdict", "Verdict", "code", width=130), Column("reason", "Why", width=330)]  # fmt: skip


def head(case):
    """Who, how much, how paid, how closely watched: four cells of words."""
    cells = cards.side_by_side()
    with cells[0].container(border=True, height="stretch"):
        st.markdown(f"**{words.literal(words.person(case))}**")
        _lines(
            f"{case['person_id']} · {case['agreement_id']} · {case['account_id']}",
            f"{words.code(case['state'])} {'since' if case['state'] != 'not_started' else 'from'} {words.day(case['state_since'])}{': ' + case['end_reason'] if case['state'] == 'ended' and case['end_reason'] else ''}",
            f"{words.code(case['legal_basis'])}, {words.code(case['client_type']).lower()}" if case["legal_basis"] else words.code(case["client_type"]),
        )
    with cells[1].container(border=True, height="stretch"):
        st.markdown(f"**{words.literal(words.money(case['gross_weekly']) or 'No rate is known')}**" + (" a week" if case["gross_weekly"] is not None else ""))
        _lines(
            case["gross_weekly"] is not None and f"{words.money(case['contribution_weekly'])} of it the person's contribution",
            case["health_weekly"] and f"{words.money(case['health_weekly'])} from health",
            case["net_weekly"] is not None and f"{words.money(case['net_weekly'])} net, since {words.day(case['rate_since'])}",
        )
    with cells[2].container(border=True, height="stretch"):
        st.markdown(f"**{words.literal(words.code(case['account_type']))}**")
        _lines(
            words.stripped([case["payment_basis"] and f"Paid {case['payment_basis']}", case["payment_cycle"]]),
            case["managed_by"] and f"Managed by {case['managed_by']}",
            case["recipient_type"] and case["recipient_type"] != "self" and f"{words.code(case['recipient_type'])}: {case['recipient_name']}",
            f"{case['council']}, officer {case['officer'] or 'nobody'}",
        )
    with cells[3].container(border=True, height="stretch"):
        st.markdown(f"**{words.literal(words.code(case['tier']) or 'No tier is set')}**")
        _lines(
            f"{case['tier_reason']} ({case['tier_by']}, {words.day(case['tier_since'])})" if case["tier"] else case["return_frequency_months"] and f"Returns every {words.many(case['return_frequency_months'], 'month')}, as agreed",
            words.stripped([case["practitioner"] and f"Practitioner {case['practitioner']}", case["practitioner_team"]]) or "No practitioner is known",
        )  # fmt: skip


def other_accounts(here, accounts):
    """The accounts of the same agreement, each a link."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"The agreement has {words.many(len(accounts), 'account')}; this is {here}.")
        for account_id in accounts:
            if account_id != here:
                place.link("case", f"Account {words.literal(account_id)}", account=account_id)


def clocks(found):
    """What is due next, each with its day, how many days, and the spot where it is seen to."""
    if not found:
        st.text("No clock runs: nothing is asked for, under way or stopped.")
        return
    for cell, clock in zip(cards.side_by_side(len(found)), found, strict=True):
        with cell.container(border=True, height="stretch"):
            late = clock["days_late"] is not None and clock["days_late"] > 0 and clock["kind"] != "hold"
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{CLOCKS[clock['kind']]}**")
                st.badge(_how_late(clock), color="red" if late else "blue", icon=":material/warning:" if late else ":material/schedule:")
            place.link(clock["page"], words.code(clock["step"]), **clock["link"])
            _lines(words.day(clock["due_on"]), clock["note"])


def _how_late(clock):
    if clock["kind"] == "hold" and clock["days_late"] is not None:
        return "ends today" if clock["days_late"] == 0 else f"ends {words.days_late(clock['days_late'])}"
    return words.days_late(clock["days_late"]) or "no end is known"


def balance(points, gaps, bands, several):
    """The balance against what may stay, its days as a table, and the day that was pressed or chosen."""
    st.subheader("Balance")
    if not points:
        st.text("No statement covers a day of this account yet. Upload one, and its balance is drawn.")
        return None
    first = points[0]["on_day"]
    since = place.choose("Days", ["year"], "days", everything="Every day", words={"year": "The last twelve months"}.get)
    first = max(first, words.weeks_before(as_at(), 52)) if since else first
    points = [row for row in points if row["on_day"] >= first] or points[-1:]
    bands = [band for band in bands if band["to_date"] >= points[0]["on_day"] and band["from_date"] <= max(as_at(), points[-1]["on_day"])]
    gaps, chosen = [gap for gap in gaps if gap["to_day"] >= points[0]["on_day"]], None
    if any(row["balance"] is not None for row in points):
        picture = case_pictures.balance(points, gaps, bands, as_at())
        chosen = case_pictures.pressed(picture, "case_balance", "The balance at the end of each day against the weeks that are kept; the same figures stand in the table below")
    else:
        st.text("No statement prints a balance, so none can be drawn. Upload one that does; what moved each day stands in the table.")
    for gap in gaps:
        st.text(gap_said(gap))
    if several:
        st.text("What may stay is for all accounts of the agreement together; the balance here is of this account.")
    row = place.folded("The days as a table", "days_as_table", lambda: days_table(points, bands))
    return date.fromisoformat(chosen[0]) if chosen else row and row["on_day"]


def days_table(points, bands):
    """The same days as a table, and what may stay. Gives the day that was chosen, or None."""
    row = show(words.ordered(points, "-on_day"), DAYS, "balance by day", "", pick="Show the lines of", height=320)
    show(
        [band | {"until": None if band["to_date"].year == 9999 else band["to_date"]} for band in bands],
        BANDS,
        "what may stay",
        "What may stay is not known: the agreement has no rate or no policy.",
    )
    return row


def gap_said(gap):
    """A gap in words with its days."""
    span, many = words.span(gap["from_day"], gap["to_day"]), words.many(gap["days"], "day")
    return {
        "before_the_first": f"No statement covers {span} ({many}), before the first one.",
        "between": f"No statement covers {span} ({many}), between two others.",
        "since_the_newest": f"No statement has come for {span} ({many}).",
    }[gap["kind"]]


def money(rows):
    """Money by month against the plan. Gives the (month, category or None, direction) that was pressed or chosen."""
    st.subheader("Money by month")
    with place.filters():
        direction = "in" if place.choose("Money", ["in"], "way", everything="Paid out", words={"in": "Came in"}.get) else "out"
        these = words.where(rows, direction=direction)
        category = place.choose("What for", words.distinct(these, "spend_category"), "for", everything="Everything", words=words.category)
    these = words.where(these, spend_category=category)
    if not these:
        st.text("No money of this kind is on a statement, and no plan or payment names it.")
        return None
    chosen = case_pictures.pressed(
        case_pictures.money(these, direction),
        f"case_money_{direction}_{category}",
        "Money by month and what it was for, against the plan; the same figures stand in the table below",
    )
    listed = [row | {"month_words": f"{row['month']:%b %Y}"} for row in words.ordered(these, "-month", "-amount", "spend_category")]
    columns, name = MONEY if direction == "out" else DUE, f"money {direction} by month"
    row = place.folded("The money as a table", "money_as_table", lambda: show(listed, columns, name, "", pick="Show the lines of", height=360))
    if chosen:
        return date.fromisoformat(chosen[0]), chosen[1] or category, direction
    return row and (row["month"], row["spend_category"], direction)


def lines(found, said, key):
    """The lines behind a figure. Gives the one that is to be opened in its review."""
    st.markdown(f"**{words.literal(said)}**")
    return show(
        words.ordered(found, "posted_on"),
        LINES,
        "lines behind it",
        "No line stands behind it: it is what was planned or due, or a day on which nothing moved.",
        key=key,
        pick="Open in its review",
    )


def months(rows, gaps, key):
    """The statements month by month, and the gaps in words. Gives the month that was pressed, or None."""
    if not rows:
        st.text("The account has not begun.")
        return None
    chosen = case_pictures.pressed(case_pictures.months(rows), f"{key}_months", "The months of the account: proven, unproven, missing; the same stands in the table below")
    for gap in gaps:
        st.text(gap_said(gap))
    return chosen and date.fromisoformat(chosen[0])


def months_table(rows):
    """The same months as a table. Gives the one that was chosen, or None."""
    listed = [row | {"month_words": f"{row['month']:%B %Y}", "state_words": case_pictures.MONTHS[row["state"]][2]} for row in words.ordered(rows, "-month")]
    row = show(listed, MONTHS, "months", "", pick="Show its statements", height=300)
    return row and row["month"]


def forecast(rows, assumptions):
    """Where the balance goes at three paces: when it crosses a line at each, and what is taken for granted."""
    st.subheader("Where it goes")
    if not rows:
        st.text("Nothing can be said of the weeks to come: no statement prints a balance, or nobody knows what a week is worth.")
        return
    paces = [words.grouped(rows, "pace")[pace][0] for pace in case_pictures.PACES]
    st.text(range_said(paces))
    st.plotly_chart(
        readable(case_pictures.forecast(rows)),
        config=case_pictures.SETTINGS,
        key="case_forecast",
        alt="The balance in the weeks to come at three paces of spending; the same figures stand in the tables below",
    )
    show([crossing(pace) for pace in paces], CROSSES, "when it crosses a line", "", download=False)
    show(words.ordered(assumptions, "place"), ASSUMED, "assumptions", "", download=False)
    listed = [row | {"pace_words": case_pictures.PACES[row["pace"]][0]} for row in rows]
    place.folded("The forecast as a table", "forecast_as_table", lambda: show(listed, AHEAD, "forecast", "", height=320))


def range_said(paces):
    """When the balance is above the line of surplus or below nothing, as a range over the paces, never as one sure day."""
    said = []
    for column, above in (("over_on", "above the line of surplus"), ("below_zero_on", "below nothing")):
        days = sorted(pace[column] for pace in paces if pace[column])
        if days and days[-1] <= paces[0]["on_day"]:
            said.append(f"It is {above} already.")
        elif days:
            span = f"first on {words.day(days[0])}" if days[0] == days[-1] else f"first between {words.day(days[0])} and {words.day(days[-1])}"
            said.append(f"At {len(days)} of {len(paces)} paces it goes {above}, {span}.")
    return " ".join(said) or "At none of these paces does it go above the line of surplus or below nothing in the weeks that are looked at."


def crossing(pace):
    """A row of when this pace crosses each line."""
    first = pace["on_day"]
    written = {name: "not in these weeks" if on is None else f"already on {words.day(on)}" if on <= first else f"first on {words.day(on)}" for name, on in (("over", pace["over_on"]), ("low", pace["low_on"]), ("below", pace["below_zero_on"]))}  # fmt: skip
    return {"pace_words": case_pictures.PACES[pace["pace"]][0], "weekly": pace["weekly"]} | written


def agreed(plan, rates, payees, visits):
    """What was agreed: the plan, what a week is worth, whom it pays, and the statutory reviews."""
    st.subheader("Plan")
    show(words.ordered(plan, "-state", "-weekly_amount"), PLAN, "plan of the agreement", "No plan came with the caseload. It comes with plan_lines.csv.")
    st.subheader("What a week is worth")
    show(words.ordered(rates, "-from_date"), RATES, "rates", "No rate came with the caseload. It comes with rates.csv.")
    st.subheader("Payees")
    show(words.ordered(payees, "payee_name"), PAYEES, "payees", "No payee came with the caseload, and none is needed: who was paid is confirmed in the review.")
    st.subheader("Statutory reviews")
    show(words.ordered(visits, "-reviewed_on"), VISITS, "statutory reviews", "None is recorded. The first is due within six months (SI 2014/2871 reg 7).")


def looked(rows):
    """Who did what and who only looked."""
    only = place.choose("Show", ["look"], "acts", everything="Everything that was done", words={"look": "Only who looked"}.get)
    rows = [row for row in rows if not only or row["action"].startswith("look_")]
    show(words.ordered(rows, "-seq"), LOOKED, "who looked", "Nobody has looked or done anything here yet.")


def _lines(*said):
    """Lines of a cell; what says nothing leaves no line."""
    found = "\n".join(line for line in said if line)
    if found:
        st.text(found)
