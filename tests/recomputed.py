"""Every measure of the performance report worked out a second time, in pandas, from the audit views and nothing else."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

FOREVER = date(9999, 12, 31)
BEFORE_ALL = date(1, 1, 1)


class Audit:
    """The audit views of a store as frames, for one council or all."""

    def __init__(self, store, council=None):
        self.store, self.council, self.frames = store, council, {}

    def __getattr__(self, name):
        if name not in self.frames:
            about = self.store.rows(f"describe audit.{name}")
            rows = self.store.rows(f"from audit.{name}")
            frame = pd.DataFrame(rows, columns=[row["column_name"] for row in about], dtype=object)
            self.frames[name] = frame[frame["council"] == self.council] if self.council else frame
        return self.frames[name]


def of(audit, measure, first, last):
    """(numerator, denominator or None, value) of a measure over the days first to last; what is taken at a month's end is taken on the last."""
    return globals()[measure](audit, first, last)


# How a figure comes out of its cases.


def total(amounts):
    amount = sum(amounts, Decimal(0))
    return amount, None, amount


def share(parts, wholes, of_each=100):
    part, whole = sum(map(Decimal, parts), Decimal(0)), sum(map(Decimal, wholes), Decimal(0))
    return part, whole, (part * of_each / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def middle(days):
    days = sorted(Decimal(day) for day in days)
    half = len(days) // 2
    value = None if not days else days[half] if len(days) % 2 else (days[half - 1] + days[half]) / 2
    return sum(days, Decimal(0)), None, value


def within(frame, column, first, last):
    return having(frame, [day is not None and first <= day <= last for day in _days(frame[column])])


def having(frame, holds):
    """The rows for which it holds, of no rows none."""
    return frame[pd.Series(holds, index=frame.index, dtype=bool)]


def _days(values):
    return [None if pd.isna(value) else value.date() if hasattr(value, "date") else value for value in values]


def _rows(frame):
    return [{name: None if value is None or value is pd.NaT or value != value else value for name, value in row.items()} for row in frame.to_dict("records")]


# Direct payments


def running(audit, day):
    return [row for row in _rows(audit.agreement) if row["start_date"] <= day <= (row["end_date"] or FOREVER)]


def active_agreements(audit, first, last):
    return total(Decimal(1) for _ in running(audit, last))


def new_agreements(audit, first, last):
    return total(Decimal(1) for _ in range(len(within(audit.agreement, "start_date", first, last))))


def ended_agreements(audit, first, last):
    return total(Decimal(1) for _ in range(len(within(audit.agreement, "end_date", first, last))))


def paused(audit, day):
    return {row["suspension_id"]: row for row in _rows(audit.suspension) if row["approved_by"] and row["from_date"] <= day <= (row["to_date"] or FOREVER)}


def net_weekly(audit, first, last):
    stopped, rates = {row["agreement_id"] for row in paused(audit, last).values()}, _rows(audit.rate)
    paid = {row["agreement_id"] for row in running(audit, last)} - stopped
    return total(rate["net_weekly"] for rate in rates if rate["agreement_id"] in paid and rate["from_date"] <= last <= rate["to_date"])


# Statutory reviews


def first_due(row):
    if row["legal_basis"] == "phb":
        return (pd.Timestamp(row["start_date"]) + pd.DateOffset(months=3)).date()
    return row["start_date"] + timedelta(days=182)


def held(audit):
    kept = {}
    for row in _rows(audit.statutory_review):
        kept.setdefault(row["agreement_id"], []).append(row["reviewed_on"])
    return kept


def first_reviews_in_time(audit, first, last):
    kept, parts = held(audit), []
    for row in _rows(audit.agreement):
        due = first_due(row)
        if first <= due <= last and due <= (row["end_date"] or FOREVER):
            parts.append(any(row["start_date"] <= day <= due for day in kept.get(row["agreement_id"], [])))
    return share(map(int, parts), [1] * len(parts))


def later_reviews_in_time(audit, first, last):
    kept, parts = held(audit), []
    for row in _rows(audit.agreement):
        days = sorted(day for day in kept.get(row["agreement_id"], []) if day >= row["start_date"])
        for place, day in enumerate(days):
            due = day + timedelta(days=365)
            if first <= due <= last and due <= (row["end_date"] or FOREVER):
                parts.append(place + 1 < len(days) and days[place + 1] <= due)
    return share(map(int, parts), [1] * len(parts))


def reviews_overdue(audit, first, last):
    kept, late = held(audit), []
    for row in running(audit, last):
        days = [day for day in kept.get(row["agreement_id"], []) if row["start_date"] <= day <= last]
        due = max(days) + timedelta(days=365) if days else first_due(row)
        if due < last:
            late.append((last - due).days)
    return middle(late)


# Returns


def returns_in_time(audit, first, last):
    due = _rows(within(audit.__getattr__("return"), "due_on", first, last))
    return share([int((row["received_on"] or FOREVER) <= row["due_on"]) for row in due], [1] * len(due))


def returns_received(audit, first, last):
    return total(Decimal(1) for _ in range(len(within(audit.__getattr__("return"), "received_on", first, last))))


def returns_worked_in_time(audit, first, last):
    due = _rows(within(audit.__getattr__("return"), "work_by", first, last))
    return share([int((row["completed_on"] or FOREVER) <= row["work_by"]) for row in due], [1] * len(due))


def returns_not_worked(audit, first, last):
    return total(Decimal(1) for row in _rows(audit.__getattr__("return")) if (row["received_on"] or FOREVER) <= last < (row["completed_on"] or FOREVER))


def returns_late(audit, first, last):
    asked = [row for row in _rows(audit.__getattr__("return")) if row["requested_on"] and row["requested_on"] <= last]
    return total(Decimal(1) for row in asked if (row["due_on"] or FOREVER) < last < (row["received_on"] or FOREVER))


# Surplus


def surplus_identified(audit, first, last):
    return total(within(audit.surplus, "proposed_on", first, last)["surplus"])


def surplus_notified(audit, first, last):
    return total(within(audit.surplus, "notified_on", first, last)["notified_amount"])


def surplus_recovered(audit, first, last):
    return total(within(audit.surplus_receipt, "on_day", first, last)["amount"])


def surplus_recovery(audit, first, last):
    told = within(audit.surplus, "notified_on", first, last)
    came = within(audit.surplus_receipt, "on_day", BEFORE_ALL, last)
    return share(came[came["surplus_id"].isin(told["surplus_id"])]["amount"], told["notified_amount"])


def surplus_days_to_cash(audit, first, last):
    came = _rows(within(audit.surplus, "recovered_on", first, last))
    return middle((row["recovered_on"] - row["proposed_on"]).days for row in came if row["notified_amount"] and row["recovered"] >= row["notified_amount"])


def surplus_objections_upheld(audit, first, last):
    answered = within(audit.surplus, "answered_on", first, last)
    return share([int(answer == "accepted") for answer in answered["answer"]], [1] * len(answered))


# Contributions and debt


def contribution_received(audit, first, last):
    due = within(audit.contribution, "due_on", first, last)
    return share(due["received"], due["expected"])


def contribution_arrears(audit, first, last):
    owed = within(audit.contribution, "due_on", BEFORE_ALL, last)
    owed = having(owed, [debt is None for debt in owed["debt_id"]])
    by_account = [sum(amounts, Decimal(0)) for _, amounts in owed.groupby("account_id")["owed"]]
    return total(amount for amount in by_account if amount > 0)


def debts_left(audit, first, last):
    return total(within(audit.debt_entry, "on_day", BEFORE_ALL, last)["amount"])


def debts_paid(audit, first, last):
    return _entries(audit, "paid", first, last)


def debts_written_off(audit, first, last):
    return _entries(audit, "written_off", first, last)


def _entries(audit, kind, first, last):
    entries = within(audit.debt_entry, "on_day", first, last)
    return total(-amount for amount in entries[entries["kind"] == kind]["amount"])


# Money used outside the plan


def misspends_opened(audit, first, last):
    return total(Decimal(1) for _ in range(len(within(audit.misspend, "opened_on", first, last))))


def misspends_open(audit, first, last):
    return total(Decimal(1) for row in _rows(audit.misspend) if row["opened_on"] <= last < (row["closed_on"] or FOREVER))


def misspends_upheld(audit, first, last):
    closed = within(audit.misspend, "closed_on", first, last)
    return share([int(outcome == "upheld") for outcome in closed["outcome"]], [1] * len(closed))


def misspends_value(audit, first, last):
    closed = within(audit.misspend, "closed_on", first, last)
    return total(amount for amount in closed["decided_amount"] if amount == amount and amount is not None)


# Reconciliations


def completed(audit, first, last):
    standing = audit.review[audit.review["outcome"] != "reopened"]
    return _rows(within(standing, "completed_at", first, last))


def reconciliations_completed(audit, first, last):
    return total(Decimal(1) for _ in completed(audit, first, last))


def reconciliations_no_touch(audit, first, last):
    done = completed(audit, first, last)
    return share([int(row["findings_raised"] == 0 and row["outcome"] == "agreed") for row in done], [1] * len(done))


def reconciliation_days(audit, first, last):
    statements, days = _rows(audit.statement), []
    for row in completed(audit, first, last):
        came = [
            one["received_at"]
            for one in statements
            if one["account_id"] == row["account_id"]
            and one["from_date"] <= row["period_to"]
            and one["to_date"] >= row["period_from"]
            and one["received_at"] <= row["completed_at"]
        ]
        if came:
            days.append((row["completed_at"].date() - max(came).date()).days)
    return middle(days)


# Suspensions, burden


def suspensions(audit, first, last):
    return total(Decimal(1) for _ in paused(audit, last))


def suspension_days(audit, first, last):
    spans = [
        (max(row["from_date"], first), min(row["to_date"] or FOREVER, last))
        for row in _rows(audit.suspension)
        if row["approved_by"] and row["from_date"] <= last and (row["to_date"] or FOREVER) >= row["from_date"]
    ]
    return total(Decimal((to - since).days + 1) for since, to in spans if to >= since)


def suspensions_with_care(audit, first, last):
    here = paused(audit, last).values()
    return share([int(row["alternative_care"] == "in_place") for row in here], [1] * len(here))


def papers_asked(audit, first, last):
    asked, days = within(audit.paper_request, "asked_on", first, last), 0
    for month in pd.period_range(first, last, freq="M"):
        begin, end = month.start_time.date(), min(month.end_time.date(), last)
        spans = {}
        for row in _rows(audit.agreement):
            span = (min(row["end_date"] or FOREVER, end) - max(row["start_date"], begin)).days + 1
            spans[row["person_id"]] = max(spans.get(row["person_id"], 0), span)
        days += sum(span for span in spans.values() if span > 0)
    return share([1] * len(asked), [days], of_each=365)
