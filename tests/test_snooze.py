"""Putting something off: with a reason, until a day, back when the case moves on; and what can't be put off."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from lib import access, letters, my_work, safeguarding, snooze, surplus
from lib.errors import NotAllowed, SeveralErrors, UserError
from tests.small_council import AS_AT, JO, LEE

DAY = timedelta(days=1)
WEEK = AS_AT + timedelta(days=7)


def item_of(store, kind, actor=JO, as_at=AS_AT, agreement_id="g1"):
    return next(item for item in my_work.due(store, actor, as_at, agreement_id=agreement_id) if item["kind"] == kind)


def put_off(store, item, until_on=WEEK, reason="In hospital until Tuesday", actor=JO, as_at=AS_AT):
    return snooze.put_off(store, actor, item["agreement_id"], item["item"], until_on, reason, as_at)


def test_an_item_is_away_with_who_and_why_until_its_day_and_then_back(held):
    put_off(held, item_of(held, "review"))
    for actor in (JO, LEE):
        said = item_of(held, "review", actor)["put_off"]
        assert (said["until_on"], said["put_off_by"], said["reason"]) == (WEEK, "jo", "In hospital until Tuesday")
    assert item_of(held, "review", as_at=WEEK - DAY)["put_off"]
    assert item_of(held, "review", as_at=WEEK)["put_off"] is None


def test_it_can_be_brought_back_before_its_day_and_both_are_on_record(held):
    item = item_of(held, "review")
    put_off(held, item)
    snooze.bring_back(held, JO, "g1", item["item"], AS_AT)
    assert item_of(held, "review")["put_off"] is None
    with pytest.raises(UserError, match="on the list already"):
        snooze.bring_back(held, JO, "g1", item["item"], AS_AT)
    acts = held.rows("select action, actor, agreement_id from activity.entry order by seq desc limit 2")
    assert [(act["action"], act["actor"], act["agreement_id"]) for act in acts] == [("bring_back", "jo", "g1"), ("put_off", "jo", "g1")]


def test_a_case_that_moves_on_is_back_at_once(held):
    surplus_id = surplus.calculate(held, JO, "g1", "unknown", "", AS_AT)
    put_off(held, item_of(held, "surplus"))
    letter_id = surplus.prepare_notice(held, JO, "g1", surplus_id, "100.00", AS_AT + 20 * DAY, "invoice", AS_AT)
    letters.mark_sent(held, JO, "g1", letter_id, AS_AT, "post")
    surplus.notify(held, JO, "g1", surplus_id, AS_AT)
    assert item_of(held, "objection_ends")["put_off"] is None


def test_a_day_after_today_and_a_reason_are_wanted_and_all_is_said_together(held):
    item = item_of(held, "review")
    with pytest.raises(SeveralErrors) as refused:
        put_off(held, item, until_on=AS_AT, reason="  ")
    assert [sentence.split(":")[0] for sentence in refused.value.errors] == ["Choose the day on which it comes back", "Say why it is put off"]
    put_off(held, item, until_on=AS_AT + DAY)


def test_a_safeguarding_concern_is_never_put_off_and_leaves_no_trace_of_the_attempt(held):
    safeguarding.raise_concern(held, JO, "g1", next(iter(safeguarding.SIGNS)), "What was seen", AS_AT)
    item = item_of(held, "concern", LEE)
    with pytest.raises(SeveralErrors, match="safeguarding"):
        put_off(held, item, actor=LEE)
    with pytest.raises(UserError, match=snooze.GONE):
        put_off(held, item)
    assert held.value("select count(*) from decisions.snooze") == 0


def test_a_pause_can_be_put_off_to_the_day_of_its_review_and_no_further(held):
    item = {"kind": "suspension", "step": "review_pause", "due_on": WEEK}
    assert snooze.why_not(item, WEEK, "The family comes on that day", AS_AT) == []
    assert "7 Jul 2026" in snooze.why_not(item, WEEK + DAY, "The family comes then", AS_AT)[0]
    assert snooze.why_not(item | {"step": "settle_pause"}, WEEK + DAY, "Waits for the practitioner", AS_AT) == []


def test_what_is_not_on_the_list_or_not_theirs_is_refused(held):
    item = item_of(held, "review")
    with pytest.raises(UserError, match=snooze.GONE):
        snooze.put_off(held, JO, "g1", "review|a9|review_period 2026-06-01", WEEK, "Why not", AS_AT)
    for somebody_else in (replace(JO, username="sam", officer="sam"), replace(JO, role="auditor"), replace(JO, councils=("Easthaven",))):
        with pytest.raises(NotAllowed):
            put_off(held, item, actor=somebody_else)


@pytest.fixture(scope="module")
def shared(tmp_path_factory, held_path):
    from lib.store import open_store

    opened = open_store(shutil.copy(held_path, tmp_path_factory.mktemp("snooze")))
    yield opened
    opened.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=some.integers(min_value=1, max_value=400), later=some.integers(min_value=0, max_value=500))
def test_the_newest_word_holds_and_only_before_its_day(shared, days, later):
    item = "review|a1|review_period"
    snooze_row = {"agreement_id": "g1", "council": "Westmarch", "item": item}
    snooze._keep(shared, JO, "put_off", snooze_row, AS_AT + days * DAY, "In hospital")
    held = access.see(shared, JO, "trackers.snooze", {"as_at": AS_AT + later * DAY}, item=item, is_put_off=True)
    assert bool(held) == (later < days)
