"""The safety gate of a suspension: its grounds, its boxes, what must be true before each step, and who may take it."""

from datetime import timedelta

from lib import letters
from lib.steps import Machine, Step

# Why money may be paused, and what the letter says of it. No ground and no letter gives away more than the person knows.
GROUNDS = {
    "no_returns": "Statements and papers do not come",
    "misuse": "Money was used outside the plan",
    "not_able_to_manage": "The money can't be managed as it is now",
    "whereabouts_unknown": "Nobody knows where the person is",
    "capacity_lost": "The person can no longer decide about the money",
    "contribution_not_paid_in": "The contribution is not paid in: care is commissioned instead",
}
IN_THE_LETTER = {
    "no_returns": "We asked you for statements and papers, and they have not come. So we can't see how the money is spent.",
    "misuse": "Money from the direct payment was spent on things that are not in the care and support plan.",
    "not_able_to_manage": "It looks as if the direct payment is hard to manage as it is now.",
    "whereabouts_unknown": "We tried to reach you and could not.",
    "capacity_lost": "We were told that you may need somebody to manage the direct payment for you.",
    "contribution_not_paid_in": "Your contribution has not been paid into the direct payment account. So the money does not pay for all your care.",
}
NO_REVIEW_YET = "Say when it is looked at again."
# The gate. A box is filled by choosing what is so, with who and how one knows; the last is the approval itself.
BOXES = {
    "sw_agreed": "The social worker agreed",
    "alternative_care": "Other care is in place, or not needed",
    "wages_and_notice_covered": "Wages and notice of those who work are covered",
    "capacity_and_representative": "Capacity and a representative were considered",
    "safeguarding_screened": "Safeguarding was screened, with no tipping-off",
    "notice_given": "Written notice was given, or there is an emergency",
    "review_date": "It is looked at again soon",
    "manager": "A manager approves who did not propose it",
}
CHOICES = {
    "sw_agreed": {"agreed": "Agreed"},
    "alternative_care": {"in_place": "In place", "not_needed": "Not needed"},
    "wages_and_notice_covered": {"covered": "Covered", "nobody_employed": "Nobody is employed"},
    "capacity_and_representative": {"can_decide": "The person can decide this", "somebody_acts": "Somebody acts for them", "advocate": "An advocate is asked for"},
    # The same words for everybody, and no room for more: what is screened is not written here.
    "safeguarding_screened": {"screened": "Screened"},
    "notice_given": {"emergency": "An emergency"},
}
NOTES = {
    "sw_agreed": "Who agreed, and when",
    "alternative_care": "Which care from whom, or why none is needed",
    "wages_and_notice_covered": "Which wages are due when, and from what they are paid",
    "capacity_and_representative": "What was considered, and who acts for them",
    "notice_given": "Why there is no time for written notice",
}


def is_through_the_gate(case, said, as_at):
    missing = [BOXES[box] for box in case["boxes_missing"] if box != "manager"]
    if missing:
        return f"Boxes of the gate are not filled yet: {'; '.join(missing)}."


def is_noticed(case, said, as_at):
    if "notice_given" in case["boxes_missing"]:
        return (
            f"The notice must go out {case['notice_days']} days before {letters.written(case['from_date'])}, and name that day and the day of the review. "
            "Or record an emergency and why."
        )


def is_reviewed_soon(case, said, as_at):
    if case["review_on"]:
        return is_within(case["review_on"], case["from_date"], case["review_days"])


def is_still_to_come(case, said, as_at):
    if case["from_date"] < as_at:
        return f"The pause would have begun on {letters.written(case['from_date'])}, and that day has passed. Withdraw it, and propose it anew from a later day."


def is_no_sanction(case, said, as_at):
    """Care can't be withdrawn because a contribution is not paid; only how it is provided can change (domain 5: Gloucestershire, St Helens)."""
    if case["reason"] == "contribution_not_paid_in":
        if case["alternative_care"] == "not_needed":
            return "Care can't be stopped because a contribution is not paid. Other care must be in place first."
        return case["held"]


def is_continued_soon(case, said, as_at):
    if not said.get("review_on"):
        return NO_REVIEW_YET
    return is_within(said["review_on"], as_at, case["review_days"])


def has_begun(case, said, as_at):
    if as_at < case["from_date"]:
        return "The pause has not begun yet. Lift it instead."


def is_within(review_on, after, days):
    """A sentence unless a review comes after a day and within so many days of it, else None."""
    if days is None:
        return "The council has no days until a suspension is reviewed. Set suspension_review_days."
    if not after < review_on <= after + timedelta(days=days):
        last = after + timedelta(days=days)
        return f"A pause is looked at again within {days} days: choose a day after {letters.written(after)}, {letters.written(last)} at the latest."


MACHINE = Machine("suspension", {
    "propose": Step("Propose a pause", (None,), "proposed", "propose_suspension", needs_reason=True),
    "approve": Step(
        "Approve the pause", ("proposed",), "approved", "approve_suspension",
        (is_through_the_gate, is_noticed, is_reviewed_soon, is_still_to_come, is_no_sanction), not_by=("propose",),
    ),
    "reject": Step("Reject it", ("proposed",), "rejected", "approve_suspension", not_by=("propose",), needs_reason=True),
    "withdraw": Step("Withdraw it", ("proposed",), "withdrawn", "propose_suspension", needs_reason=True),
    "continue": Step("Let it go on", ("approved", "reviewed"), "reviewed", "approve_suspension", (is_continued_soon,), not_by=("propose",), needs_reason=True),
    "lift": Step("Lift it: payments go on", ("approved", "reviewed"), "lifted", "approve_suspension", needs_reason=True),
    "end": Step("The agreement ends", ("approved", "reviewed"), "ended", "approve_suspension", (has_begun,), not_by=("propose",), needs_reason=True),
})  # fmt: skip
OPEN = ("proposed", "approved", "reviewed")
