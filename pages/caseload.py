"""The team, today or as at any day: what runs, what waits and what is late. Every bar and every number opens its list."""

import streamlit as st

from lib import team
from lib.ui import account_parts, charts, place, words
from lib.ui import caseload_parts as parts
from lib.ui.as_at_parts import as_at_choice, going_back
from lib.ui.session import actor, as_at, may, part, store
from lib.ui.tables import MOST, Column, show

OFFICERS = [
    Column("officer", "Officer", width=95), Column("council", "Council", width=105), Column("accounts", "Accounts", "count", width=80), Column("accounts_without_statement", "No statement", "count", width=100),
    Column("periods_to_review", "To review", "bar", width=130), Column("needs_you", "Need a person", "bar", width=130), Column("findings_open", "Findings open", "count", width=105),
    Column("findings_upheld", "Upheld", "count", width=70), Column("reviews_completed", "Reviews done", "count", width=100), Column("money_held", "Money held", "money", width=110),
]  # fmt: skip
ACCOUNTS = [
    Column("account_id", "Account", width=85), Column("who", "Person", width=140), Column("council", "Council", width=95), Column("officer", "Officer", width=80), Column("account_type", "Paid by", "code", width=130),
    Column("statements_to", "Statements to", "day", width=100), Column("oldest_period", "Oldest period", "day", width=100), Column("periods_to_review", "To review", "count", width=80),
    Column("needs_you", "Need a person", "count", width=105), Column("balance", "Balance", "money", width=95),
]  # fmt: skip


@part
def looked_at():
    """One subject of the team's work, as the link says."""
    if parts.is_another_day():
        st.rerun()
    subjects = {name: subject.words for name, subject in team.SUBJECTS.items()}
    with place.filters():
        subject = place.choose("Look at", list(subjects), "subject", everything="Statements and reviews", words=subjects.get, clears=("by", "is"))
        chosen = narrowed(subject) if subject else account_parts.narrowed(shown, of_officers=may("compare_officers"), of_types=False)
    if subject:
        counted(subject, *chosen)
    else:
        waiting(*chosen)


def waiting(equals, count, _):
    """Statements and reviews: what each officer has and what waits."""
    if may("compare_officers"):
        place.one_of({"Officers": lambda: officers(equals), "Picture": lambda: picture(equals), "Accounts": lambda: accounts(equals, count)}, "part")
    else:
        accounts(equals, count)


def officers(equals):
    """What waits with each officer; a row opens the officer's accounts."""
    show(each(equals), OFFICERS, "officers", "No caseload is loaded yet. Load one under Caseload load.", to=lambda row: place.here(**of_one(row)))


def picture(equals):
    """The same as a picture; a bar opens the officer's accounts."""
    figures = {"periods_to_review": "Periods to review", "needs_you": "Need a person"}
    charts.bars(each(equals), "officer", figures, "What waits, by officer; the same figures stand in the table under Officers", on_press=lambda row: place.put(**of_one(row)))


def each(equals):
    """A row for each officer that the filters leave."""
    return words.where(words.ordered(shown.view("dashboards.officer"), "council", "officer"), council=equals.get("council"), officer=equals.get("officer"))


def of_one(row):
    """Where the accounts of one officer stand."""
    return {"officer": row["officer"], "part": "Accounts"}


def accounts(equals, count):
    """The accounts, those that wait longest first; a row opens its case."""
    order = ("oldest_period", "-needs_you", "account_id")
    empty = "No account is like this. Choose other filters above."
    account_parts.listed(shown, equals, count, order, ACCOUNTS, "accounts", empty, lambda row: place.address("case", account=row["account_id"]))


def narrowed(name):
    """How the link has a subject counted. Gives (by which column, its cells, what they are narrowed to)."""
    by = parts.count_by(headings(name))
    cells = team.cells(shown.store, actor(), name, by)
    return by, cells, parts.narrowed(cells, may("compare_officers"))


def headings(name):
    """What a subject can be counted by: {column: words}."""
    return team.SUBJECTS[name].by | {"council": "Council"} | ({"officer": "Officer"} if may("compare_officers") else {})


def counted(name, by, cells, only):
    """A subject, counted as the link says; the list of one figure; and that figure by month, council and officer."""
    subject, compares, reads, person = team.SUBJECTS[name], may("compare_officers"), shown.store, actor()
    value, earlier = parts.value_of_link(), before and team.cells_at(store(), person, name, by, before.month_end)
    including = (value,) if place.of("is") else ()
    rows = team.side_by_side(name, cells, earlier, "value", including, team.middles(reads, person, name, by, **only), **only)
    parts.groups(subject, headings(name)[by], rows, before, (name, by))
    if not place.of("is"):
        st.text("Choose a row or a bar above, and what it is made of appears here.")
        return
    one, title = next(row for row in rows if row["value"] == value), f"{subject.words}: {parts.said(value, by)}"
    first = team.behind(reads, person, name, by, value, **only, most=MOST)
    parts.listed(name, title, first, one["count"], lambda: team.behind(reads, person, name, by, value, **only), shown)
    st.subheader(words.literal(f"{title}, compared"))
    over = parts.sides(compares)
    if over == "months":
        parts.months(subject, title, team.months(store(), person, name, by, value, shown.day, one, **only))
    else:
        these, then = ([cell for cell in some if cell["value"] == value] if some is not None else None for some in (cells, earlier))
        parts.compared(subject, over, title, team.side_by_side(name, these, then, over, council=only["council"] if over == "officer" else None), before)


def headline(subject, by, value):
    """A figure on top, with what it was at the end of the month before."""
    earlier = before and team.cells_at(store(), actor(), subject, by, before.month_end)
    rows = team.side_by_side(subject, team.cells(shown.store, actor(), subject, by), earlier, "value", (value,))
    return next(row for row in rows if row["value"] == value)


def count_last_month():
    """Nothing stands beside the figures until the month's end was counted."""
    month_end = team.last_month_end(shown.day)
    st.text(f"{words.day(month_end)} is not counted yet, so nothing stands beside these figures. It is counted once nobody has worked here for ten minutes.")
    if may("refresh") and st.button("Count it now"):
        team.count(store(), actor(), month_end, as_at(), going_back(month_end))
        st.rerun()


shown = as_at_choice()
before = team.counted_before(store(), shown.day)
parts.said_of(shown, before)
parts.headlines([headline(subject, by, value) for _, subject, by, value, *_ in parts.HEADLINES], before)
if not before and team.has_caseload(store()):
    count_last_month()
looked_at()
