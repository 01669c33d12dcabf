"""Holds: while one lasts no clock runs and no letter goes out; breathing space ends as its Regulations say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lib import holds, letters
from lib.errors import NotAllowed, UserError
from lib.monitoring import refresh_store
from lib.store import OPERATOR
from tests.letter_facts import FACTS
from tests.small_council import AS_AT, JO, LEE, move_in

DAY = timedelta(days=1)
SAM = replace(JO, username="sam", officer="sam")


@pytest.fixture
def council(filled):
    return filled(move_in)


def begin(store, kind="hospital", from_date=AS_AT, to_date=None, reason="The ward rang"):
    return holds.begin(store, JO, "g1", kind, from_date, to_date, reason)


def kinds(store, on_day):
    return [row["kind"] for row in holds.in_force(store, "g1", on_day)]


def stretches(store):
    return [(row["from_date"], row["to_date"]) for row in store.rows("from staging.held_stretch where agreement_id = 'g1' order by from_date")]


def test_a_standard_breathing_space_ends_by_itself_after_sixty_days(council):
    """Breathing Space Regulations 2020: 60 days, the first of them the day it began."""
    begin(council, "breathing_space")
    assert kinds(council, AS_AT + 59 * DAY) == ["breathing_space"]
    assert kinds(council, AS_AT + 60 * DAY) == []
    assert stretches(council) == [(AS_AT, AS_AT + 59 * DAY)]


def test_a_standard_breathing_space_is_never_longer(council):
    with pytest.raises(UserError, match="lasts 60 days: its last day is 28 Aug 2026"):
        begin(council, "breathing_space", to_date=AS_AT + 60 * DAY)
    assert council.value("select count(*) from decisions.hold") == 0
    begin(council, "breathing_space", to_date=AS_AT + 59 * DAY)


def test_a_mental_health_breathing_space_lasts_as_long_as_the_treatment_and_thirty_days_more(council):
    hold_id = begin(council, "mental_health")
    assert kinds(council, AS_AT + 400 * DAY) == ["mental_health"]
    assert stretches(council) == [(AS_AT, None)]
    last = holds.treatment_ended(council, JO, "g1", hold_id, AS_AT + 90 * DAY, "Notice of the Insolvency Service")
    assert last == AS_AT + 120 * DAY
    assert kinds(council, last) == ["mental_health"]
    assert kinds(council, last + DAY) == []
    with pytest.raises(UserError, match="ended already"):
        holds.treatment_ended(council, JO, "g1", hold_id, AS_AT, "Again")


@pytest.mark.parametrize(
    ("kind", "to_date", "ended_on", "reason", "because"),
    [
        ("hospital", None, AS_AT, "x", "Only a mental health"),
        ("mental_health", AS_AT + 9 * DAY, AS_AT, "x", "known already"),
        ("mental_health", None, AS_AT, " ", "Say who told you"),
        ("mental_health", None, AS_AT - DAY, "x", "began on 30 Jun 2026"),
        ("mental_health", None, None, "x", "began on 30 Jun 2026"),
    ],
)
def test_treatment_that_ended_says_when_and_from_whom(council, kind, to_date, ended_on, reason, because):
    hold_id = begin(council, kind, to_date=to_date)
    with pytest.raises(UserError, match=because):
        holds.treatment_ended(council, JO, "g1", hold_id, ended_on, reason)


@pytest.mark.parametrize(
    ("named", "because"),
    [
        ({"kind": "holiday"}, "Choose why"), ({"reason": " "}, "Say what you know"), ({"from_date": None}, "from which day"),
        ({"to_date": AS_AT - DAY}, "lies before the first"), ({"kind": "extension"}, "until which day"),
    ],
)  # fmt: skip
def test_a_hold_says_why_from_when_and_from_whom(council, named, because):
    with pytest.raises(UserError, match=because):
        begin(council, **named)
    assert council.value("select count(*) from decisions.hold") == 0


def test_no_letter_goes_to_the_person_while_a_hold_lasts_but_the_practitioner_is_told(council):
    hold_id = begin(council, "bereavement", reason="Her son called")
    with pytest.raises(UserError, match="Bereavement since 30 Jun 2026: no letter goes out"):
        letters.prepare(council, JO, "g1", "return_request", FACTS["return_request"], AS_AT)
    letters.prepare(council, JO, "g1", "referral_practitioner", FACTS["referral_practitioner"], AS_AT, addressee="practitioner", name="Lou Example", address="North team")
    holds.end(council, JO, "g1", hold_id, AS_AT + 3 * DAY, "She called")
    with pytest.raises(UserError):
        letters.prepare(council, JO, "g1", "return_request", FACTS["return_request"], AS_AT + 2 * DAY)
    letters.prepare(council, JO, "g1", "return_request", FACTS["return_request"], AS_AT + 3 * DAY)


def test_a_hospital_stay_of_the_caseload_holds_as_well_and_nobody_can_end_it_here(council):
    with council.change(LEE, "load_caseload", "an absence") as change:
        change.insert("raw.absence", [{"load_number": 2, "row_number": 2, "person_id": "p1", "from_date": AS_AT, "to_date": AS_AT + 8 * DAY, "kind": "hospital"}])
    refresh_store(council, OPERATOR, AS_AT)
    assert holds.in_the_way(council, "g1", AS_AT + 8 * DAY).startswith("In hospital since 30 Jun 2026")
    assert holds.in_the_way(council, "g1", AS_AT + 9 * DAY) is None
    assert holds.in_the_way(council, "g2", AS_AT) is None
    begin(council, "extension", AS_AT + 5 * DAY, AS_AT + 12 * DAY)
    assert stretches(council) == [(AS_AT, AS_AT + 12 * DAY)]


def test_a_hold_that_was_ended_on_its_first_day_never_was(council):
    holds.end(council, JO, "g1", begin(council), AS_AT, "It was somebody else")
    assert stretches(council) == []
    assert council.value("select count(*) from decisions.hold") == 1


@pytest.mark.parametrize(
    ("on_day", "reason", "because"),
    [(AS_AT - DAY, "x", "began on"), (None, "x", "began on"), (AS_AT + 10 * DAY, "x", "ends by itself"), (AS_AT + DAY, "", "Say why")],
)
def test_a_hold_ends_within_its_days_with_a_reason_and_once(council, on_day, reason, because):
    hold_id = begin(council, to_date=AS_AT + 9 * DAY)
    with pytest.raises(UserError, match=because):
        holds.end(council, JO, "g1", hold_id, on_day, reason)
    holds.end(council, JO, "g1", hold_id, AS_AT + 9 * DAY, "She is home")
    assert stretches(council) == [(AS_AT, AS_AT + 8 * DAY)]
    with pytest.raises(UserError, match="ended already"):
        holds.end(council, JO, "g1", hold_id, AS_AT + 2 * DAY, "She is home")


def test_who_set_and_ended_a_hold_is_on_record(council):
    hold_id = begin(council)
    holds.end(council, LEE, "g1", hold_id, AS_AT + DAY, "She is home")
    log = council.rows("select action, actor, reason from activity.entry where subject = ? order by seq", [hold_id])
    assert log == [{"action": "begin_hold", "actor": "jo", "reason": "The ward rang"}, {"action": "end_hold", "actor": "lee", "reason": "She is home"}]


def test_a_hold_of_another_agreement_is_not_there(council):
    hold_id = begin(council)
    with pytest.raises(UserError, match="not there"):
        holds.end(council, JO, "g2", hold_id, AS_AT + DAY, "x")
    with pytest.raises(NotAllowed):
        holds.begin(council, SAM, "g1", "hospital", date(2026, 6, 30), None, "x")
