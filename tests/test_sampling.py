"""Sizes and bounds of samples: published figures, exact ties, and the definition itself."""

import csv
import itertools
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from lib import raters, sampling
from lib.errors import UserError
from lib.sampling import pooled_bound, sample_size, sample_size_per_stage, stratified_bound, stringer_bound, two_stage_bound, upper_bound

PUBLISHED = list(csv.DictReader((Path(__file__).parent / "reference" / "sampling.csv").open(encoding="utf-8")))
TABLE = [[118, 5], [2, 0]]


def of(quantity):
    return [row for row in PUBLISHED if row["quantity"] == quantity]


def named(row):
    return f"{row['row_id']} {row['distribution']}"


def whole(text):
    return int(text) if text else None


@pytest.mark.parametrize("row", of("sample_size"), ids=named)
def test_a_sample_is_as_large_as_published(row):
    tolerable, expected = Fraction(row["tolerable"]), Fraction(row["expected"])
    is_ratio = row["expected_kind"].startswith("ratio")
    expected = int(expected) if row["expected_kind"] == "count" else expected * tolerable if is_ratio else expected
    size = sample_size(Decimal(row["conf_level"]), tolerable, expected, row["distribution"].split()[0], whole(row["population_N"]))
    published = int(row["reference_value"])
    # The printed tables for pounds are rounded; whoever checks them allows one in a hundred.
    assert abs(size - published) <= (max(1, published // 100) if is_ratio else 0)


@pytest.mark.parametrize("row", [row for row in of("upper_bound") if ";" not in row["n"] and not row["taints"]], ids=named)
def test_a_bound_is_as_published(row):
    bound = upper_bound(int(row["n"]), int(row["k"]), Decimal(row["conf_level"]), row["distribution"].split()[0], whole(row["population_N"]))
    if row["unit"].startswith("percent"):
        assert Fraction(math.ceil(bound * 1000), 10) == Fraction(row["reference_value"])
    else:
        assert abs(bound - Fraction(row["reference_value"])) < Fraction(6, 10**9)


@pytest.mark.parametrize("row", [row for row in PUBLISHED if row["taints"]], ids=named)
def test_the_bound_of_pounds_is_as_published(row):
    bound = stringer_bound(int(row["n"]), row["taints"].split(";"), row["conf_level"])
    assert abs(bound - Fraction(row["reference_value"])) < Fraction(6, 10**9)


@pytest.mark.parametrize("row", [row for row in of("upper_bound") if ";" in row["n"]], ids=named)
def test_the_pooled_bound_is_as_published(row):
    strata = [(int(sample), int(errors)) for sample, errors in zip(row["n"].split(";"), row["k"].split(";"), strict=True)]
    assert abs(pooled_bound(strata, row["conf_level"], "poisson") - Fraction(row["reference_value"])) < Fraction(6, 10**11)


@pytest.mark.parametrize("row", of("sample_size_per_stage"), ids=named)
def test_two_stages_are_as_published(row):
    assert sample_size_per_stage(row["conf_level"], row["tolerable"], (1, 0), row["distribution"].split()[0]) == int(row["reference_value"])


@pytest.mark.parametrize(
    ("row_id", "found"),
    [
        ("12058", raters.cohen_kappa([[0, 4, 1], [0, 8, 0], [0, 1, 5]])),
        ("12060", raters.kappa_interval([[0, 4, 1], [0, 8, 0], [0, 1, 5]])[0]),
        ("12063", raters.kappa_error([[0, 4, 1], [0, 8, 0], [0, 1, 5]], "linear")),
        ("12068", raters.percent_agreement(TABLE)),
        ("12069", raters.cohen_kappa(TABLE)),
        ("12070", raters.gwet_ac1(TABLE)),
        ("12075", raters.pabak([[57, 1], [2, 0]])),
    ],
)
def test_agreement_is_as_published(row_id, found):
    (row,) = [row for row in PUBLISHED if row["row_id"] == row_id]
    places = len(row["reference_value"].partition(".")[2])
    assert round(float(found), places) == float(row["reference_value"])


def test_a_tie_is_enough():
    # One item, none wrong: 5 % of all samples of one find nothing when 95 % are wrong.
    assert upper_bound(1, 0, Fraction(95, 100), "binomial") == Fraction(95, 100)
    assert sample_size(Fraction(3, 4), Fraction(1, 2), 0, "binomial") == 2
    assert sample_size(Fraction(3, 4) + Fraction(1, 10**30), Fraction(1, 2), 0, "binomial") == 3


def test_a_rate_of_a_sample_is_not_rounded_before_its_items_are_counted():
    # 0.07 * 100 is 7.000000000000001 in binary, and would be planned for eight errors.
    size = sample_size("0.95", "0.15", Fraction(7, 100), "binomial")
    assert sample_size("0.95", "0.15", Decimal("0.07"), "binomial") == size == sample_size(0.95, 0.15, 0.07, "binomial")


@pytest.mark.parametrize("distribution", ["binomial", "poisson"])
@given(sample=some.integers(1, 120), errors=some.integers(0, 12), confidence=some.sampled_from(["0.8", "0.9", "0.95", "0.99"]))
@settings(max_examples=40, deadline=None)
def test_a_bound_is_where_what_was_seen_becomes_too_rare(distribution, sample, errors, confidence):
    assume(errors < sample)
    bound, limit = upper_bound(sample, errors, confidence, distribution), 1 - float(confidence)
    chances = {
        "binomial": lambda rate: sum(math.comb(sample, seen) * rate**seen * (1 - rate) ** (sample - seen) for seen in range(errors + 1)),
        "poisson": lambda rate: sum(math.exp(-sample * rate) * (sample * rate) ** seen / math.factorial(seen) for seen in range(errors + 1)),
    }
    assert chances[distribution](float(bound)) == pytest.approx(limit, rel=1e-6)


@given(population=some.integers(1, 40), data=some.data())
@settings(max_examples=60, deadline=None)
def test_of_a_known_population_the_bound_is_found_by_trying_every_number_of_wrong_ones(population, data):
    sample = data.draw(some.integers(1, population))
    errors = data.draw(some.integers(0, sample))

    def seen_at_most(wrong):
        ways = sum(math.comb(wrong, seen) * math.comb(population - wrong, sample - seen) for seen in range(errors + 1))
        return Fraction(ways, math.comb(population, sample))

    possible = [wrong for wrong in range(errors, population - sample + errors + 1) if seen_at_most(wrong) > Fraction(1, 20)]
    assert upper_bound(sample, errors, "0.95", "hypergeometric", population) == Fraction(max(possible), population)


@given(tolerable=some.fractions(Fraction(1, 50), Fraction(1, 3), max_denominator=60), expected=some.integers(0, 4), confidence=some.sampled_from(["0.8", "0.9", "0.95"]))
@settings(max_examples=40, deadline=None)
def test_a_planned_sample_with_the_planned_errors_shows_what_was_wanted_and_one_item_fewer_does_not(tolerable, expected, confidence):
    size = sample_size(confidence, tolerable, expected, "binomial")
    assert upper_bound(size, expected, confidence, "binomial") <= tolerable + Fraction(1, 10**12)
    assert size == expected + 1 or upper_bound(size - 1, expected, confidence, "binomial") > tolerable


def test_a_whole_population_looked_at_is_certain():
    assert upper_bound(30, 2, "0.95", "hypergeometric", 30) == Fraction(2, 30)


def test_everything_wrong_stays_possible_when_all_that_was_seen_was_wrong():
    assert upper_bound(3, 3, "0.95", "binomial") == 1
    assert upper_bound(3, 3, "0.95", "hypergeometric", 10) == 1


def test_strata_that_were_looked_at_whole_have_nothing_left_to_say():
    assert stratified_bound([(10, 10, 1), (20, 20, 0)], "0.95") == Fraction(1, 30)


def test_a_stratum_nobody_looked_at_may_be_wrong_whole():
    assert stratified_bound([(10, 10, 0), (10, 0, 0)], "0.95") == Fraction(1, 2)


def test_one_stratum_alone_is_a_sample_of_a_known_population():
    alone = upper_bound(30, 1, "0.95", "hypergeometric", 214)
    assert stratified_bound([(214, 30, 1)], "0.95") == alone
    # Beside it twenty that were all looked at, two of them wrong, and six that nobody looked at.
    assert stratified_bound([(214, 30, 1), (20, 20, 2), (6, 0, 0)], "0.95") == Fraction(alone * 214 + 2 + 6, 240)


def test_the_sizes_alone_choose_whether_strata_are_bounded_apart_or_together():
    # Two officers: each by its own, at the root of 95 %. Twelve months: all together, whatever is seen.
    apart = [upper_bound(20, 1, "0.974679434481", "hypergeometric", 40) * 40, upper_bound(4, 0, "0.974679434481", "hypergeometric", 50) * 50]
    assert stratified_bound([(40, 20, 1), (50, 4, 0)], "0.95") == Fraction(sum(apart), 90)
    assert stratified_bound([(200, 20, 0)] * 12, "0.95") < Fraction(2, 100)
    assert stratified_bound([(200, 20, 0)] * 11 + [(200, 20, 5)], "0.95") == stratified_bound([(200, 20, 5)] + [(200, 20, 0)] * 11, "0.95") < Fraction(5, 100)


def test_strata_that_were_sampled_alike_are_one_sample():
    pooled, alike = pooled_bound([(20, 0), (10, 1)] * 4, "0.95", "binomial"), stratified_bound([(2000, 20, 0), (1000, 10, 1)] * 4, "0.95")
    assert pooled - Fraction(1, 3000) <= alike <= pooled


@pytest.mark.parametrize("way", [sampling._hidden_apart, sampling._hidden_together], ids=["apart", "together"])
@given(data=some.data())
@settings(max_examples=80, deadline=None)
def test_no_way_in_which_the_wrong_ones_can_lie_beats_the_bound_more_often_than_stated(way, data):
    """Two or three small strata: the wrong ones divided among them anyhow, and every sample counted out."""
    strata = []
    for _ in range(data.draw(some.integers(2, 3))):
        size = data.draw(some.integers(2, 12))
        strata.append((size, data.draw(some.integers(1, size - 1)), data.draw(some.integers(0, size))))
    held, whole = 0, math.prod(math.comb(size, sample) for size, sample, _ in strata)
    for seen in itertools.product(*(range(sample + 1) for _, sample, _ in strata)):
        ways = math.prod(math.comb(wrong, errors) * math.comb(size - wrong, sample - errors) for (size, sample, wrong), errors in zip(strata, seen, strict=True))
        if ways and sum(seen) + way([(size, sample, errors) for (size, sample, _), errors in zip(strata, seen, strict=True)], "0.8") >= sum(wrong for *_, wrong in strata):
            held += ways
    assert Fraction(held, whole) >= Fraction(8, 10)


def test_a_second_stage_that_only_errors_asked_for_proves_less_than_one_sample_of_both():
    assert two_stage_bound([(60, 0)], "0.95", "binomial") == upper_bound(60, 0, "0.95", "binomial")
    both = two_stage_bound([(60, 1), (60, 0)], "0.95", "binomial")
    assert upper_bound(120, 1, "0.95", "binomial") < both < upper_bound(60, 1, "0.95", "binomial")
    # By hand: 0.95^2 is the chance of no error in two; one in two and none in two more is 2 * 0.05 * 0.95 * 0.95^2.
    bound = float(two_stage_bound([(2, 1), (2, 0)], "0.95", "binomial"))
    assert (1 - bound) ** 2 + 2 * bound * (1 - bound) ** 3 == pytest.approx(0.05, abs=1e-9)


@pytest.mark.parametrize("most", [None, 1])
def test_the_bound_of_two_stages_holds_in_the_stated_share_whatever_is_wrong(most):
    """Of 30, six are looked at and six more after errors: every number of wrong ones, every course, counted out."""
    for wrong in range(31):
        held = Fraction(0)
        for seen in range(min(wrong, 6) + 1):
            here = Fraction(math.comb(wrong, seen) * math.comb(30 - wrong, 6 - seen), math.comb(30, 6))
            if not here:
                continue
            if seen == 0 or (most is not None and seen > most):
                held += here * (two_stage_bound([(6, seen)], "0.9", "hypergeometric", 30, most) * 30 >= wrong)
                continue
            for more in range(min(wrong - seen, 6) + 1):
                there = Fraction(math.comb(wrong - seen, more) * math.comb(24 - wrong + seen, 6 - more), math.comb(24, 6))
                held += here * there * (two_stage_bound([(6, seen), (6, more)], "0.9", "hypergeometric", 30, most) * 30 >= wrong)
        assert held >= Fraction(9, 10), wrong


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: sample_size("1.0", "0.05", 0, "binomial"), "between 0 and 1"),
        (lambda: sample_size("0.95", "0.05", Decimal("0.05"), "binomial"), "Tolerate more"),
        (lambda: sample_size("0.95", "0.05", 3, "hypergeometric", 60), "Tolerate more"),
        (lambda: sample_size("0.95", "0.05", 0, "hypergeometric"), "needs its size"),
        (lambda: sample_size("0.95", "0.05", 0, "normal"), "no distribution normal"),
        (lambda: sample_size("0.95", "a lot", 0, "binomial"), "not a number"),
        (lambda: upper_bound(0, 0, "0.95", "binomial"), "at least one item"),
        (lambda: upper_bound(5, 6, "0.95", "binomial"), "no more of them"),
        (lambda: upper_bound(50, 0, "0.95", "hypergeometric", 40), "larger than the population"),
        (lambda: stringer_bound(50, ["1.5"], "0.95"), "between 0 and 1"),
        (lambda: stratified_bound([(10, 11, 0)], "0.95"), "larger than the stratum"),
        (lambda: two_stage_bound([(20, 0), (20, 1)], "0.95", "binomial"), "only after errors"),
        (lambda: two_stage_bound([(20, 3), (20, 1)], "0.95", "binomial", most=2), "Give the first stage alone"),
        (lambda: two_stage_bound([(20, 1), (20, 1)], "0.95", "hypergeometric", 30), "larger than the population"),
        (lambda: raters.percent_agreement([[0, 0], [0, 0]]), "at least one case"),
    ],
)
def test_what_can_not_be_planned_is_said(asked, said):
    with pytest.raises(UserError, match=said):
        asked()


def test_several_people_who_agree_wholly_have_a_kappa_of_one():
    assert raters.fleiss_kappa([[3, 0], [0, 3], [3, 0]]) == 1
    # Of 9 pairs 5 agree, and with two thirds in one category chance gives 5 of 9 as well.
    assert raters.fleiss_kappa([[2, 1], [1, 2], [3, 0]]) == 0


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_where_all_said_the_same_there_is_no_kappa_and_no_interval_and_one_other_word_makes_one(weights):
    table = [[5, 0], [0, 0]]
    assert (raters.cohen_kappa(table, weights), raters.kappa_error(table, weights), raters.kappa_interval(table, weights)) == (None, None, None)
    assert raters.kappa_interval([[5, 0], [1, 3]], weights)[0] < raters.cohen_kappa([[5, 0], [1, 3]], weights)
