"""Letters that an officer writes without a tracker: questions about payments, a final account, a word to the practitioner."""

from datetime import date
from decimal import Decimal

import pytest

from lib import access, letters, letters_by_hand, reviews
from lib.errors import UserError
from tests.small_council import AS_AT, JO, receive
from tests.test_letters import TO_A_FRIEND, addressed, kept, text


@pytest.fixture
def council(filled):
    """A store to work on."""
    return filled(addressed)


def asked(store):
    """Two payments of g1 that Jo asked about."""
    receive(store, "a1", [("2026-01-20", "BET365", "-20.00"), ("2026-02-11", "J UNKNOWN", "-30.00"), ("2026-02-12", "K UNKNOWN", "-31.00")], opening="500.00")
    rows = store.rows("from trackers.exception where account_id = 'a1' and amount in (20, 30) order by occurred_on")
    for row, verdict in zip(rows, ("query", "evidence_asked"), strict=True):
        reviews.decide(store, JO, "a1", row["exception_id"], verdict, "Ask the person")
    return access.see(store, JO, "dashboards.question", agreement_id="g1")


def test_what_was_asked_in_a_review_goes_into_one_letter_with_a_question_each(council):
    rows = asked(council)
    questions = {row["exception_id"]: letters_by_hand.QUESTIONS[row["verdict"]] for row in rows}
    letter_id = letters_by_hand.ask_about_lines(council, JO, "g1", questions, date(2026, 7, 14), AS_AT, **TO_A_FRIEND)
    said = text(letters.content(council, JO, "g1", letter_id)[0])
    assert "20 January 2026 | BET365 | £20.00 | What was this for, and how does it help with your care?" in said
    assert "11 February 2026 | J UNKNOWN | £30.00 | Please send us a bill or a receipt for this." in said
    assert "K UNKNOWN" not in said and "Dear Bea Friend," in said and "Ask the person" not in said


def test_questions_about_what_nobody_asked_or_without_words_or_in_the_past_are_refused(council):
    ids = [row["exception_id"] for row in asked(council)]
    for questions, day, said in (
        ({}, date(2026, 7, 14), "Choose the payments"),
        ({"x": "Why?"}, date(2026, 7, 14), "Choose the payments"),
        ({ids[0]: " "}, date(2026, 6, 29), "(?s)Write a question.*in the past"),
    ):
        with pytest.raises(UserError, match=said):
            letters_by_hand.ask_about_lines(council, JO, "g1", questions, day, AS_AT)


def test_a_final_account_reads_its_sums_line_by_line(council):
    letter_id = letters_by_hand.final_account(
        council, JO, "g1", date(2026, 5, 31), "88.10", "In the account: on 31 May: 1,088.10\n\nWages for May: -£1,000.00\n", date(2026, 7, 28), AS_AT
    )
    said = text(letters.content(council, JO, "g1", letter_id)[0])
    assert "In the account: on 31 May | £1,088.10" in said and "Wages for May | -£1,000.00" in said and "£88.10 is left over" in said
    assert kept(council, letter_id)["amount"] == Decimal("88.10")


@pytest.mark.parametrize(
    ("amount", "terms", "ended_on", "said"),
    [
        ("88.10", "Wages 12", date(2026, 5, 31), "Line 1 of the sums"),
        ("88.10", "ok: 1\n: 12", date(2026, 5, 31), "Line 2 of the sums"),
        ("88.10", "Wages: twelve", date(2026, 5, 31), "Line 1 of the sums"),
        ("88.10", "", date(2026, 5, 31), "Write the sums"),
        ("-1", "Wages: 12", date(2026, 5, 31), "how much is left over"),
        ("€5", "Wages: 12", date(2026, 5, 31), "how much is left over"),
        ("1", "Wages: 12", date(2026, 7, 1), "still to come"),
        ("1", "Wages: 12", None, "missing"),
    ],
)
def test_a_final_account_that_does_not_hold_is_said_and_not_written(council, amount, terms, ended_on, said):
    with pytest.raises(UserError, match=said):
        letters_by_hand.final_account(council, JO, "g1", ended_on, amount, terms, date(2026, 7, 28), AS_AT)
    assert not council.rows("from decisions.letter")


def test_a_word_to_the_practitioner_has_a_subject_grounds_and_a_question(council):
    with pytest.raises(UserError, match=r"(?s)Say what the letter is about.*Say why.*Say what you ask"):
        letters_by_hand.refer(council, JO, "g1", "", " ", None, "", None, None, AS_AT)
    letter_id = letters_by_hand.refer(council, JO, "g1", "Money left over", "No wages since May.", "Please look at the plan.", "One\n\nTwo ", None, None, AS_AT)
    shown = letters.text_of(letters.content(council, JO, "g1", letter_id)[0])
    assert ("heading", "Money left over") in shown and ("item", "One") in shown and ("item", "Two") in shown and ("text", "Dear Sol Worker,") in shown
