"""Monetary-unit sampling: drawn by hand, evaluated by hand."""

import hashlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.errors import UserError
from lib.money_units import draw, evaluate, interval, place_of, start


def item(item_id, pounds, **more):
    return {"item_id": item_id, "pounds": Decimal(pounds)} | more


def seen(item_id, pounds, right, selected_as="interval"):
    return item(item_id, pounds, right=Decimal(right), selected_as=selected_as)


def test_the_interval_is_the_pounds_by_the_size_of_the_sample():
    # 3.00 (95 %, none expected) by 5 % tolerable: 60 pounds are looked at, one in every 16,666.66.
    assert interval(Decimal(1_000_000), "0.95", Decimal(50_000)) == Decimal("16666.66")
    # AICPA Audit Sampling Guide, table C-1: 5 % tolerable and a fifth of it expected are 93 items.
    assert interval(Decimal(1_000_000), "0.95", Decimal(50_000), Decimal(10_000)) == Decimal("10752.68")


def test_a_draw_is_what_anybody_works_out_by_hand():
    items = [item("a", "60.00"), item("b", "40.00"), item("c", "100.00"), item("d", "30.00"), item("e", "250.00")]
    order = sorted("abd", key=lambda name: hashlib.sha256(f"s|{name}".encode()).hexdigest())
    first = int(hashlib.sha256(b"s|start").hexdigest(), 16) % 10_000 + 1
    pence = {"a": 6000, "b": 4000, "d": 3000}
    strip = [name for name in order for _ in range(pence[name])]
    by_hand = [strip[penny - 1] for penny in range(first, len(strip) + 1, 10_000)]
    drawn = draw(items, Decimal("100.00"), "s")
    assert [(row["item_id"], row["selected_as"]) for row in drawn] == [("c", "certain"), ("e", "certain"), *((name, "interval") for name in by_hand)]
    assert draw(items[::-1], Decimal("100.00"), "s") == drawn


@given(pence=some.lists(some.integers(1, 30_000), min_size=1, max_size=40), step=some.integers(1, 12_000), seed=some.text(max_size=5))
@settings(max_examples=60, deadline=None)
def test_as_many_are_drawn_as_intervals_fit_and_each_large_item_once(pence, step, seed):
    items = [item(f"i{number}", Decimal(value) / 100) for number, value in enumerate(pence)]
    drawn = draw(items, Decimal(step) / 100, seed)
    large = {row["item_id"] for row in items if row["pounds"] * 100 >= step}
    rest = sum(value for value in pence if value < step)
    assert {row["item_id"] for row in drawn if row["selected_as"] == "certain"} == large
    assert sum(row["selected_as"] == "interval" for row in drawn) == max(0, -((start(seed, step) - 1 - rest) // step))
    assert len({row["item_id"] for row in drawn}) == len(drawn)


def test_nothing_wrong_leaves_three_intervals():
    found = evaluate(Decimal("500000.00"), Decimal("10000.00"), [seen(f"i{number}", "100.00", "100.00") for number in range(50)], "0.95")
    assert (found.likely, found.most, found.wrong_items) == (0, Decimal("29957.33"), 0)


def test_errors_are_evaluated_as_by_hand():
    # Interval 10,000, 95 %: the factors are 2.995732, 4.743865 and 6.295794. The larger tainting meets the larger step.
    looked_at = [
        seen("large", "12000.00", "11250.00", "certain"), seen("half", "200.00", "100.00"), seen("fifth", "50.00", "40.00"), *(seen(f"i{number}", "100.00", "100.00") for number in range(46)),
    ]  # fmt: skip
    found = evaluate(Decimal("500000.00"), Decimal("10000.00"), looked_at, "0.95")
    by_hand = 29957.32 + 0.5 * (47438.65 - 29957.32) + 0.2 * (62957.94 - 47438.65) + 750
    assert (found.certain, found.wrong_for_certain, found.projected, found.likely) == (12000, 750, 7000, 7750)
    assert found.most == pytest.approx(Decimal(by_hand), abs=Decimal("0.05"))


def test_what_was_too_little_is_told_apart_and_proves_nothing():
    found = evaluate(Decimal("500000.00"), Decimal("10000.00"), [seen("under", "100.00", "130.00"), seen("right", "70.00", "70.00")], "0.95")
    assert (found.wrong_items, found.too_little, found.too_little_pounds, found.likely) == (0, 1, 30, 0)


def test_no_more_is_wrong_than_there_is():
    assert evaluate(Decimal("300.00"), Decimal("10000.00"), [], "0.95").most == 300
    whole = [seen("one", "100.00", "0.00", "certain"), seen("two", "50.00", "50.00", "certain")]
    assert (evaluate(Decimal("150.00"), Decimal("10.00"), whole, "0.95").most, evaluate(Decimal("150.00"), Decimal("10.00"), whole, "0.95").likely) == (100, 100)


def test_every_penny_has_its_chance():
    # Over every start the item of a quarter of the pounds is drawn in a quarter of the draws.
    items = [item("small", "0.25"), item("large", "0.75")]
    drawn = [draw(items, Decimal("1.00"), f"s{number}") for number in range(4000)]
    share = Fraction(sum(row["item_id"] == "small" for rows in drawn for row in rows), len(drawn))
    assert abs(share - Fraction(1, 4)) < Fraction(3, 100)
    assert place_of("s", "small") == hashlib.sha256(b"s|small").hexdigest()


@pytest.mark.parametrize(("asked", "said"), [
    (lambda: interval(Decimal(100), "0.95", Decimal(100)), "between nothing and all"),
    (lambda: interval(Decimal(100), "0.95", Decimal(5), Decimal(5)), "Tolerate more"),
    (lambda: draw([item("a", "1.00")], Decimal("0.001"), "s"), "at least a penny"),
    (lambda: draw([item("a", "1.00"), item("back", "-3.00")], Decimal("1.00"), "s"), "back has no pounds"),
])  # fmt: skip
def test_what_can_not_be_drawn_is_said(asked, said):
    with pytest.raises(UserError, match=said):
        asked()
