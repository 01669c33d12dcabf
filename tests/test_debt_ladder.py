"""The ladder of a debt: letters, calls and referral on the days of policy, none left out, and holds that stop them all."""

from decimal import Decimal

import pytest

from lib import debt, debt_ledger, holds, letters
from lib.errors import UserError
from tests import debt_council as made
from tests.debt_council import DAY, SAM, audit, hold, of, overpaid, pay, went_out
from tests.small_council import AS_AT, JO

# The ladder


def test_the_ladder_goes_by_the_days_of_policy_and_not_a_day_sooner(with_debt):
    owes, debt_id = with_debt()
    went_out(owes, debt_id, "letter_1", AS_AT)
    with pytest.raises(UserError, match="7 days after the first letter, and 6 have passed"):
        debt.telephoned(owes, JO, "g1", debt_id, "Spoke to Ada", AS_AT + 6 * DAY)
    debt.telephoned(owes, JO, "g1", debt_id, "Spoke to Ada", AS_AT + 7 * DAY)
    with pytest.raises(UserError, match="20 have passed"):
        went_out(owes, debt_id, "remind", AS_AT + 20 * DAY)
    went_out(owes, debt_id, "remind", AS_AT + 21 * DAY)
    with pytest.raises(UserError, match="41 have passed"):
        went_out(owes, debt_id, "final", AS_AT + 41 * DAY)
    went_out(owes, debt_id, "final", AS_AT + 42 * DAY)
    with pytest.raises(UserError, match="59 have passed"):
        debt.refer(owes, JO, "g1", debt_id, "offered", None, AS_AT + 59 * DAY)
    debt.refer(owes, JO, "g1", debt_id, "offered", None, AS_AT + 60 * DAY)
    assert of(owes, debt_id, AS_AT + 60 * DAY)["stage"] == "referred"


def test_no_step_of_the_ladder_is_left_out(with_debt):
    owes, debt_id = with_debt()
    late = AS_AT + 90 * DAY
    for step in ("remind", "final"):
        with pytest.raises(UserError, match="can't be done now"):
            went_out(owes, debt_id, step, late)
    went_out(owes, debt_id, "letter_1", AS_AT)
    with pytest.raises(UserError, match="can't be done now"):
        went_out(owes, debt_id, "remind", late)
    with pytest.raises(UserError, match="can't be done now"):
        debt.refer(owes, JO, "g1", debt_id, "offered", None, late)


def test_the_final_letter_needs_capacity_benefits_and_advocacy_and_a_copy_to_the_practitioner(with_debt):
    owes, debt_id = with_debt(made.reminder)
    day = AS_AT + 42 * DAY
    sent = made.letter(owes, "debt", debt_id, "contribution_arrears_3", day, Decimal("160.00"))
    with pytest.raises(UserError) as refused:
        debt.letter_went_out(owes, JO, "g1", debt_id, "final", sent, day, capacity="Decides for herself")
    assert refused.value.errors == ["Send the practitioner a copy of the final letter, so that they can see whether the person needs help.", "Say what you found about benefits and advocacy: each is considered before the final letter."]  # fmt: skip


def test_no_referral_before_a_deferred_payment_was_offered(with_debt):
    """Care Act 2014 s69(2)."""
    owes, debt_id = with_debt(made.final)
    day = AS_AT + 60 * DAY
    with pytest.raises(UserError, match="deferred payment"):
        debt.refer(owes, JO, "g1", debt_id, None, None, day)
    with pytest.raises(UserError, match="why a deferred payment"):
        debt.refer(owes, JO, "g1", debt_id, "not_possible", " ", day)
    debt.refer(owes, JO, "g1", debt_id, "not_possible", "Rents, and owns no home", day)


def test_a_letter_counts_once_is_of_this_debt_and_names_what_is_claimed(with_debt):
    owes, debt_id = with_debt()
    with pytest.raises(UserError, match="Choose the letter"):
        debt.letter_went_out(owes, JO, "g1", debt_id, "letter_1", made.letter(owes, "debt", "another", "contribution_arrears_1", AS_AT, Decimal("160.00")), AS_AT)
    with pytest.raises(UserError, match="Choose the letter"):
        debt.letter_went_out(owes, JO, "g1", debt_id, "letter_1", made.letter(owes, "debt", debt_id, "contribution_arrears_2", AS_AT, Decimal("160.00")), AS_AT)
    for amount in ("160.01", "159.99"):
        with pytest.raises(UserError, match="Write the letter again"):
            debt.letter_went_out(owes, JO, "g1", debt_id, "letter_1", made.letter(owes, "debt", debt_id, "contribution_arrears_1", AS_AT, Decimal(amount)), AS_AT)


def test_a_written_letter_carries_the_cycles_and_moves_the_ladder_once_it_is_marked_as_sent(with_debt):
    owes, debt_id = with_debt()
    letter_id = debt.write_letter(owes, JO, "g1", debt_id, "letter_1", AS_AT, address_checked=True)
    text = letters.text_of(letters.content(owes, JO, "g1", letter_id)[0])
    table = next(said for kind, said in text if kind == "table")
    assert [row[-1] for row in table[1:]] == ["£40.00"] * 4
    with pytest.raises(UserError, match="Choose the letter"):
        debt.letter_went_out(owes, JO, "g1", debt_id, "letter_1", letter_id, AS_AT)
    letters.mark_sent(owes, JO, "g1", letter_id, AS_AT, "post")
    debt.letter_went_out(owes, JO, "g1", debt_id, "letter_1", letter_id, AS_AT)
    assert of(owes, debt_id)["due_on"] == AS_AT + 7 * DAY


@pytest.mark.parametrize("step", ["letter_1", "remind", "final"])
def test_each_letter_for_money_paid_too_much_can_be_written(owes, step):
    debt_id = overpaid(owes)
    debt.approve(owes, SAM, "g1", debt_id, AS_AT)
    letter_id = debt.write_letter(owes, JO, "g1", debt_id, step, AS_AT, address_checked=True)
    said = str(letters.text_of(letters.content(owes, JO, "g1", letter_id)[0]))
    assert "£90.00" in said and "WESTMARCH COUNCIL" in said


@pytest.mark.parametrize("kind", ["contribution", "overpayment"])
def test_what_a_reminder_shows_comes_to_what_it_asks_for(with_debt, filled, kind):
    """Part was corrected, part was paid and part of that came back: each is a row, and the rows come to the sum that is named."""
    if kind == "contribution":
        store, debt_id = with_debt(made.phoned)
    else:
        store = filled(*made.OWING)
        debt_id = overpaid(store)
        debt.approve(store, SAM, "g1", debt_id, AS_AT)
    less = debt_ledger.propose(store, JO, "g1", debt_id, "adjustment", "3.00", "A day was counted twice", AS_AT)
    debt_ledger.approve(store, SAM, "g1", less, AS_AT)
    paid = debt_ledger.pay(store, JO, "g1", debt_id, "20.00", AS_AT, AS_AT, receipt_number="R-1")
    debt_ledger.pay(store, JO, "g1", debt_id, "5.50", AS_AT, AS_AT, receipt_number="R-2")
    debt_ledger.take_back(store, JO, "g1", paid, "The cheque was not honoured", AS_AT)
    letter_id = debt.write_letter(store, JO, "g1", debt_id, "remind", AS_AT, address_checked=True)
    shown = letters.text_of(letters.content(store, JO, "g1", letter_id)[0])
    head, *rows = next(said for kind, said in shown if kind == "table")
    place = head.index("Still to pay" if kind == "contribution" else "Amount")
    sums = [Decimal(row[place].replace("£", "").replace(",", "")) for row in rows]
    assert sum(sums) == of(store, debt_id)["left_to_pay"] and sums[-4:] == [Decimal("-3.00"), Decimal("-20.00"), Decimal("-5.50"), Decimal("20.00")]
    assert any(f"You still owe £{sum(sums):,.2f}." in str(said) for _, said in shown)
    assert [row[0 if kind == "contribution" else 1].partition(" on ")[0] for row in rows[-4:]] == ["Taken off", "You paid", "You paid", "Your payment came back"]


# Holds


def test_breathing_space_of_60_days_stops_the_clock_and_every_letter(with_debt):
    """Breathing Space Regulations 2020: no step on its last day, the clock goes on the day after."""
    owes, debt_id = with_debt(made.phoned)
    first = AS_AT + 11 * DAY
    last = first + 59 * DAY
    hold(owes, first, last)
    with pytest.raises(UserError, match="Breathing space since"):
        went_out(owes, debt_id, "remind", last)
    with pytest.raises(UserError, match="Breathing space since"):
        debt.write_letter(owes, JO, "g1", debt_id, "remind", last, address_checked=True)
    stood = of(owes, debt_id, last)
    assert (stood["days"], stood["due_on"]) == (10, AS_AT + 81 * DAY)
    with pytest.raises(UserError, match="20 have passed"):
        went_out(owes, debt_id, "remind", AS_AT + 80 * DAY)
    went_out(owes, debt_id, "remind", AS_AT + 81 * DAY)


def test_a_hold_without_end_stops_all_until_somebody_ends_it(with_debt):
    owes, debt_id = with_debt(made.letter_1)
    hold_id = hold(owes, AS_AT + 1 * DAY, None, "mental_health")
    stood = of(owes, debt_id, AS_AT + 400 * DAY)
    assert (stood["days"], stood["due_on"], stood["hold"]) == (0, None, "mental_health")
    holds.end(owes, JO, "g1", hold_id, AS_AT + 101 * DAY, "Treatment ended 30 days ago")
    assert of(owes, debt_id, AS_AT + 101 * DAY)["due_on"] == AS_AT + 107 * DAY


def test_two_holds_over_the_same_days_count_once(with_debt):
    owes, debt_id = with_debt(made.letter_1)
    hold(owes, AS_AT + 1 * DAY, AS_AT + 10 * DAY)
    hold(owes, AS_AT + 5 * DAY, AS_AT + 12 * DAY, "hospital")
    assert of(owes, debt_id, AS_AT + 20 * DAY)["days"] == 8


def test_a_person_may_pay_while_a_hold_lasts(with_debt):
    owes, debt_id = with_debt()
    hold(owes, AS_AT, AS_AT + 59 * DAY)
    pay(owes, debt_id, "10.00")
    assert audit(owes, debt_id)["paid"] == Decimal("10.00")
