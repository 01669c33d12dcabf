"""The subjects a team is looked at by: which SELECT a subject is, by what it is counted, and where its rows open."""

from dataclasses import dataclass

import streamlit as st

from lib.ui import charts, place, words
from lib.ui.session import may, tally, view
from lib.ui.tables import Column, show

NOT_KNOWN = "-"  # in the link: the rows of which nobody knows it
AGREEMENT = [Column("agreement_id", "Agreement", width=100), Column("council", "Council", width=105), Column("officer", "Officer", width=95)]


@dataclass(frozen=True)
class Subject:
    """What is counted: an audit view, by which columns ({column: words}), with which sums and medians, and what a row opens."""

    words: str
    view: str
    by: dict
    columns: tuple
    opens: str
    link: dict  # {what the link calls it: the row's column}
    empty: str
    sums: dict | None = None
    middles: dict | None = None


SUBJECTS = {
    "agreements": Subject(
        "Agreements", "audit.agreement", {"state": "State", "account_type": "Paid by", "legal_basis": "Legal basis", "monitoring_tier": "Tier", "payment_basis": "Paid"},
        (Column("person_id", "Person", width=90), Column("state", "State", "code", width=130), Column("account_type", "Paid by", "code", width=135), Column("legal_basis", "Legal basis", "code", width=150),
         Column("monitoring_tier", "Tier", "code", width=100), Column("net_weekly", "Net a week", "money", width=100), Column("next_return_due_on", "Next return", "day")),
        "case", {"agreement": "agreement_id"}, "No agreement is like this.", {"net_weekly": "Net a week"},
    ),
    "returns": Subject(
        "Returns", "audit.return", {"stands": "Stands", "age_band": "Received, not worked", "kind": "Kind", "chaser_stage": "Chased"},
        (Column("period_from", "From", "day"), Column("period_to", "To", "day"), Column("stands", "Stands", "code", width=160), Column("due_on", "Due", "day"), Column("days_late", "Days late", "count", width=90),
         Column("received_on", "Received", "day"), Column("age_band", "Not worked for", "code", width=120), Column("chaser_stage", "Chased", "code", width=130)),
        "returns", {"agreement": "agreement_id", "return": "return_id"}, "No return was asked for yet.",
    ),
    "reviews": Subject(
        "Statutory reviews", "audit.agreement", {"statutory_review": "Statutory review", "legal_basis": "Legal basis", "monitoring_tier": "Tier"},
        (Column("person_id", "Person", width=90), Column("statutory_review", "Statutory review", "code", width=170), Column("next_statutory_review_due_on", "Due", "day"), Column("start_date", "Since", "day"),
         Column("legal_basis", "Legal basis", "code", width=150), Column("net_weekly", "Net a week", "money", width=100)),
        "case", {"agreement": "agreement_id"}, "No agreement runs.", {"net_weekly": "Net a week"},
    ),
    "surplus": Subject(
        "Surplus", "audit.surplus", {"state": "State"},
        (Column("as_at", "As at", "day"), Column("state", "State", "code", width=170), Column("surplus", "Surplus", "money"), Column("safe_to_recoup", "Safe to take", "money"), Column("notified_on", "Told on", "day"),
         Column("recovered", "Came back", "money"), Column("recovered_on", "All back on", "day"), Column("days_to_recover", "Days to come back", "count", width=125)),
        "surplus", {"agreement": "agreement_id", "surplus": "surplus_id"}, "No surplus was taken up yet. Begin one under Surplus.", {"surplus": "Surplus", "safe_to_recoup": "Safe to take", "recovered": "Came back"},
        {"days_to_recover": "Median days to come back"},
    ),
    "debt": Subject(
        "Debt", "audit.debt", {"age_band": "Age", "stage": "Stage", "kind": "Kind"},
        (Column("kind", "Kind", "code", width=170), Column("stage", "Stage", "code", width=160), Column("age_band", "Age", "code", width=150), Column("raised_on", "Raised", "day"), Column("amount", "Claimed", "money"),
         Column("paid", "Paid", "money"), Column("written_off", "Written off", "money"), Column("outstanding", "Outstanding", "money"), Column("on_hold_until", "On hold until", "day")),
        "debt", {"agreement": "agreement_id", "debt": "debt_id"}, "Nothing is owed.", {"amount": "Claimed", "paid": "Paid", "outstanding": "Outstanding"},
    ),
    "findings": Subject(
        "Findings", "audit.finding", {"rule_id": "Rule", "severity": "Severity", "status": "Stands"},
        (Column("occurred_on", "On", "day"), Column("rule_id", "Rule", "code", width=150), Column("message", "What", width=420), Column("severity", "Severity", "code", width=80), Column("amount", "Amount", "money"),
         Column("status", "Stands", "code", width=100)),
        "case", {"account": "account_id"}, "No rule has found anything.", {"amount": "Amount"},
    ),
    "suspensions": Subject(
        "Suspensions", "audit.suspension", {"state": "State", "reason": "Ground"},
        (Column("state", "State", "code", width=150), Column("reason", "Ground", "code", width=230), Column("from_date", "From", "day"), Column("to_date", "To", "day"), Column("days", "Days", "count"), Column("review_on", "Look again on", "day")),
        "suspensions", {"agreement": "agreement_id", "suspension": "suspension_id"}, "No payment was paused.", None, {"days": "Median days"},
    ),
}  # fmt: skip

# The figures on top: (words, subject, by, is, the sum shown beside the count).
HEADLINES = (
    ("Active agreements", "agreements", "state", "active", "net_weekly", "a week"), ("Returns late", "returns", "stands", "late", None, ""),
    ("First reviews overdue", "reviews", "statutory_review", "first_overdue", None, ""), ("Findings open", "findings", "status", "open", "amount", "in question"),
)  # fmt: skip


def headlines():
    """At most four figures, each with the way to what it is made of."""
    for place_on_page, (title, subject, by, value, money, after) in zip(st.columns(len(HEADLINES)), HEADLINES, strict=True):
        found = next(iter(tally(SUBJECTS[subject].view, (), (money,) if money else (), **{by: value})))
        with place_on_page, st.container(border=True):
            st.metric(title, f"{found['count']:,}", words.literal(f"{words.money(found[money])} {after}") if money else None, delta_arrow="off", delta_color="off")
            place.link("caseload", "Show them", subject=subject, by=by, **{"is": value})


def counted(name):
    """A subject, counted as the link says; a row of the table or a bar opens what it is made of."""
    subject = SUBJECTS[name]
    dimensions = subject.by | {"council": "Council"} | ({"officer": "Officer"} if may("compare_officers") else {})
    with st.container(horizontal=True):
        by = place.choose("Count by", list(dimensions)[1:], "by", everything=next(iter(dimensions.values())), words=dimensions.get) or next(iter(dimensions))
        walls = _walls(subject)
    found = tally(subject.view, (by,), tuple(subject.sums or ()), tuple(subject.middles or ()), **walls)
    groups = [row | {"shown": _said(row[by]), "key": NOT_KNOWN if row[by] is None else row[by]} for row in found]
    columns = [Column("shown", dimensions[by], width=220), Column("count", "How many", "count", width=110)]
    columns += [Column(column, label, "money", width=130) for column, label in (subject.sums or {}).items()]
    columns += [Column(f"middle_{column}", label, "count", width=160) for column, label in (subject.middles or {}).items()]
    chosen = show(groups, columns, f"{subject.words} by {dimensions[by]}".lower(), subject.empty, key=f"{name}_{by}", pick="Show them")
    pressed = charts.bars(
        groups, "shown", {"count": "How many"}, f"{subject.words} by {dimensions[by].lower()}; the same figures stand in the table above", key=f"bars_{name}_{by}"
    )
    key = chosen["key"] if chosen else next((row["key"] for row in groups if row["shown"] == pressed), None)
    if key:
        place.put(**{"is": key})
    _listed(name, subject, by, walls)


def _listed(name, subject, by, walls):
    """The rows behind a figure."""
    value = place.of("is")
    if not value:
        st.text("Choose a row or a bar above, and what it is made of appears here.")
        return
    st.subheader(words.literal(f"{subject.words}: {_said(None if value == NOT_KNOWN else value)}"))
    rows = view(subject.view, **walls | {by: None if value == NOT_KNOWN else value})
    row = show(rows, [*AGREEMENT, *subject.columns], f"{name} {value}", "Nothing is like this now. Choose another row above.", key=f"list_{name}", pick="Open")
    if row:
        place.go(subject.opens, **{said: row[column] for said, column in subject.link.items()})


def _walls(subject):
    """The council, and for whoever may compare officers the officer, that the link names."""
    councils = [row["council"] for row in tally(subject.view, ("council",))]
    walls = {"council": place.choose("Council", councils, "council", everything="All councils")}
    if may("compare_officers"):
        officers = [row["officer"] for row in tally(subject.view, ("officer",), **_given(walls)) if row["officer"]]
        walls["officer"] = place.choose("Officer", officers, "officer", everything="All officers")
    return _given(walls)


def _given(walls):
    return {column: value for column, value in walls.items() if value}


def _said(value):
    return "Not known, or not at this stage" if value is None else words.code(value)
