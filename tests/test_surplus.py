"""Surplus: from calculation to money that came back, and every unlawful step refused by the service."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lib import debt, holds, letters, outstanding, surplus
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.monitoring import follow, refresh_store
from lib.store import OPERATOR
from tests.small_council import AS_AT, HOLDING, JO, LEE, decide, receive

SAM = replace(LEE, username="sam", role="senior_officer", name="Sam Example")
DAY = timedelta(days=1)
PERIOD = date(2026, 4, 1)


@pytest.fixture
def council(held):
    return held


def taken_up(store, reason="unknown", actor=JO):
    return surplus.calculate(store, actor, "g1", reason, "", AS_AT)


def told(store, amount="702.00", taking_on=AS_AT + 15 * DAY, how="invoice", surplus_id=None, **more):
    """A surplus whose letter went out today."""
    surplus_id = surplus_id or taken_up(store)
    letter_id = surplus.prepare_notice(store, JO, "g1", surplus_id, amount, taking_on, how, AS_AT, **more)
    letters.mark_sent(store, JO, "g1", letter_id, AS_AT, "post")
    surplus.notify(store, JO, "g1", surplus_id, AS_AT)
    return surplus_id


def fresh(store, on):
    """A statement up to a day, in which nothing came but a penny of interest."""
    receive(store, "a1", [(str(on), "GROSS INTEREST", "0.01")], opening="1500.00", as_at=on)


THEN = AS_AT + 15 * DAY


def told_today(store):
    told(store)


def newer_statement(store):
    fresh(store, THEN)


def invoiced(store):
    """£100.00 that were told, authorised and invoiced."""
    surplus_id = told(store, amount="100.00")
    fresh(store, THEN)
    surplus.go_on(store, LEE, "g1", surplus_id, "authorise", THEN)
    surplus.go_on(store, LEE, "g1", surplus_id, "invoice", THEN)


@pytest.fixture
def after(filled):
    """after(fill, ...): a store in which this was done with the surplus, and the surplus's id."""

    def copy(*fills):
        store = filled(*HOLDING, *fills)
        return store, store.value("select surplus_id from decisions.surplus")

    return copy


def state(store, surplus_id):
    return store.row("from audit.surplus where surplus_id = ?", [surplus_id])


def said(refused):
    return " ".join(getattr(refused.value, "errors", [str(refused.value)]))


def test_what_is_above_the_weeks_that_stay_is_shared_by_who_paid_it_in(council):
    position = council.row("from reconciliation.surplus where agreement_id = 'g1'")
    assert (position["available_balance"], position["retained"], position["surplus"]) == (Decimal("1500.00"), Decimal("720.00"), Decimal("780.00"))
    assert (position["council_share"], position["person_share"]) == (Decimal("702.00"), Decimal("78.00"))


def test_the_whole_way_from_calculation_to_recovered_goes_through_two_people(after):
    council, surplus_id = after(told_today, newer_statement)
    then = THEN
    surplus.go_on(council, LEE, "g1", surplus_id, "authorise", then)
    surplus.go_on(council, LEE, "g1", surplus_id, "invoice", then)
    surplus.match(council, JO, "g1", surplus_id, "£700.00", then, then, receipt_number="R-1")
    assert state(council, surplus_id)["state"] == "invoiced"
    surplus.match(council, JO, "g1", surplus_id, "2.00", then + DAY, then, receipt_number="R-2")
    row = state(council, surplus_id)
    assert (row["state"], row["recovered"], row["recovered_on"], row["authorised_by"], row["notified_on"]) == ("recovered", Decimal("702.00"), then + DAY, "lee", AS_AT)
    surplus.go_on(council, JO, "g1", surplus_id, "close", then)
    steps = [row["action"] for row in council.rows("select action from activity.entry where action like 'surplus_%' order by seq")]
    assert steps == ["surplus_calculate", "surplus_notify", "surplus_authorise", "surplus_invoice", "surplus_recover", "surplus_close"]


def test_it_cannot_be_authorised_or_taken_on_the_last_day_to_object(after):
    council, surplus_id = after(told_today, newer_statement)
    with pytest.raises(SeveralErrors, match="can object until 14 July 2026"):
        surplus.go_on(council, LEE, "g1", surplus_id, "authorise", AS_AT + 14 * DAY)
    surplus.go_on(council, LEE, "g1", surplus_id, "authorise", AS_AT + 15 * DAY)


def test_it_cannot_be_taken_a_day_before_the_day_of_the_letter(council):
    surplus_id = told(council, taking_on=AS_AT + 20 * DAY)
    fresh(council, AS_AT + 19 * DAY)
    surplus.go_on(council, LEE, "g1", surplus_id, "authorise", AS_AT + 19 * DAY)
    with pytest.raises(SeveralErrors, match="taken on 20 July 2026, not before"):
        surplus.go_on(council, LEE, "g1", surplus_id, "invoice", AS_AT + 19 * DAY)


def test_nottinghamshire_20_013_237_what_would_leave_care_unpaid_is_not_taken(after):
    council, surplus_id = after(told_today)
    then = AS_AT + 15 * DAY
    receive(council, "a1", [(str(then), "CARE AT HOME", "-700.00")], opening="1500.00", as_at=then)
    with pytest.raises(SeveralErrors, match=r"can't be taken now, £72\.00 can"):
        surplus.go_on(council, LEE, "g1", surplus_id, "authorise", then)


def test_what_is_no_longer_safe_after_it_was_authorised_is_not_taken(after):
    council, surplus_id = after(told_today, newer_statement)
    then = THEN
    surplus.go_on(council, LEE, "g1", surplus_id, "authorise", then)
    receive(council, "a1", [(str(then + DAY), "CARE AT HOME", "-700.00")], opening="1500.01", as_at=then + DAY)
    with pytest.raises(SeveralErrors, match="Wages and bills come first"):
        surplus.go_on(council, LEE, "g1", surplus_id, "invoice", then + DAY)


def test_nothing_is_taken_on_an_old_balance(after):
    council, surplus_id = after(told_today)
    with pytest.raises(SeveralErrors, match="Upload a newer statement"):
        surplus.go_on(council, LEE, "g1", surplus_id, "authorise", AS_AT + 46 * DAY)
    surplus.go_on(council, LEE, "g1", surplus_id, "authorise", AS_AT + 45 * DAY)


def test_who_proposed_it_neither_authorises_nor_takes_it(council):
    surplus_id = told(council, surplus_id=taken_up(council, actor=LEE))
    then = AS_AT + 15 * DAY
    fresh(council, then)
    with pytest.raises(SeveralErrors, match="somebody else must look"):
        surplus.go_on(council, LEE, "g1", surplus_id, "authorise", then)
    surplus.go_on(council, SAM, "g1", surplus_id, "authorise", then)
    with pytest.raises(SeveralErrors, match="somebody else must look"):
        surplus.go_on(council, LEE, "g1", surplus_id, "invoice", then)


def test_who_amended_a_term_does_not_authorise_what_comes_of_it(council):
    surplus.amend(council, LEE, "g1", "invoices", "10.00", "Invoice 7", AS_AT)
    surplus_id = told(council, amount="600.00")
    then = AS_AT + 15 * DAY
    fresh(council, then)
    with pytest.raises(SeveralErrors, match="somebody else must look"):
        surplus.go_on(council, LEE, "g1", surplus_id, "authorise", then)
    surplus.go_on(council, SAM, "g1", surplus_id, "authorise", then)


def test_an_employers_notice_and_redundancy_are_set_aside_west_berkshire_24_014_783(council):
    with council.change(LEE, "load_caseload", "an employer") as change:
        change.execute(
            "insert into raw.agreement by name select * replace (2 as load_number, true as employs_pa, date '2022-06-30' as start_date) from raw.agreement where agreement_id = 'g1'"
        )
        change.execute("insert into raw.plan_line by name select * replace (2 as load_number, 'pa_wages' as spend_category) from raw.plan_line where plan_line_id = 'l1'")
        follow(change, AS_AT, caseload=True)
    term = council.row("from reconciliation.surplus_term where agreement_id = 'g1' and term = 'notice_and_redundancy'")
    assert (term["amount"], term["words"]) == (Decimal("640.00"), "Notice and redundancy: 8 weeks of £80.00 wages")
    assert council.row("from reconciliation.surplus where agreement_id = 'g1'")["surplus"] == Decimal("140.00")


def test_knowsley_24_018_192_a_surplus_says_why_it_is_there_and_what_is_needed_is_left(council):
    with pytest.raises(UserError, match="Choose why the money is there"):
        surplus.calculate(council, JO, "g1", "covid", "", AS_AT)
    surplus_id = told(council, surplus_id=taken_up(council, "respite_not_taken"))
    surplus.go_on(council, JO, "g1", surplus_id, "object", AS_AT + DAY, "Respite was closed; it is booked for August")
    surplus.go_on(council, LEE, "g1", surplus_id, "accept_objection", AS_AT + DAY, "Booked: left for August")
    then = AS_AT + 30 * DAY
    fresh(council, then)
    for step in ("authorise", "invoice", "take_by_card"):
        with pytest.raises(SeveralErrors, match="moved on"):
            surplus.go_on(council, LEE, "g1", surplus_id, step, then)


def test_kirklees_24_016_885_at_the_end_wages_and_notice_come_before_what_is_left(council):
    with council.change(LEE, "load_caseload", "an end") as change:
        change.execute(
            "insert into raw.agreement by name select * replace (2 as load_number, true as employs_pa, date '2026-06-29' as end_date) from raw.agreement where agreement_id = 'g1'"
        )
        change.execute("insert into raw.plan_line by name select * replace (2 as load_number, 'pa_wages' as spend_category) from raw.plan_line where plan_line_id = 'l1'")
        follow(change, AS_AT, caseload=True)
    outstanding.note(council, JO, "a1", PERIOD, "wages", "The last weeks of June", "160.00", AS_AT)
    position = council.row("from reconciliation.surplus where agreement_id = 'g1'")
    # Four weeks of £80.00 notice and the wages that are owed stay; no weeks are kept for an agreement that ended.
    assert (position["retained"], position["committed"], position["surplus"]) == (Decimal("0.00"), Decimal("480.00"), Decimal("1020.00"))


def test_an_officer_authorises_nothing(after):
    council, surplus_id = after(told_today)
    with pytest.raises(NotAllowed):
        surplus.go_on(council, JO, "g1", surplus_id, "authorise", AS_AT + 30 * DAY)


def test_a_role_decides_up_to_its_limit(council):
    receive(council, "a1", [("2026-06-30", "CARE AT HOME", "5000.00")], opening="1500.00")
    surplus_id = taken_up(council)
    with pytest.raises(SeveralErrors, match=r"more than your role may decide \(up to £2,500\.00\)"):
        surplus.go_on(council, SAM, "g1", surplus_id, "check", AS_AT)
    surplus.go_on(council, LEE, "g1", surplus_id, "check", AS_AT)


def test_a_large_surplus_is_checked_by_somebody_else_before_the_person_is_told(council):
    receive(council, "a1", [("2026-06-30", "A FRIEND", "300.00")], opening="1500.00")
    surplus_id = taken_up(council)
    with pytest.raises(UserError, match=r"over £1,000\.00 is checked by somebody else"):
        surplus.prepare_notice(council, JO, "g1", surplus_id, "702.00", AS_AT + 15 * DAY, "invoice", AS_AT)
    surplus.go_on(council, SAM, "g1", surplus_id, "check", AS_AT)
    told(council, surplus_id=surplus_id)


@pytest.mark.parametrize("reason", ["hospital", "pa_vacancy"])
def test_money_that_lies_there_because_care_is_missing_goes_to_the_social_worker_first(council, reason):
    surplus_id = told(council, surplus_id=taken_up(council, reason))
    then = AS_AT + 15 * DAY
    fresh(council, then)
    with pytest.raises(SeveralErrors, match="the social worker must know first"):
        surplus.go_on(council, LEE, "g1", surplus_id, "authorise", then)
    with pytest.raises(SeveralErrors, match="Say why"):
        surplus.go_on(council, JO, "g1", surplus_id, "tell_practitioner", then)
    surplus.go_on(council, JO, "g1", surplus_id, "tell_practitioner", then, "Telephoned; a new PA starts on Monday")
    surplus.go_on(council, LEE, "g1", surplus_id, "authorise", then)


def test_breathing_space_stops_the_letter_the_clock_and_the_taking(council):
    surplus_id = taken_up(council)
    hold_id = holds.begin(council, JO, "g1", "breathing_space", AS_AT, None, "Notice from the Insolvency Service")
    with pytest.raises(UserError, match="Breathing space since 30 Jun 2026"):
        surplus.prepare_notice(council, JO, "g1", surplus_id, "702.00", AS_AT + 15 * DAY, "invoice", AS_AT)
    holds.end(council, JO, "g1", hold_id, AS_AT + 10 * DAY, "It ended")
    assert council.row("from staging.hold")["to_date"] == AS_AT + 9 * DAY


def test_days_of_a_hold_do_not_count_for_objecting(after):
    council, surplus_id = after(told_today, newer_statement)
    holds.begin(council, JO, "g1", "hospital", AS_AT + 2 * DAY, AS_AT + 4 * DAY, "The ward rang")
    then = THEN
    with pytest.raises(SeveralErrors, match="can object until 17 July 2026"):
        surplus.go_on(council, LEE, "g1", surplus_id, "authorise", then)


def test_an_objection_stops_it_until_somebody_else_considered_it(after):
    council, surplus_id = after(told_today)
    surplus.go_on(council, JO, "g1", surplus_id, "object", AS_AT + DAY, "The money is for a hoist")
    with pytest.raises(SeveralErrors, match="moved on"):
        surplus.go_on(council, LEE, "g1", surplus_id, "authorise", AS_AT + 30 * DAY)
    surplus.go_on(council, LEE, "g1", surplus_id, "accept_objection", AS_AT + 2 * DAY, "The hoist is in the plan")
    assert state(council, surplus_id)["state"] == "withdrawn"


def test_the_letter_names_no_more_than_is_safe_and_no_day_on_which_the_person_can_still_object(council):
    surplus_id = taken_up(council)
    for amount, day, how, cycles, words in (
        ("702.01", 15, "invoice", 0, r"£702\.00 can"),
        ("702.00", 14, "invoice", 0, "Choose a later day"),
        ("702.00", 15, "card", 0, "Only a prepaid card"),
        ("702.00", 15, "net_off", 4, "over 1 to 3 payments"),
        ("702.00", 15, "cash", 0, "Choose how"),
        ("all of it", 15, "invoice", 0, "pounds and pence"),
    ):
        with pytest.raises(UserError, match=words):
            surplus.prepare_notice(council, JO, "g1", surplus_id, amount, AS_AT + day * DAY, how, AS_AT, cycles=cycles)
    assert council.value("select count(*) from decisions.letter") == 0


def test_who_needs_longer_has_three_weeks(council):
    surplus_id = told(council, taking_on=AS_AT + 22 * DAY, is_adjusted=True)
    assert council.row("from trackers.surplus where surplus_id = ?", [surplus_id])["object_by"] == AS_AT + 21 * DAY


def test_an_amended_term_carries_its_reason_into_the_sum_and_the_frozen_record(council):
    surplus.amend(council, JO, "g1", "invoices", "100.00", "Invoice 7 came on paper", AS_AT)
    surplus_id = told(council, amount="612.00")
    with pytest.raises(UserError, match="was told these figures"):
        surplus.amend(council, JO, "g1", "invoices", "90.00", "A credit note", AS_AT)
    row = council.row("from decisions.surplus_term where surplus_id = ? and term = 'invoices'", [surplus_id])
    assert (row["proposed"], row["amount"], row["reason"]) == (Decimal("0.00"), Decimal("100.00"), "Invoice 7 came on paper")
    assert state(council, surplus_id)["surplus"] == Decimal("680.00")


def test_what_the_person_was_told_stays_though_the_account_moves_on(after):
    council, surplus_id = after(told_today)
    outstanding.note(council, JO, "a1", PERIOD, "invoice", "Invoice 8", "50.00", AS_AT)
    row = council.row("from trackers.surplus where surplus_id = ?", [surplus_id])
    assert (row["surplus"], row["safe_to_recoup"], row["safe_now"]) == (Decimal("780.00"), Decimal("702.00"), Decimal("657.00"))


def test_a_line_shows_money_that_came_back_but_once(after):
    council, surplus_id = after(invoiced)
    then = THEN
    receive(council, "a1", [(str(then + DAY), "WESTMARCH COUNCIL", "-60.00")], opening="1500.01", as_at=then + DAY)
    line = council.row("from dashboards.surplus_line where surplus_id = ?", [surplus_id])
    surplus.match(council, JO, "g1", surplus_id, "60.00", None, then + DAY, transaction_id=line["transaction_id"])
    with pytest.raises(UserError, match="matched already"):
        surplus.match(council, JO, "g1", surplus_id, "40.00", None, then + DAY, transaction_id=line["transaction_id"])
    with pytest.raises(UserError, match=r"more than the £40\.00"):
        surplus.match(council, JO, "g1", surplus_id, "40.01", then, then + DAY, receipt_number="R-1")
    with pytest.raises(SeveralErrors, match=r"£40\.00 has not come back"):
        surplus.go_on(council, JO, "g1", surplus_id, "recover", then + DAY)


def test_one_surplus_of_an_agreement_at_a_time(council):
    taken_up(council)
    with pytest.raises(UserError, match="under way already"):
        taken_up(council)


def test_where_nothing_is_above_it_nothing_is_taken_up(council):
    surplus.amend(council, JO, "g1", "invoices", "780.00", "The agency's final invoice", AS_AT)
    with pytest.raises(UserError, match="There is no surplus"):
        taken_up(council)


def test_a_surplus_can_be_worked_out_as_on_any_day_and_nothing_of_it_is_kept(council):
    before = council.rows("from reconciliation.surplus order by agreement_id")
    then = surplus.position_on(council, JO, "g1", date(2026, 5, 1))
    assert then["surplus"]["basis_on"] == date(2026, 5, 1)
    assert then["surplus"]["available_balance"] == Decimal("1580.00")
    assert sum(term["amount"] for term in then["terms"] if term["term"] == "balance") == Decimal("1580.00")
    assert council.rows("from reconciliation.surplus order by agreement_id") == before


def test_a_change_of_policy_is_recalculated_in_one_go(council):
    decide(council, "surplus_weeks", "6.00")
    told_so = []
    before = surplus.totals(council, LEE)
    after = surplus.recalculate(council, LEE, AS_AT, lambda done, count, what: told_so.append((done, count)))
    assert (before["surplus"], after["surplus"], after["agreements"]) == (Decimal("780.00"), Decimal("960.00"), 1)
    assert told_so[-1] == (6, 6)


def test_an_invoice_that_is_not_repaid_goes_on_as_a_debt_and_not_before_its_day(after):
    council, surplus_id = after(invoiced)
    then = THEN
    surplus.match(council, JO, "g1", surplus_id, "30.00", then, then, receipt_number="R-1")
    late = then + 42 * DAY
    with pytest.raises(SeveralErrors, match="No debt was raised"):
        surplus.go_on(council, JO, "g1", surplus_id, "pass_on", late)
    with pytest.raises(UserError, match="26 Aug 2026, not before"):
        debt.propose_overpayment(council, JO, "g1", "a1", "70.00", "The invoice was not paid", late, late - DAY, surplus_id=surplus_id)
    debt_id = debt.propose_overpayment(council, JO, "g1", "a1", "70.00", "The invoice was not paid", late, late, surplus_id=surplus_id)
    debt.approve(council, LEE, "g1", debt_id, late)
    letter_id = debt.write_letter(council, JO, "g1", debt_id, "letter_1", late, address_checked=True)
    table = next(said for kind, said in letters.text_of(letters.content(council, JO, "g1", letter_id)[0]) if kind == "table")
    assert table[1:] == [["26 August 2026", "To pay back", "£70.00", "The invoice was not paid"]]
    with pytest.raises(UserError, match="a debt now"):
        surplus.match(council, JO, "g1", surplus_id, "70.00", late, late, receipt_number="R-2")
    surplus.go_on(council, JO, "g1", surplus_id, "pass_on", late)
    assert state(council, surplus_id)["state"] == "passed_to_debt"
    assert council.value("select outstanding from audit.debt where debt_id = ?", [debt_id]) == Decimal("70.00")


def test_what_is_netted_makes_the_next_payments_lower_and_they_show_that_it_came_back(council):
    surplus_id = told(council, amount="100.01", how="net_off", cycles=2)
    then = AS_AT + 15 * DAY
    fresh(council, then)
    surplus.go_on(council, LEE, "g1", surplus_id, "authorise", then)
    surplus.go_on(council, LEE, "g1", surplus_id, "net_off", then)
    later = date(2026, 8, 20)
    refresh_store(council, OPERATOR, later)
    receive(council, "a1", [("2026-07-20", "WESTMARCH COUNCIL", "310.00"), ("2026-08-17", "WESTMARCH COUNCIL", "309.99")], opening="1500.01", as_at=later)
    paid = council.rows("select due_on, outcome, expected from reconciliation.payment_match where account_id = 'a1' and due_on > ? order by due_on", [then])
    assert [(row["outcome"], row["expected"]) for row in paid] == [("as_expected", Decimal("310.00")), ("as_expected", Decimal("309.99"))]
    for line in council.rows("from dashboards.surplus_line where surplus_id = ? order by posted_on", [surplus_id]):
        surplus.match(council, JO, "g1", surplus_id, f"{line['amount']:.2f}", None, later, transaction_id=line["transaction_id"])
    assert (state(council, surplus_id)["state"], state(council, surplus_id)["recovered"]) == ("recovered", Decimal("100.01"))
