"""Money used outside the plan: only upheld findings, asked about, looked at with the practitioner, decided by another, to the penny."""

from datetime import date
from decimal import Decimal

import pytest

from lib import debt, debt_ledger, letters, misspend, reviews, users
from lib.checks import run_checks
from lib.errors import NotAllowed, UserError
from tests import debt_council as made
from tests.debt_council import DAY, KIT, OWING, SAM, asked, findings, hold, statement, upheld, went_out
from tests.small_council import AS_AT, JO, LEE

LATER = AS_AT + 14 * DAY


def decide(store, case, findings, actor=KIT, on=LATER, reason="Gambling meets no need, and she knew", delay=None):
    misspend.decide(store, actor, "g1", case, findings, reason, on, delay)


def asked_of_all(store):
    asked(store, upheld(store))


@pytest.fixture
def question(filled):
    """A store in which the person was asked about all that Lee upheld, the question's id and the findings'."""
    store = filled(*OWING, asked_of_all)
    return store, store.value("select misspend_id from decisions.misspend"), findings(store)


def nothing_is_owed(store):
    return store.value("select count(*) from decisions.debt where kind = 'misspend'") == 0


def test_only_what_somebody_upheld_can_be_asked_about(owes):
    found = owes.rows("select finding_id from trackers.finding where account_id = 'a1' and rule_id = 'gambling'")
    with pytest.raises(UserError, match="that somebody upheld"):
        misspend.open_question(owes, JO, "g1", "a1", [row["finding_id"] for row in found], "Gambling", AS_AT)
    with pytest.raises(UserError, match="that somebody upheld"):
        misspend.open_question(owes, JO, "g1", "a1", [], "Gambling", AS_AT)


def test_a_finding_is_asked_about_once_until_the_question_is_dropped(owes):
    found = upheld(owes)
    case = misspend.open_question(owes, JO, "g1", "a1", found, "Gambling", AS_AT)
    with pytest.raises(UserError, match="no question is about yet"):
        misspend.open_question(owes, JO, "g1", "a1", found[:1], "Gambling", AS_AT)
    misspend.drop(owes, JO, "g1", case, "The person has shown what it was", AS_AT)
    misspend.open_question(owes, JO, "g1", "a1", found[:1], "Gambling", AS_AT)


def test_a_misspend_becomes_a_debt_of_exactly_the_lines_decided(question):
    owes, case, found = question
    decide(owes, case, found)
    debt_id = misspend.raise_debt(owes, JO, "g1", case, LATER)
    row = owes.row("from audit.debt where debt_id = ?", [debt_id])
    assert (row["kind"], row["amount"], row["due_from"], row["stage"]) == ("misspend", Decimal("50.53"), LATER, "raised")
    with pytest.raises(UserError, match="can't be done now"):
        misspend.raise_debt(owes, JO, "g1", case, LATER)
    assert [row for check in run_checks(owes) if check["check"] == "debt_does_not_add_up" for row in check["rows"]] == []


def test_no_debt_without_a_decision_and_no_decision_without_each_step(owes):
    found = upheld(owes)
    case = misspend.open_question(owes, JO, "g1", "a1", found, "Gambling", AS_AT)
    for go_on in (
        lambda: misspend.asked(owes, JO, "g1", case, made.letter(owes, "misspend", case, "line_query", AS_AT), AS_AT),
        lambda: misspend.meeting_offered(owes, JO, "g1", case, "For 9 July, at home", AS_AT),
        lambda: misspend.practitioner_view(owes, JO, "g1", case, "no", "Robin Example: no need is met", AS_AT),
    ):
        with pytest.raises(UserError, match="can't be done now"):
            decide(owes, case, found)
        with pytest.raises(UserError, match="can't be done now"):
            misspend.raise_debt(owes, JO, "g1", case, LATER)
        go_on()
    decide(owes, case, found)


def test_the_person_has_fourteen_days_without_a_hold_to_answer(question):
    owes, case, found = question
    with pytest.raises(UserError, match="14 days to answer, and 13 have passed"):
        decide(owes, case, found, on=AS_AT + 13 * DAY)
    hold(owes, AS_AT + 1 * DAY, AS_AT + 60 * DAY)
    with pytest.raises(UserError, match="Breathing space since"):
        decide(owes, case, found, on=AS_AT + 60 * DAY)
    with pytest.raises(UserError, match="13 have passed"):
        decide(owes, case, found, on=AS_AT + 73 * DAY)
    decide(owes, case, found, on=AS_AT + 74 * DAY)


def test_the_decision_is_a_managers_who_neither_upheld_nor_opened_it_and_says_why(owes):
    """Care Act 2014 s33(5): may, not must."""
    found = upheld(owes, actor=LEE)
    case = asked(owes, found, actor=KIT)
    for actor in (JO, SAM):
        with pytest.raises(NotAllowed):
            decide(owes, case, found, actor=actor)
    with pytest.raises(UserError, match="You upheld one of these findings"):
        decide(owes, case, found, actor=LEE)
    with pytest.raises(UserError, match="earlier step"):
        decide(owes, case, found, actor=KIT)
    other = made.Actor("ola", "team_leader", ("Westmarch",), "ola")
    with pytest.raises(UserError, match="Say why"):
        decide(owes, case, found, actor=other, reason=" ")
    decide(owes, case, found, actor=other)


def test_what_an_answer_explained_is_not_paid_back(question):
    owes, case, found = question
    reviews.decide(owes, LEE, "a1", found[0], "explained", "A raffle for the day centre, agreed with the practitioner")
    with pytest.raises(UserError, match="not upheld any more"):
        decide(owes, case, found)
    with pytest.raises(UserError, match="Choose the lines"):
        decide(owes, case, [])
    decide(owes, case, found[1:])
    debt_id = misspend.raise_debt(owes, JO, "g1", case, LATER)
    assert owes.value("select amount from audit.debt where debt_id = ?", [debt_id]) == Decimal("30.53")


def test_the_letter_with_the_questions_names_each_line(owes):
    case = misspend.open_question(owes, JO, "g1", "a1", upheld(owes), "Gambling", AS_AT)
    letter_id = misspend.write_letter(owes, JO, "g1", case, AS_AT)
    said = letters.text_of(letters.content(owes, JO, "g1", letter_id)[0])
    assert [row[2] for row in next(table for kind, table in said if kind == "table")[1:]] == ["£20.00", "£30.53"]
    with pytest.raises(UserError, match="Choose the letter"):
        misspend.asked(owes, JO, "g1", case, letter_id, AS_AT)
    letters.mark_sent(owes, JO, "g1", letter_id, AS_AT, "post")
    misspend.asked(owes, JO, "g1", case, letter_id, AS_AT)


def test_what_may_not_be_done_is_said_with_its_reason(question):
    owes, case, _ = question
    options = {one["step"]: one["why_not"] for one in misspend.options(owes, LEE, "g1", case, AS_AT)}
    assert options.keys() == {"decide", "drop"} and len(options["decide"]) == 2
    assert misspend.options(owes, KIT, "g1", case, LATER)[0]["why_not"] == []


# Ombudsman


def in_pence(store, pence):
    """Spend these amounts on betting, uphold them, and ask. Gives the question and its findings."""
    lines = [("2026-04-02", f"BET365 {number}", f"-{Decimal(amount) / 100:.2f}") for number, amount in enumerate(pence)]
    statement(store, lines)
    found = upheld(store)
    return asked(store, found), found


def test_trafford_19_005_333_the_sum_is_that_of_the_lines(filled):
    """£19,472.00 was asked for; the lines came to £18,160.53. Here nobody types the sum, and no other can be asked."""
    store = filled(*OWING[:2])
    case, found = in_pence(store, [1_000_000, 811_000])  # with £20.00 and £30.53 of before: £18,160.53
    decide(store, case, found)
    lines = store.value("select sum(amount) from trackers.misspend_line where misspend_id = ?", [case])
    debt_id = misspend.raise_debt(store, JO, "g1", case, LATER)
    assert lines == store.value("select amount from audit.debt where debt_id = ?", [debt_id]) == Decimal("18160.53")
    wrong = made.letter(store, "debt", debt_id, "misspend_decision", LATER, Decimal("19472.00"))
    with pytest.raises(UserError, match=r"names £19,472\.00, and £18,160\.53 is claimed"):
        debt.letter_went_out(store, JO, "g1", debt_id, "letter_1", wrong, LATER)


def test_lincolnshire_19_018_919_the_letter_says_what_was_misspent_line_by_line(question):
    """Repayment was sought without a word on what had been misspent."""
    owes, case, found = question
    users.add_demo(owes, [{"username": KIT.username, "name": "Kit Example", "role": KIT.role, "councils": "Westmarch", "officer": ""}])
    decide(owes, case, found)
    debt_id = misspend.raise_debt(owes, JO, "g1", case, LATER)
    with pytest.raises(UserError, match="Choose the letter of this debt that went out: misspend decision"):
        went_out(owes, debt_id, "letter_1", LATER, template="contribution_arrears_1")
    letter_id = debt.write_letter(owes, JO, "g1", debt_id, "letter_1", LATER, address_checked=True)
    said = letters.text_of(letters.content(owes, JO, "g1", letter_id)[0])
    table = next(rows for kind, rows in said if kind == "table")
    assert [(row[1], row[2], row[3]) for row in table[1:]] == [("BET365", "£20.00", "Outside the plan"), ("BET365", "£30.53", "Outside the plan")]
    for part in ("These add up to £50.53", "Care Act 2014, section 33(5)", "Kit Example decided this on 14 July 2026."):
        assert any(part in str(shown) for _, shown in said), part
    letters.mark_sent(owes, JO, "g1", letter_id, LATER, "post")
    debt.letter_went_out(owes, JO, "g1", debt_id, "letter_1", letter_id, LATER)


def test_nottinghamshire_19_000_339_no_demand_where_a_meeting_was_refused_and_what_is_wrong_is_worked_out_anew(owes):
    """One review in four years, then a demand, and a meeting refused."""
    found = upheld(owes)
    case = misspend.open_question(owes, JO, "g1", "a1", found, "Gambling", AS_AT)
    misspend.asked(owes, JO, "g1", case, made.letter(owes, "misspend", case, "line_query", AS_AT), AS_AT)
    with pytest.raises(UserError, match="can't be done now"):
        misspend.practitioner_view(owes, JO, "g1", case, "no", "No need met", AS_AT)
    with pytest.raises(UserError, match="when and how a meeting was offered"):
        misspend.meeting_offered(owes, JO, "g1", case, " ", AS_AT)
    misspend.meeting_offered(owes, JO, "g1", case, "At home, on 9 July", AS_AT)
    misspend.practitioner_view(owes, JO, "g1", case, "partly", "Robin Example: £30.53 paid for an outing", AS_AT)
    decide(owes, case, found)
    debt_id = misspend.raise_debt(owes, JO, "g1", case, LATER)
    debt_ledger.approve(owes, SAM, "g1", debt_ledger.propose(owes, JO, "g1", debt_id, "adjustment", "30.53", "Worked out anew after the meeting", LATER), LATER)
    assert owes.value("select outstanding from audit.debt where debt_id = ?", [debt_id]) == Decimal("20.00")


@pytest.mark.parametrize(("days", "is_late"), [(365, False), (366, True)])
def test_dorset_24_017_716_a_question_asked_more_than_a_year_late_is_put_into_the_scales(owes, days, is_late):
    """More than a year passed before concerns were raised; the invoice was reduced."""
    found = upheld(owes)
    on = date(2026, 2, 10) + days * DAY
    case = asked(owes, found, on=on)
    if is_late:
        with pytest.raises(UserError, match="366 days before the person was asked"):
            decide(owes, case, found, on=on + 14 * DAY)
        assert nothing_is_owed(owes)
        decide(owes, case, found[1:], on=on + 14 * DAY, delay="We could have asked a year ago: the older line is left")
        debt_id = misspend.raise_debt(owes, JO, "g1", case, on + 14 * DAY)
        assert owes.value("select amount from audit.debt where debt_id = ?", [debt_id]) == Decimal("30.53")
    else:
        decide(owes, case, found, on=on + 14 * DAY)


def test_suffolk_24_008_529_cash_without_papers_may_be_asked_back_once_all_was_considered(filled):
    """Personal assistants were paid in cash and no papers kept; asking for it back was no fault."""
    store = filled(*OWING[:2])
    statement(store, [("2026-04-02", "CASH MACHINE", "-150.00"), ("2026-04-20", "CASH MACHINE", "-150.00")])
    found = upheld(store, rule_id="cash_withdrawal")
    assert len(found) == 1
    case = asked(store, found)
    with pytest.raises(UserError, match="13 have passed"):
        decide(store, case, found, on=AS_AT + 13 * DAY)
    decide(store, case, found, reason="No receipt or timesheet came, and the practitioner saw no care")
    debt_id = misspend.raise_debt(store, JO, "g1", case, LATER)
    assert store.value("select amount from audit.debt where debt_id = ?", [debt_id]) == Decimal("300.00")
