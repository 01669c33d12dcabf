"""Debts: raised from what statements show, paid, corrected, written off, and never unlawfully."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lib import debt, debt_ledger, debt_pack
from lib.checks import run_checks
from lib.errors import NotAllowed, UserError
from lib.monitoring import follow
from lib.store import OPERATOR
from tests import debt_council as made
from tests.debt_council import DAY, HOME, KIT, OWING, PAT, SAM, audit, hold, known, of, overpaid, pay, raised, statement, went_out
from tests.small_council import AS_AT, JO, LEE, receive


def faults(store):
    return [row["message"] for check in run_checks(store) if check["check"].startswith("debt") for row in check["rows"]]


# Raising


def test_a_contribution_debt_is_what_covered_cycles_are_short_and_no_cycle_is_claimed_twice(with_debt):
    owes, debt_id = with_debt()
    assert audit(owes, debt_id)["amount"] == Decimal("160.00")
    assert [row["on_day"] for row in owes.rows("from trackers.debt_line where debt_id = ? order by on_day", [debt_id])] == [
        date(2026, 3, 2) + timedelta(weeks=4 * cycle) for cycle in range(4)
    ]
    with pytest.raises(UserError, match="No contribution is behind"):
        raised(owes)


def test_a_cycle_that_statements_cover_later_is_a_debt_of_its_own(with_debt):
    owes, _ = with_debt()
    receive(owes, "a1", [("2026-07-01", "CARE AT HOME", "-80.00"), ("2026-07-12", "CARE AT HOME", "-80.00")], opening="2229.47", as_at=date(2026, 7, 12))
    later = raised(owes, date(2026, 7, 12))
    assert audit(owes, later)["amount"] == Decimal("40.00")


def test_what_was_paid_too_much_in_one_cycle_counts_for_the_others(filled):
    store = filled(*OWING[:2])
    statement(store, [("2026-05-26", "A EXAMPLE1 CONTRIBUTION", "100.00")])
    assert audit(store, raised(store))["amount"] == Decimal("60.00")


@pytest.mark.parametrize("legal_basis", ["s117", "phb"])
def test_no_contribution_is_asked_for_care_that_is_free_by_law(owes, legal_basis):
    known(owes, number=3, legal_basis=legal_basis)
    with pytest.raises(UserError, match="free of charge"):
        raised(owes)
    assert owes.value("select count(*) from decisions.debt") == 0


def test_care_that_becomes_free_later_stops_the_letters(with_debt):
    owes, debt_id = with_debt()
    known(owes, number=3, legal_basis="s117")
    with pytest.raises(UserError, match="free of charge"):
        went_out(owes, debt_id, "letter_1", AS_AT)


def test_an_overpayment_waits_for_a_second_person_and_says_whose_mistake_it_was(owes):
    debt_id = overpaid(owes)
    assert audit(owes, debt_id)["outstanding"] == 0
    with pytest.raises(NotAllowed):
        debt.approve(owes, PAT, "g1", debt_id, AS_AT)
    debt.approve(owes, SAM, "g1", debt_id, AS_AT)
    assert {name: audit(owes, debt_id)[name] for name in ("amount", "stage", "is_own_fault")} == {"amount": Decimal("90.00"), "stage": "raised", "is_own_fault": True}


def test_whoever_proposes_an_overpayment_does_not_approve_it(owes):
    debt_id = overpaid(owes, actor=LEE)
    with pytest.raises(UserError, match="earlier step"):
        debt.approve(owes, LEE, "g1", debt_id, AS_AT)
    debt.approve(owes, KIT, "g1", debt_id, AS_AT)


def test_an_overpayment_is_no_more_than_its_proof_shows_and_a_line_proves_one(owes):
    with pytest.raises(UserError, match=r"360\.00"):
        overpaid(owes, "360.01")
    overpaid(owes, "360.00")
    first = owes.value("select min_by(transaction_id, posted_on) from reconciliation.transaction where account_id = 'a1' and spend_category = 'council_payment'")
    with pytest.raises(UserError, match="a debt claims it already"):
        debt.propose_overpayment(owes, JO, "g1", "a1", "1.00", "Again", AS_AT, AS_AT, transaction_ids=[first])
    with pytest.raises(UserError, match="Show the overpayment"):
        debt.propose_overpayment(owes, JO, "g1", "a1", "1.00", "Nothing shows it", AS_AT, AS_AT)


def test_a_declined_overpayment_frees_its_line(owes):
    debt.decline(owes, SAM, "g1", overpaid(owes), "The week was not paid twice", AS_AT)
    overpaid(owes)
    assert faults(owes) == []


# The ledger


def test_the_last_penny_settles_a_debt_and_a_payment_that_comes_back_opens_it_at_its_first_letter(with_debt):
    owes, debt_id = with_debt(made.final)
    pay(owes, debt_id, "159.99")
    assert audit(owes, debt_id)["stage"] == "final"
    last = pay(owes, debt_id, "0.01", "R2")
    assert {name: audit(owes, debt_id)[name] for name in ("stage", "outstanding", "paid")} == {"stage": "settled", "outstanding": 0, "paid": Decimal("160.00")}
    debt_ledger.take_back(owes, JO, "g1", last, "The cheque was not honoured", AS_AT)
    stood = of(owes, debt_id)
    assert (stood["stage"], stood["left_to_pay"], stood["next_step"]) == ("raised", Decimal("0.01"), "letter_1")
    with pytest.raises(UserError, match="come back already"):
        debt_ledger.take_back(owes, JO, "g1", last, "Again", AS_AT)
    assert faults(owes) == []


def test_nobody_pays_more_than_is_left(with_debt):
    owes, debt_id = with_debt()
    with pytest.raises(UserError, match="can't be more"):
        pay(owes, debt_id, "160.01")
    assert owes.value("select count(*) from decisions.debt_entry where kind = 'paid'") == 0


def test_a_receipt_counts_once_until_its_payment_came_back(with_debt):
    owes, debt_id = with_debt()
    entry = pay(owes, debt_id, "10.00")
    with pytest.raises(UserError, match="counts once"):
        pay(owes, debt_id, "10.00")
    debt_ledger.take_back(owes, JO, "g1", entry, "Paid for somebody else", AS_AT)
    pay(owes, debt_id, "10.00")


def test_a_payment_needs_a_line_or_a_receipt_and_not_both(with_debt):
    owes, debt_id = with_debt()
    for receipt, line in ((None, None), ("R1", "t1")):
        with pytest.raises(UserError, match="Show the payment"):
            debt_ledger.pay(owes, JO, "g1", debt_id, "10.00", AS_AT, AS_AT, receipt, line)


def test_arrears_paid_into_the_account_pay_the_debt_and_not_the_next_cycle_too(with_debt):
    owes, debt_id = with_debt()
    july = date(2026, 7, 12)
    receive(owes, "a1", [("2026-07-02", "A EXAMPLE1 CONTRIBUTION", "40.00"), ("2026-07-12", "CARE AT HOME", "-80.00")], opening="2229.47", as_at=july)
    line = owes.value("select transaction_id from reconciliation.transaction where account_id = 'a1' and posted_on = '2026-07-02'")
    assert owes.value("select owed from trackers.contribution_owed where account_id = 'a1' and due_on = '2026-06-22'") == 0
    pay(owes, debt_id, "40.00", on=july, line=line)
    assert owes.value("select owed from trackers.contribution_owed where account_id = 'a1' and due_on = '2026-06-22'") == Decimal("40.00")
    with pytest.raises(UserError, match="Each line counts once"):
        pay(owes, debt_id, "40.00", on=july, line=line)


def test_a_line_that_was_counted_when_the_debt_was_raised_does_not_pay_it(with_debt):
    owes, debt_id = with_debt()
    line = owes.value("select transaction_id from reconciliation.transaction where account_id = 'a1' and posted_on = '2026-02-03'")
    with pytest.raises(UserError, match="older than the debt"):
        pay(owes, debt_id, "40.00", line=line)


def test_a_line_of_somebody_else_pays_nothing(with_debt):
    owes, debt_id = with_debt()
    receive(owes, "a2", [("2026-06-28", "WESTMARCH COUNCIL CONTRIBUTION", "-40.00")], as_at=AS_AT)
    line = owes.value("select transaction_id from reconciliation.transaction where account_id = 'a2'")
    with pytest.raises(UserError, match="not on a statement of this person"):
        pay(owes, debt_id, "40.00", line=line)


def at_once(*calls):
    """What each call gave, or the sentence it was refused with, when all are made at once."""

    def outcome(call):
        try:
            return call()
        except UserError as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(outcome, call) for call in calls]]


def test_two_people_at_once_count_one_receipt_once_and_raise_one_debt(owes):
    outcomes = at_once(*[lambda: raised(owes)] * 4)
    assert sum(isinstance(one, str) for one in outcomes) == 1
    debt_id = next(one for one in outcomes if isinstance(one, str))
    outcomes = at_once(*[lambda: pay(owes, debt_id, "100.00")] * 4, *[lambda: pay(owes, debt_id, "100.00", "R2")] * 2)
    assert sum(isinstance(one, str) for one in outcomes) == 1
    entry = next(one for one in outcomes if isinstance(one, str))
    outcomes = at_once(*[lambda: debt_ledger.take_back(owes, JO, "g1", entry, "Not honoured", AS_AT)] * 3)
    assert sum(isinstance(one, str) for one in outcomes) == 1
    assert audit(owes, debt_id)["outstanding"] == Decimal("160.00") and faults(owes) == []


# Corrections and write-offs


def propose(store, debt_id, amount, kind="write_off", code="hardship", actor=JO, on=AS_AT):
    return debt_ledger.propose(store, actor, "g1", debt_id, kind, amount, "Seen the papers", on, code)


def test_what_one_proposes_another_decides_within_their_limit(with_debt):
    owes, debt_id = with_debt()
    proposal = propose(owes, debt_id, "160.00", actor=SAM)
    with pytest.raises(UserError, match="earlier step"):
        debt_ledger.approve(owes, SAM, "g1", proposal, AS_AT)
    debt_ledger.approve(owes, LEE, "g1", proposal, AS_AT)
    row = audit(owes, debt_id)
    assert (row["stage"], row["written_off"], row["outstanding"]) == ("written_off", Decimal("160.00"), 0)
    assert faults(owes) == []


def test_a_senior_officer_decides_up_to_the_limit_and_not_by_small_steps_beyond_it(owes):
    """Policy: £250.00 for a senior officer."""
    with owes.change(OPERATOR, "load_caseload", "a rate") as change:
        change.insert(
            "raw.rate",
            [{"load_number": 3, "row_number": 2, "agreement_id": "g1", "from_date": date(2026, 1, 1), "gross_weekly": Decimal("120.00"), "contribution_weekly": Decimal("30.00")}],
        )
        follow(change, AS_AT, caseload=True)
    debt_id = raised(owes)
    assert audit(owes, debt_id)["amount"] > 300
    debt_ledger.approve(owes, SAM, "g1", propose(owes, debt_id, "250.00"), AS_AT)
    one_penny_more = propose(owes, debt_id, "0.01")
    with pytest.raises(UserError, match=r"£250\.01 is more than your role may decide"):
        debt_ledger.approve(owes, SAM, "g1", one_penny_more, AS_AT)
    debt_ledger.approve(owes, LEE, "g1", one_penny_more, AS_AT)


@pytest.mark.parametrize(("left", "is_refused"), [("50.00", True), ("49.99", False)])
def test_only_a_small_debt_is_uneconomic(with_debt, left, is_refused):
    owes, debt_id = with_debt()
    pay(owes, debt_id, str(Decimal("160.00") - Decimal(left)))
    if is_refused:
        with pytest.raises(UserError, match="Only a debt under"):
            propose(owes, debt_id, left, code="uneconomic")
    else:
        propose(owes, debt_id, left, code="uneconomic")


def test_a_debt_of_the_dead_needs_the_date_of_death(with_debt):
    owes, debt_id = with_debt()
    with pytest.raises(UserError, match="No date of death"):
        propose(owes, debt_id, "160.00", code="deceased_no_estate")
    known(owes, number=3, date_of_death=AS_AT + DAY)
    with pytest.raises(UserError, match="No date of death"):
        propose(owes, debt_id, "160.00", code="deceased_no_estate")
    propose(owes, debt_id, "160.00", code="deceased_no_estate", on=AS_AT + DAY)


def test_a_sum_can_be_claimed_until_six_years_after_it_fell_due_and_is_too_old_the_day_after(with_debt):
    """Limitation Act 1980; Care Act 2014 s69(3). Each contribution falls due by itself."""
    owes, debt_id = with_debt()
    last = date(2032, 3, 2)
    with pytest.raises(UserError, match=r"£0\.00 of it is too old"):
        propose(owes, debt_id, "40.00", code="statute_barred", on=last)
    with pytest.raises(UserError, match=r"£40\.00 of it is too old"):
        propose(owes, debt_id, "40.01", code="statute_barred", on=last + DAY)
    propose(owes, debt_id, "40.00", code="statute_barred", on=last + DAY)


def test_a_debt_that_is_too_old_is_not_referred(with_debt):
    owes, debt_id = with_debt(made.final)
    with pytest.raises(UserError, match="could be claimed until 2 Mar 2032"):
        debt.refer(owes, JO, "g1", debt_id, "offered", None, date(2032, 3, 3))
    debt.refer(owes, JO, "g1", debt_id, "offered", None, date(2032, 3, 2))


def test_one_proposal_waits_at_a_time_and_a_declined_one_changes_nothing(with_debt):
    owes, debt_id = with_debt()
    proposal = propose(owes, debt_id, "10.00", "adjustment", None)
    with pytest.raises(UserError, match="waits for a decision"):
        propose(owes, debt_id, "10.00")
    debt_ledger.decline(owes, LEE, "g1", proposal, "The sum is right", AS_AT)
    with pytest.raises(UserError, match="can't be done now"):
        debt_ledger.approve(owes, LEE, "g1", proposal, AS_AT)
    assert audit(owes, debt_id)["amount"] == Decimal("160.00")


def test_a_withdrawn_debt_frees_its_cycles_and_is_withdrawn_by_another_than_raised_it(owes):
    debt_id = debt.raise_contribution(owes, LEE, "g1", "a1", AS_AT)
    with pytest.raises(UserError, match="earlier step"):
        debt.withdraw(owes, LEE, "g1", debt_id, "Raised in error", AS_AT)
    debt.withdraw(owes, KIT, "g1", debt_id, "Raised in error", AS_AT)
    assert audit(owes, debt_id)["outstanding"] == 0
    assert audit(owes, raised(owes))["amount"] == Decimal("160.00")
    assert faults(owes) == []


def test_what_was_paid_on_is_not_withdrawn(with_debt):
    owes, debt_id = with_debt()
    pay(owes, debt_id, "10.00")
    with pytest.raises(UserError, match="Something was paid"):
        debt.withdraw(owes, LEE, "g1", debt_id, "Raised in error", AS_AT)


# The pack, and what is shown


def test_the_pack_holds_what_the_debt_team_needs(with_debt):
    import io

    import openpyxl

    owes, debt_id = with_debt(made.reminder)
    with pytest.raises(UserError, match="final letter has gone out"):
        debt_pack.pack(owes, JO, "g1", debt_id, AS_AT)
    hold(owes, date(2026, 1, 1), date(2026, 3, 1))
    went_out(owes, debt_id, "final", AS_AT + 42 * DAY)
    pay(owes, debt_id, "20.00")
    debt.refer(owes, JO, "g1", debt_id, "offered", None, AS_AT + 60 * DAY)
    book = openpyxl.load_workbook(io.BytesIO(debt_pack.pack(owes, JO, "g1", debt_id, AS_AT + 60 * DAY)))
    assert book.sheetnames == ["Debt", "Ledger", "Letters", "Lines"]
    fields = dict(book["Debt"].iter_rows(min_row=2, values_only=True))
    assert {name: fields[name] for name in ("Customer number", "Left to pay", "Capacity", "Deferred payment", "Dispute")} == {
        "Customer number": "p1", "Left to pay": 140, "Capacity": "Decides for herself", "Deferred payment": "Offered, and not taken up", "Dispute": "None known",
    }  # fmt: skip
    assert fields["Moratorium"].startswith("Breathing space from 2026-01-01 to 2026-03-01") and fields["Can be claimed until"].date() == date(2032, 3, 2)
    assert [row[0] for row in book["Letters"].iter_rows(min_row=2, max_col=2, values_only=True)] and book["Ledger"].max_row == 3 and book["Lines"].max_row == 5
    assert owes.value("select subject from activity.entry order by seq desc limit 1") == "referral pack"


def test_what_may_not_be_done_is_said_with_its_reason(with_debt):
    owes, debt_id = with_debt(made.letter_1)
    options = {one["step"]: one["why_not"] for one in debt.options(owes, JO, "g1", debt_id, AS_AT)}
    assert options.keys() == {"phone"}
    assert any("7 days after the first letter" in sentence for sentence in options["phone"])
    assert {one["step"] for one in debt.options(owes, LEE, "g1", debt_id, AS_AT)} == {"phone", "withdraw"}


# Ombudsman


def test_oldham_19_012_063_a_contribution_is_not_paid_out_of_the_direct_payment(with_debt):
    """Two years of contributions left the DP account itself; part was written off for the council's fault."""
    owes, debt_id = with_debt()
    july = date(2026, 7, 12)
    receive(owes, "a1", [("2026-07-02", "WESTMARCH COUNCIL CONTRIBUTION", "-40.00"), ("2026-07-12", "CARE AT HOME", "-80.00")], opening="2229.47", as_at=july)
    line = owes.value("select transaction_id from reconciliation.transaction where account_id = 'a1' and posted_on = '2026-07-02'")
    with pytest.raises(UserError, match="never from the direct payment"):
        pay(owes, debt_id, "40.00", on=july, line=line)
    debt_ledger.approve(owes, SAM, "g1", propose(owes, debt_id, "80.00", code="council_fault"), july)
    row = audit(owes, debt_id)
    assert (row["paid"], row["written_off"], row["outstanding"], row["stage"]) == (0, Decimal("80.00"), Decimal("80.00"), "raised")


def test_lancashire_21_007_290_a_letter_to_another_address_than_the_caseload_has_moves_nothing(with_debt):
    """Invoices went to a wrong address for years."""
    owes, debt_id = with_debt()
    with pytest.raises(UserError, match="Check the address"):
        debt.write_letter(owes, JO, "g1", debt_id, "letter_1", AS_AT, address_checked=False)
    with pytest.raises(UserError, match="comes from the caseload"):
        debt.write_letter(owes, JO, "g1", debt_id, "letter_1", AS_AT, address_checked=True, address="2 Old Road")
    sent = made.letter(owes, "debt", debt_id, "contribution_arrears_1", AS_AT, Decimal("160.00"), address="2 Old Road\nWM1 1AA")
    with pytest.raises(UserError, match="another address"):
        debt.letter_went_out(owes, JO, "g1", debt_id, "letter_1", sent, AS_AT)
    assert HOME in owes.value(
        "select facts ->> '$.address' from decisions.letter where letter_id = ?", [debt.write_letter(owes, JO, "g1", debt_id, "letter_1", AS_AT, address_checked=True)]
    )
