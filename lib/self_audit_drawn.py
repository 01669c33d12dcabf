"""What was drawn for a month's self-audit, all that is needed to draw it again outside, and what the sample shows."""

import json

from lib import access, evidence
from lib.config import ROOT
from lib.errors import UserError
from lib.self_audit_plan import standing
from lib.self_audit_proof import of_month, sentence

SCRIPT = ROOT / "docs" / "draw_again.py"


@access.allowed("see_self_audit")
def cycles(store, actor):
    """The plans, the newest month first, each once: rows of trackers.self_audit_cycle."""
    rows = {row["cycle_id"]: row for row in access.see(store, actor, "trackers.self_audit_cycle")}
    return sorted(rows.values(), key=lambda row: (row["month"], row["planned_at"]), reverse=True)


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
    """What the random part shows so far: {"population", "sample", "closed", "errors", "rate", "bound", "confidence", "says"}.

    rate and bound are Fractions of the reviews that could be drawn, None while an item is not closed.
    """
    plan = standing(store, actor, cycle_id, "see_self_audit")
    proof = of_month(plan, access.see(store, actor, "trackers.self_audit_stratum", cycle_id=cycle_id))
    return {
        "cycle_id": cycle_id, "population": proof.reviews, "sample": proof.sample, "closed": proof.closed, "errors": proof.errors, "confidence": plan["confidence"],
        "rate": proof.rate, "bound": proof.bound, "says": sentence(proof, "the month's"),
    }  # fmt: skip


def script():
    """The bytes of the script that draws again outside."""
    return SCRIPT.read_bytes()
