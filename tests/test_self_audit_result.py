"""What a self-audit proves: the month, the twelve months, each officer where the numbers allow, the pounds, and how alike auditors score."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from lib import self_audit_drawn
from lib.errors import UserError
from lib.sampling import stratified_bound, two_stage_bound, upper_bound
from lib.self_audit_result import cycles, result
from lib.store import Actor
from tests.told_audits import tell

OCTOBER, TODAY = date(2026, 10, 1), date(2026, 11, 26)
LEE, UNA = Actor("lee", "team_leader", ("Westmarch",)), Actor("una", "auditor", ("Westmarch",))
SUE = Actor("sue", "senior_officer", ("Westmarch",))


@pytest.fixture
def months(held):
    """The small council's store: it has a policy, and no self-audit yet."""
    return held


def test_one_sample_of_a_month_is_said_in_plain_words(months):
    cycle_id = tell(months, OCTOBER, {"jo": (214, 40, 0)}, stratum="all", excluded=3)
    found = result(months, UNA, cycle_id, TODAY)
    proof = found["month"]["proof"]
    assert proof.bound == upper_bound(40, 0, "0.95", "hypergeometric", 214) == Fraction(13, 214)
    assert (proof.reviews, proof.sample, proof.errors, proof.rate) == (214, 40, 0, 0)
    assert found["says"]["month"][0] == "With 95 % confidence no more than 6.1 % of the month's 214 reviews are wrong: 13 at most. Chance drew 40 of them, and none was wrong."
    assert "3 reviews could not be drawn, for reasons that stand with the plan; the sample says nothing about them." in found["says"]["month"]
    assert self_audit_drawn.evaluate(months, UNA, cycle_id)["bound"] == proof.bound


def test_officers_that_were_sampled_unlike_are_bounded_together_and_nothing_is_said_of_one_from_four_cases(months):
    cycle_id = tell(months, OCTOBER, {"jo": (110, 30, 1), "sam": (8, 8, 1), "kim": (96, 4, 0)})
    found = result(months, UNA, cycle_id, TODAY)
    proof, (jo, kim, sam) = found["month"]["proof"], found["officers"]
    assert proof.bound == stratified_bound([(110, 30, 1), (96, 4, 0), (8, 8, 1)], "0.95")
    # Jo's 110 are likely to hold 110/30 wrong, Sam's were all looked at, Kim's 96 none.
    assert proof.rate == (Fraction(110, 30) + 1) / 214
    assert (jo["month"]["may_be_said"], kim["month"]["may_be_said"], sam["month"]["may_be_said"]) == (True, False, True)
    assert jo["month"]["says"] == "No more than 12.8 % of 110 reviews wrong: 1 of 30 was"
    assert sam["month"]["says"] == "1 wrong of 8 reviews, all looked at"
    assert kim["month"]["says"] == "Nothing can be said from 4 cases: without one error 51.1 % could be wrong"
    assert "Nothing can be said about 1 of 3 officers: from 4 cases, even without a single error, 51.1 % could be wrong." in found["says"]["month"]


def test_only_who_may_compare_officers_sees_them(months):
    cycle_id = tell(months, OCTOBER, {"jo": (30, 10, 0)})
    assert result(months, LEE, cycle_id, TODAY)["officers"]
    found = result(months, SUE, cycle_id, TODAY)
    assert found["officers"] == [] and not any("officer" in line for line in found["says"]["month"])


def test_what_was_picked_for_risk_changes_no_bound(months):
    cycle_id = tell(months, OCTOBER, {"jo": (100, 20, 0)}, risk={"jo": (10, 9)})
    found = result(months, UNA, cycle_id, TODAY)
    assert found["month"]["proof"].bound == upper_bound(20, 0, "0.95", "hypergeometric", 100)
    assert found["month"]["risk"] == {"items": 10, "closed": 10, "errors": 9, "pounds_wrong": Decimal("270.00")}
    assert found["says"]["risk"][0].startswith("Of 10 reviews that were picked for risk this month, 9 were wrong, with £270.00. They were not drawn by chance")
    assert [(row["result"], row["random"], row["risk"]) for row in found["month"]["results"]] == [("pass", 20, 1), ("coach", 0, 9), ("fail", 0, 0), ("critical", 0, 0)]


def test_nothing_is_proven_until_every_item_of_chance_is_closed(months):
    cycle_id = tell(months, OCTOBER, {"jo": (100, 20, 0)}, closed=False)
    found = result(months, UNA, cycle_id, TODAY)
    assert found["month"]["proof"].bound is None and found["month"]["money"]["most"] is None
    assert found["says"]["month"] == ["0 of 20 items that chance drew are closed. What the sample proves is said when all are."]
    assert found["says"]["twelve"] == ["None of the twelve months has a finished self-audit yet."]


def test_the_twelve_months_are_bounded_together_by_their_own_sizes(months):
    told = [(date(2025, 11, 1), 40, 4, 0), (date(2026, 1, 1), 200, 20, 2), (date(2026, 9, 1), 180, 30, 0), (OCTOBER, 214, 22, 1)]
    for month, reviews, items, wrong in told:
        cycle_id = tell(months, month, {"jo": (reviews, items, wrong)})
    # A year and a month before: it counts no more.
    tell(months, date(2025, 10, 1), {"jo": (100, 50, 50)})
    found = result(months, UNA, cycle_id, TODAY)
    assert found["twelve"]["proof"].bound == stratified_bound([(reviews, items, wrong) for _, reviews, items, wrong in told], "0.95")
    assert (found["twelve"]["proof"].reviews, found["twelve"]["proof"].sample, found["twelve"]["proof"].errors) == (634, 76, 3)
    assert len(found["missing"]) == 8 and "8 of the twelve months have no finished self-audit: nothing is said about them." in found["says"]["twelve"]
    trend = found["trend"]
    assert [row["month"] for row in trend][::11] == [date(2025, 11, 1), OCTOBER]
    assert (trend[11]["errors"], trend[11]["rate"], trend[1]["bound"]) == (1, Decimal("4.5"), None)
    # Together they say more than any of them alone.
    assert found["twelve"]["proof"].bound < found["month"]["proof"].bound


def test_a_second_stage_after_errors_is_not_taken_for_one_sample(months):
    cycle_id = tell(months, OCTOBER, {"jo": (214, 60, 1)}, second_stage={"jo": (60, 0)}, stratum="all")
    proof = result(months, UNA, cycle_id, TODAY)["month"]["proof"]
    assert (proof.sample, proof.errors, proof.more) == (120, 1, 0)
    assert proof.bound == two_stage_bound([(60, 1), (60, 0)], "0.95", "hypergeometric", 214, most=1) > upper_bound(120, 1, "0.95", "hypergeometric", 214)


def test_what_was_drawn_after_others_were_seen_is_told_apart(months):
    cycle_id = tell(months, OCTOBER, {"jo": (100, 20, 1)}, more={"jo": (15, 0)})
    found = result(months, UNA, cycle_id, TODAY)
    assert found["month"]["proof"].bound == upper_bound(20, 1, "0.95", "hypergeometric", 100)
    assert found["says"]["month"][1].startswith("15 more were drawn after the first were looked at, and none of them is wrong. The bound rests on the first alone")


def test_the_pounds_are_bounded_as_if_the_largest_reviews_hid_the_errors_and_were_wrong_whole(months):
    cycle_id = tell(months, OCTOBER, {"jo": (60, 30, 1)}, risk={"jo": (2, 1)})
    found = result(months, UNA, cycle_id, TODAY)
    hidden = int(upper_bound(30, 1, "0.95", "hypergeometric", 60) * 60) - 1
    # Reviews 0 to 59 are of 100 to 159 pounds; 0 to 31 were looked at, so the largest hidden ones are the last.
    most = Decimal("60.00") + sum(Decimal(100 + number) for number in range(60 - hidden, 60))
    assert found["month"]["money"] == {"pounds": Decimal(60 * 100 + 59 * 30), "seen": Decimal("60.00"), "hidden": hidden, "most": most}
    assert any(line.startswith(f"£60.00 were found wrong. With 95 % confidence money may be wrong in {hidden} other reviews") for line in found["says"]["month"])


def test_each_point_shows_the_share_that_was_given_the_worst_first(months):
    cycle_id = tell(months, OCTOBER, {"jo": (30, 10, 1)}, risk={"jo": (2, 1)})
    worst, *others = result(months, UNA, cycle_id, TODAY)["month"]["points"]
    # One of ten got nothing for the first point: 18 of 20. What was picked for risk stands beside it.
    assert (worst["words"], worst["given"], worst["risk_given"]) == ("Right period", Decimal(90), Decimal(50))
    assert (worst["random_fully"], worst["random_not_at_all"]) == (9, 1)
    assert {one["given"] for one in others} == {Decimal(100), None}
    assert others[-1]["random_not_there"] == 10


def test_auditors_are_compared_where_two_looked(months):
    cycle_id = tell(months, OCTOBER, {"jo": (30, 10, 0)}, twice=2)
    found = result(months, UNA, cycle_id, TODAY)
    # Two items of nineteen points each; of each the second auditor gave one point less once.
    assert found["month"]["agreement"]["table"] == [[0, 0, 0], [0, 0, 0], [0, 2, 36]]
    assert found["month"]["agreement"]["same"] == Decimal("94.7")
    assert found["says"]["agreement"][0].startswith("Two auditors scored 38 points without seeing each other's: 94.7 % alike, Gwet's AC1 0.95")


def test_a_plan_for_two_councils_is_seen_whole_or_not_at_all(months):
    cycle_id = tell(months, OCTOBER, {"jo": (30, 10, 0)}, councils=("Westmarch", "Easthaven"))
    assert cycles(months, UNA) == []
    with pytest.raises(UserError, match="no such self-audit"):
        result(months, UNA, cycle_id, TODAY)
    assert result(months, replace(UNA, councils=("Easthaven", "Westmarch")), cycle_id, TODAY)["month"]["proof"].sample == 10
