"""The steps of a surplus: why money lies there, what must be true before each step, and who may take it."""

from decimal import Decimal

from lib import letters
from lib.steps import Machine, Step

REASONS = {
    "hospital": "In hospital", "pa_vacancy": "No personal assistant found", "respite_not_taken": "Respite not taken", "overpaid": "Paid too much",
    "plan_too_rich": "The plan holds more than is needed", "refused_care": "Care refused", "seasonal": "Needed later in the year", "unknown": "Not known yet",
}  # fmt: skip
# Money that lies there because care is missing is a question for the social worker first.
FOR_THE_PRACTITIONER = ("pa_vacancy", "hospital")


# What must be true before a step. Each gives a sentence while it is not.


def is_checked(case, said, as_at):
    if case["state"] == "calculated" and case["surplus"] > case["check_over"]:
        return f"A surplus over {letters.written(case['check_over'])} is checked by somebody else before the person is told."


def is_told(case, said, as_at):
    if not case["sent_on"] or case["amount"] is None or case["takes_effect_on"] is None:
        return "The person must first have the letter with the amount, the day it is taken and the workings. Prepare it, send it and mark it as sent."


def is_told_in_time(case, said, as_at):
    if case["object_by"] and case["takes_effect_on"] and case["takes_effect_on"] <= case["object_by"]:
        return f"The letter names {letters.written(case['takes_effect_on'])}, but the person can object until {letters.written(case['object_by'])}. Write it anew with a later day."


def is_as_written(case, said, as_at):
    """What was worked out when the letter was written is what the person was told."""
    if case["amount"] is not None and not 0 < case["amount"] <= case["safe_to_recoup"]:
        return f"The letter names {letters.written(case['amount'])}; {letters.written(case['safe_to_recoup'])} can be taken safely. Write it anew."


def is_safe_now(case, said, as_at):
    if case["amount"] is not None and (case["safe_now"] is None or case["amount"] > case["safe_now"]):
        low = f": on {letters.written(case['lowest_on'])} the account would fall under {letters.written(case['floor'])}" if case["safe_now"] is not None else ""
        return f"{letters.written(case['amount'])} can't be taken now, {letters.written(case['safe_now'] or Decimal(0))} can{low}. Wages and bills come first."


def is_fresh(case, said, as_at):
    if case["balance_of"] is None or (as_at - case["balance_of"]).days > case["balance_days"]:
        return f"The newest balance is of {letters.written(case['balance_of']) or 'no day'}. Upload a newer statement before money is taken."


def is_past_objection(case, said, as_at):
    if case["object_by"] is None or as_at <= case["object_by"]:
        return f"The person can object until {letters.written(case['object_by']) or 'a hold has ended and their days have passed'}. Nothing is authorised or taken before."


def is_the_day(case, said, as_at):
    if case["takes_effect_on"] is None or as_at < case["takes_effect_on"]:
        return f"The letter says that the money is taken on {letters.written(case['takes_effect_on'])}, not before."


def is_with_the_practitioner(case, said, as_at):
    if case["reason_code"] in FOR_THE_PRACTITIONER and not case["practitioner_told_on"]:
        return f"{REASONS[case['reason_code']]}: the social worker must know first, for care may be missing. Tell them and say so here."


def is_not_held(case, said, as_at):
    return case["held"]


def is_a_card(case, said, as_at):
    if case["account_type"] != "prepaid_card":
        return "Only a prepaid card can be taken from. Net it off the next payments, or send an invoice."


def is_few_cycles(case, said, as_at):
    if not 1 <= case["cycles"] <= case["cycles_most"]:
        return f"The letter must say over how many payments it is netted, 1 to {case['cycles_most']}."


def is_all_back(case, said, as_at):
    if case["still_to_come"] != 0:
        return f"{letters.written(case['still_to_come'])} has not come back yet. Match the lines or receipts first."


def is_long_enough(case, said, as_at):
    if case["debt_on"] is None or as_at < case["debt_on"]:
        return f"An unpaid invoice becomes a debt on {letters.written(case['debt_on'])}, not before."


def is_a_debt(case, said, as_at):
    if not case["debt_id"]:
        return "No debt was raised from it yet. Propose it on the debt page as an overpayment shown by this surplus."


TAKING = (is_not_held, is_past_objection, is_the_day, is_fresh, is_safe_now)
OPEN = ("calculated", "checked", "notified", "objection", "authorised")

MACHINE = Machine("surplus", {
    "calculate": Step("Take it up", (None,), "calculated", "propose_money_back"),
    "check": Step("Checked", ("calculated",), "checked", "approve_money_back", not_by=("calculate",), limit="approve"),
    "tell_practitioner": Step("The social worker was told", OPEN, None, "propose_money_back", needs_reason=True),
    "notify": Step("The person was told", ("calculated", "checked"), "notified", "propose_money_back", (is_not_held, is_checked, is_told, is_told_in_time, is_as_written)),
    "object": Step("The person objects", ("notified",), "objection", "propose_money_back", needs_reason=True),
    "reject_objection": Step("Objection considered: go on", ("objection",), "notified", "approve_money_back", not_by=("calculate",), needs_reason=True),
    "accept_objection": Step("Objection accepted: leave the money", ("objection",), "withdrawn", "approve_money_back", needs_reason=True),
    "authorise": Step(
        "Authorise", ("notified",), "authorised", "approve_money_back", (is_not_held, is_told, is_past_objection, is_with_the_practitioner, is_fresh, is_safe_now),
        not_by=("calculate",), limit="approve",
    ),
    "take_by_card": Step("Taken from the card", ("authorised",), "taken_by_card", "propose_money_back", (*TAKING, is_a_card), not_by=("calculate",)),
    "net_off": Step("Netted off the next payments", ("authorised",), "netted", "propose_money_back", (*TAKING, is_few_cycles), not_by=("calculate",)),
    "invoice": Step("Invoiced", ("authorised",), "invoiced", "propose_money_back", TAKING, not_by=("calculate",)),
    "recover": Step("All came back", ("taken_by_card", "netted", "invoiced"), "recovered", "propose_money_back", (is_all_back,)),
    "pass_on": Step("It goes on as a debt", ("invoiced",), "passed_to_debt", "propose_money_back", (is_long_enough, is_a_debt)),
    "close": Step("Close", ("recovered",), "closed", "propose_money_back"),
    "withdraw": Step("Leave the money where it is", OPEN, "withdrawn", "propose_money_back", needs_reason=True),
})  # fmt: skip
