"""Monetary-unit sampling: which pounds are looked at, and how much money is wrong at most. Every pound has the same chance, so a large item is likelier to be looked at.

An item as large as the interval or larger is looked at for certain. The others are put in the order of SHA-256 of seed and id, and laid end to end,
penny by penny; from a start that the seed gives, the item in which every interval-th penny lies is looked at. Anybody can draw it again by hand.
Pounds are Decimal. An item is {"item_id", "pounds"}.
"""

import hashlib
import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lib.errors import UserError
from lib.sampling import exactly, sample_size, stringer_bound

PENNY = Decimal("0.01")
CERTAIN, BY_INTERVAL = "certain", "interval"


@dataclass(frozen=True)
class Evaluation:
    """What the pounds that were looked at prove, in pounds: seen in large items, projected from the others, and the most that is wrong."""

    pounds: Decimal  # of the population
    certain: Decimal  # of it in items that were looked at for certain
    looked_at: int
    wrong_items: int
    wrong_for_certain: Decimal
    projected: Decimal  # what the wrong shares of the others come to over all of them, by the interval
    likely: Decimal
    most: Decimal
    too_little: int  # items of which more would have been right: they count nothing in the bound
    too_little_pounds: Decimal


def interval(pounds, confidence, tolerable, expected=0):
    """The interval in pounds with which a population of so many pounds shows that no more than tolerable pounds are wrong, when expected are."""
    if not 0 < tolerable < pounds:
        raise UserError("The pounds that are tolerable lie between nothing and all of them. Give another sum.")
    items = sample_size(confidence, exactly(tolerable) / exactly(pounds), exactly(expected) / exactly(pounds), "poisson")
    return _pounds(math.floor(_pence(pounds) / items)) or PENNY


def draw(items, step, seed):
    """The items that are looked at, each with selected_as: those for certain by their id, then the others in the order of the draw."""
    step = _pence(step)
    if step < 1:
        raise UserError("The interval is at least a penny.")
    nothing = [item["item_id"] for item in items if item["pounds"] <= 0]
    if nothing:
        raise UserError(f"{nothing[0]} has no pounds that could be drawn. Leave out items of nothing or less, and look at them apart.")
    large = sorted((item for item in items if _pence(item["pounds"]) >= step), key=lambda item: item["item_id"])
    others = sorted((item for item in items if _pence(item["pounds"]) < step), key=lambda item: (place_of(seed, item["item_id"]), item["item_id"]))
    drawn, end, next_penny = [], 0, start(seed, step)
    for item in others:
        end += _pence(item["pounds"])
        if next_penny <= end:
            drawn.append(item)
            next_penny += step
    return [item | {"selected_as": CERTAIN} for item in large] + [item | {"selected_as": BY_INTERVAL} for item in drawn]


def place_of(seed, item_id):
    """Where an item stands in the order of a draw: SHA-256 of the seed, a bar and the id, in hexadecimal."""
    return hashlib.sha256(f"{seed}|{item_id}".encode()).hexdigest()


def start(seed, step):
    """The first penny that is looked at, 1 to step: SHA-256 of the seed and "|start" as a number, modulo step, and one."""
    return int(place_of(seed, "start"), 16) % step + 1


def evaluate(pounds, step, looked_at, confidence):
    """What a drawn sample proves. looked_at: each drawn item with right, the pounds of it that were right."""
    certain = [item for item in looked_at if item["selected_as"] == CERTAIN]
    others = [item for item in looked_at if item["selected_as"] == BY_INTERVAL]
    in_certain = sum((item["pounds"] for item in certain), Decimal(0))
    rest = pounds - in_certain
    for_certain = sum((over(item) for item in certain), Decimal(0))
    taints = [exactly(over(item)) / exactly(item["pounds"]) for item in others]
    projected = _upward(sum(taints, Fraction(0)) * exactly(step))
    # Of the Poisson bound each looked-at penny stands for one interval, however many the start let in.
    hidden = stringer_bound(len(others), taints, confidence, "poisson") * len(others) * exactly(step) if others else exactly(rest)
    under = [item for item in looked_at if item["right"] > item["pounds"]]
    return Evaluation(
        pounds, in_certain, len(looked_at), sum(1 for item in looked_at if over(item)), for_certain, projected, for_certain + min(projected, rest),
        for_certain + min(_upward(hidden), rest), len(under), sum((item["right"] - item["pounds"] for item in under), Decimal(0)),
    )  # fmt: skip


def over(item):
    """The pounds of an item that were wrong: paid and should not have been. None are less than nothing."""
    return min(max(item["pounds"] - item["right"], Decimal(0)), item["pounds"])


def _pence(pounds):
    return int(pounds * 100)


def _pounds(pence):
    return (Decimal(pence) * PENNY).quantize(PENNY)


def _upward(pounds):
    """A Fraction of pounds as pounds and pence, upward."""
    return _pounds(math.ceil(pounds * 100))
