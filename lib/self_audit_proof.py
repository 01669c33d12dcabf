"""What the reviews that chance drew prove of a month or of twelve, in figures and in plain words. Only they: what was picked for risk proves nothing about the rest.

Works on rows of trackers.self_audit_stratum. Rates are Fractions; a rate that is said in words is rounded upward.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lib.sampling import stratified_bound, two_stage_bound

COUNTS = ("reviews", "items", "closed", "wrong", "money_wrong", "second_items", "second_closed", "second_wrong", "more_items", "more_wrong")
MONEY = ("pounds", "pounds_wrong")


@dataclass(frozen=True)
class Proof:
    """What a sample proves: of so many reviews so many were looked at, and no more than bound of them are wrong. Without a bound nothing is proven yet."""

    reviews: int
    sample: int
    closed: int
    errors: int
    more: int  # drawn after the first were seen: they count nothing in the bound
    more_errors: int
    confidence: Fraction
    rate: Fraction | None  # what the sample makes likely, each stratum by its size
    bound: Fraction | None
    narrowest: Fraction  # the bound that such a sample has without a single error: how much it can say at all
    money_errors: int  # of the first stage
    money_bound: Fraction | None  # of the reviews in which money was wrong
    pounds: Decimal
    pounds_wrong: Decimal  # in what chance drew

    @property
    def is_done(self):
        return self.bound is not None

    @property
    def most(self):
        """How many reviews may be wrong."""
        return math.floor(self.bound * self.reviews)

    @property
    def hidden_money(self):
        """In how many of the reviews beside these money may be wrong."""
        return math.floor(self.money_bound * self.reviews) - self.money_errors


def of_month(cycle, rows):
    """What the random part of one plan's sample proves. cycle: a row of trackers.self_audit_cycle; rows: its strata."""
    return _proof([(cycle, _strata(rows))], cycle["confidence"])


def of_months(cycles, rows, confidence):
    """What the months together prove: each stratum of each month is a stratum, bounded together. Of a month's second stage nothing counts here."""
    by_cycle = _grouped(rows, "cycle_id")
    return _proof([(cycle, _strata(by_cycle[cycle["cycle_id"]])) for cycle in cycles], confidence)


def of_officer(rows, confidence):
    """What the reviews of one officer prove of that officer's alone: the strata's rows of one officer."""
    return _proof([(None, _strata(rows))], confidence)


def sentence(proof, of_what):
    """What the sample proves in plain words. of_what: "the month's", "the twelve months'"."""
    if not proof.reviews:
        return "No review could be drawn, so nothing can be said."
    if not proof.sample:
        return f"Chance drew none of {of_what} {many(proof.reviews)}, so nothing can be said about them."
    if not proof.is_done:
        return f"{proof.closed} of {proof.sample} items that chance drew are closed. What the sample proves is said when all are."
    if proof.sample == proof.reviews:
        return f"All of {of_what} {many(proof.reviews)} {'was' if proof.reviews == 1 else 'were'} looked at: {proof.errors or 'none'} {'is' if proof.errors == 1 else 'are'} wrong."
    return (
        f"With {percent(proof.confidence)} confidence no more than {percent(proof.bound)} of {of_what} {many(proof.reviews)} are wrong: {proof.most} at most. "
        f"Chance drew {proof.sample} of them, and {proof.errors or 'none'} {'was' if proof.errors < 2 else 'were'} wrong."
    )


def not_about_one(officers):
    """What the sample doesn't prove: anything about one officer of whom too few were looked at. officers: rows with proof and may_be_said."""
    few = [one["proof"] for one in officers if not one["may_be_said"]]
    if not few:
        return ""
    fewest = min(few, key=lambda proof: (proof.sample, -proof.narrowest))
    who = "about one officer" if len(few) == len(officers) else f"about {len(few)} of {len(officers)} officers"
    return f"Nothing can be said {who}{_from_cases(fewest)}."


def about_one(proof, may_be_said):
    """What the sample says of one officer, in a few words; of whom too few were looked at, how little so few can say."""
    if not proof.sample:
        return "Chance drew none"
    if not may_be_said:
        return f"Nothing can be said from {many(proof.sample, 'case')}: without one error {percent(proof.narrowest)} could be wrong"
    if proof.sample == proof.reviews:
        return f"{proof.errors or 'None'} wrong of {many(proof.reviews)}, all looked at"
    return f"No more than {percent(proof.bound)} of {many(proof.reviews)} wrong: {proof.errors or 'none'} of {proof.sample} {'was' if proof.errors < 2 else 'were'}"


def more_sentence(proof):
    """What was drawn after others were seen."""
    if not proof.more:
        return ""
    return f"{proof.more} more were drawn after the first were looked at, and {proof.more_errors or 'none'} of them {'is' if proof.more_errors < 2 else 'are'} wrong. The bound rests on the first alone: who draws on because of what was seen can't count it."


def percent(share):
    """A share as people write it: one decimal where it is not whole, upward, so that nothing looks smaller than it may be."""
    tenths = math.ceil(Fraction(share) * 1000)
    return f"{tenths // 10} %" if tenths % 10 == 0 else f"{tenths / 10:.1f} %"


def many(count, what="review"):
    """1 review, 214 reviews."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _from_cases(proof):
    return f": from {many(proof.sample, 'case')}, even without a single error, {percent(proof.narrowest)} could be wrong" if proof.sample else ": chance drew none of theirs"


def _proof(months, confidence):
    """months: (cycle, strata) of each. Two stages of one stratum have a bound of their own; else, and for money, the first stage is the sample."""
    strata = [stratum for _, found in months for stratum in found.values()]
    total = {name: sum(stratum[name] for stratum in strata) for name in (*COUNTS, *MONEY)}
    two_stages = len(strata) == 1 and months[0][0] and total["second_items"]
    sample, closed, wrong = (total[name] + (total[f"second_{name}"] if two_stages else 0) for name in ("items", "closed", "wrong"))
    bound, money_bound, rate = None, None, None
    if sample and closed == sample:
        firsts = {name: stratified_bound([(one["reviews"], one["items"], one[name]) for one in strata], confidence) for name in ("wrong", "money_wrong")}
        bound, money_bound = firsts["wrong"], firsts["money_wrong"]
        looked_at = [one for one in strata if one["items"]]
        rate = sum(Fraction(one["reviews"] * one["wrong"], one["items"]) for one in looked_at) / sum(one["reviews"] for one in looked_at)
        if two_stages:
            stages = [(total["items"], total["wrong"]), (total["second_items"], total["second_wrong"])]
            bound, rate = two_stage_bound(stages, confidence, "hypergeometric", total["reviews"], months[0][0]["accept_first"]), Fraction(wrong, sample)
    aside = 0 if two_stages else total["second_items"]
    return Proof(
        total["reviews"], sample, closed, wrong, total["more_items"] + aside, total["more_wrong"] + (total["second_wrong"] if aside else 0), Fraction(confidence), rate, bound, stratified_bound([(one["reviews"], one["items"], 0) for one in strata], confidence) if total["reviews"] else Fraction(1),
        total["money_wrong"], money_bound, Decimal(total["pounds"]), Decimal(total["pounds_wrong"]),
    )  # fmt: skip


def _strata(rows):
    """{stratum: its counts}, over the officers in it."""
    return {name: {column: sum(row[column] for row in found) for column in (*COUNTS, *MONEY)} for name, found in _grouped(rows, "stratum").items()}


def _grouped(rows, column):
    found = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found
