"""Letters that an officer writes without a case: questions about payments, the final account, a word to the practitioner."""

from lib import access, letters
from lib.errors import SeveralErrors, UserError
from lib.statements.amounts import NotAnAmount, read_amount

QUESTIONS = {"query": "What was this for, and how does it help with your care?", "evidence_asked": "Please send us a bill or a receipt for this."}
ASKED = "select exception_id, occurred_on, description, amount from dashboards.question where agreement_id = ? order by occurred_on, exception_id"


@access.allowed("write_letter", subject="agreement_id")
def ask_about_lines(store, actor, agreement_id, questions, reply_by, as_at, **to):
    """Ask the person about payments: questions is {exception_id: the question} of payments with the verdict asked. Gives the letter's id.

    to is what letters.prepare takes: addressee, name, address, large_print.
    """
    known = {row["exception_id"]: row for row in store.rows(ASKED, [agreement_id])}
    if not questions or not questions.keys() <= known.keys():
        raise UserError("Choose the payments to ask about: those with the verdict asked or evidence asked.")
    faults = [f"Write a question about {known[one]['description']}." for one, question in questions.items() if not (question or "").strip()]
    _raise(faults + _not_before(reply_by, as_at, "The day to answer by"))
    lines = [
        {"on": row["occurred_on"], "description": row["description"], "amount": row["amount"], "question": questions[row["exception_id"]].strip()}
        for row in known.values()
        if row["exception_id"] in questions
    ]
    return letters.prepare(store, actor, agreement_id, "line_query", {"lines": lines, "reply_by": reply_by}, as_at, **to)


@access.allowed("write_letter", subject="agreement_id")
def final_account(store, actor, agreement_id, ended_on, amount, terms, pay_by, as_at, **to):
    """Say what is left over at the end of an agreement. Gives the letter's id.

    amount is pounds as a person types them, nothing or 0 where nothing is left; terms is text with one `words: amount` a
    line, such as `In the account on 31 October: 88.10`.
    """
    faults, read = [], []
    for number, line in enumerate((terms or "").splitlines(), start=1):
        what, colon, pounds = line.rpartition(":")
        if not line.strip():
            continue
        value = _pounds(pounds)
        if not colon or not what.strip() or value is None:
            faults.append(f"Line {number} of the sums: write what it is, a colon and the pounds, such as `Wages for June: 1,200.00`.")
        else:
            read.append({"words": what.strip(), "amount": value})
    left_over = _pounds(amount or "0")
    if left_over is None or left_over < 0:
        faults.append("Say how much is left over, in pounds and pence, such as 312.40, or 0.")
    if not read:
        faults.append("Write the sums: the person must see how you worked it out.")
    if not ended_on or ended_on > as_at:
        faults.append("The day it ended is missing or still to come. Correct it.")
    _raise(faults + _not_before(pay_by, as_at, "The day to pay by"))
    facts = {"ended_on": ended_on, "amount": left_over, "terms": read, "lines": [], "pay_by": pay_by}
    return letters.prepare(store, actor, agreement_id, "end_and_final_account", facts, as_at, amount=left_over, takes_effect_on=pay_by, **to)


@access.allowed("write_letter", subject="agreement_id")
def refer(store, actor, agreement_id, subject, grounds, asked, known, name, address, as_at):
    """Write to the practitioner of the caseload, or to name and address; known is text with one fact a line. Gives the letter's id."""
    facts = {"subject": subject, "grounds": grounds, "asked": asked}
    missing = {"subject": "Say what the letter is about.", "grounds": "Say why you write.", "asked": "Say what you ask them to do."}
    _raise([missing[fact] for fact, text in facts.items() if not (text or "").strip()])
    facts_list = [line.strip() for line in (known or "").splitlines() if line.strip()]
    return letters.prepare(store, actor, agreement_id, "referral_practitioner", facts | {"facts_list": facts_list}, as_at, addressee="practitioner", name=name, address=address)


def _pounds(text):
    try:
        money = read_amount(text.strip())
    except NotAnAmount:
        return None
    return money.value if money and money.currency in (None, "GBP") else None


def _not_before(day, as_at, what):
    return [] if day and day >= as_at else [f"{what} is missing or lies in the past. Correct it."]


def _raise(faults):
    if faults:
        raise SeveralErrors(faults)
