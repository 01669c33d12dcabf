"""The second look of the self-audit: blind until it is over, then both side by side; scored, answered, ruled and closed."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from lib import access, self_audit, self_audit_blind, trail
from lib import self_audit_draw as draws
from lib import self_audit_drawn as drawn
from lib import self_audit_plan as plans
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.store import OPERATOR, Actor
from tests.self_audit_council import AFTER, HELD_BACK, NED, SAM, UNA, activity_of, copy_of, item_of, wanted
from tests.small_council import JO, LEE


@pytest.fixture
def store(reviewed, tmp_path):
    opened = copy_of(reviewed, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def cycle(store):
    return plans.plan(store, LEE, wanted(), AFTER)


@pytest.fixture
def looked(store, cycle):
    """(store, cycle, the item of a1), drawn."""
    draws.draw(store, LEE, cycle, AFTER)
    return store, cycle, item_of(store, cycle, "a1")["item_id"]


def shown(store, item_id):
    """Everything that the second look is shown."""
    blind = self_audit_blind
    return [
        blind.questions(store, UNA, item_id), blind.lines(store, UNA, item_id), blind.form(store, UNA, item_id), *blind.plan_and_payments(store, UNA, item_id),
        blind.side_by_side(store, UNA, item_id), self_audit.differences(store, UNA, item_id),
    ]  # fmt: skip


def test_nothing_of_the_first_look_shows_in_the_second(looked):
    store, _, item_id = looked
    self_audit_blind.begin(store, UNA, item_id)
    said = str(shown(store, item_id))
    assert not [word for word in HELD_BACK if word in said]
    asked = {row["message"] for row in self_audit_blind.questions(store, UNA, item_id)}
    assert "Who is this, and what was it for?" in asked and len(asked) > 1
    hidden = [row for row in self_audit_blind.lines(store, UNA, item_id) if row["is_hidden"]]
    assert len(hidden) == 2 and {row["spend_category"] for row in hidden} == {"query"}
    # What nobody decided stays: the council's own list of payees.
    assert any(row["spend_category"] == "agency" for row in self_audit_blind.lines(store, UNA, item_id))


def test_the_second_look_is_its_auditors_alone(looked):
    store, _, item_id = looked
    for actor in (NED, LEE):
        for function in (self_audit_blind.begin, self_audit_blind.questions, self_audit_blind.lines):
            with pytest.raises(NotAllowed):
                function(store, actor, item_id)
    with pytest.raises(UserError, match="Begin the second look"):
        self_audit_blind.say(store, UNA, item_id, "exception", "x", "explained")


def look(store, item_id, payee="activity", verdict="upheld", is_begun=False):
    """Una's second look, from beginning to end: what she says of the gambling, and of the payee whom Jo told. Gives how many differences there are."""
    if not is_begun:
        self_audit_blind.begin(store, UNA, item_id)
    hidden = {row["transaction_id"] for row in self_audit_blind.lines(store, UNA, item_id) if row["is_hidden"]}
    for row in self_audit_blind.questions(store, UNA, item_id):
        if row["exception_id"] in hidden:
            self_audit_blind.say(store, UNA, item_id, "line", row["exception_id"], payee)
        else:
            self_audit_blind.say(store, UNA, item_id, "exception", row["exception_id"], verdict if row["rule_id"] == "gambling" else "explained", "Seen the line")
    return self_audit_blind.finish(store, UNA, item_id, "difference_explained", "Days have no statement")


def test_a_second_look_ends_when_every_question_is_answered_and_shows_both_side_by_side(looked):
    store, _, item_id = looked
    self_audit_blind.begin(store, UNA, item_id)
    with pytest.raises(SeveralErrors, match="not answered yet"):
        self_audit_blind.finish(store, UNA, item_id, "agreed")
    assert look(store, item_id, is_begun=True) == 1
    both = self_audit_blind.side_by_side(store, UNA, item_id)
    assert [(row["first_said"], row["second_said"], row["amount"]) for row in both if row["differs"]] == [("explained", "upheld", Decimal("20.00"))]
    assert {(row["first_said"], row["second_said"]) for row in both if row["kind"] == "line"} == {("activity", "activity")}
    with pytest.raises(UserError, match="can't change any more"):
        self_audit_blind.say(store, UNA, item_id, "line", both[0]["subject_id"], "agency")
    assert store.value("select was_blind from decisions.self_audit_check")


def test_another_word_for_a_payee_is_a_difference_of_a_line(looked):
    store, _, item_id = looked
    assert look(store, item_id, payee="living_cost", verdict="explained") == 2
    assert {(row["kind"], row["first_said"], row["second_said"]) for row in self_audit.differences(store, UNA, item_id)} == {("line", "activity", "living_cost")}


def test_whoever_opened_the_case_meanwhile_was_not_blind(looked):
    store, _, item_id = looked
    trail.note_look(store, UNA, "a1")
    look(store, item_id)
    assert store.value("select was_blind from decisions.self_audit_check") is False


def test_a_conflict_that_shows_late_gives_the_item_to_another_auditor(store):
    cycle = plans.plan(store, LEE, wanted(auditors=("una", "ned")), AFTER)
    draws.draw(store, LEE, cycle, AFTER)
    item = next(row for row in drawn.items(store, UNA, cycle) if row["auditor"] == "una" and not row["second_auditor"])
    assert self_audit_blind.pass_on(store, UNA, item["item_id"], "She is my aunt") == "ned"
    with pytest.raises(NotAllowed):
        self_audit_blind.begin(store, UNA, item["item_id"])
    self_audit_blind.begin(store, NED, item["item_id"])


def test_a_second_auditor_sees_nothing_of_the_first_and_closes_nothing(store):
    cycle = plans.plan(store, LEE, wanted(auditors=("una", "ned")), AFTER)
    both = next(row for row in draws.draw(store, LEE, cycle, AFTER) if row["second_auditor"])
    first, second = (UNA, NED) if both["auditor"] == "una" else (NED, UNA)
    for actor in (first, second):
        assert self_audit_blind.side_by_side(store, actor, both["item_id"]) == []
        self_audit_blind.begin(store, actor, both["item_id"])
        for row in self_audit_blind.questions(store, actor, both["item_id"]):
            self_audit_blind.say(store, actor, both["item_id"], "exception", row["exception_id"], "explained")
        self_audit_blind.finish(store, actor, both["item_id"], "difference_explained", "Days have no statement")
        self_audit.score(store, actor, both["item_id"], {row["point"]: (2, "") for row in self_audit.points(store, actor, both["item_id"]) if row["kind"] == "point"}, {})
        assert {row["auditor"] for row in self_audit_blind.side_by_side(store, actor, both["item_id"])} == {actor.username}
    self_audit.tell(store, second, both["item_id"], "", AFTER)
    assert access.see(store, LEE, "dashboards.told_item") == []
    with pytest.raises(SeveralErrors, match="The first auditor closes it"):
        self_audit.close(store, second, both["item_id"], "", AFTER)
    assert access.see(store, UNA, "audit.self_audit_score") == []


# The points, the answer, the close


def scored(store, item_id, **less):
    """All points given in full, but for some."""
    every = self_audit.points(store, UNA, item_id)
    self_audit.score(store, UNA, item_id, {row["point"]: (less.get(row["point"], 2), "") for row in every if row["kind"] == "point"}, {})
    return self_audit.tell(store, UNA, item_id, "Well written", AFTER)


def test_a_review_is_scored_answered_ruled_and_closed(looked):
    store, cycle, item_id = looked
    look(store, item_id)
    with pytest.raises(UserError, match="Not scored yet: Right period"):
        self_audit.tell(store, UNA, item_id, "", AFTER)
    assert access.see(store, JO, "dashboards.told_item") == []
    answer_by = scored(store, item_id, insurance=None, queries_raised=1, notes_factual=0)
    assert answer_by == AFTER + timedelta(days=10)
    difference = access.see(store, JO, "dashboards.told_difference")[0]["difference_id"]
    with pytest.raises(NotAllowed):
        self_audit.told(store, SAM, item_id)
    with pytest.raises(UserError, match="jo did this review"):
        self_audit.answer(store, LEE, item_id, "I would agree", {})
    with pytest.raises(SeveralErrors, match="has not answered yet, and may until"):
        self_audit.close(store, UNA, item_id, "", AFTER)
    self_audit.answer(store, JO, item_id, "I asked her by telephone", {difference: ("disputed", "She told me")})
    self_audit.rule(store, UNA, item_id, difference, "second", "20.00", "A call is no evidence")
    assert self_audit.outcome(store, UNA, item_id) == {
        "points": 35,
        "max_points": 38,
        "critical_failure": False,
        "pounds_wrong": Decimal("20.00"),
        "agreed": False,
        "result": "pass",
    }
    self_audit.close(store, UNA, item_id, "Write calls down", AFTER)
    with pytest.raises(UserError, match="is closed"):
        self_audit.rule(store, UNA, item_id, difference, "first", "", "After all")
    row = access.see(store, UNA, "audit.self_audit_item", item_id=item_id)[0]
    assert (row["agreed"], row["points"], row["max_points"], row["critical_failure"], row["auditor"], row["officer"]) == (False, 35, 38, False, "una", "jo")
    assert len(access.see(store, UNA, "audit.self_audit_score")) == 20 and access.see(store, UNA, "audit.self_audit_difference")[0]["ruling"] == "second"
    assert activity_of(store) == [None]
    found = drawn.evaluate(store, OPERATOR, cycle)
    assert (found["closed"], found["errors"], found["bound"]) == (1, 1, None) or found["sample"] > 1


def test_points_and_pounds_decide_and_a_penny_more_decides_otherwise(looked):
    """36 of 40 pass and 35 are coached, 30 are coached and 29 fail; £50.00 wrong is tolerated and £50.01 fails."""
    store, _, item_id = looked
    look(store, item_id)
    scored(store, item_id)
    difference = self_audit.differences(store, UNA, item_id)[0]["difference_id"]
    every = [row["point"] for row in self_audit.points(store, UNA, item_id) if row["kind"] == "point"]
    for lost, wrong, result, critical in (
        (4, "", "pass", False), (5, "", "coach", False), (10, "", "coach", False), (11, "", "fail", False), (0, "50.00", "pass", False), (0, "50.01", "fail", True),
    ):  # fmt: skip
        self_audit.score(store, UNA, item_id, {point: (1 if place < lost else 2, "") for place, point in enumerate(every)}, {})
        self_audit.rule(store, UNA, item_id, difference, "second" if wrong else "both", wrong, "Looked at it")
        found = self_audit.outcome(store, UNA, item_id)
        assert (found["points"], found["result"], found["critical_failure"], found["agreed"]) == (40 - lost, result, critical, not wrong)


def test_what_did_not_pass_is_closed_with_an_action_that_somebody_does_by_a_day(looked):
    store, _, item_id = looked
    look(store, item_id, verdict="explained")
    self_audit.score(store, UNA, item_id, {}, {"wrong_person": (True, "To her brother")})
    scored(store, item_id)
    late = AFTER + timedelta(days=11)
    with pytest.raises(SeveralErrors, match="Say what is done about it"):
        self_audit.close(store, UNA, item_id, "", late)
    action = self_audit.set_action(store, UNA, item_id, "jo", "Look at the address before a letter goes out", None, late)
    assert self_audit.close(store, UNA, item_id, "", late)["result"] == "fail"
    told = access.see(store, JO, "dashboards.told_action")
    assert [(row["due_on"], row["state"]) for row in told] == [(late + timedelta(days=28), "open")]
    with pytest.raises(NotAllowed):
        self_audit.finish_action(store, SAM, action, "Done")
    self_audit.finish_action(store, JO, action, "Did it with Lee")
    assert access.see(store, UNA, "audit.self_audit_action")[0]["state"] == "done"


def test_the_bound_is_said_when_every_item_of_the_random_part_is_closed(store):
    cycle = plans.plan(store, LEE, wanted(size_by="confidence", strata=(), confidence=Decimal("0.95"), tolerable_rate=Decimal("0.5"), risk_per_officer=0), AFTER)
    items = draws.draw(store, LEE, cycle, AFTER)
    for item in items:
        look(store, item["item_id"], verdict="explained")
        scored(store, item["item_id"])
        self_audit.close(store, UNA, item["item_id"], "", AFTER + timedelta(days=11))
    found = drawn.evaluate(store, UNA, cycle)
    assert (found["population"], found["sample"], found["errors"], found["rate"]) == (3, len(items), 0, Fraction(0))
    assert found["bound"] == Fraction(3 - len(items), 3) and "are wrong" in found["says"]


def test_a_council_is_a_wall_here_too(looked):
    store, cycle, _ = looked
    kim = Actor("kim", "team_leader", ("Easthaven",), "kim")
    for name in ("audit.self_audit_item", "audit.self_audit_cycle", "audit.self_audit_population", "trackers.blind_line"):
        assert access.see(store, kim, name) == []
    for function in (drawn.population_file, drawn.draw_file, drawn.evaluate):
        with pytest.raises(NotAllowed):
            function(store, kim, cycle)
