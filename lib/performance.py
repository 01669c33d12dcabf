"""How the team is doing: each measure is a SELECT in sql/measures, one row per case it counts, added up here by month, quarter and council.

A measure's rows all have the same columns: month, on_day, council, officer, agreement_id, who, kind and case_id (where the case
opens), numerator and denominator, and between them those it can be broken down by. Its header says what it is.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from lib import access, as_known
from lib.sqlfiles import sql_file, sql_files

COLUMNS = ("month", "on_day", "council", "officer", "agreement_id", "who", "kind", "case_id", "numerator", "denominator")
TREND_MONTHS = 13
AT_END = "at month end"
# What a manager sees first.
HEADLINES = ("active_agreements", "net_weekly", "returns_in_time", "surplus_recovered")
# What domain.md section 8 asks for and no extract or decision here can say. Never shown as none.
NOT_HELD = {
    "Complaints and Ombudsman decisions upheld": "They are kept in the council's complaints system.",
    "Health recharge raised, paid and aged": "Invoices to the NHS are raised in the council's finance system.",
    "Savings against other ways of paying": "Nothing here says what the care would have cost otherwise.",
    "Fraud referrals": "Cases handed to the fraud team are kept there.",
    "Clients in long-term community support": "The denominator of ASCOF 3D comes from Client Level Data: give it to the saved query ascof_3d.",
}  # fmt: skip

ADDED_UP = """
    count(numerator) filter (where numerator <> 0 or $how = 'median') as cases,
    coalesce(sum(numerator), 0)::decimal(18, 2) as numerator,
    sum(denominator)::decimal(18, 2) as denominator,
    case $how
        when 'sum' then coalesce(sum(numerator), 0)
        when 'share' then sums.share(100, sum(numerator) * 100, nullif(sum(denominator) * 100, 0))
        when 'rate' then sums.share(365, sum(numerator) * 100, nullif(sum(denominator) * 100, 0))
        when 'median' then quantile_cont(numerator, 0.5)
    end::decimal(18, 2) as value
""".strip()

PARTS = """
select
    case {which} end as split_by,
    case {part} end as part,
    {added_up}
from ({measure})
group by grouping sets ({sets})
order by split_by, part
"""

FIGURES = """
with counted as ({measure}),

span as (
    select 'month' as span, month as first_month, month as last_month
    from months.between($from_day, $to_day)

    union all

    select 'period', case when $at_end then months.of($period_to::date) else months.of($period_from::date) end, months.of($period_to::date)

    union all

    select 'before', case when $at_end then months.of($before_to::date) else months.of($before_from::date) end, months.of($before_to::date)
)

select
    span.span,
    span.last_month as month,
    {added_up}
from span
left join counted on counted.month between span.first_month and span.last_month
group by span.span, span.last_month
order by span.span, span.last_month
"""


@dataclass(frozen=True)
class Period:
    """A month or a quarter: its first and last day, the one before, and the months of its trend."""

    from_day: date
    to_day: date

    @property
    def before(self):
        last = self.from_day - timedelta(days=1)
        months = months_between(self.from_day, self.to_day)
        return Period(month_before(self.from_day, months), last)

    @property
    def trend_from(self):
        return month_before(self.to_day.replace(day=1), TREND_MONTHS - 1)


# Per store, as long as nothing was added to it: the first to ask has them added up.
_added_up, _lock, MOST_HELD = WeakKeyDictionary(), threading.Lock(), 40


@access.allowed("see_report")
def measures(store, actor, restricted=True):
    """The measures this person may see, in order: {"measure", "title", "definition", ...} as their headers say.

    restricted False leaves out what not everybody who sees a report may see: such figures go into no file.
    """
    found = [{"measure": file.name, "denominator": None, "by": {}, "counted_in": file.header["unit"]} | file.header for file in sql_files("measures")]
    seen = [one for one in found if access.scope_of(actor, one["seen_by"]) and (restricted or one["seen_by"] == "see_report")]
    return sorted(seen, key=lambda one: one["place"])


@access.allowed("see_report")
def figures(store, actor, period, council=None, restricted=True):
    """Every measure with its figure of a period: its header and value, numerator, denominator, cases, before (its value one period earlier) and trend (months)."""
    with _lock:
        held = _added_up.setdefault(store, OrderedDict())
        # Who has one council sees the same of it as of all of theirs.
        council = None if actor.councils == (council,) else council
        found, seen = held.setdefault((as_known.mark(store), actor.role, actor.councils, period, council), {}), measures(store, actor, restricted)
        while len(held) > MOST_HELD:
            held.popitem(last=False)
        # A file leaves measures out, and those that are in it are the ones that the page shows.
        for one in seen:
            if one["measure"] not in found:
                found[one["measure"]] = one | {"how": one["value"]} | _figure(store, actor, one, period, council)
        return [found[one["measure"]] for one in seen]


@access.allowed("see_report")
def behind(store, actor, measure, period, council=None):
    """The cases a measure counts in a period, one row each."""
    rows = access.see(store, actor, f"measures.{measure}", _counted(sql_file(f"measures.{measure}").header, period), **_only(council))
    return sorted(rows, key=lambda row: (row["on_day"] or date.max, row["agreement_id"] or ""))


@access.allowed("see_report")
def parts(store, actor, measure, period, council=None):
    """A measure broken down by council and by each column its header names: {column: rows of part and figure}. A part is empty where nobody knows it."""
    header = sql_file(f"measures.{measure}").header
    columns = ("council", *header.get("by", {}))
    text, values = access.walled(actor, f"measures.{measure}", _counted(header, period), **_only(council))
    rows = store.rows(_parts_of(columns, text), values | {"how": header["value"]})
    return {column: [row for row in rows if row["split_by"] == column] for column in columns}


def months_between(from_day, to_day):
    """How many months a period has."""
    return (to_day.year - from_day.year) * 12 + to_day.month - from_day.month + 1


def month_before(day, months):
    """The first day of the month so many months before the one of a day."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def month_end(day):
    """The last day of the month of a day."""
    return month_before(day, -1) - timedelta(days=1)


def periods(today):
    """The months and quarters that may be reported, the newest first: those that are over, and the months of now as far as they have come."""
    months = [Period(month_before(today, back), min(month_end(month_before(today, back)), today)) for back in range(TREND_MONTHS)]
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    quarters = [Period(month_before(first, 3 * back), min(month_end(month_before(first, 3 * back - 2)), today)) for back in range(5)]
    return months, quarters


def words_of(period):
    """October 2026, or July to September 2026; a month that is not over says how far it has come."""
    if period.from_day.month == period.to_day.month:
        said = f"{period.to_day:%B %Y}"
    else:
        said = f"{period.from_day:%B} to {period.to_day:%B %Y}" if period.from_day.year == period.to_day.year else f"{period.from_day:%B %Y} to {period.to_day:%B %Y}"
    return said if period.to_day == month_end(period.to_day) else f"{said}, until {period.to_day:%-d %B}"


def _counted(header, period):
    """The days of a period that a measure counts: what is taken at a month's end is taken at the last one's."""
    return {"from_day": period.to_day.replace(day=1) if header["taken"] == AT_END else period.from_day, "to_day": period.to_day}


def _parts_of(columns, text):
    """One question for all breakdowns. The columns are those that the header of a measure names."""
    of_column = " ".join(f"when grouping({column}) = 0 then '{column}'" for column in columns)
    part = " ".join(f"when grouping({column}) = 0 then {column}" for column in columns)
    return PARTS.format(measure=text, added_up=ADDED_UP, part=part, which=of_column, sets=", ".join(f"({column})" for column in columns))


def _figure(store, actor, one, period, council):
    text, values = access.walled(actor, f"measures.{one['measure']}", {"from_day": period.trend_from, "to_day": period.to_day}, **_only(council))
    rows = store.rows(
        FIGURES.format(measure=text, added_up=ADDED_UP),
        values | {
            "period_from": period.from_day, "period_to": period.to_day, "before_from": period.before.from_day, "before_to": period.before.to_day,
            "how": one["value"], "at_end": one["taken"] == AT_END,
        },
    )  # fmt: skip
    of = {row["span"]: row for row in rows if row["span"] != "month"}
    trend = [{name: row[name] for name in ("month", "value", "numerator", "denominator", "cases")} for row in rows if row["span"] == "month"]
    return {name: of["period"][name] for name in ("value", "numerator", "denominator", "cases")} | {"before": of["before"]["value"], "trend": trend}


def _only(council):
    return {"council": council} if council else {}
