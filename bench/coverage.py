"""`make bench`: whether what a sample is said to prove is so. Of 10,000 made-up populations for each method, in how many the stated bound holds; written to docs/sampling.md."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np

from lib import money_units, sampling
from lib.tails import chance_of

DOCUMENT = Path(__file__).parent.parent / "docs" / "sampling.md"
SEED, POPULATIONS = 20261126, 10_000
MOST_WRONG = 4  # a quarter of a population is wrong at most
MONTHS = (214, 198, 187, 225, 240, 176, 203, 219, 190, 208, 231, 182)
UNLIKE = (22, 20, 19, 45, 24, 6, 20, 22, 60, 21, 12, 18)  # looked at in each month, by no one rule
ALIKE = tuple(round(size / 10) for size in MONTHS)
ITEMS, POUNDS = 150, 60  # of a population of money: items, and pounds that are looked at


@dataclass(frozen=True)
class Method:
    """A way to bound what is wrong: how many populations of so many kept to it, and the chance in the hardest case where it can be worked out."""

    name: str
    drawn: str
    stated: Fraction
    held: Callable  # of (rng, populations), the number in which the bound holds
    hardest: Callable | None = None


def methods():
    """Every method, at each confidence that it is tried with."""
    for stated in (Fraction(95, 100), Fraction(80, 100)):
        yield _simple("binomial", 60, 20_000, stated, "60 of 20,000 items")
        yield _simple("hypergeometric", 36, 214, stated, "36 of a month's 214 reviews")
        yield _simple("hypergeometric", 12, 30, stated, "12 of 30 reviews")
        yield _simple("poisson", 60, 1_000_000, stated, "60 of 1,000,000 pounds, each wholly wrong or right")
        for distribution in ("binomial", "poisson"):
            yield Method(
                f"Stringer, {distribution}",
                f"{POUNDS} pounds of {ITEMS} items of unlike size, wrong wholly or in part",
                stated,
                lambda rng, count, of=distribution, sure=stated: _stringer(rng, count, of, sure),
            )
        yield Method(
            "Monetary-unit sampling",
            f"{ITEMS} items, every 60th part of the pounds and all large items, as `lib/money_units.py` draws them",
            stated,
            lambda rng, count, sure=stated: _money(rng, count, sure),
        )
        yield Method(
            "Stratified", "12 months of 176 to 240 reviews, 3 % to 32 % of each, wrong ones anyhow", stated, lambda rng, count, sure=stated: _stratified(rng, count, sure, _anyhow)
        )
        yield Method(
            "Stratified", "the same months, every wrong one where least was looked at", stated, lambda rng, count, sure=stated: _stratified(rng, count, sure, _least_looked_at)
        )
        yield Method(
            "Stratified", "20 of one officer's 40 reviews and 4 of another's 50", stated,
            lambda rng, count, sure=stated: _officers(rng, count, sure), lambda sure=stated: _hardest_of_officers(sure),
        )  # fmt: skip
        yield Method("Pooled", "12 months, a tenth of each, taken as one sample", stated, lambda rng, count, sure=stated: _pooled(rng, count, sure))
        yield Method(
            "Two stages, their bound",
            "30 of 214, and 30 more after any error",
            stated,
            lambda rng, count, sure=stated: _two_stages(rng, count, sure),
            lambda sure=stated: _hardest_of_two(sure),
        )
        yield _accepting(stated, Fraction(5, 100))


def coverage(populations=POPULATIONS):
    """Draw them all, and write what was found: rows of name, drawn, stated, held (shares) and hardest (or None)."""
    found = [
        {"name": method.name, "drawn": method.drawn, "stated": method.stated, "held": Fraction(int(method.held(np.random.default_rng([SEED, number]), populations)), populations), "hardest": method.hardest and method.hardest()}
        for number, method in enumerate(methods())
    ]  # fmt: skip
    DOCUMENT.write_text(ABOUT.format(populations=f"{populations:,}", seed=SEED, table=table(found)), encoding="utf-8")
    short = [row for row in found if row["held"] < row["stated"] or (row["hardest"] or 1) < row["stated"]]
    print(f"Of {len(found)} methods the stated bound held in the stated share for {len(found) - len(short)}. Written to {DOCUMENT.name}.")
    return found


def table(found):
    """The rows as Markdown."""
    lines = ["| Method | Drawn | Stated | Held in | In the hardest case |", "|---|---|---:|---:|---:|"]
    for row in found:
        lines.append(f"| {row['name']} | {row['drawn']} | {_percent(row['stated'], 0)} | {_percent(row['held'])} | {_percent(row['hardest']) if row['hardest'] else ''} |")
    return "\n".join(lines)


def _percent(share, places=2):
    """A share as people write it, downward: nothing is made to look better than it is."""
    return f"{Decimal(math.floor(share * 100 * 10**places)) / 10**places:.{places}f} %"


# One sample of one population


def _simple(distribution, sample, population, stated, drawn):
    """A sample of items or pounds, each wrong or right."""

    @cache
    def most():
        return np.array([math.floor(sampling.upper_bound(sample, seen, stated, distribution, population) * population) for seen in range(sample + 1)])

    def held(rng, count):
        wrong = rng.integers(0, population // MOST_WRONG + 1, count)
        seen = rng.hypergeometric(wrong, population - wrong, sample)
        return (wrong <= most()[seen]).sum()

    def hardest():
        """One more is wrong than the bound of so many errors allows: the chance not to see so few."""
        return min(1 - sum(_chance(sample, seen, wrong, population) for seen in range(errors + 1)) for errors, wrong in enumerate(most() + 1) if wrong <= population)

    return Method(distribution.capitalize(), drawn, stated, held, hardest)


@cache
def _chance(sample, seen, wrong, population):
    return chance_of("hypergeometric", seen, sample, Fraction(int(wrong), population), population)


# Pounds


def _book(rng):
    """The pence of each item, and the share of them that is wrong: items of unlike size, wrong wholly, a little, or anyhow."""
    pence = np.ceil(np.exp(rng.normal(8.5, 1.3, ITEMS))).astype(np.int64)
    is_wrong = rng.random(ITEMS) < rng.random() / MOST_WRONG
    taint = (np.ones(ITEMS), rng.random(ITEMS) / 10, rng.random(ITEMS))[rng.integers(3)]
    return pence, np.where(is_wrong, np.minimum(np.ceil(pence * taint), pence).astype(np.int64), 0)


def _stringer(rng, count, distribution, stated):
    steps = np.array([float(sampling.upper_bound(POUNDS, seen, stated, distribution)) for seen in range(POUNDS + 1)])
    held = 0
    for _ in range(count):
        pence, wrong = _book(rng)
        drawn = np.searchsorted(pence.cumsum(), rng.integers(0, pence.sum(), POUNDS), side="right")
        taints = -np.sort(-(wrong / pence)[drawn])
        held += steps[0] + (np.diff(steps) * taints).sum() >= wrong.sum() / pence.sum() - 1e-12
    return held


def _money(rng, count, stated):
    held = 0
    for number in range(count):
        pence, wrong = _book(rng)
        items = [
            {"item_id": f"i{place}", "pounds": Decimal(int(all_of_it)) / 100, "right": Decimal(int(all_of_it - bad)) / 100}
            for place, (all_of_it, bad) in enumerate(zip(pence, wrong, strict=True))
        ]
        pounds, step = Decimal(int(pence.sum())) / 100, Decimal(int(pence.sum() // POUNDS)) / 100
        found = money_units.evaluate(pounds, step, money_units.draw(items, step, f"{SEED}-{number}"), stated)
        held += found.most * 100 >= int(wrong.sum())
    return held


# Months


def _anyhow(rng):
    """How many are wrong in each month: the months differ."""
    rate = rng.random() / MOST_WRONG
    return rng.binomial(MONTHS, np.minimum(rate * 2 * rng.random(len(MONTHS)), 1))


def _least_looked_at(rng):
    """So many wrong ones, laid where the smallest share is looked at."""
    left, wrong = int(rng.integers(0, sum(MONTHS) // MOST_WRONG + 1)), np.zeros(len(MONTHS), dtype=np.int64)
    for place in sorted(range(len(MONTHS)), key=lambda place: UNLIKE[place] / MONTHS[place]):
        wrong[place] = min(left, MONTHS[place])
        left -= wrong[place]
    return wrong


def _stratified(rng, count, stated, lie):
    held = 0
    for _ in range(count):
        wrong = lie(rng)
        seen = rng.hypergeometric(wrong, np.array(MONTHS) - wrong, UNLIKE)
        held += sampling.stratified_bound(list(zip(MONTHS, UNLIKE, map(int, seen), strict=True)), stated) * sum(MONTHS) >= int(wrong.sum())
    return held


OFFICERS, DRAWN = (40, 50), (20, 4)


@cache
def _most_of_officers(seen, stated):
    return int(sampling.stratified_bound(list(zip(OFFICERS, DRAWN, seen, strict=True)), stated) * sum(OFFICERS))


def _officers(rng, count, stated):
    held = 0
    for _ in range(count):
        wrong = rng.integers(0, np.array(OFFICERS) // 2)
        seen = rng.hypergeometric(wrong, np.array(OFFICERS) - wrong, DRAWN)
        held += _most_of_officers(tuple(map(int, seen)), stated) >= int(wrong.sum())
    return held


def _hardest_of_officers(stated):
    """Of every way in which the two officers' reviews can be wrong, the one for which the bound holds least often."""
    seen = [(one, two) for one in range(DRAWN[0] + 1) for two in range(DRAWN[1] + 1)]

    def chance(first, second):
        courses = ((one, two) for one, two in seen if one <= first and two <= second and _most_of_officers((one, two), stated) >= first + second)
        return sum(_chance(DRAWN[0], one, first, OFFICERS[0]) * _chance(DRAWN[1], two, second, OFFICERS[1]) for one, two in courses)

    return min(chance(first, second) for first in range(OFFICERS[0] + 1) for second in range(OFFICERS[1] + 1))


def _pooled(rng, count, stated):
    held = 0
    for _ in range(count):
        wrong = _anyhow(rng)
        seen = rng.hypergeometric(wrong, np.array(MONTHS) - wrong, ALIKE)
        held += sampling.pooled_bound(list(zip(ALIKE, map(int, seen), strict=True)), stated, "binomial") * sum(MONTHS) >= int(wrong.sum())
    return held


# Two stages

FIRST, SECOND, REVIEWS = 30, 30, 214


@cache
def _most_after(errors, stated):
    """How many of the reviews may be wrong after so many errors: of a course with a second stage only its errors together count."""
    before = min(errors, FIRST)
    stages = [(FIRST, before), (SECOND, errors - before)] if errors else [(FIRST, 0)]
    return int(sampling.two_stage_bound(stages, stated, "hypergeometric", REVIEWS) * REVIEWS)


def _two_stages(rng, count, stated):
    wrong = rng.integers(0, REVIEWS // MOST_WRONG + 1, count)
    first = rng.hypergeometric(wrong, REVIEWS - wrong, FIRST)
    more = rng.hypergeometric(wrong - first, REVIEWS - FIRST - wrong + first, SECOND)
    return sum(_most_after(int(one + two) if one else 0, stated) >= bad for one, two, bad in zip(first, more, wrong, strict=True))


def _hardest_of_two(stated):
    def chance(wrong):
        held = Fraction(0)
        for first in range(min(wrong, FIRST) + 1):
            here, left = _chance(FIRST, first, wrong, REVIEWS), REVIEWS - FIRST
            then = (
                [_chance(SECOND, more, wrong - first, left) for more in range(min(wrong - first, SECOND) + 1) if _most_after(first + more, stated) >= wrong]
                if first
                else [Fraction(_most_after(0, stated) >= wrong)]
            )
            held += here * sum(then)
        return held

    return min(chance(wrong) for wrong in range(REVIEWS // MOST_WRONG + 1))


def _accepting(stated, tolerable):
    """A plan of two stages that accepts or does not: it errs where it accepts although more is wrong than is tolerable."""
    each = sampling.sample_size_per_stage(stated, tolerable, (1, 0), "binomial")

    def held(rng, count):
        rate = float(tolerable) * (1 + rng.random(count))
        first, second = rng.binomial(each, rate), rng.binomial(each, rate)
        return count - ((first == 0) | ((first == 1) & (second == 0))).sum()

    def hardest():
        none, one = (chance_of("binomial", errors, each, tolerable) for errors in (0, 1))
        return 1 - none - one * none

    return Method(
        "Two stages, accepting", f"{each} items, and {each} more after one error; between 5 % and 10 % are wrong, so accepting 5 % would be an error", stated, held, hardest
    )


ABOUT = """# What a sample proves

`make bench` writes this page. For each method {populations} populations were made up and drawn from with the seed {seed}; the bound that `lib/sampling.py` and `lib/money_units.py` state is held against what was really wrong.
**Held in** is the share of populations in which no more was wrong than stated. **In the hardest case** is not drawn but worked out: the chance that the bound holds for the one population that is worst for it.
Both may be no less than **Stated**. Each population has another rate of errors, from none up to a quarter. All figures are rounded down.

{table}

Most bounds hold more often than stated, because errors are whole numbers, and because a bound must hold for the worst population too. The price is that a bound may be wider than it need be; it is never narrower.

## The methods in plain words

**A bound** is the answer to: how much could be wrong, and still we would have seen so few errors? If 7.7 % of the reviews were wrong, a sample of 60 would show one error or none only once in twenty times. So with 95 % confidence no more than 7.7 % are wrong.
The bound is where what was seen becomes too rare (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934). It speaks of the month, not of one officer: for four cases without an error it is more than half.

**Binomial**: a population so large that a sample changes nothing about the rest. The sum of the chances of no more errors than were seen, in 60 digits, and in whole numbers where that is too near to tell.

**Hypergeometric**: a population of known size, drawn without putting back, such as a month's 214 reviews. The bound is a whole number of reviews, so a tie falls as it must. What was looked at whole is certain.

**Poisson**: pounds, of which there are many. It says a little more may be wrong than the binomial would, and its tables are those of audit manuals (AICPA, Audit Guide: Audit Sampling, appendix C).

**Stringer**: pounds of items that are wrong in part. The largest wrong share of an item takes the step from no error to one, the next largest that from one to two, and so on (K. W. Stringer, Proceedings of the American Statistical Association, 1963).
Nobody has proved it in general (P. J. Bickel, International Statistical Review 60, 1992); in every trial that we know of, these included, it errs on the safe side at the confidences that are used here.

**Monetary-unit sampling**: every pound has the same chance. Items as large as the interval are looked at for certain and count with what was found in them; the others lie end to end in the order of SHA-256 of seed and id, and every interval-th penny is looked at, from a start that the seed gives.
The bound is Stringer's with Poisson steps, times the interval, and what was found in the large items. What was paid too little is listed apart: a sample of pounds proves nothing about money that should have been there and was not.

**Stratified**: months or officers that were sampled at different rates. Either each has a bound of its own, with so much confidence that all of them hold together as stated, and the bounds are added up; that is narrow for two or three.
Or the errors of all of them together are held against every way in which the wrong ones can lie, the worst of which is where least was looked at; that is narrow for many. Whichever says less at these sizes is taken, before anything is seen, so that what is seen chooses nothing.
The second uses that the errors seen are a sum of independent trials, and that such a sum is no likelier to be so small than a binomial one of the same mean, as long as it lies one or more below that mean (W. Hoeffding, Annals of Mathematical Statistics 27, 1956, theorem 4).
Of a tenth of each of twelve months, none of it wrong, the first would say that a fifth may be wrong, the second a hundredth. What a month hides is never more than was left unlooked at in it.

**Pooled**: strata that were sampled at one rate are one sample. The stratified bound of many strata then says the same, so the rolling twelve months always use that.

**Two stages**: a few first, and as many again only after errors. To take both for one sample would promise too much, because whoever looks again only after errors has two chances to be misled. The bound orders the courses: nothing wrong in the first stage, then both by their errors together,
and asks as before when a course this good becomes too rare. A plan that only accepts or does not (none in the first stage, or one and then none in the second) has a size for each stage instead (`sample_size_per_stage`).

**Only what was drawn at random counts.** Cases that were picked because they looked risky say how good the picking is, and are told apart; no bound rests on them.
"""
