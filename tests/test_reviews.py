"""Reviewing: verdicts, undo, the rest together, completion, and the lock."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lib import outstanding, payees, reviews, trail
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.monitoring import follow
from tests.small_council import AS_AT, JO, LEE, move_in, receive

PERIOD = date(2026, 1, 1)
LINES = [
    ("2026-01-02", "FARE HOME", "-1.00"),
    ("2026-01-20", "BET365", "-20.00"),
    ("2026-02-10", "CARE AT HOME", "-80.00"),
    ("2026-02-11", "J UNKNOWN INVOICE 7", "-30.00"),
    ("2026-03-30", "J UNKNOWN INVOICE 8", "-31.00"),
]


def with_lines(store):
    """a1 with the lines above."""
    receive(store, "a1", LINES, opening="500.00")


@pytest.fixture
def council(filled):
    return filled(move_in, with_lines)


@pytest.fixture
def settled(filled):
    """A copy in which nothing is in the way of completing the first quarter."""
    return filled(move_in, with_lines, settle)


def exceptions(store, **equals):
    return [row for row in store.rows("from trackers.exception where account_id = 'a1' order by occurred_on, exception_id") if row.items() >= equals.items()]


def settle(store):
    for row in exceptions(store, status="open"):
        reviews.decide(store, JO, "a1", row["exception_id"], "explained", "Seen the papers")
    reviews.accept_rest(store, JO, "a1", PERIOD, **reviews.rest(store, JO, "a1", PERIOD))


def test_a_verdict_is_a_row_with_who_and_why_and_a_newer_one_supersedes_it(council):
    bet = exceptions(council, rule_id="gambling")[0]["exception_id"]
    reviews.decide(council, JO, "a1", bet, "evidence_asked")
    reviews.decide(council, LEE, "a1", bet, "upheld", "The person did not make it")
    finding = council.row("from audit.finding where finding_id = ?", [bet])
    assert (finding["status"], finding["decided_by"], finding["decision_reason"]) == ("upheld", "lee", "The person did not make it")
    assert council.value("select count(*) from decisions.verdict") == 2


def test_upholding_needs_a_reason(council):
    bet = exceptions(council, rule_id="gambling")[0]["exception_id"]
    with pytest.raises(UserError, match="Say why"):
        reviews.decide(council, JO, "a1", bet, "upheld", "  ")
    assert council.value("select count(*) from decisions.verdict") == 0


def test_a_look_at_a_case_is_noted_once_a_session(council):
    again = replace(JO, session="another")
    for actor in (JO, JO, again):
        reviews.open_review(council, actor, "a1", PERIOD)
        trail.note_look(council, actor, "a1")
    looks = council.rows("select session, agreement_id, council from activity.entry where action = 'look_at_case' order by seq")
    assert looks == [{"session": session, "agreement_id": "g1", "council": "Westmarch"} for session in (None, "another")]


def test_undo_takes_back_ones_own_newest_verdict_only(council):
    bet = exceptions(council, rule_id="gambling")[0]["exception_id"]
    reviews.decide(council, JO, "a1", bet, "explained")
    assert reviews.undo(council, LEE, "a1", PERIOD) is None
    assert reviews.undo(council, JO, "a1", PERIOD) == bet
    assert exceptions(council, exception_id=bet)[0]["status"] == "open"


def test_a_confirmed_payee_teaches_the_other_lines_and_can_be_taken_back(council):
    unknown = council.value("select payee_key from reconciliation.transaction where spend_category = 'query' and description like 'J UNKNOWN%' limit 1")
    taught = payees.confirm(council, JO, "a1", unknown, "activity", AS_AT)
    assert (taught["lines"], taught["amount"]) == (2, Decimal("61.00"))
    assert exceptions(council, kind="payee", message=None) == []
    assert council.value("select count(*) from reconciliation.transaction where spend_category = 'activity'") == 2
    payees.take_back(council, JO, "a1", taught["decision_id"], AS_AT)
    assert council.value("select count(*) from reconciliation.transaction where spend_category = 'activity'") == 0


def test_an_officer_may_not_teach_everybody(council):
    with pytest.raises(NotAllowed):
        payees.confirm_for_everybody(council, JO, "a1", "J UNKNOWN INVOICE", "activity", AS_AT)


def test_the_rest_is_accepted_only_as_it_was_shown(council):
    rest = reviews.rest(council, JO, "a1", PERIOD)
    with pytest.raises(UserError, match="changed"):
        reviews.accept_rest(council, JO, "a1", PERIOD, rest["lines"], rest["money_in"], rest["money_out"] + Decimal("0.01"))


def test_all_that_is_in_the_way_of_completing_is_said_together(council):
    with pytest.raises(SeveralErrors) as refused:
        reviews.complete(council, JO, "a1", PERIOD)
    assert len(refused.value.errors) == 2


def test_a_completed_review_locks_its_period_and_what_comes_later_is_a_conflict(settled):
    review_id = reviews.complete(settled, JO, "a1", PERIOD)
    assert settled.row("select outcome, completed_by, findings_raised from audit.review")["outcome"] == "agreed"
    before = settled.rows("from audit.reconciliation where account_id = 'a1' and period_from = ?", [PERIOD])

    late = receive(settled, "a1", [("2026-02-20", "SOMETHING NEW", "-5.00")])
    assert (late["new_transactions"], late["locked_lines"]) == (0, 1)
    assert settled.rows("from audit.reconciliation where account_id = 'a1' and period_from = ?", [PERIOD]) == before
    assert settled.value("select count(*) from reconciliation.locked_out") == 1
    with pytest.raises(UserError, match="locked"):
        reviews.accept_rest(settled, JO, "a1", PERIOD, 0, Decimal(0), Decimal(0))
    with pytest.raises(NotAllowed):
        reviews.reopen(settled, JO, "a1", review_id, "A line came late", AS_AT)
    reviews.reopen(settled, LEE, "a1", review_id, "A line came late", AS_AT)
    assert settled.value("select state from trackers.review where account_id = 'a1' and period_from = ?", [PERIOD]) != "completed"


@pytest.mark.parametrize("first", [None, "500.00"])
def test_a_verdict_stays_with_its_payment_when_a_file_of_another_kind_shows_it_again(store, first):
    move_in(store)
    receive(store, "a1", LINES, opening=first)
    before = [row["exception_id"] for row in exceptions(store, status="open")]
    for exception_id in before:
        reviews.decide(store, JO, "a1", exception_id, "explained", "Seen the papers")
    receive(store, "a1", [(day, f"{words} ACCT 7", amount) for day, words, amount in LINES], opening="500.00" if first is None else None)
    found = exceptions(store)
    assert len(found) == len(before)
    assert {(row["exception_id"] in before, row["status"]) for row in found} == {(True, "explained")}


def test_what_is_learned_or_loaded_later_changes_no_line_of_a_locked_period(settled):
    review_id = reviews.complete(settled, JO, "a1", PERIOD)
    said = "select transaction_id, spend_category, payee, category_reason from reconciliation.transaction where account_id = 'a1' and posted_on < '2026-04-01' order by all"
    before = settled.rows(said)
    payees.confirm(settled, JO, "a1", "J UNKNOWN INVOICE", "activity", AS_AT)
    with settled.change(LEE, "load_caseload", "a payee") as change:
        change.insert("raw.payee", [{"load_number": 2, "row_number": 2, "agreement_id": "g1", "payee_name": "Bet365", "spend_category": "activity"}])
        follow(change, AS_AT, caseload=True)
    assert settled.rows(said) == before
    reviews.reopen(settled, LEE, "a1", review_id, "The plan was wrong", AS_AT)
    assert {row["spend_category"] for row in settled.rows(said)} == {"query", "activity", "agency"}


def test_what_is_owed_leaves_less_available_until_it_is_taken_back(council):
    form = "select outstanding_items, available_balance from audit.reconciliation where account_id = 'a1' and period_from = '2026-01-01'"
    item = outstanding.note(council, JO, "a1", PERIOD, "wages", "March", "£1,312.40", AS_AT)
    assert council.row(form) == {"outstanding_items": Decimal("1312.40"), "available_balance": Decimal("-974.40")}
    outstanding.take_back(council, JO, "a1", item, AS_AT)
    assert council.row(form) == {"outstanding_items": Decimal("0.00"), "available_balance": Decimal("338.00")}
    assert council.value("select count(*) from decisions.outstanding_item") == 1
    with pytest.raises(UserError, match="taken back already"):
        outstanding.take_back(council, JO, "a1", item, AS_AT)


@pytest.mark.parametrize("amount", ["", "0", "-5.00", "1.005", "12 pounds", "1e3", "NaN", "\uff11\uff12", "$5.00", None])
def test_what_is_owed_is_pounds_and_pence(council, amount):
    with pytest.raises(UserError, match=r"312\.40"):
        outstanding.note(council, JO, "a1", PERIOD, "wages", "March", amount, AS_AT)


def test_nothing_is_owed_in_a_locked_period_that_was_not_before(settled):
    reviews.complete(settled, JO, "a1", PERIOD)
    with pytest.raises(UserError, match="locked"):
        outstanding.note(settled, JO, "a1", PERIOD, "wages", "March", "1.00", AS_AT)


def test_a_decision_is_not_touched_by_computing_everything_again(settled):
    from lib.monitoring import refresh_store
    from lib.store import OPERATOR

    before = settled.rows("from trackers.finding order by finding_id")
    sightings = settled.value("select count(*) from findings.sighting")
    refresh_store(settled, OPERATOR, AS_AT)
    refresh_store(settled, OPERATOR, AS_AT)
    assert settled.rows("from trackers.finding order by finding_id") == before
    assert settled.value("select count(*) from findings.sighting") == sightings
