"""The head of a case: whose it is and how it stands on a day, and the clocks that run, each with the spot where it is seen to."""

from lib import access


@access.allowed("see_case", subject="account_id")
def head(store, actor, account_id, as_at):
    """A row of dashboards.case with its clocks: dicts of kind, step, due_on, days_late, note, page and link.

    days_late is less than nothing while a day is to come, and None where nothing says when. The first to come due stands first.
    """
    row = access.see(store, actor, "dashboards.case", {"as_at": as_at, "account_id": account_id})[0]
    mine = {"agreement_id": row["agreement_id"]}
    returns = access.see(store, actor, "trackers.return", {"as_at": as_at}, **mine)
    found = [
        *_returns(returns, as_at),
        *_statutory_review(row),
        *_money(store, actor, as_at, mine),
        *_suspensions(store, actor, as_at, mine),
        *_holds(store, actor, as_at, mine, returns),
    ]
    return row | {"clocks": sorted(found, key=lambda clock: (clock["days_late"] is None, -(clock["days_late"] or 0)))}


def _returns(returns, as_at):
    """The oldest return that has not come, and the oldest that came and was not worked."""
    late = {
        "return_due": [row for row in returns if not row["received_on"] and row["due_on"]],
        "next_work": [row for row in returns if row["next_step"] == "work"],
    }
    for step, rows in late.items():
        for row in sorted(rows, key=lambda row: row["due_on"] if step == "return_due" else row["next_on"])[:1]:
            due_on = row["due_on"] if step == "return_due" else row["next_on"]
            note = " to ".join(dict.fromkeys(f"{row[name]:%b %Y}" for name in ("period_from", "period_to")))
            if step == "return_due" and row["requested_on"] is None:
                note += ", not asked for yet"
            yield _clock("return", step, due_on, (as_at - due_on).days, note, "returns", agreement=row["agreement_id"], **{"return": row["return_id"]})


def _statutory_review(row):
    if row["statutory_review_due_on"]:
        note = "The first one." if row["statutory_review_is_first"] else ""
        yield _clock(
            "statutory_review",
            "statutory_review",
            row["statutory_review_due_on"],
            row["statutory_review_days_late"],
            note,
            "case",
            account=row["account_id"],
            tab="What was agreed",
        )


def _money(store, actor, as_at, mine):
    for row in access.see(store, actor, "dashboards.surplus", {"as_at": as_at}, **mine):
        yield _clock("surplus", row["next_step"], row["due_on"], row["days_late"], "", "surplus", agreement=row["agreement_id"], surplus=row["surplus_id"])
    for row in access.see(store, actor, "trackers.debt", {"as_at": as_at}, **mine):
        if row["next_step"]:
            yield _clock("debt", row["next_step"], row["due_on"], row["days_late"], "", "debt", agreement=row["agreement_id"], debt=row["debt_id"])


def _suspensions(store, actor, as_at, mine):
    for row in access.see(store, actor, "trackers.suspension", {"as_at": as_at}, is_open=True, **mine):
        step, due_on = ("review_pause", row["review_on"]) if row["is_approved"] else ("settle_pause", row["from_date"])
        yield _clock("suspension", step, due_on, (as_at - due_on).days if due_on else None, "", "suspensions", agreement=row["agreement_id"], suspension=row["suspension_id"])


def _holds(store, actor, as_at, mine, returns):
    """Whatever stops the clocks today; it is ended where the newest return is."""
    place = {"return": max(returns, key=lambda row: row["period_from"])["return_id"]} if returns else {}
    for row in access.see(store, actor, "dashboards.hold", **mine):
        if row["from_date"] <= as_at and (row["to_date"] is None or row["to_date"] >= as_at):
            days = (as_at - row["to_date"]).days if row["to_date"] else None
            yield _clock("hold", row["kind"], row["to_date"], days, f"Since {row['from_date']:%-d %b %Y}; no clock runs.", "returns", **{"agreement": row["agreement_id"]} | place)


def _clock(kind, step, due_on, days_late, note, page, **link):
    return {"kind": kind, "step": step, "due_on": due_on, "days_late": days_late, "note": note, "page": page, "link": link}
