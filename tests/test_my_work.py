"""My work: what waits, for whom, in which order, and gone when it is done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lib import letters, my_work, safeguarding, surplus
from lib.errors import NotAllowed
from lib.store import Actor
from tests.small_council import AS_AT, JO, LEE

KIM = replace(JO, username="kim", councils=("Easthaven",), officer="kim")
DAY = timedelta(days=1)


def waits(store, actor=JO, as_at=AS_AT, **equals):
    return [item for item in my_work.due(store, actor, as_at) if item.items() >= equals.items()]


def test_a_review_waits_without_a_day_and_opens_at_its_oldest_period(held):
    [item] = waits(held, kind="review")
    assert (item["agreement_id"], item["days_late"], item["page"]) == ("g1", None, "review")
    assert item["link"]["account"] == "a1" and "to answer" in item["note"]


def test_each_step_of_a_surplus_waits_with_its_day_and_goes_when_it_is_done(held):
    assert not waits(held, kind="surplus")
    surplus_id = surplus.calculate(held, JO, "g1", "unknown", "", AS_AT)
    [item] = waits(held, as_at=AS_AT + 3 * DAY, kind="surplus")
    assert (item["step"], item["due_on"], item["days_late"], item["link"]) == ("notify", AS_AT, 3, {"agreement": "g1", "surplus": surplus_id})
    letter_id = surplus.prepare_notice(held, JO, "g1", surplus_id, "100.00", AS_AT + 15 * DAY, "invoice", AS_AT)
    assert waits(held, kind="letter")[0]["link"]["letter"] == letter_id
    letters.mark_sent(held, JO, "g1", letter_id, AS_AT, "post")
    surplus.notify(held, JO, "g1", surplus_id, AS_AT)
    assert not waits(held, kind="letter")
    assert waits(held, kind="surplus")[0]["days_late"] == -15


def test_what_is_later_stands_above_what_is_less_late_and_what_has_no_day_below(held):
    surplus_id = surplus.calculate(held, JO, "g1", "unknown", "", AS_AT)
    surplus.prepare_notice(held, JO, "g1", surplus_id, "100.00", AS_AT + 20 * DAY, "invoice", AS_AT + 2 * DAY)
    found = [(item["kind"], item["days_late"]) for item in waits(held, as_at=AS_AT + 4 * DAY) if item["kind"] in ("surplus", "letter", "review")]
    assert found == [("surplus", 4), ("letter", 2), ("review", None)]


def test_a_concern_stands_first_and_only_for_those_who_may_know(held):
    before = waits(held)
    safeguarding.raise_concern(held, JO, "g1", next(iter(safeguarding.SIGNS)), "What was seen", AS_AT)
    assert waits(held) == before
    assert my_work.due(held, LEE, AS_AT)[0]["kind"] == "concern"


def test_nobody_has_work_of_another_caseload_or_council(held):
    surplus.calculate(held, JO, "g1", "unknown", "", AS_AT)
    for somebody_else in (KIM, replace(JO, username="sam", officer="sam")):
        assert not waits(held, somebody_else, agreement_id="g1")


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_decides_nothing_has_no_such_list(held, role):
    with pytest.raises(NotAllowed):
        my_work.due(held, Actor("pat", role, ("Westmarch",)), AS_AT)
