"""The corpus and its judge: the truth is known before a file is, and no file of it is read wrong without a word."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bench.corpus import corpus
from bench.judge import judge
from bench.ledger import SEED, ledger
from bench.reading import TODAY, outcome
from lib.statements.reading import read

CORPUS = corpus()
SAMPLES = {sample.name: sample for sample in CORPUS if sample.container != "picture"}  # pictures take long; tests/test_scans.py reads some
REFUSED = ("tide.csv", "tide_long.csv")  # statements that are refused, with a reason


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_of_the_corpus_is_read_right_or_refused_with_a_reason(name):
    verdict, what = judge(SAMPLES[name], outcome(read(name, SAMPLES[name].content, today=TODAY)))
    assert verdict == "right" or (verdict == "refused" and name in REFUSED), what


def test_the_corpus_is_large_and_the_same_every_time():
    assert len({sample.name for sample in CORPUS}) == len(CORPUS) > 100
    assert ledger(SEED) == ledger(SEED) != ledger(SEED + 1)
    assert ledger(SEED).payments[4] == ledger(SEED).payments[5]


TOLD = {"lines": [("2026-01-02", "-1.00"), ("2026-01-03", "2.50")], "closings": ["11.50"], "complains": False}


@pytest.mark.parametrize(("changed", "verdict"), [
    ({}, "right"),
    ({"lines": TOLD["lines"][::-1], "closings": []}, "right"),
    ({"lines": [*TOLD["lines"], ("2026-01-04", "0.00")]}, "right"),
    ({"lines": TOLD["lines"][:1]}, "wrong"),
    ({"lines": [*TOLD["lines"], TOLD["lines"][0]]}, "wrong"),
    ({"lines": [("2026-02-01", "-1.00"), TOLD["lines"][1]]}, "wrong"),
    ({"lines": [("2026-01-02", "1.00"), ("2026-01-03", "-2.50")]}, "wrong"),
    ({"closings": ["11.51"]}, "wrong"),
    ({"lines": TOLD["lines"][:1], "complains": True}, "in part"),
    ({"complains": True}, "in part"),
    ({"refused": "no"}, "refused"),
    ({"crashed": "IndexError"}, "crashed"),
])  # fmt: skip
def test_the_judge_of_a_statement(changed, verdict):
    sample = replace(SAMPLES["two_columns.csv"], lines=((date(2026, 1, 2), Decimal("-1.00")), (date(2026, 1, 3), Decimal("2.50"))), closings=(Decimal("11.50"),))
    assert judge(sample, TOLD | changed)[0] == verdict


@pytest.mark.parametrize(
    ("must", "changed", "verdict"),
    [("broken", {}, "not noticed"), ("broken", {"complains": True}, "right"), ("broken", {"refused": "no"}, "right"), ("refuse", {}, "wrong"), ("refuse", {"lines": []}, "right")],
)
def test_the_judge_of_a_file_that_is_no_statement_or_contradicts_itself(must, changed, verdict):
    lines = ((date(2026, 1, 2), Decimal("-1.00")), (date(2026, 1, 3), Decimal("2.50")))
    assert judge(replace(SAMPLES["two_columns.csv"], lines=lines, closings=(), must=must), TOLD | changed)[0] == verdict
