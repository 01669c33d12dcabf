"""The draw of a month's self-audit: the month's reviews frozen, the seed published, the cases chosen by it, and who looks at each."""

import hashlib
import math
import uuid
from datetime import timedelta

from lib import access, evidence, users
from lib.errors import UserError
from lib.exports import to_csv
from lib.self_audit_drawn import items
from lib.self_audit_order import by_policy, by_size, draw_key, in_order, more, picked_for_risk, with_risks
from lib.self_audit_plan import last_of, share, size_of, standing, undrawn
from lib.store import OPERATOR, now
from lib.wall_clock import day_of, midnight

COLUMNS = ["review_id", "council", "officer", "completed_on", "stratum", "pounds", "minutes", "risk_order", "risk_because", "excluded_because"]
BECAUSE = "its place in the order of the seed"
IN_TURN = "in turn, by the order of the seed"


@access.allowed("plan_self_audit")
def so_far(store, actor, cycle_id):
    """The reviews that a plan would be drawn from if its month ended now: {"officers": [{"officer", "reviews", "excluded"}], "sizes"}; nothing is kept."""
    plan = standing(store, actor, cycle_id)
    rows = _population(store, plan)
    officers = sorted({row["officer"] for row in rows})
    counts = [
        {"officer": one, "reviews": sum(row["officer"] == one for row in rows), "excluded": sum(row["officer"] == one and bool(row["excluded_because"]) for row in rows)}
        for one in officers
    ]
    return {"officers": counts, "sizes": _sizes(plan, rows)}


@access.allowed("plan_self_audit")
def draw(store, actor, cycle_id, as_at):
    """Freeze the reviews of a month that is over, publish the seed and draw. Gives the items (rows of trackers.self_audit_item)."""
    plan = undrawn(store, actor, cycle_id)
    if as_at <= last_of(plan["month"]):
        raise UserError(f"{plan['month']:%B %Y} is not over. Draw when it is: until then nobody may know the seed.")
    rows = _population(store, plan)
    if all(row["excluded_because"] for row in rows):
        raise UserError(f"No review that can be drawn was completed in {plan['month']:%B %Y}. There is nothing to look at again.")
    content = to_csv({name: name for name in COLUMNS}, [_as_written(row) for row in sorted(rows, key=lambda row: row["review_id"])])
    sha256, sizes = hashlib.sha256(content).hexdigest(), _sizes(plan, rows)
    with store.change(
        actor, "draw_self_audit", cycle_id, council=_only(plan), after={"seed": plan["seed"], "population_sha256": sha256, "reviews": len(rows)},
    ) as change:  # fmt: skip
        evidence.write_once(store.places.evidence, {sha256: content})
        stamp = _stamp(actor, cycle_id)
        change.insert("decisions.self_audit_population", [{name: row[name] for name in POPULATION} | stamp for row in rows])
        change.insert("decisions.self_audit_draw", [stamp | {
            "draw_number": 1, "kind": "first", "seed": plan["seed"], "population": len(rows), "excluded": sum(bool(row["excluded_because"]) for row in rows), "population_sha256": sha256,
        }])  # fmt: skip
        _choose(change, plan, rows, stamp, 1, sizes)
    return items(store, actor, cycle_id)


@access.allowed("plan_self_audit")
def extend(store, actor, cycle_id, size, reason):
    """Draw so many more by the same order; what was drawn stays as it is. Gives all items."""
    plan = _drawn(store, actor, cycle_id)
    if not isinstance(size, int) or size < 1 or not (reason or "").strip():
        raise UserError("Say how many more, at least one, and why: the reason stays with the draw.")
    return _go_on(store, actor, plan, "more", size, reason.strip())


@access.allowed("plan_self_audit")
def second_stage(store, actor, cycle_id):
    """Draw the second stage of a plan of two, when the first is closed and has as many errors as ask for it. Gives all items."""
    plan = _drawn(store, actor, cycle_id)
    if plan["stages"] != 2 or store.row("select 1 from decisions.self_audit_draw where cycle_id = ? and kind = 'second_stage'", [cycle_id]):
        raise UserError("This plan has no stage left to draw.")
    first = [row for row in items(store, actor, cycle_id) if row["selected_as"] == "random" and row["draw_number"] == 1]
    if any(row["state"] != "closed" for row in first):
        raise UserError("The first stage is not closed yet. Whether a second is needed depends on what it finds.")
    errors = sum(not row["agreed"] for row in first)
    if not errors or errors > plan["accept_first"]:
        raise UserError(
            "The first stage found nothing wrong, so no second is needed."
            if not errors
            else f"The first stage found {errors} wrong: too many for a second stage to settle it. Look into the month."
        )
    return _go_on(store, actor, plan, "second_stage", len(first), f"{errors} of the first {len(first)} wrong")


POPULATION = (
    "review_id", "council", "officer", "completed_by", "agreement_id", "account_id", "period_from", "period_to", "completed_at", "stratum", "pounds", "minutes", "findings_raised",
    "findings_upheld", "risk_order", "risk_because", "excluded_because",
)  # fmt: skip


def eligible(plan, conflicts, row):
    """The auditors of a plan who may look at a review: not their own, and nothing was said against it."""
    return [auditor for auditor in plan["auditors"] if auditor != row["completed_by"] and not any(one["auditor"] == auditor and _touches(one, row) for one in conflicts)]


def conflicts_of(reads, cycle_id):
    """What was said of who may not look at what."""
    return reads.rows("from decisions.self_audit_conflict where cycle_id = ? order by decided_at, conflict_id", [cycle_id])


def _population(store, plan):
    """The month's reviews of a plan's councils, each with its officer, stratum, order of risk, and why it can't be drawn."""
    month = {"from_moment": midnight(plan["month"]), "to_moment": midnight(last_of(plan["month"]) + timedelta(days=1))}
    # Whoever comes here reaches every council of the plan; the walls of one of them would hide reviews from the hash.
    rows = [row for row in access.see(store, OPERATOR, "trackers.self_audit_candidate", month) if row["council"] in plan["councils"]]
    codes, conflicts = users.officer_codes(store), conflicts_of(store, plan["cycle_id"])
    rows = [row | {"officer": codes.get(row["completed_by"], row["completed_by"])} for row in rows]
    rows = [row | {"stratum": " / ".join(str(row[name]) for name in plan["strata"]) or "all", "excluded_because": _excluded(plan, conflicts, row)} for row in rows]
    return with_risks(rows)


def _excluded(plan, conflicts, row):
    """Why a review can't be drawn, or None."""
    said = [one["reason"] for one in conflicts if not one["auditor"] and _touches(one, row)]
    if said:
        return "; ".join(said)
    if eligible(plan, conflicts, row):
        return None
    reasons = [f"{one['auditor']}: {one['reason']}" for one in conflicts if one["auditor"] in plan["auditors"] and _touches(one, row)]
    own = [f"{row['completed_by']}: own work"] if row["completed_by"] in plan["auditors"] else []
    return f"No auditor of this plan may look at it ({'; '.join(own + reasons)})"


def _touches(conflict, row):
    return row["agreement_id"] == conflict["agreement_id"] or row["officer"] == conflict["officer"]


def _sizes(plan, rows):
    """How many of each stratum and officer a plan's first draw takes: {"random": {stratum: items}, "risk": {officer: items}}."""
    if plan["size_by"] == "policy":
        return by_policy(rows, plan["floor_per_officer"], plan["percent"], plan["risk_percent"])
    left = sum(not row["excluded_because"] for row in rows)
    if not left:
        return {"random": {}, "risk": {}}
    return by_size(rows, size_of(plan, left), plan["floor_per_officer"], plan["risk_per_officer"], "officer" in plan["strata"])


def _go_on(store, actor, plan, kind, size, reason):
    """Draw further by the same seed from the population as it was frozen."""
    cycle_id = plan["cycle_id"]
    rows = store.rows("from decisions.self_audit_population where cycle_id = ?", [cycle_id])
    before = store.row("from decisions.self_audit_draw where cycle_id = ? order by draw_number desc limit 1", [cycle_id])
    reached = store.rows("from decisions.self_audit_size where cycle_id = ? and draw_number = ? and selected_as = 'random'", [cycle_id, before["draw_number"]])
    counts, now_drawn = {row["part"]: row["population"] for row in reached}, {row["part"]: row["items"] for row in reached}
    if sum(counts.values()) == sum(now_drawn.values()):
        raise UserError("Every review that can be drawn is drawn already.")
    number, sizes = before["draw_number"] + 1, {"random": more(counts, now_drawn, size), "risk": {}}
    with store.change(actor, "extend_self_audit", cycle_id, council=_only(plan), reason=reason, after={"draw": number, "kind": kind, "more": size}) as change:
        stamp = _stamp(actor, cycle_id)
        change.insert("decisions.self_audit_draw", [before | stamp | {"draw_number": number, "kind": kind, "reason": reason}])
        _choose(change, plan, rows, stamp, number, sizes)
    return items(store, actor, cycle_id)


def _choose(change, plan, rows, stamp, number, sizes):
    """Keep the sizes of a draw, what it newly selects, and who looks at it."""
    ordered, held = in_order(plan["seed"], rows), change.rows("from decisions.self_audit_selection where cycle_id = ?", [plan["cycle_id"]])
    drawn = {row["review_id"] for row in held if row["selected_as"] == "random"}
    chosen = [
        (row, "random", row["stratum"], place, BECAUSE)
        for stratum, some in ordered.items()
        for place, row in enumerate(some[: sizes["random"].get(stratum, 0)], start=1)
        if row["review_id"] not in drawn
    ]
    drawn |= {row["review_id"] for row, *_ in chosen}
    chosen += [(row, "risk", row["officer"], row["risk_order"], row["risk_because"]) for row in picked_for_risk(rows, sizes["risk"], drawn)]
    change.insert("decisions.self_audit_size", [
        stamp | {"draw_number": number, "selected_as": kind, "part": part, "population": sum(not row["excluded_because"] and row[column] == part for row in rows), "items": items}
        for kind, column in (("random", "stratum"), ("risk", "officer"))
        for part, items in sizes[kind].items()
    ])  # fmt: skip
    change.insert("decisions.self_audit_selection", [
        stamp | {
            "item_id": item_id(plan["cycle_id"], row["review_id"]), "review_id": row["review_id"], "selected_as": kind, "draw_number": number, "stratum": part, "place": place,
            "draw_key": draw_key(plan["seed"], row["review_id"]), "because": because,
        }
        for row, kind, part, place, because in chosen
    ])  # fmt: skip
    _seat(change, plan, [row for row, *_ in chosen if row["review_id"] not in {one["review_id"] for one in held}], stamp)


def _seat(change, plan, rows, stamp):
    """Give each item to the auditor who may and has the fewest; of a part of them a second auditor has a seat too."""
    conflicts, load = conflicts_of(change, plan["cycle_id"]), dict.fromkeys(plan["auditors"], 0)
    ordered = sorted(rows, key=lambda row: draw_key(plan["seed"], row["review_id"]))
    doubles, seats = math.ceil(share(plan["second_percent"], len(ordered))), []
    for row in ordered:
        may = sorted(eligible(plan, conflicts, row), key=lambda auditor: (load[auditor], draw_key(plan["seed"], f"{row['review_id']}|{auditor}")))
        wanted = 2 if doubles and len(may) > 1 else 1
        doubles -= wanted - 1
        for seat, auditor in enumerate(may[:wanted], start=1):
            load[auditor] += 1
            seats.append({"assignment_id": str(uuid.uuid4()), "item_id": item_id(plan["cycle_id"], row["review_id"]), "seat": seat, "auditor": auditor, "reason": IN_TURN})
    change.insert("decisions.self_audit_assignment", [seat | {name: stamp[name] for name in ("decided_by", "decided_at")} for seat in seats])


def item_id(cycle_id, review_id):
    """What an item is called: the same review in the same cycle is the same item."""
    return hashlib.sha256(f"{cycle_id}|{review_id}".encode()).hexdigest()[:16]


def _drawn(store, actor, cycle_id):
    plan = standing(store, actor, cycle_id)
    if not store.row("select 1 from decisions.self_audit_draw where cycle_id = ?", [cycle_id]):
        raise UserError("This plan is not drawn yet.")
    return plan


def _as_written(row):
    """A review as the population's CSV has it: what is needed to draw it, and nothing of the person."""
    return row | {"completed_on": day_of(row["completed_at"])}


def _stamp(actor, cycle_id):
    return {"cycle_id": cycle_id, "decided_by": actor.username, "decided_at": now()}


def _only(plan):
    return plan["councils"][0] if len(plan["councils"]) == 1 else None
