"""The subjects a team is looked at by: how each figure is said, which columns its list has, and where a row opens."""

from dataclasses import dataclass

import streamlit as st

from lib.ui import cards, charts, place, words
from lib.ui.tables import Column, show, show_first

ANOTHER_DAY = "another_day"  # in the session: the whole page is to be shown anew
NOT_KNOWN = "-"  # in the link: the rows of which nobody knows it
WHO = (Column("agreement_id", "Agreement", width=90), Column("council", "Council", width=95), Column("officer", "Officer", width=80))


@dataclass(frozen=True)
class Look:
    """A list on the page: its columns, the page that a row opens and its place there ({what the link calls it: the row's column}), why it may be empty, and the tab that is opened."""

    columns: tuple
    opens: str
    link: dict
    empty: str
    tab: str | None = None


LOOKS = {
    "agreements": Look(
        (Column("person_id", "Person", width=75), Column("state", "State", "code", width=115), Column("account_type", "Paid by", "code", width=135), Column("legal_basis", "Legal basis", "code", width=150),
         Column("monitoring_tier", "Tier", "code", width=90), Column("net_weekly", "Net a week", "money", width=100), Column("next_statutory_review_due_on", "Next statutory review", "day")),
        "case", {"agreement": "agreement_id"}, "No agreement is like this.",
    ),
    "returns": Look(
        (Column("period_from", "From", "day"), Column("period_to", "To", "day"), Column("stands", "Stands", "code", width=160), Column("due_on", "Due", "day"), Column("days_late", "Days late", "count", width=90),
         Column("received_on", "Received", "day"), Column("age_band", "Not worked for", "code", width=120), Column("chaser_stage", "Chased", "code", width=130)),
        "returns", {"agreement": "agreement_id", "return": "return_id"}, "No return was asked for yet.",
    ),
    "reviews": Look(
        (Column("person_id", "Person", width=90), Column("statutory_review", "Statutory review", "code", width=170), Column("next_statutory_review_due_on", "Due", "day"), Column("start_date", "Since", "day"),
         Column("legal_basis", "Legal basis", "code", width=150), Column("net_weekly", "Net a week", "money", width=100)),
        "case", {"agreement": "agreement_id"}, "No agreement runs.",
    ),
    "surplus": Look(
        (Column("as_at", "As at", "day"), Column("state", "State", "code", width=170), Column("surplus", "Surplus", "money"), Column("safe_to_recoup", "Safe to take", "money"), Column("notified_on", "Told on", "day"),
         Column("recovered", "Came back", "money"), Column("recovered_on", "All back on", "day"), Column("days_to_recover", "Days to come back", "count", width=125)),
        "surplus", {"agreement": "agreement_id", "surplus": "surplus_id"}, "No surplus was taken up yet. Begin one under Surplus.",
    ),
    "debt": Look(
        (Column("kind", "Kind", "code", width=170), Column("stage", "Stage", "code", width=160), Column("age_band", "Age", "code", width=150), Column("raised_on", "Raised", "day"), Column("amount", "Claimed", "money"),
         Column("paid", "Paid", "money"), Column("written_off", "Written off", "money"), Column("outstanding", "Outstanding", "money"), Column("on_hold_until", "On hold until", "day")),
        "debt", {"agreement": "agreement_id", "debt": "debt_id"}, "Nothing is owed.",
    ),
    "findings": Look(
        (Column("occurred_on", "On", "day"), Column("rule_id", "Rule", "code", width=225), Column("severity", "Severity", "code", width=80), Column("amount", "Amount", "money", width=95), Column("status", "Stands", "code", width=80),
         Column("message", "What", width=345)),
        "case", {"account": "account_id"}, "No rule has found anything.", "Findings",
    ),
    "suspensions": Look(
        (Column("state", "State", "code", width=150), Column("reason", "Ground", "code", width=230), Column("from_date", "From", "day"), Column("to_date", "To", "day"), Column("days", "Days", "count"), Column("review_on", "Look again on", "day")),
        "suspensions", {"agreement": "agreement_id", "suspension": "suspension_id"}, "No payment was paused.",
    ),
}  # fmt: skip

# The figures on top: (words, subject, by, is, the sum shown beside the count, what it is).
HEADLINES = (
    ("Active agreements", "agreements", "state", "active", "net_weekly", "a week"), ("Returns late", "returns", "stands", "late", None, ""),
    ("First reviews overdue", "reviews", "statutory_review", "first_overdue", None, ""), ("Findings open", "findings", "status", "open", "amount", "in question"),
)  # fmt: skip


def headlines(figures, before):
    """At most four figures, each with what it was at the end of the month before, and the way to its list. figures has a row for each of HEADLINES."""
    link = {"as_at": place.of("as_at"), "known": place.of("known")}
    cards.figures([
        cards.Figure(
            title, row["count"], (change(row, before), money and _beside(row, money, what, before)), place.address("caseload", subject=subject, by=by, **link, **{"is": value}), "Show them",
        )
        for (title, subject, by, value, money, what), row in zip(HEADLINES, figures, strict=True)
    ])  # fmt: skip


def change(row, before):
    """3 more than on 31 Oct 2026; nothing where that was not counted."""
    if not before:
        return ""
    than = "as" if row["count"] == row["before_count"] else "than"
    return f"{words.more(row['count'], row['before_count'])} {than} on {words.day(before.month_end)}"


def _beside(row, money, what, before):
    was = f"; {words.money(row[f'before_{money}'])} on {words.day(before.month_end)}" if before else ""
    return f"{words.money(row[money])} {what}{was}"


def said_of(shown, before):
    """Which day the figures are of, and which stands beside them."""
    known = "as it was known then" if before and before.known == "then" else before and f"as it was known on {words.day(before.known_on)}, for records begin later"
    for sentence in (shown.sentence, before and f"Beside each figure stands {words.day(before.month_end)}, {known}."):
        if sentence:
            st.text(sentence)


def value_of_link():
    """Which figure's list is shown: the value of the column that is counted by."""
    said = place.of("is")
    return None if said == NOT_KNOWN else said


def count_by(by):
    """By which column a subject is counted: {column: words}."""
    first = next(iter(by))
    return place.choose("Count by", [column for column in by if column != first], "by", everything=by[first], words=by.get, clears=("is",)) or first


def narrowed(cells, compares):
    """The council, and for whoever may compare officers the officer, that the link names."""
    council = place.choose("Council", words.distinct(cells, "council"), "council", everything="All councils")
    officer = place.choose("Officer", words.distinct(words.where(cells, council=council), "officer"), "officer", everything="All officers") if compares else None
    return {"council": council, "officer": officer}


def groups(subject, heading, rows, before, key):
    """A subject's figures for each value of a column; a row or a bar opens its list."""
    rows = [row | {"shown": said(row["value"], key[1])} for row in rows]
    _side_by_side(subject, heading, f"{subject.words} by {heading}".lower(), rows, before, LOOKS[key[0]].empty, "_".join(key), _opened, "as")


def _opened(row):
    return {"is": NOT_KNOWN if row["value"] is None else row["value"]}


def listed(name, title, rows, count, every, shown):
    """The rows of a figure, no more than are looked at; every() gives all of them, for a file."""
    look = LOOKS[name]
    st.subheader(words.literal(f"{title}: {count:,}"))
    columns, called = [*WHO, *look.columns], f"{title}{f' as at {words.day(shown.day)}' if shown.sentence else ''}".lower().replace(":", "")
    show_first(
        rows, count, every, columns, called, "Nothing is like this on this day. Choose another row above.", key=f"list_{name}",
        to=lambda row: place.address(look.opens, tab=look.tab, **{name: row[column] for name, column in look.link.items()}),
    )  # fmt: skip
    if shown.sentence:
        st.text("A row opens the case as it is today.")


def sides(compares):
    """How a figure is compared: the link says."""
    return place.pick("Compare", {"months": "Months", "council": "Councils"} | ({"officer": "Officers"} if compares else {}), "compare")


def months(subject, title, rows):
    """A figure at each month's end that was counted, and on the day that is shown. A row or a bar opens the page as at that day."""
    rows = [row | {"month": row["month_end"], "value": row["count"], "said": f"{row['count']:,}", "change": words.more(row["count"], row["before_count"])} for row in rows]
    columns = [Column("month_end", "As at", "day", width=110), Column("count", "How many", "bar", width=150), Column("change", "Change", width=110)]
    columns += [Column(column, label, "money", width=130) for column, label in subject.sums.items()] + [
        Column("known", "Known", "code", width=170),
        Column("known_on", "Known on", "day", width=110),
    ]
    place.table_or_picture(
        lambda: show(rows, columns, f"{title} by month".lower().replace(":", ""), "", key="months", to=lambda row: place.here(**_then(row)) if row["known"] else None),
        lambda: charts.months(rows, title, f"{title} by month; the same figures stand in the table", "bars_months", _go_back),
        "compare_as",
    )


def _then(row):
    """Where a month's end is shown."""
    return {"as_at": row["month_end"], "known": "now" if row["known"] == "known_now" else ""}


def _go_back(row):
    """To a month's end; the day that is shown is shown already."""
    if row["known"]:
        place.put(**_then(row))
        st.session_state[ANOTHER_DAY] = True


def is_another_day():
    """Whether another day was chosen in a part of the page, so that all of it is to be shown anew."""
    return st.session_state.pop(ANOTHER_DAY, False)


def compared(subject, over, title, rows, before):
    """A figure of each council, or of each officer. A row or a bar narrows the page to it."""
    rows, heading = [row | {"shown": row[over] or "Nobody"} for row in rows], over.capitalize()
    empty = "Nothing is like this on this day."
    _side_by_side(subject, heading, f"{title} by {heading}".lower().replace(":", ""), rows, before, empty, f"compare_{over}", lambda row: {over: row[over]}, "compare_as")


def _side_by_side(subject, heading, name, rows, before, empty, key, leads_to, name_of_choice):
    """A table or a picture of figures, as the link says under name_of_choice, with those of the end of the month before. leads_to(row) is what a row or a bar puts into the link."""
    rows = [row | {"change": words.more(row["count"], row["before_count"])} for row in rows]
    figures = {"count": "How many"} | ({"before_count": f"On {words.day(before.month_end)}"} if before else {})
    place.table_or_picture(
        lambda: show(rows, [Column("shown", heading, width=220), *_figures(subject, before)], name, empty, key=key, to=lambda row: place.here(**leads_to(row))),
        lambda: charts.bars(rows, "shown", figures, f"{name}; the same figures stand in the table", key=f"bars_{key}", on_press=lambda row: place.put(**leads_to(row))),
        name_of_choice,
    )


def said(value, by):
    """A value of a column as words; councils and officers are called as they are."""
    return "Not known, or not at this stage" if value is None else value if by in ("council", "officer") else words.code(value)


def _figures(subject, before):
    """How many, with what there was at the end of the month before and the difference; each sum, with what it was; each median."""
    on = f"On {words.day(before.month_end)}" if before else ""
    columns = [Column("count", "How many", "bar", width=150)]
    columns += [Column("before_count", on, "count", width=120), Column("change", "Change", width=100)] if before else []
    for column, label in subject.sums.items():
        columns += [Column(column, label, "money", width=120)]
        columns += [Column(f"before_{column}", f"{label}, {words.day(before.month_end)}", "money", width=190)] if before else []
    return columns + [Column(f"middle_{column}", label, "count", width=160) for column, label in subject.middles.items()]
