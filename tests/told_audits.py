"""Self-audits of past months, written row by row as their services would leave them: so many reviews of each officer, so many drawn, so many wrong."""

from datetime import datetime, timedelta
from decimal import Decimal

from lib.self_audit_points import list_of
from lib.store import OPERATOR

COUNCIL = "Westmarch"


def tell(store, month, random, risk=None, closed=True, councils=(COUNCIL,), stratum=None, second_stage=None, more=None, twice=2, excluded=0, pounds="100.00"):
    """Keep a self-audit of a month and give its cycle_id.

    random and risk are {officer: (reviews, items, wrong)}, of which risk adds no reviews; second_stage and more are {officer: (items, wrong)}. A wrong review
    has £30.00 wrong. stratum is one for all instead of each officer's own. Of so many items a second auditor's scores are there: all the same but one.
    """
    cycle_id, at = f"{month:%Y-%m}-{councils[0].lower()}", datetime(month.year, month.month, 1) + timedelta(days=40)
    by = {"decided_by": "una", "decided_at": at}
    rows = {table: [] for table in TABLES}
    plan = {
        "cycle_id": cycle_id, "month": month, "councils": list(councils), "auditors": ["una", "uma"], "size_by": "confidence" if second_stage else "policy", "floor_per_officer": 3,
        "percent": Decimal(10), "risk_percent": Decimal(50), "confidence": Decimal("0.95"), "tolerable_rate": Decimal("0.05"), "stages": 2 if second_stage else 1,
        "accept_first": 1 if second_stage else None, "accept_second": 0 if second_stage else None, "strata": ["officer"], "second_percent": Decimal(10), "pass_percent": Decimal(90),
        "coach_percent": Decimal(75), "money_wrong_over": Decimal(50), "answer_days": 10, "action_days": 28, "seed": "s" * 64, "seed_sha256": "h" * 64,
    }  # fmt: skip
    rows["plan"].append(plan | by)
    rows["point"] += [{"cycle_id": cycle_id} | point | by for point in list_of(month)]
    names = [point["point"] for point in list_of(month) if point["kind"] == "point"]
    for officer, (reviews, *_) in random.items():
        for number in range(reviews + (excluded if officer == next(iter(random)) else 0)):
            rows["population"].append(
                _review(cycle_id, councils[0], officer, number, stratum or officer, pounds, month) | {"excluded_because": "own work" if number >= reviews else None} | by
            )
    draws = [("first", 1, random, at)] + [(kind, 2, found, at + timedelta(days=20)) for kind, found in (("second_stage", second_stage), ("more", more)) if found]
    taken = dict.fromkeys(random, 0)
    for kind, number, found, drawn_at in draws:
        rows["draw"].append(
            {
                "cycle_id": cycle_id,
                "draw_number": number,
                "kind": kind,
                "seed": "s" * 64,
                "population": len(rows["population"]),
                "excluded": excluded,
                "population_sha256": "p" * 64,
                "decided_by": "una",
                "decided_at": drawn_at,
            }
        )
        for officer, (*_, items, wrong) in found.items():
            for place in range(items):
                _item(rows, cycle_id, officer, taken[officer], "random", number, stratum or officer, place < wrong, closed, names, twice > len(rows["closed"]), drawn_at)
                taken[officer] += 1
    for officer, (items, wrong) in (risk or {}).items():
        for place in range(items):
            _item(rows, cycle_id, officer, taken[officer], "risk", 1, officer, place < wrong, closed, names, False, at)
            taken[officer] += 1
    with store.change(OPERATOR, "tell", cycle_id) as change:
        for table, found in rows.items():
            change.insert(f"decisions.self_audit_{table}", found)
    return cycle_id


TABLES = ("plan", "point", "population", "draw", "selection", "assignment", "opened", "check", "score", "scored", "closed")


def _review(cycle_id, council, officer, number, stratum, pounds, month):
    return {
        "cycle_id": cycle_id, "review_id": f"{cycle_id}-{officer}-{number}", "council": council, "officer": officer, "completed_by": officer, "agreement_id": f"g-{officer}-{number}",
        "account_id": f"a-{officer}-{number}", "period_from": month, "period_to": month + timedelta(days=27), "completed_at": datetime(month.year, month.month, 20), "stratum": stratum,
        "pounds": Decimal(pounds) + number, "minutes": 30, "findings_raised": 0, "findings_upheld": 0, "risk_order": number + 1, "risk_because": "most_money",
    }  # fmt: skip


def _item(rows, cycle_id, officer, place, selected_as, draw_number, stratum, is_wrong, closed, names, is_twice, at):
    """One drawn review with all that follows from it: a wrong one has a first point of nothing."""
    item_id, by = f"{cycle_id}-{officer}-i{place}", {"decided_by": "una", "decided_at": at}
    rows["selection"].append({
        "cycle_id": cycle_id, "item_id": item_id, "review_id": f"{cycle_id}-{officer}-{place}", "selected_as": selected_as, "draw_number": draw_number, "stratum": stratum, "place": place + 1,
        "draw_key": f"{place:064}", "because": "told",
    } | by)  # fmt: skip
    seats = ["una", "uma"] if is_twice else ["una"]
    rows["assignment"] += [
        {"assignment_id": f"{item_id}-{seat}", "item_id": item_id, "seat": seat, "auditor": auditor, "reason": "told"} | by for seat, auditor in enumerate(seats, start=1)
    ]
    later = by | {"decided_at": at + timedelta(days=5)}
    rows["opened"] += [{"item_id": item_id, "auditor": auditor} | later for auditor in seats]
    if not closed:
        return
    rows["check"] += [{"item_id": item_id, "auditor": auditor, "outcome": "agreed", "was_blind": True} | later for auditor in seats]
    rows["scored"] += [{"item_id": item_id, "auditor": auditor, "answer_by": later["decided_at"].date()} | later for auditor in seats]
    for auditor in seats:
        for number, name in enumerate(names):
            score = None if number == len(names) - 1 else 0 if is_wrong and number == 0 else 1 if auditor == "uma" and number == 1 else 2
            rows["score"].append({"score_id": f"{item_id}-{auditor}-{name}", "item_id": item_id, "auditor": auditor, "point": name, "score": score} | later)
    most = 2 * (len(names) - 1)
    rows["closed"].append({
        "item_id": item_id, "agreed": not is_wrong, "points": most - 2 * is_wrong, "max_points": most, "critical_failure": False,
        "pounds_wrong": Decimal("30.00") if is_wrong else Decimal(0), "result": "coach" if is_wrong else "pass",
    } | later)  # fmt: skip
