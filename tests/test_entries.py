"""Approvals, declines, reversals and presentments: one purchase counts once, and what nothing tells is named."""

from datetime import date

import pytest

from lib.statements.reading import read

TODAY = date(2026, 11, 22)
HEADINGS = "Date,Entry Type,Merchant,Amount,"
PRESENTED = "13/01/2026,Authorisation,SHOP,-10.00,{0}\n14/01/2026,Presentment,SHOP,-10.00,{0}\n"


def reading_of(more, rows):
    return read("card.csv", f"{HEADINGS}{more}\n{rows}".encode(), today=TODAY)


def counted(reading):
    return [(row["line_number"], row["amount"]) for statement in reading["statements"] for row in statement["rows"]]


@pytest.mark.parametrize("words", ["Authorisation", "AUTHORIZATION", "Auth", "Approval", "Approved", "Card authorisation", "Pre-auth", "POS Authorisation", "Authorisation hold"])
def test_what_is_presented_counts_and_its_approval_does_not(words):
    assert counted(reading_of("Card Ref", PRESENTED.format("C1").replace("Authorisation", words))) == [(3, "-10.00")]


@pytest.mark.parametrize("words", ["Decline", "Declined", "Refused", "Authorisation declined", "Declined purchase", "Rejected transaction"])
def test_what_was_declined_moved_no_money(words):
    assert counted(reading_of("Card Ref", PRESENTED.format("C1") + f"15/01/2026,{words},BETS,-99.00,C1\n")) == [(3, "-10.00")]


@pytest.mark.parametrize("words", ["Failed direct debit fee", "Rejected DD", "Authorised person's wages"])
def test_a_payment_whose_kind_only_begins_like_an_entry_counts(words):
    assert counted(reading_of("Card Ref", PRESENTED.format("C1") + f"15/01/2026,{words},X,-9.00,C1\n")) == [(3, "-10.00"), (4, "-9.00")]


def test_a_reversal_counts_where_what_it_reverses_was_presented_and_not_where_it_was_only_approved():
    rows = PRESENTED.format("C1") + "15/01/2026,Authorisation,HOTEL,-80.00,C1\n16/01/2026,Reversal,HOTEL,80.00,C1\n17/01/2026,Reversal,SHOP,10.00,C1\n"
    reading = reading_of("Card Ref", rows)
    assert counted(reading) == [(3, "-10.00"), (6, "10.00")]
    assert (5, "reversal of an approval") in [(row["line"], row["why"]) for row in reading["skipped_lines"]]


def test_a_reversal_that_nothing_explains_is_named_and_not_counted():
    reading = reading_of("Card Ref", PRESENTED.format("C1") + "15/01/2026,Reversal,ANOTHER SHOP,5.00,C1\n")
    assert counted(reading) == [(3, "-10.00")]
    assert [row["line"] for row in reading["rejected_lines"]] == [4]
    assert "only released" in reading["rejected_lines"][0]["reason"]


def test_two_reversals_of_one_approval_and_one_purchase_are_not_told_apart_by_guessing():
    rows = PRESENTED.format("C1") + "15/01/2026,Authorisation,SHOP,-10.00,C1\n16/01/2026,Reversal,SHOP,10.00,C1\n17/01/2026,Reversal,SHOP,10.00,C1\n"
    assert len(reading_of("Card Ref", rows)["rejected_lines"]) == 2


def test_the_part_of_an_approval_that_was_not_taken_is_no_money_back():
    rows = "13/01/2026,Authorisation,FUEL,-100.00,T1\n13/01/2026,Reversal,FUEL,20.00,T1\n14/01/2026,Presentment,FUEL,-80.00,T1\n"
    assert counted(reading_of("Transaction ID", rows)) == [(4, "-80.00")]


def test_a_refund_of_the_same_amount_is_not_taken_for_the_purchase():
    rows = PRESENTED.format("C1") + "15/01/2026,Authorisation,HOTEL,-80.00,C1\n16/01/2026,Refund,HOTEL,80.00,C1\n17/01/2026,Reversal,HOTEL,80.00,C1\n"
    assert counted(reading_of("Card Ref", rows)) == [(3, "-10.00"), (5, "80.00")]


def test_a_reversal_in_a_table_that_lists_no_approvals_is_money_back():
    assert counted(reading_of("Card Ref", "13/01/2026,Purchase,SHOP,-10.00,C1\n14/01/2026,Reversal,SHOP,10.00,C1\n")) == [(2, "-10.00"), (3, "10.00")]


def test_approvals_alone_count_where_the_balance_moves_by_them_and_else_wait_to_be_presented():
    rows = "13/01/2026,Load,COUNCIL,100.00,100.00\n14/01/2026,Authorisation,SHOP,-10.00,90.00\n15/01/2026,Authorisation,CAFE,-5.00,85.00\n16/01/2026,Authorisation reversal,CAFE,5.00,90.00\n"
    reading = reading_of("Balance", rows)
    assert (reading["statements"][0]["lines"], reading["statements"][0]["proof"]) == (4, "proven")
    alone = read("card.csv", b"Date,Entry Type,Merchant,Amount\n14/01/2026,Authorisation,SHOP,-10.00\n", today=TODAY)
    assert (alone["status"], "1 approval" in alone["reason"]) == ("refused", True)


def test_beside_an_available_balance_the_approval_is_still_not_a_second_payment():
    rows = "13/01/2026,Load,COUNCIL,100.00,100.00\n13/01/2026,Authorisation,SHOP,-10.00,90.00\n14/01/2026,Presentment,SHOP,-10.00,90.00\n"
    assert counted(reading_of("Balance", rows)) == [(2, "100.00"), (4, "-10.00")]


def test_the_balance_tells_a_reversal_in_two_columns_of_money_too():
    rows = "13/01/2026,Load,COUNCIL,,100.00,100.00\n14/01/2026,Authorisation,SHOP,10.00,,100.00\n15/01/2026,Presentment,SHOP,10.00,,90.00\n16/01/2026,Reversal,CAFE,,5.00,95.00\n17/01/2026,Reversal,INN,,7.00,95.00\n"
    reading = read("card.csv", f"Date,Entry Type,Merchant,Spent,Loaded,Balance\n{rows}".encode(), today=TODAY)
    assert (counted(reading), reading["statements"][0]["proof"]) == ([(2, "100.00"), (4, "-10.00"), (5, "5.00")], "proven")
