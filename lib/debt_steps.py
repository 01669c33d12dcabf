"""The steps of a debt, of what reduces it, and of its repayment plan, and what must be true before each."""

from lib.holds import KINDS
from lib.steps import Machine, Step

# The letter that each step of the ladder needs, by the kind of debt.
TEMPLATES = {
    "contribution": {"letter_1": "contribution_arrears_1", "remind": "contribution_arrears_2", "final": "contribution_arrears_3"},
    "misspend": {"letter_1": "misspend_decision", "remind": "pay_back_reminder", "final": "pay_back_final"},
    "overpayment": {"letter_1": "overpayment_notice", "remind": "pay_back_reminder", "final": "pay_back_final"},
}
LADDER = ("raised", "letter_1", "phoned", "reminder", "final", "plan_ended")
OWED = (*LADDER, "in_plan", "referred")
CODES = {
    "deceased_no_estate": "The person died and left nothing", "uneconomic": "Costs more to pursue than it is worth", "statute_barred": "Too old to be claimed",
    "council_fault": "The council was at fault", "hardship": "Paying would cause hardship",
}  # fmt: skip
DEFERRED = {"offered": "Offered, and not taken up", "not_possible": "Can't be offered to this person"}


def held(case, said, as_at):
    """No clock runs and no letter counts while a hold lasts (Breathing Space Regs 2020; holds)."""
    if case["hold"]:
        return f"{KINDS[case['hold']]} since {_day(case['held_since'])}: nothing is asked of the person until it ends."
    return None


def not_before(step, setting, what):
    """The clock since the first letter must show so many days on which no hold lasted."""

    def guard(case, said, as_at):
        if case["first_letter_on"] is None:
            return "The first letter of this debt has not gone out yet."
        if case["days"] < case[setting]:
            when = f" It is due on {_day(case['due_on'])}." if case["due_on"] and case["next_step"] == step else ""
            return f"{what} comes {case[setting]} days after the first letter, and {case['days']} have passed without a hold.{when}"
        return None

    return guard


def after(step, sentence):
    """An earlier step of the ladder must have been taken."""
    return lambda case, said, as_at: None if step in case["done"] else sentence


def letter(step):
    """The letter of this step was sent, belongs to this debt, went to the right address, and counts once (Ombudsman, Lancashire 21 007 290)."""

    def guard(case, said, as_at):
        template = TEMPLATES[case["kind"]][step]
        sent = next((one for one in case["letters"] if one["letter_id"] == said.get("letter_id")), None)
        if not sent or sent["template"] != template or sent["addressee"] == "practitioner":
            return f"Choose the letter of this debt that went out: {template.replace('_', ' ')}."
        if sent["is_used"]:
            return "This letter has already been counted for a step."
        if sent["is_astray"]:
            return "This letter went to another address than the caseload has. Put the address right and send the letter again."
        if sent["sent_on"] > as_at:
            return f"This letter goes out on {_day(sent['sent_on'])}: it counts from then on."
        claimed = case["left_to_pay"] + case["paid"]
        if sent["amount"] is None or sent["amount"] > claimed or (step == "letter_1" and sent["amount"] < case["left_to_pay"]):
            return f"This letter names {_pounds(sent['amount'])}, and {_pounds(claimed)} is claimed. Write the letter again."
        return None

    return guard


def chargeable(case, said, as_at):
    """After-care under s117 and NHS care are free (MHA 1983 s117; NHS Act 2006)."""
    if case["kind"] == "contribution" and case["legal_basis"] in ("s117", "phb"):
        return "This care is free of charge by law (s117 after-care or NHS): no contribution may be asked for it. Have the assessment corrected."
    return None


def said_how(case, said, as_at):
    return None if (said.get("note") or "").strip() else "Say who was spoken to and what was said, or that nobody answered."


def copied(case, said, as_at):
    """The practitioner has a copy of the final letter."""
    template = TEMPLATES[case["kind"]]["final"]
    if not any(one["addressee"] == "practitioner" and one["template"] == template for one in case["letters"]):
        return "Send the practitioner a copy of the final letter, so that they can see whether the person needs help."
    return None


def considered(case, said, as_at):
    """Care Act guidance, Annex D: capacity, benefits and advocacy come before a final demand."""
    missing = [word for word in ("capacity", "benefits", "advocacy") if not (said.get(word) or "").strip()]
    return f"Say what you found about {' and '.join(missing)}: each is considered before the final letter." if missing else None


def deferred_payment(case, said, as_at):
    """Care Act 2014 s69(2): no court where a deferred payment could be offered and was not."""
    if said.get("deferred_payment") not in DEFERRED:
        return "Say that a deferred payment was offered, or why it can't be: without that the debt can't be claimed in court."
    if said["deferred_payment"] == "not_possible" and not (said.get("note") or "").strip():
        return "Say why a deferred payment can't be offered."
    return None


def not_barred(case, said, as_at):
    if as_at > case["last_claim_on"]:
        return f"It could be claimed until {_day(case['last_claim_on'])}. Propose a write-off of what is too old."
    return None


def nothing_left(case, said, as_at):
    return None if said.get("left_after") == 0 else "Something is still left to pay."


def something_left(case, said, as_at):
    return None if (said.get("left_after") or 0) > 0 else "Nothing is left to pay."


def nothing_paid(case, said, as_at):
    return "Something was paid on it. Correct the debt instead, so that the person gets their money back." if case["paid"] else None


def whole(case, said, as_at):
    return None if said.get("amount") == case["left_to_pay"] else "A debt is withdrawn as a whole."


def nothing_waits(case, said, as_at):
    return "A write-off or correction waits for a decision first." if case["proposals"] else None


def plan_agreed(case, said, as_at):
    return None if said.get("plan_id") else "Propose a repayment plan, and agree it with the person."


def has_amount(case, said, as_at):
    return None if (said.get("amount") or 0) > 0 else "There is nothing to claim."


def _day(on):
    return f"{on.day} {on:%b %Y}"


def _pounds(amount):
    return f"£{amount:,.2f}" if amount is not None else "no amount"


DEBT = Machine("debt", {
    "propose": Step("Propose an overpayment", (None,), "proposed", "run_debt", (has_amount,), needs_reason=True),
    "approve": Step("Approve it", ("proposed",), "raised", "approve_debt", (has_amount,), not_by=("propose",), limit="approve"),
    "decline": Step("Decline it", ("proposed",), "withdrawn", "run_debt", needs_reason=True),
    "raise": Step("Raise it", (None,), "raised", "run_debt", (chargeable, has_amount), needs_reason=True),
    "letter_1": Step("The first letter went out", ("raised", "plan_ended"), "letter_1", "run_debt", (held, chargeable, letter("letter_1"))),
    "phone": Step("Somebody telephoned", ("letter_1", "plan_ended"), "phoned", "run_debt", (held, chargeable, not_before("phone", "phone_days", "A call"), said_how)),
    "remind": Step("The reminder went out", ("phoned", "plan_ended"), "reminder", "run_debt", (
        held, chargeable, after("phone", "Nobody has telephoned yet: it is often put right in a call."), not_before("remind", "reminder_days", "The reminder"), letter("remind"))),
    "final": Step("The final letter went out", ("reminder", "plan_ended"), "final", "run_debt", (
        held, chargeable, after("remind", "The reminder has not gone out yet."), not_before("final", "final_days", "The final letter"), letter("final"), copied, considered)),
    "refer": Step("Refer it to the corporate debt team", ("final", "plan_ended"), "referred", "run_debt", (
        held, chargeable, after("final", "The final letter has not gone out yet."), not_before("refer", "referral_days", "A referral"), deferred_payment, not_barred, nothing_waits)),
    "plan": Step("A repayment plan is agreed", LADDER, "in_plan", "run_debt", (plan_agreed,)),
    "end_plan": Step("The repayment plan ends", ("in_plan",), "plan_ended", "run_debt", needs_reason=True),
    "settle": Step("It is settled", OWED, "settled", "run_debt", (nothing_left,)),
    "write_off": Step("It is written off", OWED, "written_off", "approve_debt", (nothing_left,)),
    "withdraw": Step("Withdraw it", LADDER, "withdrawn", "approve_debt", (nothing_paid, whole, nothing_waits), not_by=("propose", "raise"), limit="write_off", needs_reason=True),
    "reopen": Step("A payment came back", ("settled", "written_off"), "raised", "run_debt", (something_left,), needs_reason=True),
})  # fmt: skip


def still_left(case, said, as_at):
    """Nothing takes more off a debt than is left of it."""
    if (said.get("amount") or 0) <= 0:
        return "Say how much, in pounds and pence above nothing."
    if said["amount"] > case["left_to_pay"]:
        return f"{_pounds(case['left_to_pay'])} is left of this debt: no more than that can be taken off."
    return None


def owed(case, said, as_at):
    return None if case["stage"] in OWED else "Nothing is asked for in this debt now."


def code_fits(case, said, as_at):
    """Each reason for a write-off has what must be true of it."""
    code = said.get("code") or case.get("code")
    if code not in CODES:
        return "Choose why it is written off."
    if code == "deceased_no_estate" and not (case["date_of_death"] and case["date_of_death"] <= as_at):
        return "No date of death is known for this person. It comes with the caseload."
    if code == "uneconomic" and case["left_to_pay"] >= case["uneconomic_under"]:
        return f"Only a debt under {_pounds(case['uneconomic_under'])} is uneconomic to pursue, and {_pounds(case['left_to_pay'])} is left."
    if code == "statute_barred" and said["amount"] > case["barred"]:
        return f"{_pounds(case['barred'])} of it is too old to be claimed; the debt can be claimed until {_day(case['last_claim_on'])}."
    return None


def as_proposed(case, said, as_at):
    return None if said.get("amount") == case["amount"] else "The amount is decided as it was proposed."


def _by_two(kind, *guards):
    """What takes something off a debt: one proposes, another decides, both within the debt."""
    return Machine(kind, {
        "propose": Step("Propose it", (None,), "proposed", "run_debt", (owed, still_left, *guards, nothing_waits), needs_reason=True),
        "approve": Step("Approve it", ("proposed",), "approved", "approve_debt", (as_proposed, owed, still_left, *guards), not_by=("propose",), limit="write_off"),
        "decline": Step("Decline it", ("proposed",), "declined", "run_debt", needs_reason=True),
    })  # fmt: skip


WRITE_OFF = _by_two("write_off", code_fits)
ADJUSTMENT = _by_two("adjustment")


def adds_up(case, said, as_at):
    if case["state"] is not None:
        return None if case["total"] == case["left_to_pay"] else "What is left of the debt has changed since the plan was proposed. End it, and propose a new one."
    return None if said["instalment"] <= said["amount"] else f"{_pounds(said['amount'])} is left: an instalment can't be more."


def affordable(case, said, as_at):
    """Nobody is asked for what they can't spare."""
    return None if (said.get("affordability") or case.get("affordability") or "").strip() else "Say what the person can afford and how you know."


def large_enough(case, said, as_at):
    """The least a week is policy; less needs a reason."""
    instalment, least = said.get("instalment") or 0, case["plan_least_weekly"]
    a_week = {"week": (instalment, 1), "four_weeks": (instalment, 4), "month": (instalment * 12, 52)}.get(said.get("every"))
    if not a_week:
        return "Choose how often: every week, every four weeks or every month."
    if a_week[0] < least * a_week[1] and not (said.get("reason") or "").strip():
        return f"This is less than {_pounds(least)} a week. Say why it is right for this person."
    return None


def no_other_plan(case, said, as_at):
    return "Another repayment plan is under way. End it first." if case["plan_id"] else None


def may_plan(case, said, as_at):
    return None if case["stage"] in LADDER else "No repayment plan can be made for this debt now."


def begins_later(case, said, as_at):
    return None if said.get("first_on") and said["first_on"] >= as_at else "The first instalment can't lie in the past."


def leader_for_the_longest(case, said, as_at):
    if case["is_longest"] and said.get("role") not in ("team_leader", "operator"):
        return "A plan this long needs the team leader."
    return None


def approved_if_long(case, said, as_at):
    if case["is_long"] and case["state"] != "approved":
        return "A plan this long is approved by a senior officer or team leader first."
    return None


def plan_letter(case, said, as_at):
    """The person has the plan in writing before it counts."""
    if not any(one["template"] == "repayment_plan" and one["addressee"] != "practitioner" and one["sent_on"] <= as_at for one in case["letters"]):
        return "Write and send the letter with the plan first, so that the person has it in writing."
    return None


def missed(case, said, as_at):
    return None if case["missed"] else "No instalment is missed."


def all_paid(case, said, as_at):
    return None if case["outstanding"] == 0 else "Something is still left to pay."


PLAN = Machine("plan", {
    "propose": Step("Propose it", (None,), "proposed", "run_debt", (chargeable, may_plan, adds_up, begins_later, affordable, large_enough, no_other_plan, nothing_waits)),
    "approve": Step("Approve it", ("proposed",), "approved", "approve_debt", (may_plan, adds_up, leader_for_the_longest), not_by=("propose",), limit="approve"),
    "agree": Step("The person agrees", ("proposed", "approved"), "agreed", "run_debt", (held, chargeable, may_plan, adds_up, approved_if_long, plan_letter, no_other_plan, nothing_waits)),
    "keep": Step("It is paid", ("agreed",), "kept", "run_debt", (all_paid,)),
    "break": Step("It is not kept", ("agreed",), "broken", "run_debt", (held, missed), needs_reason=True),
    "end": Step("End it", ("proposed", "approved", "agreed"), "ended", "run_debt", needs_reason=True),
})  # fmt: skip
