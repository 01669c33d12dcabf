"""Repayment plans: what may be agreed, by whom, and how instalments fall due, are missed and are kept."""

from datetime import date
from decimal import Decimal

import pytest

from lib import access, debt, debt_plans, letters
from lib.errors import NotAllowed, UserError
from tests import debt_council as made
from tests.debt_council import DAY, PAT, SAM, audit, hold, of, pay, went_out
from tests.small_council import AS_AT, JO, LEE


def planned(store, debt_id, instalment="50.00", every="month", first_on=AS_AT, actor=JO, reason=None, on=AS_AT):
    return debt_plans.propose(store, actor, "g1", debt_id, instalment, every, first_on, "Has £60.00 a month to spare", on, reason)


def agreed(store, debt_id, on=AS_AT, **said):
    plan_id = planned(store, debt_id, on=on, first_on=on, **said)
    made.letter(store, "plan", plan_id, "repayment_plan", on, of(store, debt_id, on)["left_to_pay"])
    debt_plans.agree(store, JO, "g1", plan_id, on)
    return plan_id


def fifty_a_month(store):
    agreed(store, made.the_debt(store))


@pytest.fixture
def with_plan(with_debt):
    """A store in which £50.00 a month were agreed, the debt's id and the plan's."""
    store, debt_id = with_debt(fifty_a_month)
    return store, debt_id, store.value("select plan_id from decisions.repayment_plan")


def instalments(store, plan_id, on):
    return sorted(access.see(store, JO, "trackers.instalment", {"as_at": on}, plan_id=plan_id), key=lambda row: row["number"])


def test_instalments_add_up_to_what_is_left_and_the_last_is_smaller(with_plan):
    owes, _, plan_id = with_plan
    found = instalments(owes, plan_id, AS_AT)
    assert [str(row["amount"]) for row in found] == ["50.00", "50.00", "50.00", "10.00"]
    assert [row["due_on"] for row in found] == [date(2026, 6, 30), date(2026, 7, 30), date(2026, 8, 30), date(2026, 9, 30)]


def test_a_plan_is_agreed_only_when_the_person_has_it_in_writing(with_debt):
    owes, debt_id = with_debt()
    plan_id = planned(owes, debt_id)
    with pytest.raises(UserError, match="Write and send the letter"):
        debt_plans.agree(owes, JO, "g1", plan_id, AS_AT)
    letter_id = debt_plans.write_letter(owes, JO, "g1", plan_id, AS_AT)
    letters.mark_sent(owes, JO, "g1", letter_id, AS_AT, "post")
    debt_plans.agree(owes, JO, "g1", plan_id, AS_AT)
    assert of(owes, debt_id)["stage"] == "in_plan"


def test_an_instalment_is_missed_the_day_after_it_was_due_and_the_list_says_so(with_plan):
    owes, debt_id, plan_id = with_plan
    assert of(owes, debt_id, AS_AT)["missed"] == 0
    assert of(owes, debt_id, AS_AT + DAY)["missed"] == 1
    with pytest.raises(UserError, match="No instalment is missed"):
        debt_plans.end(owes, JO, "g1", plan_id, "Not paid", AS_AT, was_broken=True)
    pay(owes, debt_id, "49.99")
    assert [row["outcome"] for row in instalments(owes, plan_id, AS_AT + DAY)] == ["missed", "to_come", "to_come", "to_come"]
    pay(owes, debt_id, "0.01", "R2")
    assert [row["outcome"] for row in instalments(owes, plan_id, AS_AT + DAY)] == ["paid", "to_come", "to_come", "to_come"]


def test_a_hold_moves_the_instalments_that_are_to_come(with_plan):
    owes, debt_id, plan_id = with_plan
    pay(owes, debt_id, "50.00")
    hold(owes, AS_AT + DAY, AS_AT + 60 * DAY)
    found = instalments(owes, plan_id, AS_AT + 60 * DAY)
    assert [row["outcome"] for row in found] == ["paid", "to_come", "to_come", "to_come"]
    assert found[1]["asked_on"] == date(2026, 7, 30) + 60 * DAY


def test_a_broken_plan_leads_back_to_where_the_letters_had_come_to(with_debt):
    owes, debt_id = with_debt(made.reminder)
    day = AS_AT + 22 * DAY
    plan_id = agreed(owes, debt_id, on=day)
    debt_plans.end(owes, JO, "g1", plan_id, "Nothing came", day + 40 * DAY, was_broken=True)
    stood = of(owes, debt_id, day + 40 * DAY)
    assert (stood["stage"], stood["next_step"]) == ("plan_ended", "final")
    with pytest.raises(UserError, match="final letter has not gone out"):
        debt.refer(owes, JO, "g1", debt_id, "offered", None, day + 40 * DAY)
    went_out(owes, debt_id, "final", day + 40 * DAY)


def test_the_last_instalment_ends_the_plan_as_kept(with_plan):
    owes, debt_id, plan_id = with_plan
    pay(owes, debt_id, "160.00")
    assert owes.value("select state from trackers.case_state where kind = 'plan' and case_id = ?", [plan_id]) == "kept"
    assert audit(owes, debt_id)["stage"] == "settled"


def test_less_than_the_least_a_week_needs_a_reason_and_every_plan_a_word_on_what_can_be_afforded(with_debt):
    """Policy: £5.00 a week; 21.67 a month is one penny above it."""
    owes, debt_id = with_debt()
    with pytest.raises(UserError, match=r"less than £5\.00 a week"):
        planned(owes, debt_id, "21.66")
    planned(owes, debt_id, "21.66", reason="Lives on benefits alone")
    planned(owes, debt_id, "21.67")
    with pytest.raises(UserError, match="what the person can afford"):
        debt_plans.propose(owes, JO, "g1", debt_id, "50.00", "month", AS_AT, " ", AS_AT)


def written_plan(store, debt_id, instalment, actor=JO):
    plan_id = planned(store, debt_id, instalment, actor=actor, reason="Lives on benefits alone")
    made.letter(store, "plan", plan_id, "repayment_plan", AS_AT, Decimal("160.00"))
    return plan_id


def test_twelve_months_need_nobody_and_a_month_more_needs_another_with_a_higher_role(with_debt):
    """160.00 in instalments of 12.31 is 13 payments, the last exactly 12 months after the first; of 12.30 one more."""
    owes, debt_id = with_debt()
    plan_id = written_plan(owes, debt_id, "12.30")
    with pytest.raises(UserError, match="approved by a senior officer or team leader"):
        debt_plans.agree(owes, JO, "g1", plan_id, AS_AT)
    with pytest.raises(NotAllowed):
        debt_plans.approve(owes, PAT, "g1", plan_id, AS_AT)
    debt_plans.approve(owes, SAM, "g1", plan_id, AS_AT)
    debt_plans.agree(owes, JO, "g1", plan_id, AS_AT)
    debt_plans.end(owes, JO, "g1", plan_id, "A better one", AS_AT)
    debt_plans.agree(owes, JO, "g1", written_plan(owes, debt_id, "12.31"), AS_AT)


def test_whoever_proposes_a_long_plan_does_not_approve_it_and_the_longest_need_the_team_leader(with_debt):
    owes, debt_id = with_debt()
    long = written_plan(owes, debt_id, "6.40", actor=SAM)  # 25 payments: 24 months
    longest = written_plan(owes, debt_id, "6.15")  # 27 payments: 26 months
    with pytest.raises(UserError, match="earlier step"):
        debt_plans.approve(owes, SAM, "g1", long, AS_AT)
    with pytest.raises(UserError, match="needs the team leader"):
        debt_plans.approve(owes, SAM, "g1", longest, AS_AT)
    debt_plans.approve(owes, LEE, "g1", longest, AS_AT)


def test_a_plan_whose_debt_has_changed_is_not_agreed(with_debt):
    owes, debt_id = with_debt()
    plan_id = written_plan(owes, debt_id, "50.00")
    pay(owes, debt_id, "1.00")
    with pytest.raises(UserError, match="has changed since the plan was proposed"):
        debt_plans.agree(owes, JO, "g1", plan_id, AS_AT)
