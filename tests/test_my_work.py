"""My work: what waits, for whom, in which order, and gone when it is done."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from lib import letters, my_work, reviews, safeguarding, self_audit, self_audit_blind, self_audit_draw, self_audit_plan, snooze, surplus
from lib.errors import NotAllowed, SeveralErrors
from lib.store import OPERATOR, Actor
from tests import self_audit_council
from tests.self_audit_council import AFTER, NED
from tests.small_council import AS_AT, JO, LEE, receive

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
    assert not waits(held, kind="letter") and not waits(held, kind="surplus")
    [item] = waits(held, kind="objection_ends")
    assert (item["step"], item["days_late"]) == ("objection_ends", -15)
    assert waits(held, as_at=AS_AT + 14 * DAY, kind="objection_ends")[0]["step"] == "objection_ends"
    [ended] = waits(held, as_at=AS_AT + 15 * DAY, kind="objection_ends")
    assert (ended["step"], ended["days_late"]) == ("authorise", 0)


def test_what_is_due_stands_in_the_order_it_matters_and_what_is_to_come_below(held):
    surplus_id = surplus.calculate(held, JO, "g1", "unknown", "", AS_AT)
    surplus.prepare_notice(held, JO, "g1", surplus_id, "100.00", AS_AT + 20 * DAY, "invoice", AS_AT + 2 * DAY)
    kinds = ("surplus", "letter", "review", "payee")
    found = [(item["kind"], item["days_late"]) for item in waits(held, as_at=AS_AT + 4 * DAY) if item["kind"] in kinds]
    assert found == [("letter", 2), ("surplus", 4), ("review", None)]
    early = [(item["kind"], item["days_late"]) for item in waits(held, as_at=AS_AT - DAY) if item["kind"] in kinds]
    assert early == [("review", None), ("surplus", -1), ("letter", -3)]


def test_payees_nobody_knows_wait_once_an_account_with_how_many_and_the_biggest(held):
    receive(held, "a2", [("2026-06-02", "BEN STRANGER", "-40.00"), ("2026-06-03", "ADA STRANGER", "-312.50")], opening="500.00")
    [item] = waits(held, kind="payee")
    assert item["note"] == "2 lines wait, the biggest of £312.50."
    assert item["link"]["account"] == "a2" and item["page"] == "review"
    assert waits(held)[-1] == item


def test_a_statutory_review_is_a_reminder_from_its_day_on(held):
    # The agreement began on 1 January, so its first review is due 182 days later.
    due_on = date(2026, 7, 2)
    assert not waits(held, as_at=due_on - DAY, kind="statutory_review")
    item = waits(held, as_at=due_on, kind="statutory_review")[0]
    assert (item["step"], item["days_late"], item["page"]) == ("remind_practitioner", 0, "case")
    assert item["note"] == "Tell the practitioner. It is the first."


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


def test_what_was_done_counts_until_it_is_taken_back_and_only_for_its_doer(held):
    receive(held, "a2", [("2026-06-02", "BEN STRANGER", "-40.00")], opening="500.00")
    [item] = waits(held, kind="payee")
    before = my_work.done(held, JO, AS_AT)
    reviews.decide(held, JO, "a2", item["link"]["row"], "explained", "Seen")
    newest = my_work.done(held, JO, AS_AT)[0]
    assert len(my_work.done(held, JO, AS_AT)) == len(before) + 1
    assert (newest["did"], newest["who"], newest["is_today"]) == ("decide_exception", "A. Example2", True)
    assert not any(row["did"] == "decide_exception" for row in my_work.done(held, LEE, AS_AT))
    reviews.undo(held, JO, "a2", item["link"]["period"])
    assert my_work.done(held, JO, AS_AT) == before


def test_a_week_begins_on_monday_and_a_day_at_midnight_of_the_wall_clock(held):
    surplus.calculate(held, JO, "g1", "unknown", "", AS_AT)
    moments = {"sunday": "2026-06-28 22:59:59", "monday": "2026-06-28 23:00:00", "today": "2026-06-29 23:00:00"}
    for said, counted in (("sunday", []), ("monday", [False]), ("today", [True])):
        with held.change(OPERATOR, "test", "a moment") as change:
            change.execute("update decisions.step set decided_at = ? where step = 'calculate'", [moments[said]])
        assert [row["is_today"] for row in my_work.done(held, JO, AS_AT) if row["did"] == "surplus_calculate"] == counted


def test_a_second_look_waits_for_its_auditor_then_for_its_officer_then_for_the_auditor_and_can_not_be_put_off(reviewed, tmp_path):
    store = self_audit_council.copy_of(reviewed, tmp_path)
    cycle = self_audit_plan.plan(store, LEE, self_audit_council.wanted(auditors=("ned",)), AFTER)
    self_audit_draw.draw(store, LEE, cycle, AFTER)
    mine = waits(store, NED, kind="self_audit", step="second_look")
    assert {(item["agreement_id"], item["note"]) for item in mine} >= {("g1", "jo's review of 1 Jan 2026 to 31 Mar 2026.")}
    assert not waits(store, JO, kind="self_audit") and not waits(store, LEE, kind="self_audit")
    [item] = [item for item in mine if item["agreement_id"] == "g1"]
    item_id = item["link"]["item"]
    with pytest.raises(SeveralErrors, match="can't be put off"):
        snooze.put_off(store, NED, "g1", item["item"], AFTER + DAY, "Busy", AFTER)

    self_audit_blind.begin(store, NED, item_id)
    for row in self_audit_blind.questions(store, NED, item_id):
        self_audit_blind.say(store, NED, item_id, "exception", row["exception_id"], "upheld", "No paper was seen")
    self_audit_blind.finish(store, NED, item_id, "difference_explained", "Days without a statement")
    self_audit.score(store, NED, item_id, {row["point"]: (2, "") for row in self_audit.points(store, NED, item_id) if row["kind"] == "point"}, {})
    assert item in waits(store, NED, kind="self_audit")
    answer_by = self_audit.tell(store, NED, item_id, "", AFTER)
    assert item not in waits(store, NED, kind="self_audit")
    [told] = waits(store, JO, answer_by + DAY, kind="self_audit")
    assert (told["step"], told["due_on"], told["days_late"], told["link"]["answer"]) == ("answer_look", answer_by, 1, item_id)
    assert not waits(store, NED, answer_by, step="close_look") and waits(store, NED, answer_by + DAY, step="close_look")

    self_audit.answer(store, JO, item_id, "I agree", {})
    assert not waits(store, JO, kind="self_audit") and len(waits(store, NED, AFTER, step="close_look")) == 1
    for row in self_audit.differences(store, NED, item_id):
        self_audit.rule(store, NED, item_id, row["difference_id"], "second", "", "")
    self_audit.set_action(store, NED, item_id, "jo", "Ask for the paper", AFTER + 7 * DAY, AFTER)
    self_audit.close(store, NED, item_id, "", AFTER)
    assert not waits(store, NED, step="close_look")
    [action] = waits(store, JO, AFTER, kind="self_audit")
    assert (action["step"], action["days_late"], action["note"]) == ("do_action", -7, "Ask for the paper")
    store.close()


def test_what_is_made_of_selects_is_made_anew_when_one_of_them_says_something_else(held):
    """Every SELECT that is asked is one of those whose tables are watched."""
    source = Path(my_work.__file__).read_text(encoding="utf-8")
    asked = set(re.findall(r'see\("([a-z_.]+)"', source)) - {"dashboards.done"}
    assert asked == set(my_work.ASKED)


def test_what_one_gets_is_ones_own_to_change(held):
    first = my_work.due(held, JO, AS_AT)
    first[0]["kind"] = "gone"
    first.pop()
    assert my_work.due(held, JO, AS_AT)[0]["kind"] != "gone" and len(my_work.due(held, JO, AS_AT)) == len(first) + 1
    assert {item["officer"] for item in my_work.due(held, replace(JO, officer="sam"), AS_AT)} <= {"sam"}
