"""Which reviews a seed draws: by the order of SHA-256 of seed and review, so that any language draws the same, and more follow without changing the first.

docs/draw_again.py says the same once more, in one file that knows nothing of Reckoner.
"""

import hashlib
import math
from collections import defaultdict
from fractions import Fraction

SIGNS = {
    "most_money": "the most money of this officer's reviews",
    "nil_on_risk": "nothing was found in a case that is closely watched",
    "fastest": "the fastest of this officer's reviews",
    "overridden": "serious questions were explained, not upheld",
}


def draw_key(seed, review_id):
    """What a review is ordered by: the SHA-256 of the seed, a bar and the review's id, as 64 hex digits."""
    return hashlib.sha256(f"{seed}|{review_id}".encode()).hexdigest()


def in_order(seed, rows):
    """{stratum: its reviews that can be drawn, in the order in which they are}."""
    found = defaultdict(list)
    for row in sorted((row for row in rows if not row["excluded_because"]), key=lambda row: (draw_key(seed, row["review_id"]), row["review_id"])):
        found[row["stratum"]].append(row)
    return dict(found)


def with_risks(rows):
    """The rows, each with its risk_order within its officer and risk_because: the first of each sign, then the second of each, and so on."""
    found = []
    for officer in sorted({row["officer"] for row in rows}):
        mine = [row for row in rows if row["officer"] == officer]
        turns = {row["review_id"]: (len(mine), len(SIGNS), row["review_id"]) for row in mine}
        for turn, showing in enumerate(_by_sign(mine)):
            for rank, row in enumerate(showing):
                turns[row["review_id"]] = min(turns[row["review_id"]], (rank, turn, row["review_id"]))
        ordered = sorted(mine, key=lambda row: turns[row["review_id"]])
        found += [row | {"risk_order": place, "risk_because": [*SIGNS.values(), "none"][turns[row["review_id"]][1]]} for place, row in enumerate(ordered, start=1)]
    return found


def by_policy(rows, floor, percent, risk_percent):
    """How many of each stratum and each officer: a least number or a part of each officer's reviews, a part of these picked for risk.

    Gives {"random": {stratum: items}, "risk": {officer: items}}. Where the part for risk is no whole number, chance has the rest.
    """
    random, risk = {}, {}
    for officer, mine in _grouped(rows, "officer").items():
        size = min(len(mine), max(floor, math.ceil(Fraction(percent) * len(mine) / 100)))
        risk[officer] = math.floor(Fraction(risk_percent) * size / 100)
        random |= shared_out(size - risk[officer], {stratum: len(some) for stratum, some in _grouped(mine, "stratum").items()})
    return {"random": random, "risk": risk}


def by_size(rows, size, floor, risk_per_officer, has_officers):
    """How many of each stratum and officer where the whole sample has a size: each its share, and each officer at least the floor where officers are strata."""
    counts = {stratum: len(some) for stratum, some in _grouped(rows, "stratum").items()}
    random, officers = shared_out(size, counts), _grouped(rows, "officer")
    if has_officers:
        for mine in officers.values():
            own = {stratum: len(some) for stratum, some in _grouped(mine, "stratum").items()}
            if sum(random[stratum] for stratum in own) < min(floor, len(mine)):
                random |= shared_out(min(floor, len(mine)), own)
    return {"random": random, "risk": {officer: min(risk_per_officer, len(mine)) for officer, mine in officers.items()}}


def more(counts, so_far, size):
    """How many of each stratum when so many more are drawn: what was drawn stays, and the rest is shared out over what is left."""
    added = shared_out(size, {stratum: counts[stratum] - so_far[stratum] for stratum in counts})
    return {stratum: so_far[stratum] + added[stratum] for stratum in counts}


def shared_out(size, counts):
    """A number shared out by these counts, to the largest remainders; none gets more than it has. Equal remainders go by name."""
    whole = sum(counts.values())
    size = min(size, whole)
    shares = {name: size * count // whole if whole else 0 for name, count in counts.items()}
    left = sorted(counts, key=lambda name: (-(size * counts[name] % whole) if whole else 0, name))[: size - sum(shares.values())]
    return {name: share + (name in left) for name, share in shares.items()}


def picked_for_risk(rows, risk, drawn):
    """The reviews picked for risk: of each officer the first in the order of risk that chance did not draw."""
    for officer, mine in _grouped(rows, "officer").items():
        left = [row for row in sorted(mine, key=lambda row: row["risk_order"]) if row["review_id"] not in drawn]
        yield from left[: risk.get(officer, 0)]


def _by_sign(rows):
    """The reviews that show each sign, the plainest first."""
    yield sorted(rows, key=lambda row: (-row["pounds"], row["review_id"]))
    yield sorted((row for row in rows if row["is_nil_on_risk"]), key=lambda row: (-row["pounds"], row["review_id"]))
    yield sorted(rows, key=lambda row: (row["minutes"], row["review_id"]))
    yield sorted((row for row in rows if row["overridden"]), key=lambda row: (-row["overridden"], row["review_id"]))


def _grouped(rows, column):
    found = defaultdict(list)
    for row in rows:
        if not row["excluded_because"]:
            found[row[column]].append(row)
    return {name: found[name] for name in sorted(found)}
