"""The letter before a surplus is taken, as the service writes it: what it must say, and that its sums add up."""

from datetime import timedelta
from decimal import Decimal

import pytest

from lib import letters, surplus
from lib.errors import SeveralErrors
from tests.letter_facts import text
from tests.small_council import AS_AT, JO, LEE, decide, receive

DAY = timedelta(days=1)


@pytest.fixture
def council(held):
    return held


def taken_up(store):
    return surplus.calculate(store, JO, "g1", "unknown", "", AS_AT)


def test_lancashire_18_012_467_nothing_is_recouped_without_a_letter_of_amount_date_and_workings(council):
    surplus_id = taken_up(council)
    with pytest.raises(SeveralErrors, match="must first have the letter"):
        surplus.notify(council, JO, "g1", surplus_id, AS_AT)
    letter_id = surplus.prepare_notice(council, JO, "g1", surplus_id, "702.00", AS_AT + 15 * DAY, "invoice", AS_AT)
    with pytest.raises(SeveralErrors, match="must first have the letter"):
        surplus.notify(council, JO, "g1", surplus_id, AS_AT)
    said = text(letters.content(council, JO, "g1", letter_id)[0])
    for part in ("£702.00", "15 July 2026", "£720.00", "14 July 2026", "£1,500.00"):
        assert part in said
    for step in ("authorise", "invoice", "take_by_card", "net_off", "recover"):
        with pytest.raises(SeveralErrors):
            surplus.go_on(council, LEE, "g1", surplus_id, step, AS_AT + 60 * DAY)


@pytest.mark.parametrize(("inside", "bills", "left"), [("0.00", "100.00", "680.00"), ("1.00", "100.00", "780.00"), ("1.00", "800.00", "700.00")])
def test_the_sums_that_the_letter_shows_come_to_what_it_says_is_left_over(council, inside, bills, left):
    """Where the bills are a part of the weeks that stay, both can't be taken off in full."""
    decide(council, "surplus_inside", inside)
    surplus.recalculate(council, LEE, AS_AT)
    surplus.amend(council, JO, "g1", "invoices", bills, "Bills came on paper", AS_AT)
    receive(council, "a1", [("2026-06-30", "DAY CARE LTD", "-10.00")], opening="1510.00", as_at=AS_AT)
    letter_id = surplus.prepare_notice(council, JO, "g1", taken_up(council), "100.00", AS_AT + 15 * DAY, "invoice", AS_AT)
    shown = letters.text_of(letters.content(council, JO, "g1", letter_id)[0])
    sums = next(said for kind, said in shown if kind == "table" and said[0][0] == "Step")
    have, *take_off, is_left = [Decimal(amount.replace("£", "").replace(",", "")) for _, amount in sums[1:]]
    assert (have - sum(take_off), is_left) == (Decimal(left), Decimal(left))
    paragraphs = "\n".join(said for kind, said in shown if kind != "table")
    assert f"We leave you £{have - is_left:,.2f}. This is for about 8 weeks of care and for bills we know about." in paragraphs
    assert ("So we only take off the larger of the two." in paragraphs) == (inside == "1.00")
    assert {day for kind, said in shown if kind == "table" and said[0][0] == "Date" for day, *_ in said[1:]} == {"30 June 2026"}


def test_where_no_weeks_stay_the_letter_names_none(council):
    decide(council, "surplus_weeks", "0.00")
    surplus.recalculate(council, LEE, AS_AT)
    surplus.amend(council, JO, "g1", "invoices", "700.00", "Bills came on paper", AS_AT)
    letter_id = surplus.prepare_notice(council, JO, "g1", taken_up(council), "100.00", AS_AT + 15 * DAY, "invoice", AS_AT)
    shown = letters.text_of(letters.content(council, JO, "g1", letter_id)[0])
    assert any("We leave you £700.00 for bills we know about." in str(said) for _, said in shown)
    assert not any("weeks of" in str(said) or "what you keep" in str(said) for kind, said in shown if kind != "table" or said[0][0] == "Step")
