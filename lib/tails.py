"""How likely it is to see no more than so many errors: to sixty digits, and exactly where that is too near to tell."""

import math
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction

from lib.errors import UserError

DIGITS = 60
NEAR = Decimal(10) ** -40  # nearer than this to the limit, the sum is done in whole numbers


def is_at_most(distribution, errors, sample, rate, limit, population=None):
    """Whether the chance to see no more than so many errors in a sample is at most limit, when rate of all are wrong.

    Of a population of known size, the next whole number of it is wrong. errors may be broken for "poisson" alone.
    """
    match distribution:
        case "binomial":
            return _binomial(int(errors), sample, rate, limit)
        case "hypergeometric":
            return _hypergeometric(int(errors), sample, math.ceil(rate * population), population, limit)
        case "poisson":
            with _many_digits():
                return _poisson(Fraction(errors), _decimal(rate) * sample) <= _decimal(limit)
        case _:
            raise UserError(f"There is no distribution {distribution}. There are binomial, hypergeometric and poisson.")


def chance_of(distribution, errors, sample, rate, population=None):
    """The chance to see exactly so many errors, as a Fraction; of "poisson" to sixty digits. Of a population of known size, the next whole number of it is wrong."""
    match distribution:
        case "hypergeometric":
            wrong = math.ceil(rate * population)
            if sample - errors > population - wrong:
                return Fraction(0)
            return Fraction(math.comb(wrong, errors) * math.comb(population - wrong, sample - errors), math.comb(population, sample))
        case "binomial":
            return math.comb(sample, errors) * rate**errors * (1 - rate) ** (sample - errors)
        case "poisson":
            with _many_digits():
                mean = _decimal(rate) * sample
                return Fraction(mean**errors * (-mean).exp() / math.factorial(errors))
        case _:
            raise UserError(f"There is no distribution {distribution}. There are binomial, hypergeometric and poisson.")


def _binomial(errors, sample, rate, limit):
    if errors >= sample or rate == 0:
        return limit >= 1
    if rate == 1:
        return True
    with _many_digits():
        chance = term = _decimal(1 - rate) ** sample
        odds = _decimal(rate / (1 - rate))
        for seen in range(errors):
            term *= odds * (sample - seen) / (seen + 1)
            chance += term
        apart = chance - _decimal(limit)
    if abs(apart) > NEAR:
        return apart < 0
    wrong, right, whole = rate.numerator, rate.denominator - rate.numerator, rate.denominator
    ways = sum(math.comb(sample, seen) * wrong**seen * right ** (sample - seen) for seen in range(errors + 1))
    return Fraction(ways, whole**sample) <= limit


def _hypergeometric(errors, sample, wrong, population, limit):
    right = population - wrong
    fewest, most = max(sample - right, 0), min(errors, wrong, sample)
    ways = term = math.comb(wrong, fewest) * math.comb(right, sample - fewest) if fewest <= most else 0
    for seen in range(fewest, most):
        # One more wrong and one fewer right: a whole number again.
        term = term * ((wrong - seen) * (sample - seen)) // ((seen + 1) * (right - sample + seen + 1))
        ways += term
    return ways * limit.denominator <= limit.numerator * math.comb(population, sample)


def _poisson(errors, mean):
    """The chance of no more than so many; of a broken number by the gamma distribution, which it is for whole ones too."""
    if errors.denominator > 1:
        return 1 - _lower_gamma(_decimal(errors) + 1, mean)
    chance = term = (-mean).exp()
    for seen in range(1, errors.numerator + 1):
        term *= mean / seen
        chance += term
    return chance


def _lower_gamma(shape, mean):
    """The share of a gamma distribution of this shape below mean, by its series."""
    if mean == 0:
        return Decimal(0)
    term = (shape * mean.ln() - mean - _log_gamma(shape + 1)).exp()
    total, step = term, shape
    while term > total * Decimal(10) ** -(DIGITS - 5):
        step += 1
        term *= mean / step
        total += term
    return total


def _log_gamma(number):
    """The logarithm of the gamma function, by Stirling's series far out, where its terms are small."""
    shift = Decimal(1)
    while number < 60:
        shift *= number
        number += 1
    series, power = Decimal(0), number
    for order, bernoulli in enumerate(BERNOULLI, start=1):
        series += _decimal(bernoulli) / (2 * order * (2 * order - 1)) / power
        power *= number * number
    return (number - Decimal("0.5")) * number.ln() - number + (2 * PI).ln() / 2 + series - shift.ln()


def _decimal(fraction):
    fraction = Fraction(fraction)
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def _many_digits():
    context = getcontext().copy()
    context.prec = DIGITS
    return localcontext(context)


def _bernoulli(count):
    """B2, B4, B6 and so on."""
    row, found = [], []
    for place in range(2 * count + 1):
        row.append(Fraction(1, place + 1))
        for back in range(place, 0, -1):
            row[back - 1] = back * (row[back - 1] - row[back])
        if place and place % 2 == 0:
            found.append(row[0])
    return found


BERNOULLI = _bernoulli(22)
PI = Decimal("3.141592653589793238462643383279502884197169399375105820974944592307816")
