"""The team's figures: what is counted of which audit view, as on any day, and what was counted at the end of each month.

A figure is the count or the sum of rows of an audit view, so its list is those rows. Figures are asked for as cells, one for each
value, council and officer: {"value", "council", "officer", "count", and each sum as decimal(18, 2)}. Added up they are the figures of a
card, of a council, of an officer or of the whole team.
"""

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import date, timedelta

from lib import access, as_known
from lib.as_known import NOW, THEN, month_ends
from lib.built import views_version
from lib.errors import NotAllowed
from lib.store import OPERATOR

COUNT = "count"


@dataclass(frozen=True)
class Subject:
    """What is counted: an audit view by which columns, with which sums and medians ({column: words}), and the order of its list."""

    words: str
    view: str
    by: dict
    order: tuple
    sums: dict = field(default_factory=dict)
    middles: dict = field(default_factory=dict)


SUBJECTS = {
    "agreements": Subject(
        "Agreements", "audit.agreement_standing", {"state": "State", "account_type": "Paid by", "legal_basis": "Legal basis", "monitoring_tier": "Tier", "payment_basis": "Paid"},
        ("agreement_id",), {"net_weekly": "Net a week"},
    ),
    "returns": Subject(
        "Returns", "audit.return", {"stands": "Stands", "age_band": "Received, not worked", "kind": "Kind", "chaser_stage": "Chased"}, ("due_on", "return_id"),
    ),
    "reviews": Subject(
        "Statutory reviews", "audit.agreement_standing", {"statutory_review": "Statutory review", "legal_basis": "Legal basis", "monitoring_tier": "Tier"},
        ("next_statutory_review_due_on", "agreement_id"), {"net_weekly": "Net a week"},
    ),
    "surplus": Subject(
        "Surplus", "audit.surplus", {"state": "State"}, ("-proposed_on", "surplus_id"),
        {"surplus": "Surplus", "safe_to_recoup": "Safe to take", "recovered": "Came back"}, {"days_to_recover": "Median days to come back"},
    ),
    "debt": Subject(
        "Debt", "audit.debt", {"age_band": "Age", "stage": "Stage", "kind": "Kind"}, ("raised_on", "debt_id"), {"amount": "Claimed", "paid": "Paid", "outstanding": "Outstanding"},
    ),
    "findings": Subject(
        "Findings", "audit.finding", {"rule_id": "Rule", "severity": "Severity", "status": "Stands"}, ("-occurred_on", "finding_id"), {"amount": "Amount"},
    ),
    "suspensions": Subject(
        "Suspensions", "audit.suspension", {"state": "State", "reason": "Ground"}, ("-from_date", "suspension_id"), {}, {"days": "Median days"},
    ),
}  # fmt: skip

_counting = threading.Lock()


@dataclass(frozen=True)
class Counted:
    """A month's end that was counted: as known then, or as known now on the day known_on."""

    month_end: date
    known: str
    known_on: date


@access.allowed("see_dashboard")
def cells(store, actor, subject, by):
    """A subject counted by a column, on the day that the store shows."""
    about, columns = SUBJECTS[subject], _columns(actor, by)
    counted = access.tally(store, actor, about.view, tuple(dict.fromkeys((*columns, by))), tuple(about.sums))
    return [{"value": row[by], "council": row["council"], "officer": row.get("officer"), COUNT: row[COUNT]} | {column: row[column] for column in about.sums} for row in counted]


@access.allowed("see_dashboard")
def cells_at(store, actor, subject, by, month_end=None, **equals):
    """The same cells as they were counted at a month's end, or at every one that was: each has its month_end too."""
    on = {"month_end": month_end} if month_end else {}
    columns = ("month_end", "counted_as", *_columns(actor, by), "figure")
    found = {}
    for row in access.tally(store, actor, "audit.month_figure", columns, ("value",), subject=subject, counted_by=by, **on, **equals):
        key = (row["month_end"], row["counted_as"], row["council"], row.get("officer"))
        cell = found.setdefault(key, dict(zip(("month_end", "value", "council", "officer"), key, strict=True)) | {COUNT: 0} | dict.fromkeys(SUBJECTS[subject].sums, 0))
        cell[row["figure"]] = int(row["value"]) if row["figure"] == COUNT else row["value"]
    return list(found.values())


@access.allowed("see_dashboard")
def middles(store, actor, subject, by, council=None, officer=None):
    """{value: {"middle_<column>": median}} of a subject; of an even number the lower."""
    about = SUBJECTS[subject]
    rows = access.tally(store, actor, about.view, (by,), (), tuple(about.middles), **_walls(actor, council, officer)) if about.middles else []
    return {row[by]: {name: row[name] for name in row if name.startswith("middle_")} for row in rows}


@access.allowed("see_dashboard")
def behind(store, actor, subject, by, value, council=None, officer=None, most=None):
    """The rows that a figure counts, in the order of its subject: no more than so many, or all."""
    about = SUBJECTS[subject]
    walls = _walls(actor, council, officer) | {by: value}
    if most:
        return access.see_first(store, actor, about.view, most, about.order, **walls)
    return access.see(store, actor, about.view, **walls)


@access.allowed("see_dashboard")
def months(store, actor, subject, by, value, day, now, council=None, officer=None, most=13):
    """A figure at each month's end before a day that was counted, the oldest first, then now, its row on that day.

    Each has month_end, known (known_then or known_now) and known_on, none for that day itself, and before_count of the one before.
    """
    none, before = {COUNT: 0} | dict.fromkeys(SUBJECTS[subject].sums, 0), [one for one in counted(store) if one.month_end < day][:most]
    kept = added_up(cells_at(store, actor, subject, by, counted_as=value, **_walls(actor, council, officer)), "month_end")
    rows = [none | kept.get(one.month_end, {}) | {"month_end": one.month_end, "known": f"known_{one.known}", "known_on": one.known_on} for one in reversed(before)]
    rows.append(now | {"month_end": day, "known": None, "known_on": None})
    return [row | {"before_count": earlier and earlier[COUNT]} for row, earlier in zip(rows, [None, *rows], strict=False)]


def added_up(some, over, **only):
    """Cells added up: {value of the column over: {"count", sums}}, of those cells alone that have these values; what is not set leaves all."""
    found = {}
    for cell in some:
        if all(value is None or cell[column] == value for column, value in only.items()):
            sums = found.setdefault(cell[over], {})
            for column in cell.keys() - {"value", "council", "officer", "month_end"}:
                sums[column] = sums.get(column, 0) + cell[column]
    return found


def side_by_side(subject, some, earlier, over, including=(), medians=None, **only):
    """A row for each value of a column: its figures, those of the month's end as before_<figure> (None where it was not counted), its medians.

    including names values that have a row even where nothing has them; medians are those of middles().
    """
    about, now, before = SUBJECTS[subject], added_up(some, over, **only), added_up(earlier or [], over, **only)
    none = {COUNT: 0} | dict.fromkeys(about.sums, 0)
    not_known = {f"middle_{column}": None for column in about.middles}
    return [
        {over: value} | none | now.get(value, {})
        | {f"before_{figure}": None if earlier is None else before.get(value, none)[figure] for figure in none}
        | not_known | (medians or {}).get(value, {})
        for value in sorted({*now, *before, *including}, key=lambda one: (one is None, one or ""))
    ]  # fmt: skip


# What is kept of each month's end.


def last_month_end(day):
    """The end of the month before a day."""
    return day.replace(day=1) - timedelta(days=1)


def counted(store):
    """The month's ends that were counted, the newest first."""
    return [Counted(**row) for row in store.rows("select month_end, known, known_on from store.month_counted order by month_end desc")]


def counted_before(store, day):
    """The end of the month before a day, where it was counted, or None."""
    return next((one for one in counted(store) if one.month_end == last_month_end(day)), None)


def has_caseload(store):
    """Whether there is anything to count."""
    return store.value("select count(*) from staging.agreement") > 0


@access.allowed("refresh")
def count(store, actor, month_end, today, tell=None):
    """Count a month's end now instead of when its turn comes."""
    count_month(store, month_end, today, tell)


def next_to_count(store, today):
    """The newest month's end that is not counted yet, or no longer as it would be counted now; None when all are."""
    if not has_caseload(store):
        return None
    stands, mark = {row["month_end"]: row for row in store.rows("from store.month_counted")}, _mark(store)
    return next((day for day in month_ends(today) if not _still_holds(stands.get(day), _known(store, day), mark, today)), None)


def count_month(store, day, today, tell=None):
    """Count every subject as on a month's end and keep it. As it was known then; where records began later, as it is known now."""
    with _counting:
        known, mark = _known(store, day), _mark(store)
        there = as_known.build(store, day, as_known.end_of(day), known, tell)
        try:
            figures = [row for subject in SUBJECTS for row in _figures(there, subject)]
        finally:
            there.close()
        with store.change(OPERATOR, "count_month", f"{day}", after={"known": known, "figures": len(figures)}) as change:
            change.execute("delete from store.month_figure where month_end = ?", [day])
            change.execute("delete from store.month_counted where month_end = ?", [day])
            change.insert("store.month_figure", [{"month_end": day} | row for row in figures])
            change.insert("store.month_counted", [{"month_end": day, "known": known, "known_on": day if known == THEN else today, "mark": mark, "views_version": views_version()}])


def _figures(there, subject):
    about = SUBJECTS[subject]
    for by in (*about.by, "council", "officer"):
        for cell in cells(there, OPERATOR, subject, by):
            of = {"subject": subject, "counted_by": by, "counted_as": cell["value"], "council": cell["council"], "officer": cell["officer"]}
            yield from (of | {"figure": figure, "value": cell[figure]} for figure in (COUNT, *about.sums))


def _known(store, day):
    begins = as_known.begins_on(store)
    return THEN if begins and begins <= day else NOW


def _mark(store):
    return hashlib.sha256(str(as_known.mark(store)).encode()).hexdigest()[:16]


def _still_holds(stands, known, mark, today):
    """What was known then does not change. What is known now is counted anew once a day, if there is more to know."""
    if stands is None or (stands["known"], stands["views_version"]) != (known, views_version()):
        return False
    return known == THEN or stands["known_on"] >= today or stands["mark"] == mark


def _columns(actor, by):
    """By what cells are told apart, beside their value. Officers are told apart for those who may compare them."""
    compares = access.scope_of(actor, "compare_officers")
    if by == "officer" and not compares:
        raise NotAllowed
    return ("council", "officer") if compares else ("council",)


def _walls(actor, council, officer):
    """What rows are narrowed to."""
    if officer and not access.scope_of(actor, "compare_officers"):
        raise NotAllowed
    return {column: value for column, value in (("council", council), ("officer", officer)) if value}
