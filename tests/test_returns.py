"""Returns: asked for, chased rung by rung and never in a hold, received, worked, and decided by somebody who did not chase."""

import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import access, holds, letters, returns, reviews
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.monitoring import follow, refresh_store
from lib.return_steps import LADDER
from lib.store import OPERATOR, open_store
from tests.small_council import AS_AT, JO, LEE, move_in, receive

DAY = timedelta(days=1)
SAM = replace(JO, username="sam", officer="sam", name="Sam Example")
SENIOR = replace(LEE, username="kit", role="senior_officer", name="Kit Example")
# The first check of g1: 1 January to 25 February; asked for on the next day, by Westmarch's 28, 35, 49, 63 and 77 days.
FIRST = "g1:2026-02-25"
ASKED = date(2026, 2, 26)
DUE, CHASED_1, CHASED_2, FINAL, DECISION = (ASKED + days * DAY for days in (28, 35, 49, 63, 77))


def on_the_day_asked(store):
    """The small council on the day that the first returns are asked for."""
    move_in(store, as_at=ASKED)


@pytest.fixture
def council(filled):
    return filled(on_the_day_asked)


def request_sent(store):
    climb(store, ASKED)


@pytest.fixture
def asked(filled):
    """The same, and the first request went out."""
    return filled(on_the_day_asked, request_sent)


def stands(store, as_at, return_id=FIRST):
    return access.see(store, OPERATOR, "trackers.return", {"as_at": as_at}, return_id=return_id)[0]


def climb(store, on_day, actor=JO, return_id=FIRST):
    """Write the letter of the next rung, send it, and say so, all on one day."""
    letter_id = returns.prepare_letter(store, actor, "g1", return_id, on_day)
    letters.mark_sent(store, actor, "g1", letter_id, on_day, "post")
    returns.sent(store, actor, "g1", return_id, on_day)
    return letter_id


def climbed(store, *days):
    for day in days:
        climb(store, day)


def came(store, lines, on_day, account_id="a1", opening="0.00"):
    """A statement that was received on a day."""
    receipt = receive(store, account_id, lines, opening)
    with store.change(OPERATOR, "set_the_clock", "a statement") as change:
        change.execute("update raw.statement set received_at = ? where account_id = ? and received_at > ?", [on_day, account_id, date(2026, 11, 1)])
        follow(change, AS_AT, {account_id})
    return receipt


COVERS = [("2026-01-05", "WESTMARCH COUNCIL", "360.00"), ("2026-02-25", "CARE AT HOME", "-80.00")]


def test_a_new_agreement_is_asked_for_papers_after_eight_weeks(council):
    case = stands(council, ASKED)
    assert (case["kind"], case["period_from"], case["period_to"]) == ("first_check", date(2026, 1, 1), date(2026, 2, 25))
    assert (case["stands"], case["next_step"], case["next_on"], case["due_on"]) == ("to_request", "request", ASKED, DUE)
    assert stands(council, ASKED - DAY)["stands"] == "to_come"


def test_each_rung_has_its_day_and_none_is_skipped(council):
    for rung, on_day in (("request", ASKED), ("chase_1", CHASED_1), ("chase_2", CHASED_2), ("final", FINAL)):
        with pytest.raises(UserError, match="not before"):
            returns.prepare_letter(council, JO, "g1", FIRST, on_day - DAY)
        assert stands(council, on_day)["rung"] == rung
        climb(council, on_day)
    steps = council.rows("select step, state, on_day from decisions.step order by step_number")
    assert [(row["step"], row["on_day"]) for row in steps] == [("request", ASKED), ("chase_1", CHASED_1), ("chase_2", CHASED_2), ("final", FINAL)]
    assert council.rows("select template from decisions.letter order by written_on") == [
        {"template": name} for name in ("return_request", "return_chaser_1", "return_chaser_2", "return_final")
    ]
    with pytest.raises(UserError, match="decision of the team leader"):
        returns.prepare_letter(council, JO, "g1", FIRST, DECISION)


def test_a_chaser_whose_letter_has_not_gone_out_was_not_sent(asked):
    with pytest.raises(SeveralErrors, match="must go out first"):
        returns.sent(asked, JO, "g1", FIRST, CHASED_1)
    letter_id = returns.prepare_letter(asked, JO, "g1", FIRST, CHASED_1)
    with pytest.raises(SeveralErrors, match="must go out first"):
        returns.sent(asked, JO, "g1", FIRST, CHASED_1)
    letters.mark_sent(asked, JO, "g1", letter_id, CHASED_1 + DAY, "post")
    returns.sent(asked, JO, "g1", FIRST, CHASED_1 + DAY)
    assert stands(asked, CHASED_1 + DAY)["chased_1_on"] == CHASED_1 + DAY


def test_a_letter_is_written_once_until_it_is_set_aside(council):
    letter_id = returns.prepare_letter(council, JO, "g1", FIRST, ASKED)
    with pytest.raises(UserError, match="written already"):
        returns.prepare_letter(council, JO, "g1", FIRST, ASKED)
    letters.set_aside(council, JO, "g1", letter_id, "Wrong address")
    assert returns.prepare_letter(council, JO, "g1", FIRST, ASKED)


def test_nobody_is_late_for_what_was_not_asked(council):
    """The clock runs from the day the request went out, not from the day it should have."""
    climbed(council, ASKED + 10 * DAY)
    assert stands(council, ASKED + 10 * DAY)["due_on"] == DUE + 10 * DAY


def test_a_chaser_that_went_out_late_puts_off_the_next(council):
    climbed(council, ASKED, FINAL)
    assert stands(council, FINAL)["chaser_2_on"] == FINAL + 14 * DAY
    assert stands(council, FINAL)["chaser_stage_due"] == "chaser_1"


def test_the_letter_says_what_is_asked_and_by_when(council):
    letter_id = climb(council, ASKED)
    said = "\n".join(str(part) for part in letters.text_of(letters.content(council, JO, "g1", letter_id)[0]))
    assert "1 January 2026 to 25 February 2026" in said and "26 March 2026" in said and "Bank statements for the account" in said


def test_in_hospital_no_clock_runs_and_no_letter_goes_out(asked):
    """Held on 10 of the days before the first reminder: its day is 10 days later, and on a held day nothing is sent."""
    holds.begin(asked, JO, "g1", "hospital", ASKED + 20 * DAY, ASKED + 29 * DAY, "The ward rang")
    case = stands(asked, ASKED + 25 * DAY)
    assert (case["due_on"], case["chaser_1_on"], case["held_kind"]) == (DUE + 10 * DAY, CHASED_1 + 10 * DAY, "hospital")
    with pytest.raises(UserError, match="In hospital since"):
        returns.prepare_letter(asked, JO, "g1", FIRST, ASKED + 25 * DAY)
    with pytest.raises(UserError, match="not before"):
        returns.prepare_letter(asked, JO, "g1", FIRST, CHASED_1 + 9 * DAY)
    climb(asked, CHASED_1 + 10 * DAY)


def test_a_hospital_stay_of_the_caseload_stops_the_clock_as_well(council):
    with council.change(LEE, "load_caseload", "an absence") as change:
        change.insert("raw.absence", [{"load_number": 2, "row_number": 2, "person_id": "p1", "from_date": ASKED, "to_date": None, "kind": "hospital"}])
    refresh_store(council, OPERATOR, ASKED)
    case = stands(council, DECISION)
    assert (case["due_on"], case["asked_on"], case["held_kind"], case["stands"]) == (None, None, "hospital", "held")


def test_a_chaser_is_not_sent_in_breathing_space_though_its_letter_lies_ready(asked):
    letter_id = returns.prepare_letter(asked, JO, "g1", FIRST, CHASED_1)
    letters.mark_sent(asked, JO, "g1", letter_id, CHASED_1, "post")
    holds.begin(asked, JO, "g1", "breathing_space", CHASED_1, None, "Notice of the Insolvency Service")
    with pytest.raises(SeveralErrors, match="Breathing space since"):
        returns.sent(asked, JO, "g1", FIRST, CHASED_1)


def test_more_time_that_was_agreed_puts_the_due_day_off(asked):
    assert returns.extended(asked, JO, "g1", FIRST, ASKED + 19 * DAY, "Her mother fell ill", ASKED + 10 * DAY) == DUE + 10 * DAY
    hold = asked.row("from staging.hold")
    assert (hold["kind"], hold["from_date"], hold["to_date"]) == ("extension", ASKED + 10 * DAY, ASKED + 19 * DAY)
    with pytest.raises(SeveralErrors, match="later day"):
        returns.extended(asked, JO, "g1", FIRST, ASKED + 12 * DAY, "Again", ASKED + 12 * DAY)
    assert asked.value("select count(*) from decisions.hold") == 1


def test_papers_on_every_day_of_the_period_are_received_on_the_day_the_last_came(asked):
    came(asked, COVERS[:1], ASKED + 5 * DAY)
    assert stands(asked, CHASED_1)["received_on"] is None
    came(asked, [("2026-01-06", "CARE AT HOME", "-80.00"), ("2026-02-25", "CARE AT HOME", "-80.00")], ASKED + 9 * DAY, opening="360.00")
    case = stands(asked, CHASED_1)
    assert (case["received_on"], case["stands"], case["next_step"], case["days_late"]) == (ASKED + 9 * DAY, "received", "work", 0)
    with pytest.raises(UserError, match="Nobody is chased"):
        returns.prepare_letter(asked, JO, "g1", FIRST, CHASED_1)


def test_days_late_stop_when_papers_come_and_held_days_are_not_late(asked):
    holds.begin(asked, JO, "g1", "bereavement", DUE + 1 * DAY, DUE + 4 * DAY, "Her brother died")
    assert [stands(asked, DUE + days * DAY)["days_late"] for days in (0, 4, 5, 6)] == [0, 0, 1, 2]
    returns.received(asked, JO, "g1", FIRST, DUE + 6 * DAY, "Twelve pages by hand", DUE + 8 * DAY)
    assert stands(asked, DUE + 30 * DAY)["days_late"] == 2


def test_bromley_18_012_632_what_was_received_and_not_worked_ages_on_its_own(asked):
    """Quarterly returns came and were never properly audited: their age counts on, hold or not, until somebody works them."""
    came(asked, COVERS, ASKED + 9 * DAY)
    holds.begin(asked, JO, "g1", "hospital", ASKED + 10 * DAY, None, "The ward rang")
    ages = [(stands(asked, ASKED + (9 + days) * DAY)[name]) for days in (0, 28, 29, 56, 57, 90, 91) for name in ("days_not_worked", "age_band")]
    assert ages == [
        *(0, "days_0_28"), *(28, "days_0_28"), *(29, "days_29_56"), *(56, "days_29_56"), *(57, "days_57_90"), *(90, "days_57_90"), *(91, "days_over_90"),
    ]  # fmt: skip
    late = stands(asked, ASKED + 38 * DAY)
    assert (late["next_step"], late["next_on"], late["next_late"], late["owner"]) == ("work", ASKED + 37 * DAY, 1, "jo")
    returns.go_on(asked, JO, "g1", FIRST, "work", ASKED + 40 * DAY, "All twelve pages checked")
    done = stands(asked, ASKED + 99 * DAY)
    assert (done["completed_on"], done["days_not_worked"], done["age_band"], done["next_step"]) == (ASKED + 40 * DAY, None, None, None)


def test_a_completed_review_of_all_its_days_is_the_working_of_a_return(council):
    refresh_store(council, OPERATOR, date(2026, 6, 30))
    came(council, [*COVERS, ("2026-03-31", "CARE AT HOME", "-80.00")], ASKED + 9 * DAY)
    assert stands(council, DUE)["completed_on"] is None
    period = date(2026, 1, 1)
    for row in council.rows("from trackers.exception where account_id = 'a1' and status = 'open'"):
        reviews.decide(council, JO, "a1", row["exception_id"], "explained", "Seen")
    reviews.accept_rest(council, JO, "a1", period, **reviews.rest(council, JO, "a1", period))
    reviews.complete(council, JO, "a1", period, "Seen the papers")
    assert stands(council, DUE)["completed_on"] is not None


def test_papers_by_hand_are_received_worked_and_taken_back_with_a_reason(council):
    climbed(council, ASKED, CHASED_1)
    with pytest.raises(SeveralErrors, match="Nothing has come"):
        returns.go_on(council, JO, "g1", FIRST, "work", CHASED_1, "Done")
    with pytest.raises(SeveralErrors, match="on which day it came"):
        returns.received(council, JO, "g1", FIRST, CHASED_1 + DAY, "A bag of receipts", CHASED_1)
    returns.received(council, JO, "g1", FIRST, CHASED_1, "A bag of receipts", CHASED_1)
    returns.go_on(council, JO, "g1", FIRST, "work", CHASED_1, "All seen")
    returns.go_on(council, JO, "g1", FIRST, "rework", CHASED_1 + DAY, "Two months were missing")
    returns.go_on(council, JO, "g1", FIRST, "ask_again", CHASED_1 + 2 * DAY, "Two months are missing")
    case = stands(council, CHASED_1 + 2 * DAY)
    assert (case["received_on"], case["rung"], case["requested_on"], case["chased_1_on"]) == (None, "chase_1", CHASED_1 + 2 * DAY, None)
    assert case["due_on"] == CHASED_1 + 30 * DAY


def test_the_practitioner_must_know_before_anything_is_decided_and_health_where_it_pays(council):
    climbed(council, ASKED, CHASED_1, CHASED_2)
    assert (stands(council, CHASED_2)["next_step"], stands(council, CHASED_2)["next_on"]) == ("escalate", CHASED_2)
    climbed(council, FINAL)
    with pytest.raises(SeveralErrors, match="must know first"):
        returns.decided(council, LEE, "g1", FIRST, "to_card", "Nobody answers", DECISION)
    assert returns.escalated(council, JO, "g1", FIRST, "Asked them to visit", DECISION) == "The practitioner's team"
    with council.change(LEE, "load_caseload", "a rate") as change:
        change.insert("raw.rate", [{"load_number": 2, "row_number": 2, "agreement_id": "g1", "from_date": FINAL, "gross_weekly": 100, "health_weekly": 1}])
    refresh_store(council, OPERATOR, ASKED)
    assert stands(council, FINAL - DAY)["escalate_to"] == "practitioner"
    assert returns.escalated(council, JO, "g1", FIRST, "Asked them to visit", DECISION) == "Health"


def test_a_decision_is_a_team_leaders_who_did_not_chase_with_a_reason_and_not_before_its_day(council):
    climbed(council, ASKED, CHASED_1, CHASED_2)
    climb(council, FINAL, replace(LEE, role="team_leader"))
    returns.escalated(council, JO, "g1", FIRST, "Told them", FINAL)
    other = replace(LEE, username="max")
    for actor, choice, reason, on_day, because in (
        (other, "to_card", "Nobody answers", DECISION - DAY, "not before"), (other, "to_card", " ", DECISION, "Say why"), (other, "to_court", "Nobody answers", DECISION, "Choose"),
        (LEE, "to_card", "Nobody answers", DECISION, "Ask a colleague"),
    ):  # fmt: skip
        with pytest.raises(SeveralErrors, match=because):
            returns.decided(council, actor, "g1", FIRST, choice, reason, on_day)
    for actor in (JO, SENIOR):
        with pytest.raises(NotAllowed):
            returns.decided(council, actor, "g1", FIRST, "to_card", "Nobody answers", DECISION)
    returns.decided(council, other, "g1", FIRST, "suspend", "Nobody answers", DECISION)
    step = council.row("from decisions.step where step = 'decide'")
    assert (step["state"], step["decided_by"], step["reason"]) == ("decided", "max", "Propose a suspension, through its gate: Nobody answers")
    assert council.value("select count(*) from decisions.suspension") == 0
    assert stands(council, DECISION)["next_step"] is None


def test_letters_in_bulk_have_each_their_own_outcome_and_decide_nothing(council):
    told = []
    with council.change(LEE, "load_caseload", "a death") as change:
        change.insert("raw.person", [{"load_number": 2, "row_number": 2, "person_id": "p3", "council": "Westmarch", "surname": "Gone", "date_of_death": date(2026, 2, 1)}])
    refresh_store(council, OPERATOR, ASKED)
    wanted = [{"agreement_id": f"g{number}", "return_id": f"g{number}:2026-02-25"} for number in (1, 2, 3, 4)]
    holds.begin(council, JO, "g2", "bereavement", ASKED, None, "Her brother died")
    outcomes = returns.prepare_letters(council, replace(LEE, councils=("Westmarch",)), wanted, ASKED, lambda done, of: told.append((done, of)))
    assert [bool(one["letter_id"]) for one in outcomes] == [True, False, False, False]
    assert [one["said"][:12] for one in outcomes] == ["The letter i", "Bereavement ", "The person d", "This isn't t"]
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert council.value("select count(*) from decisions.step") + council.value("select count(*) from decisions.letter_sent") == 0


def test_the_call_has_a_script_and_in_a_hold_there_is_no_call(asked):
    said = " ".join(returns.call_script(stands(asked, CHASED_1), CHASED_1))
    assert "1 January 2026 to 25 February 2026" in said and "They were due on 26 March 2026" in said and "Ada Example1" in said
    assert "They are due on" in " ".join(returns.call_script(stands(asked, DUE), DUE))
    returns.go_on(asked, JO, "g1", FIRST, "phone", CHASED_1, "Will send them on Friday")
    assert stands(asked, CHASED_1)["state"] == "requested"
    holds.begin(asked, JO, "g1", "mental_health", CHASED_1, None, "Notice of the Insolvency Service")
    assert returns.call_script(stands(asked, CHASED_1), CHASED_1) == ["Do not call now: mental health crisis breathing space since 2 April 2026."]


def test_a_tier_is_set_from_today_with_a_reason_and_asks_from_then_on(council):
    for tier, on_day, reason, because in (
        ("weekly", ASKED, "x", "Choose how closely"), ("enhanced", ASKED, "", "Say why"), ("enhanced", ASKED - DAY, "x", "from today"), ("enhanced", None, "x", "from today"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=because):
            returns.set_tier(council, LEE, "g1", tier, on_day, reason, ASKED)
    with pytest.raises(NotAllowed):
        returns.set_tier(council, JO, "g1", "enhanced", ASKED, "Cash every week", ASKED)
    returns.set_tier(council, LEE, "g1", "enhanced", ASKED, "Cash every week", ASKED)
    assert council.value("select period_to from reconciliation.return_due where agreement_id = 'g1' order by period_to desc limit 1") == date(2026, 3, 31)
    assert council.row("from audit.agreement where agreement_id = 'g1'")["monitoring_tier"] == "enhanced"
    returns.set_tier(council, LEE, "g1", "light_touch", ASKED, "It was agreed", ASKED)
    assert council.value("select period_to from reconciliation.return_due where agreement_id = 'g1' order by period_to desc limit 1") == date(2026, 6, 30)
    assert council.value("select count(*) from decisions.monitoring_tier") == 2


def test_what_was_asked_for_stays_when_the_tier_changes(council):
    returns.set_tier(council, LEE, "g1", "enhanced", ASKED, "Cash every week", ASKED)
    later = date(2026, 4, 1)
    refresh_store(council, OPERATOR, later)
    climb(council, later, return_id="g1:2026-03-31")
    returns.set_tier(council, LEE, "g1", "light_touch", later, "All is well", later)
    returns.set_tier(council, LEE, "g1", "light_touch", later + DAY, "All is well", later)
    assert council.row("from reconciliation.return_due where return_id = 'g1:2026-03-31'")["period_from"] == date(2026, 2, 26)


def test_nobody_is_chased_over_the_years_before_the_council_began(store):
    """Of the returns before the first day, one an agreement is asked for, and its clock begins on that day."""
    began = date(2028, 5, 20)
    move_in(store, as_at=began)
    followed = access.see(store, OPERATOR, "trackers.return", {"as_at": began}, agreement_id="g1")
    assert store.value("select count(*) from reconciliation.return_due where agreement_id = 'g1'") > 8
    assert [(row["period_to"], row["asked_on"], row["stands"]) for row in followed] == [
        (date(2028, 3, 31), began, "to_request"),
        (date(2028, 6, 30), date(2028, 7, 1), "to_come"),
    ]


def test_the_audit_view_and_the_agreement_say_the_same_as_the_tracker(asked):
    refresh_store(asked, OPERATOR, DUE + 3 * DAY)
    row = asked.row("from audit.return where return_id = ?", [FIRST])
    assert (row["requested_on"], row["due_on"], row["received_on"], row["chaser_stage"], row["days_late"]) == (ASKED, DUE, None, "request", 3)
    agreement = asked.row("from audit.agreement where agreement_id = 'g1'")
    assert (agreement["next_return_due_on"], agreement["next_statutory_review_due_on"]) == (DUE, date(2026, 7, 2))


def test_the_history_of_a_return_is_its_steps_and_an_auditor_may_look(asked):
    auditor = replace(LEE, username="uma", role="auditor")
    assert returns.open_return(asked, auditor, "g1", FIRST, DUE)["options"] == []
    offered = {option["step"]: option["why_not"] for option in returns.open_return(asked, JO, "g1", FIRST, DUE)["options"]}
    assert offered["extend"] == [] and offered["receive"] == [] and "not before" in offered["chase_1"][0]
    with pytest.raises(NotAllowed):
        returns.open_return(asked, SAM, "g1", FIRST, DUE)


# Properties

BEGIN, NOON = date(2026, 1, 1), datetime(2026, 1, 1, 12)
HELD = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 20)), max_size=6)


@given(start=st.integers(0, 100), days=st.integers(1, 90), held=HELD)
@settings(max_examples=40, deadline=None)
def test_a_due_day_is_never_held_and_as_many_days_count_before_it_as_policy_says(empty_store, start, days, held):
    from_day = BEGIN + start * DAY
    with empty_store.trial(OPERATOR) as trial:
        trial.insert("decisions.hold", [
            {"hold_id": f"{number}", "agreement_id": "g", "council": "W", "kind": "other", "from_date": BEGIN + first * DAY, "to_date": BEGIN + (first + length) * DAY,
             "reason": "x", "decided_by": "jo", "decided_at": NOON}
            for number, (first, length) in enumerate(held)
        ])  # fmt: skip
        named = {"from_day": from_day, "days": days}
        found = trial.row("select clock.after($from_day::date, $days, any_value(stretches)) as due_on, any_value(stretches) as held from staging.held", named)
        counted = trial.value("select clock.counted($from_day::date, $due_on::date, any_value(stretches)) from staging.held", {"from_day": from_day, "due_on": found["due_on"]})
    held_days = {BEGIN + day * DAY for first, length in held for day in range(first, first + length + 1)}
    due_on = found["due_on"]
    assert due_on not in held_days
    between = [from_day + number * DAY for number in range(1, (due_on - from_day).days + 1)]
    assert sum(day not in held_days for day in between) == days == counted
    # Merged, no day counts twice.
    assert sum((one["to_date"] - one["from_date"]).days + 1 for one in found["held"] or []) == len(held_days)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory, empty_path):
    """A small council that every example begins anew in."""
    store = open_store(shutil.copy(empty_path, tmp_path_factory.mktemp("ladder")))
    move_in(store, as_at=ASKED)
    yield store
    store.close()


TRIES = st.tuples(st.sampled_from(["write", "write", "send", "send", "say", "say", "hold", "phone", "escalate"]), st.integers(0, 21))


@given(tries=st.lists(TRIES, min_size=6, max_size=18))
@settings(max_examples=6, deadline=None)
def test_whatever_is_tried_the_ladder_skips_no_rung_and_none_comes_before_its_day_or_in_a_hold(lasting, tries):
    with lasting.change(OPERATOR, "begin_anew", "the ladder") as change:
        for table in ("step", "letter", "letter_sent", "hold"):
            change.execute(f"delete from decisions.{table}")
    on_day, held = ASKED, set()
    for what, later in tries:
        on_day += later * DAY
        with suppress(UserError):
            attempt(lasting, what, on_day)
        held |= {row["from_date"] + day * DAY for row in lasting.rows("from staging.hold") for day in range((row["to_date"] - row["from_date"]).days + 1)}
    done = lasting.rows("select step, on_day from decisions.step where step in ('request', 'chase_1', 'chase_2', 'final') order by step_number")
    assert [row["step"] for row in done] == list(LADDER[: len(done)])
    for row, least in zip(done, (0, 35, 49, 63), strict=False):
        days = [done[0]["on_day"] + day * DAY for day in range(1, (row["on_day"] - done[0]["on_day"]).days + 1)]
        assert sum(day not in held for day in days) >= least
    assert len({row["on_day"] for row in done}) == len(done)


def attempt(store, what, on_day):
    if what == "write":
        returns.prepare_letter(store, JO, "g1", FIRST, on_day)
    elif what == "send":
        letter = store.row("from trackers.letter where state = 'to_send'")
        if letter:
            letters.mark_sent(store, JO, "g1", letter["letter_id"], on_day, "post", on_day)
    elif what == "say":
        returns.sent(store, JO, "g1", FIRST, on_day)
    elif what == "hold":
        holds.begin(store, JO, "g1", "hospital", on_day, on_day + 3 * DAY, "The ward rang")
    else:
        returns.go_on(store, JO, "g1", FIRST, what, on_day, "Tried")
