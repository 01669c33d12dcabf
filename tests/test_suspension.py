"""Suspension: through its gate or not at all, by two people, looked at again in time, and no sanction."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lib import access, checks, holds, letters, suspension
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.monitoring import follow, refresh_store
from lib.store import OPERATOR
from tests.small_council import AS_AT, HOLDING, JO, LEE, receive

DAY = timedelta(days=1)
FROM = AS_AT + 28 * DAY
MAX = replace(LEE, username="max", name="Max Example")
SAID = {
    "sw_agreed": ("agreed", "P Example, by telephone today"),
    "alternative_care": ("in_place", "Care At Home comes at the same times, paid by the council"),
    "wages_and_notice_covered": ("nobody_employed", "The plan has an agency only"),
    "capacity_and_representative": ("can_decide", "Seen by the social worker in May"),
    "review_date": (FROM + 14 * DAY, ""),
}


@pytest.fixture
def council(held):
    return held


@pytest.fixture
def after(filled):
    """after(fill): a store in which this was done with a pause, and the pause's id."""

    def copy(fill):
        store = filled(*HOLDING, fill)
        return store, store.value("select suspension_id from decisions.suspension")

    return copy


def proposed(store, actor=JO, from_date=FROM, ground="no_returns", as_at=AS_AT):
    return suspension.propose(store, actor, "g1", ground, from_date, "No statement since April, three letters", as_at)


def say(store, suspension_id, box, said=None, note=None, actor=JO, as_at=AS_AT):
    words = SAID.get(box, (None, None))
    suspension.say(store, actor, "g1", suspension_id, box, said or words[0], words[1] if note is None else note, as_at)


def fill(store, suspension_id, but=()):
    for box in SAID:
        if box not in but:
            say(store, suspension_id, box)
    if "safeguarding_screened" not in but:
        say(store, suspension_id, "safeguarding_screened", "screened", "", LEE)


def notice(store, suspension_id, sent_on=AS_AT, as_at=AS_AT):
    letter_id = suspension.prepare_notice(store, JO, "g1", suspension_id, "Care At Home comes as now.", "You do not need to do anything.", as_at)
    letters.mark_sent(store, JO, "g1", letter_id, sent_on, "post")
    return letter_id


def ready(store, **named):
    suspension_id = proposed(store, **named)
    fill(store, suspension_id)
    notice(store, suspension_id)
    return suspension_id


def approved(store, actor=LEE):
    suspension_id = ready(store)
    suspension.go_on(store, actor, "g1", suspension_id, "approve", AS_AT)
    return suspension_id


def row(store, suspension_id, as_at=AS_AT):
    return access.see(store, LEE, "trackers.suspension", {"as_at": as_at}, suspension_id=suspension_id)[0]


def audited(store, suspension_id):
    return store.row("from audit.suspension where suspension_id = ?", [suspension_id])


def test_warwickshire_22_014_343_a_pause_that_follows_policy_stands(after):
    council, suspension_id = after(approved)
    found = audited(council, suspension_id)
    assert (found["proposed_by"], found["approved_by"], found["from_date"], found["review_on"], found["to_date"]) == ("jo", "lee", FROM, FROM + 14 * DAY, None)
    boxes = suspension.open_case(council, JO, "g1", suspension_id, AS_AT)["boxes"]
    assert [(box["box"], box["is_filled"], box["decided_by"]) for box in boxes] == [
        ("sw_agreed", True, "jo"), ("alternative_care", True, "jo"), ("wages_and_notice_covered", True, "jo"), ("capacity_and_representative", True, "jo"),
        ("safeguarding_screened", True, "lee"), ("notice_given", True, "jo"), ("review_date", True, "jo"), ("manager", True, "lee"),
    ]  # fmt: skip
    assert all(box["decided_at"] and box["said"] for box in boxes)
    assert not [check for check in checks.run_checks(council) if check["rows"]]


@pytest.mark.parametrize("box", [*SAID, "safeguarding_screened", "notice_given"])
def test_doncaster_23_008_721_nothing_is_paused_while_a_box_is_empty(after, box):
    council, suspension_id = after(proposed)
    fill(council, suspension_id, but={box})
    if box not in ("notice_given", "review_date", "alternative_care"):
        notice(council, suspension_id)
    if box in ("review_date", "alternative_care"):
        with pytest.raises(UserError, match="First say which care goes on"):
            notice(council, suspension_id)
    with pytest.raises(SeveralErrors) as refused:
        suspension.go_on(council, LEE, "g1", suspension_id, "approve", AS_AT)
    assert suspension.BOXES[box] in " ".join(refused.value.errors)
    assert council.value("select count(*) from staging.suspension") == 0


def test_bristol_22_009_217_a_pause_without_other_care_is_refused(after):
    council, suspension_id = after(proposed)
    with pytest.raises(UserError, match="Which care from whom"):
        say(council, suspension_id, "alternative_care", "in_place", " ")
    with pytest.raises(UserError, match="Choose what is so"):
        say(council, suspension_id, "alternative_care", "later", "Somebody will see to it")
    fill(council, suspension_id, but={"alternative_care"})
    with pytest.raises(SeveralErrors, match="Other care is in place, or not needed"):
        suspension.go_on(council, LEE, "g1", suspension_id, "approve", AS_AT)


def test_bristol_22_009_217_a_pause_without_notice_is_refused(after):
    council, suspension_id = after(proposed)
    fill(council, suspension_id)
    with pytest.raises(SeveralErrors, match="must go out 28 days before"):
        suspension.go_on(council, LEE, "g1", suspension_id, "approve", AS_AT)
    letter_id = suspension.prepare_notice(council, JO, "g1", suspension_id, "Care At Home comes as now.", "Nothing.", AS_AT)
    with pytest.raises(SeveralErrors, match="must go out 28 days before"):
        suspension.go_on(council, LEE, "g1", suspension_id, "approve", AS_AT)
    letters.mark_sent(council, JO, "g1", letter_id, AS_AT + DAY, "post")
    with pytest.raises(SeveralErrors, match="must go out 28 days before"):
        suspension.go_on(council, LEE, "g1", suspension_id, "approve", AS_AT + DAY)


def test_doncaster_23_008_721_who_proposed_a_pause_does_not_approve_it(council):
    suspension_id = ready(council, actor=LEE)
    with pytest.raises(SeveralErrors, match="somebody else must look"):
        suspension.go_on(council, LEE, "g1", suspension_id, "approve", AS_AT)
    with pytest.raises(NotAllowed):
        suspension.go_on(council, JO, "g1", suspension_id, "approve", AS_AT)
    suspension.go_on(council, MAX, "g1", suspension_id, "approve", AS_AT)


def test_warwickshire_22_014_343_a_review_fifteen_days_away_is_refused(after):
    council, suspension_id = after(proposed)
    for day in (FROM + 15 * DAY, FROM, FROM - DAY):
        with pytest.raises(UserError, match="within 14 days"):
            say(council, suspension_id, "review_date", day)
    say(council, suspension_id, "review_date", FROM + 14 * DAY)


def test_an_emergency_needs_its_reason_and_stands_for_the_notice(council):
    suspension_id = proposed(council, from_date=AS_AT)
    fill(council, suspension_id, but={"review_date"})
    say(council, suspension_id, "review_date", AS_AT + 7 * DAY)
    with pytest.raises(UserError, match="earliest"):
        suspension.prepare_notice(council, JO, "g1", suspension_id, "Care At Home comes as now.", "Nothing.", AS_AT)
    with pytest.raises(UserError, match="no time for written notice"):
        say(council, suspension_id, "notice_given", "emergency", "")
    say(council, suspension_id, "notice_given", "emergency", "The card was stolen today")
    suspension.go_on(council, LEE, "g1", suspension_id, "approve", AS_AT)
    assert row(council, suspension_id)["days_paused"] == 1


def test_the_letter_counts_only_for_the_days_that_it_names(after):
    council, suspension_id = after(ready)
    assert "notice_given" not in row(council, suspension_id)["boxes_missing"]
    say(council, suspension_id, "review_date", FROM + 13 * DAY)
    assert row(council, suspension_id)["boxes_missing"] == ["notice_given", "manager"]
    notice(council, suspension_id)
    assert row(council, suspension_id)["boxes_missing"] == ["manager"]


def test_the_notice_says_which_care_goes_on_and_when_it_is_looked_at_again(after):
    council, suspension_id = after(ready)
    letter = council.row("from decisions.letter where case_id = ?", [suspension_id])
    text = " ".join(str(part) for part in letters.text_of(letters.content(council, JO, "g1", letter["letter_id"])[0]))
    for part in ("28 July 2026", "11 August 2026", "Care At Home comes as now.", "we can't see how the money is spent"):
        assert part in text
    assert "afeguarding" not in text


def test_a_box_can_be_said_again_and_the_newer_counts(after):
    council, suspension_id = after(proposed)
    say(council, suspension_id, "sw_agreed", note="P Example")
    say(council, suspension_id, "sw_agreed", note="Q Example, who took over", actor=MAX)
    box = council.row("from trackers.suspension_box where suspension_id = ? and box = 'sw_agreed'", [suspension_id])
    assert (box["note"], box["decided_by"]) == ("Q Example, who took over", "max")
    assert council.value("select count(*) from decisions.suspension_box") == 2


def test_safeguarding_is_screened_by_those_who_may_see_concerns_and_nothing_is_written_there(after):
    council, suspension_id = after(proposed)
    with pytest.raises(NotAllowed):
        say(council, suspension_id, "safeguarding_screened", "screened", "There is one", JO)
    say(council, suspension_id, "safeguarding_screened", "screened", "There is one", LEE)
    assert council.value("select note from decisions.suspension_box") == ""


def test_the_boxes_close_with_the_gate(after):
    council, suspension_id = after(approved)
    with pytest.raises(UserError, match="gate is closed"):
        say(council, suspension_id, "sw_agreed")


def test_who_employs_must_say_how_wages_are_covered(council):
    with council.change(LEE, "load_caseload", "a plan") as change:
        change.insert(
            "raw.plan_line", [{"load_number": 2, "row_number": 2, "agreement_id": "g1", "plan_line_id": "l9", "spend_category": "pa_wages", "weekly_amount": Decimal("70.00")}]
        )
        follow(change, AS_AT, {"a1"}, caseload=True)
    suspension_id = proposed(council)
    with pytest.raises(UserError, match="personal assistants are employed"):
        say(council, suspension_id, "wages_and_notice_covered")
    say(council, suspension_id, "wages_and_notice_covered", "covered", "Paid from the balance until August")
    say(council, suspension_id, "review_date")
    told = suspension.consequences(council, LEE, "g1", suspension_id)
    assert "Wages of £70.00 a week go on falling due: £140.00 until the review." in told


def test_the_approver_sees_which_payments_are_not_made_and_what_was_shown_is_kept(after):
    council, suspension_id = after(approved)
    told = suspension.consequences(council, LEE, "g1", suspension_id)
    # Four weeks of £90.00 each from 5 January on: 20 July comes before the pause, 17 August after its review.
    assert told == [
        "If it lasts until then, the payment of £360.00 due on 17 Aug 2026 is not made either.",
        "The account held £1,500.00 on 30 Jun 2026.",
        "It is looked at again by 11 Aug 2026. It does not go on by itself.",
        "Reckoner stops no payment: enter the pause where payments are made.",
    ]
    kept = council.value("select detail ->> '$.shown' from decisions.step where step = 'approve'")
    assert "17 Aug 2026" in kept


def test_a_pause_is_no_sanction_for_an_unpaid_contribution(council):
    suspension_id = proposed(council, ground="contribution_not_paid_in")
    with pytest.raises(UserError, match="Other care must be in place first"):
        say(council, suspension_id, "alternative_care", "not_needed", "The family helps")
    say(council, suspension_id, "alternative_care")
    fill(council, suspension_id, but={"alternative_care"})
    notice(council, suspension_id)
    holds.begin(council, JO, "g1", "breathing_space", AS_AT, None, "Notice from the Insolvency Service")
    with pytest.raises(SeveralErrors, match="Breathing space"):
        suspension.go_on(council, LEE, "g1", suspension_id, "approve", AS_AT)


@pytest.mark.parametrize("ground", ["safeguarding", "", None, "misspend"])
def test_a_ground_is_one_of_the_list_and_none_gives_a_concern_away(council, ground):
    with pytest.raises(UserError, match="Choose the ground"):
        proposed(council, ground=ground)
    assert not [word for word in [*suspension.GROUNDS.values(), *suspension.IN_THE_LETTER.values()] if "safeguard" in word.lower() or "abuse" in word.lower()]


def test_one_pause_of_an_agreement_at_a_time_and_none_in_the_past(after):
    council, suspension_id = after(proposed)
    with pytest.raises(UserError, match="under way already"):
        proposed(council)
    suspension.go_on(council, JO, "g1", suspension_id, "withdraw", AS_AT, "The statements came")
    with pytest.raises(UserError, match="begins today or later"):
        proposed(council, from_date=AS_AT - DAY)
    proposed(council)


def test_a_pause_whose_first_day_has_passed_is_not_approved(after):
    council, suspension_id = after(ready)
    with pytest.raises(SeveralErrors, match="that day has passed"):
        suspension.go_on(council, LEE, "g1", suspension_id, "approve", FROM + DAY)


def test_a_pause_goes_on_only_when_somebody_else_says_why_and_until_when(after):
    council, suspension_id = after(approved)
    late = FROM + 16 * DAY
    assert (row(council, suspension_id, late)["days_late"], row(council, suspension_id, late)["state"]) == (2, "approved")
    for review_on, reason, words in ((None, "Still no papers", "Say when"), (late + 15 * DAY, "Still no papers", "within 14 days"), (late + 14 * DAY, " ", "Say why")):
        with pytest.raises(SeveralErrors, match=words):
            suspension.go_on(council, LEE, "g1", suspension_id, "continue", late, reason, review_on)
    suspension.go_on(council, LEE, "g1", suspension_id, "continue", late, "Papers are promised for Friday", late + 14 * DAY)
    assert (audited(council, suspension_id)["review_on"], row(council, suspension_id, late)["state"]) == (late + 14 * DAY, "reviewed")
    suspension.go_on(council, LEE, "g1", suspension_id, "continue", late + DAY, "Half of them came", late + 5 * DAY)
    assert row(council, suspension_id, late)["review_on"] == late + 5 * DAY


def test_an_agreement_that_ends_out_of_a_pause_has_ended_on_its_first_day(after):
    council, suspension_id = after(approved)
    with pytest.raises(SeveralErrors, match="has not begun yet"):
        suspension.go_on(council, LEE, "g1", suspension_id, "end", FROM - DAY, "Moved away")
    suspension.go_on(council, LEE, "g1", suspension_id, "end", FROM + 10 * DAY, "Moved away")
    found = row(council, suspension_id)
    assert (found["state"], found["ended_on"], found["to_date"]) == ("ended", FROM, FROM + 10 * DAY)
    assert council.row("from staging.suspension")["to_date"] is None


def test_nothing_falls_due_during_a_pause_and_what_comes_all_the_same_is_a_finding(after):
    council, suspension_id = after(approved)
    # 17 August and 14 September lie in the pause, 12 October after it.
    then = date(2026, 9, 20)
    suspension.go_on(council, LEE, "g1", suspension_id, "lift", then, "The papers came")
    lines = [("2026-07-20", "WESTMARCH COUNCIL", "360.00"), ("2026-08-17", "WESTMARCH COUNCIL", "360.00"), ("2026-10-12", "WESTMARCH COUNCIL", "360.00"), ("2026-11-01", "CARE AT HOME", "-80.00")]  # fmt: skip
    receive(council, "a1", lines, opening="1500.00", as_at=date(2026, 11, 2))
    refresh_store(council, OPERATOR, date(2026, 11, 2))
    due = [found["due_on"] for found in council.rows("select due_on from reconciliation.expected_payment where agreement_id = 'g1' and due_on > ? order by due_on", [AS_AT])]
    assert due == [date(2026, 7, 20), date(2026, 10, 12)]
    found = council.rows("select rule_id, occurred_on, amount, message from audit.finding where occurred_on > ? and rule_id like 'pa%' and status = 'open'", [AS_AT])
    assert found == [{
        "rule_id": "paid_after_suspension", "occurred_on": date(2026, 8, 17), "amount": Decimal("360.00"),
        "message": "The council paid £360.00 on 17 Aug 2026, while the direct payment was paused from 28 Jul 2026 to 19 Sep 2026.",
    }]  # fmt: skip
    assert audited(council, suspension_id)["to_date"] == date(2026, 9, 19)


def test_lifted_before_it_began_it_never_was(after):
    council, suspension_id = after(approved)
    suspension.go_on(council, LEE, "g1", suspension_id, "lift", AS_AT + DAY, "The statements came")
    assert council.rows("from staging.suspension") == []


def test_a_check_tells_of_a_pause_that_went_past_its_gate(after):
    council, suspension_id = after(approved)
    council.con.execute("delete from decisions.suspension_box where box = 'alternative_care'")
    council.con.execute("update decisions.suspension set decided_by = 'lee'")
    said = [found["message"] for check in checks.run_checks(council) if check["check"] == "suspended_without_gate" for found in check["rows"]]
    assert sorted(said) == [
        "The pause of agreement g1 was approved by lee, who proposed it.",
        "The pause of agreement g1 was approved without its box alternative_care.",
    ]
    assert suspension_id
