"""Full facts for each letter template, as the services give them, and the letter that they make."""

import io
from datetime import date
from decimal import Decimal
from functools import cache

from docx import Document
from docx.oxml.ns import qn

from lib import contacts, letters
from tests.small_council import AS_AT

PERIOD = {
    "period_from": date(2026, 7, 1), "period_to": date(2026, 9, 30), "due_on": date(2026, 10, 28), "requested_on": date(2026, 9, 30),
    "documents": ["Bank statements for the account", "Pay slips of the people you employ", "Bills from care agencies"],
}  # fmt: skip
LINE = {"on": date(2026, 5, 4), "description": "WESTMARCH FURNITURE", "amount": Decimal("312.40")}
TERMS = [{"words": "Wages for June, not paid yet", "amount": Decimal("1200.00")}, {"words": "Tax for the last quarter", "amount": Decimal("410.00")}]
OWED = {
    "amount": Decimal("312.40"), "pay_by": date(2026, 12, 24), "invoice_number": "INV-4472", "reason": "We paid two weeks twice. This was our mistake.",
    "lines": [LINE | {"why": "Paid twice"}],
}  # fmt: skip
ARREARS = {
    "amount": Decimal("249.40"), "pay_by": date(2026, 12, 24), "invoice_number": "INV-4471",
    "cycles": [{"due_on": date(2026, 10, 5), "expected": Decimal("249.40"), "received": Decimal("0.00"), "owed": Decimal("249.40")}],
}  # fmt: skip

FACTS = {
    "return_request": PERIOD,
    "return_chaser_1": PERIOD,
    "return_chaser_2": PERIOD,
    "return_final": PERIOD,
    "line_query": {"reply_by": date(2026, 12, 10), "lines": [LINE | {"question": "What did you buy, and how does it help with your care?"}]},
    "surplus_notice": {
        "amount": Decimal("405.68"), "taking_on": date(2026, 12, 14), "how": "off your next 3 payments", "as_at": date(2026, 11, 26),
        "balance": Decimal("5260.00"), "unpresented": Decimal("312.40"), "committed": Decimal("1610.00"), "on_top": Decimal("2861.20"), "stays": Decimal("4471.20"), "is_inside": False,
        "weeks": "8 weeks", "surplus": Decimal("476.40"), "council_share": Decimal("405.68"), "person_share": Decimal("70.72"),
        "health_share": Decimal("0.00"), "arrears_netted": Decimal("0.00"), "refund": Decimal("70.72"), "object_by": date(2026, 12, 10),
        "terms": TERMS, "lines": [LINE],
    },
    "contribution_arrears_1": ARREARS,
    "contribution_arrears_2": ARREARS,
    "contribution_arrears_3": ARREARS,
    "overpayment_notice": OWED,
    "pay_back_reminder": OWED,
    "pay_back_final": OWED,
    "misspend_decision": {
        "amount": Decimal("312.40"), "lines": [LINE | {"why": "Your care plan does not pay for furniture, and nobody agreed to it."}],
        "decided_on": date(2026, 11, 26), "decided_by": "Lee Example", "reason": "We asked you about it and you told us that the sofa was for the whole family.",
        "pay_by": date(2026, 12, 24), "review_by": date(2026, 12, 24),
    },
    "repayment_plan": {
        "amount": Decimal("312.40"), "instalment": Decimal("60.00"), "every": "month", "first_on": date(2027, 1, 4), "last_on": date(2027, 6, 4), "instalments": 6,
        "schedule": [{"on": date(2027, month, 4), "amount": Decimal("60.00") if month < 6 else Decimal("12.40")} for month in range(1, 7)],
    },
    "suspension_notice": {
        "from_date": date(2026, 12, 24), "reason": "We can't see how the money is spent.", "review_on": date(2027, 1, 7),
        "alternative": "Care At Home will come at the same times as now. The council pays them.", "what_now": "You do not need to do anything. We will call you next week.",
    },
    "end_and_final_account": {"ended_on": date(2026, 10, 31), "amount": Decimal("88.10"), "terms": TERMS, "lines": [LINE], "pay_by": date(2026, 12, 24)},
    "referral_practitioner": {
        "subject": "More money in the account than is needed", "grounds": "There has been no personal assistant since May.",
        "asked": "Please look at the care and support plan with the person.", "facts_list": ["The balance is £5,260.00.", "The last wage was paid on 4 May 2026."],
    },
    "referral_safeguarding": {
        "sign": "Somebody else benefits from the money", "note": "Cash is taken out on the day of each payment.", "lines": [LINE],
        "raised_on": date(2026, 11, 26), "raised_by": "Jo Example",
    },
}  # fmt: skip


EVERY = {
    "reference": "DP-2606-23456", "written_on": AS_AT, "council": "Westmarch", "person": "Ada Example", "addressee_name": "Ada Example",
    "address": "1 High Street\nWestmarch", "officer": "Jo Example", "agreement_id": "g1", "why_you": "",
} | contacts.of("Westmarch")  # fmt: skip


def template(name):
    return letters.TEMPLATES / f"{name}.docx"


@cache
def filled_in(name, large_print=False):
    """The letter of a template with every fact in it."""
    return letters.fill(template(name), EVERY | FACTS[name], large_print)


@cache
def shown_in(name, large_print=False):
    """What is shown of it."""
    return letters.text_of(filled_in(name, large_print))


def text(content):
    """All that stands in a letter, its tables too."""
    return as_lines(letters.text_of(content))


def as_lines(shown):
    return "\n".join(said if kind != "table" else "\n".join(" | ".join(row) for row in said) for kind, said in shown)


def sizes(content):
    """The sizes in half points that words of a letter have: in their runs, their styles and by default."""
    document = Document(io.BytesIO(content))
    parts = [part.element for part in document.part.package.iter_parts() if hasattr(part, "element")]
    return [int(size.get(qn("w:val"))) for part in parts for size in part.iter(qn("w:sz")) if size.getparent().tag == qn("w:rPr")]
