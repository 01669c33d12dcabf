"""How many to look at, and what the sample then proves: exact, so that a tie falls the right way.

confidence and rates are Fraction, Decimal or text ("0.95"); a float is taken as it is written. Distributions: "binomial"
(a large population), "hypergeometric" (a population of known size, drawn without putting back) and "poisson" (pounds:
monetary-unit sampling). Nothing here is a figure of policy: what is tolerable is decided elsewhere.
"""

import math
from fractions import Fraction

from lib.errors import UserError
from lib.tails import chance_of, is_at_most

PLACES = 10**12  # a bound is given to twelve decimals, upward
FAR = 10**9  # a sample larger than this is no sample


def sample_size(confidence, tolerable_rate, expected_errors, distribution, population=None):
    """The smallest number of items after which expected_errors errors still show, with this confidence, that no more than tolerable_rate are wrong.

    expected_errors is a count (a whole number), or a rate of the sample (a Fraction or Decimal below 1): then a sample of n is planned
    for the next whole number of errors, and in pounds ("poisson") for the broken number itself. Raises UserError when no sample can show it.
    """
    alpha, rate = 1 - _share(confidence, "The confidence"), _share(tolerable_rate, "The tolerable rate")
    errors = exactly(expected_errors)
    if errors < 0:
        raise UserError("The expected errors can't be less than none. Give a count or a rate.")
    is_rate = not isinstance(expected_errors, int) and (errors.denominator > 1 or errors == 0)
    most = _population(population) if distribution == "hypergeometric" else FAR
    if (is_rate and errors >= rate) or (distribution == "hypergeometric" and not is_rate and errors >= math.ceil(rate * most)):
        raise UserError("As many errors are expected as are tolerable, so no sample can show that there are fewer. Tolerate more, or expect less.")

    def shows(sample, count):
        return is_at_most(distribution, count, sample, rate, alpha, population)

    if not is_rate:
        return _first(lambda sample: shows(sample, errors), 1, most)
    if distribution == "poisson":
        return _first(lambda sample: shows(sample, errors * sample), 1, most)
    # The more items with the same planned errors, the surer: of each stretch of them only its end must be asked.
    count, start = math.ceil(errors), 1
    while start <= most:
        end = min(math.floor(count / errors) if errors else most, most)
        found = _first(lambda sample, count=count: shows(sample, count), start, end) if end >= start else None
        if found:
            return found
        count, start = count + 1, end + 1
    raise UserError("No sample is large enough to show this. Tolerate more, or expect less.")


def upper_bound(sample, errors, confidence, distribution, population=None):
    """The rate of which one may say with this confidence that no more are wrong, as a Fraction.

    sample is how many were looked at, errors how many of them were wrong. Of a population of known size it is a whole number of it.
    """
    alpha = 1 - _share(confidence, "The confidence")
    sample, errors = _counts(sample, errors)
    if distribution == "hypergeometric":
        whole = _population(population)
        if sample > whole:
            raise UserError("The sample is larger than the population. Give the size of the population that it was drawn from.")
        # So many wrong ones, and no fewer, would make what was seen too rare. The most that is left is one less.
        too_many = _first(lambda wrong: is_at_most(distribution, errors, sample, Fraction(wrong, whole), alpha, whole), errors + 1, whole - (sample - errors))
        return Fraction((too_many - 1) if too_many else whole - (sample - errors), whole)
    if distribution == "binomial" and errors == sample:
        return Fraction(1)
    most = PLACES if distribution == "binomial" else FAR * PLACES
    return Fraction(_first(lambda place: is_at_most(distribution, errors, sample, Fraction(place, PLACES), alpha), 1, most), PLACES)


def stringer_bound(sample, taints, confidence, distribution="binomial"):
    """The share of all pounds that is wrong at most, with this confidence (Stringer).

    taints are the wrong share of each wrong item's pounds, 0 to 1. Give binomial or poisson.
    """
    taints = sorted((exactly(taint) for taint in taints), reverse=True)
    if any(not 0 <= taint <= 1 for taint in taints):
        raise UserError("A tainting is the wrong share of an item's pounds: between 0 and 1.")
    bounds = [upper_bound(sample, count, confidence, distribution) for count in range(len(taints) + 1)]
    return bounds[0] + sum((after - before) * taint for before, after, taint in zip(bounds, bounds[1:], taints, strict=False))


def pooled_bound(strata, confidence, distribution, population=None):
    """The bound over strata that were sampled alike, taken as one sample. strata: (sample, errors) of each."""
    return upper_bound(sum(sample for sample, _ in strata), sum(errors for _, errors in strata), confidence, distribution, population)


def stratified_bound(strata, confidence, distribution):
    """The bound over strata of known size that were not sampled alike: (size, sample, errors) of each.

    Each stratum's own bound, each at so much confidence that all of them hold together as stated (they are drawn independently),
    weighted by size. A stratum of which nothing was looked at may be wrong whole.
    """
    looked_at = [stratum for stratum in strata if stratum[1]]
    each = _root(_share(confidence, "The confidence"), len(looked_at)) if looked_at else None
    wrong = sum(size * (upper_bound(sample, errors, each, distribution, size) if sample else 1) for size, sample, errors in strata)
    return Fraction(wrong) / sum(size for size, *_ in strata)


def sample_size_per_stage(confidence, tolerable_rate, accept, distribution):
    """The items of each of two stages: none wrong in the first accepts; up to accept[0] wrong asks for the second, and accept[1] wrong in that still accept."""
    alpha, rate = 1 - _share(confidence, "The confidence"), _share(tolerable_rate, "The tolerable rate")
    first, second = accept

    def chance(sample):
        return chance_of(distribution, 0, sample, rate) + sum(chance_of(distribution, seen, sample, rate) for seen in range(1, first + 1)) * sum(
            chance_of(distribution, seen, sample, rate) for seen in range(second + 1)
        )

    return _first(lambda sample: chance(sample) < alpha, 1, FAR)


def exactly(number):
    """A number as a Fraction, exactly as it is written."""
    try:
        return Fraction(str(number)) if isinstance(number, float) else Fraction(number)
    except (ValueError, TypeError, OverflowError) as error:
        raise UserError(f"{number} is not a number. Give it as 0.05 or 1/20.") from error


def _share(number, what):
    share = exactly(number)
    if not 0 < share < 1:
        raise UserError(f"{what} lies between 0 and 1, such as 0.95. {number} does not.")
    return share


def _counts(sample, errors):
    if sample < 1 or not 0 <= errors <= sample:
        raise UserError("A sample has at least one item, and no more of them are wrong than were looked at.")
    return sample, errors


def _population(population):
    if population is None or population < 1:
        raise UserError("Say how many the population has: this distribution needs its size.")
    return population


def _root(share, count):
    """The share that gives this one when it holds so many times independently, upward to twelve decimals."""
    return Fraction(_first(lambda place: Fraction(place, PLACES) ** count >= share, 1, PLACES), PLACES)


def _first(holds, low, high):
    """The first whole number from low to high at which something holds that goes on holding; None when it nowhere does."""
    step, top = 1, low
    while not holds(top):
        if top == high:
            return None
        low, top, step = top + 1, min(top + step, high), step * 2
    while low < top:
        middle = (low + top) // 2
        low, top = (low, middle) if holds(middle) else (middle + 1, top)
    return top
