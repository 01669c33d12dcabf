"""What was drawn for a month's self-audit, all that is needed to draw it again outside, and what the sample shows."""

import json
import math
from fractions import Fraction

from lib import access, evidence
from lib.errors import UserError
from lib.sampling import stratified_bound, upper_bound
from lib.self_audit_plan import standing


@access.allowed("see_self_audit")
def items(store, actor, cycle_id):
    """What was drawn: rows of trackers.self_audit_item that this person may see, chance before risk, each in its order."""
    rows = access.see(store, actor, "trackers.self_audit_item", cycle_id=cycle_id)
    return sorted(rows, key=lambda row: (row["selected_as"], row["stratum"], row["place"]))


@access.allowed("see_self_audit")
def population_file(store, actor, cycle_id):
    """The population's CSV, byte for byte as it was frozen."""
    plan = standing(store, actor, cycle_id, "see_self_audit")
    first = store.row("from decisions.self_audit_draw where cycle_id = ? and draw_number = 1", [cycle_id])
    if not first:
        raise UserError("The population is frozen at the draw, when the month is over.")
    content = evidence.read(store.places.evidence, first["population_sha256"], f"The population of {plan['month']:%B %Y}")
    with store.change(
        actor,
        "export",
        "population of a self-audit",
        council=plan["councils"][0] if len(plan["councils"]) == 1 else None,
        after={"cycle": cycle_id, "sha256": first["population_sha256"], "rows": first["population"]},
    ):
        pass
    return content


@access.allowed("see_self_audit")
def draw_file(store, actor, cycle_id):
    """All that is needed to draw again beside the population, as JSON: the seed, the hashes, and how many of each part every draw takes."""
    plan = standing(store, actor, cycle_id, "see_self_audit")
    draws = store.rows("from decisions.self_audit_draw where cycle_id = ? order by draw_number", [cycle_id])
    if not draws:
        raise UserError("The seed is published at the draw, when the month is over.")
    sizes = sizes_of(store, actor, cycle_id)
    said = {
        "cycle_id": cycle_id, "seed": draws[0]["seed"], "seed_sha256": plan["seed_sha256"], "population_sha256": draws[0]["population_sha256"],
        "draws": [
            {"draw_number": one["draw_number"], "kind": one["kind"]} | {
                kind: {row["part"]: row["items"] for row in sizes if row["draw_number"] == one["draw_number"] and row["selected_as"] == kind} for kind in ("random", "risk")
            }
            for one in draws
        ],
    }  # fmt: skip
    return json.dumps(said, indent=2, ensure_ascii=False).encode()


@access.allowed("see_self_audit")
def sizes_of(store, actor, cycle_id):
    """How many of each stratum (random) and officer (risk) each draw reaches: rows of decisions.self_audit_size."""
    standing(store, actor, cycle_id, "see_self_audit")
    return store.rows("from decisions.self_audit_size where cycle_id = ? order by draw_number, selected_as, part", [cycle_id])


@access.allowed("see_self_audit")
def evaluate(store, actor, cycle_id):
    """What the random part shows so far: {"population", "sample", "closed", "errors", "rate", "bound", "confidence", "method", "says"}.

    rate and bound are Fractions of the reviews that could be drawn, None while an item is not closed.
    """
    plan = standing(store, actor, cycle_id, "see_self_audit")
    random = [row for row in items(store, actor, cycle_id) if row["selected_as"] == "random"]
    newest = [row for row in sizes_of(store, actor, cycle_id) if row["selected_as"] == "random"]
    strata = {row["part"]: row for row in newest}
    closed = [row for row in random if row["state"] == "closed"]
    wrong = [row for row in closed if not row["agreed"]]
    size = sum(row["population"] for row in strata.values())
    found = {
        "cycle_id": cycle_id,
        "population": size,
        "sample": len(random),
        "closed": len(closed),
        "errors": len(wrong),
        "confidence": plan["confidence"],
        "rate": None,
        "bound": None,
        "method": None,
    }
    if not random or len(closed) < len(random):
        return found | {"says": f"{len(closed)} of {len(random)} items are closed. What the sample shows is said when all are."}
    counts = [(row["population"], row["items"], sum(one["stratum"] == part for one in wrong)) for part, row in strata.items()]
    is_even = len({Fraction(items, population) for population, items, _ in counts}) == 1
    bound = upper_bound(len(random), len(wrong), plan["confidence"], "hypergeometric", size) if is_even else stratified_bound(counts, plan["confidence"], "hypergeometric")
    says = f"With {plan['confidence'] * 100:.0f} % confidence no more than {math.ceil(bound * 1000) / 10:.1f} % of the month's {size} reviews are wrong; {len(wrong)} of the {len(random)} drawn by chance were."
    return found | {"rate": Fraction(len(wrong), len(random)), "bound": bound, "method": "hypergeometric" if is_even else "stratified hypergeometric", "says": says}
