"""Money used outside the plan: asked about, looked at with the practitioner, and decided by a named manager under Care Act 2014 s33(5), line by line."""

import uuid
from datetime import timedelta
from decimal import Decimal

from lib import access, letters, steps
from lib.debt_ledger import begin
from lib.errors import SeveralErrors, UserError
from lib.holds import KINDS
from lib.monitoring import rule_words
from lib.steps import Machine, Step
from lib.store import now

ASKED_TWICE = """
select 1
from decisions.misspend_line as line
join decisions.misspend using (misspend_id)
join trackers.case_state as stage
    on stage.kind = 'misspend'
    and stage.case_id = line.misspend_id
where misspend.account_id = ? and stage.state <> 'dropped'
group by coalesce(line.transaction_id, line.finding_id)
having count(*) > 1
"""
MET_NEED = {"yes": "It met an assessed need", "partly": "It met a need in part", "no": "It did not meet a need"}
UNDECIDED = ("opened", "evidence_asked", "meeting_offered", "practitioner_view")


def _held(case, said, as_at):
    return f"{KINDS[case['hold']]} since {_day(case['held_since'])}: nothing is asked of the person until it ends." if case["hold"] else None


def _asked_in_writing(case, said, as_at):
    """The person sees each line and is asked what it was for (Ombudsman, Lincolnshire 19 018 919)."""
    sent = next((one for one in case["letters"] if one["letter_id"] == said.get("letter_id")), None)
    if not sent or sent["template"] != "line_query" or sent["addressee"] == "practitioner" or sent["sent_on"] > as_at:
        return "Choose the letter that went out and asks about each line."
    return None


def _said_so(what):
    return lambda case, said, as_at: None if (said.get("note") or "").strip() else what


def _met_need(case, said, as_at):
    return None if said.get("met_need") in MET_NEED else "Say whether the practitioner thinks that it met a need."


def _time_to_answer(case, said, as_at):
    if case["days"] < case["evidence_days"]:
        when = f" They have until {_day(case['evidence_on'])}." if case["evidence_on"] else ""
        return f"The person has {case['evidence_days']} days to answer, and {case['days']} have passed without a hold.{when}"
    return None


def _somebody_else(case, said, as_at):
    """Who upheld a finding does not also decide that it is paid back."""
    return "You upheld one of these findings. Somebody else decides." if said.get("by") in (case["upheld_by"] or []) else None


def _upheld_lines(case, said, as_at):
    """Only what somebody upheld, and no answer has explained since, can be asked back."""
    chosen = said.get("lines") or []
    if not chosen:
        return "Choose the lines that are to be paid back. If none are, drop the question."
    if set(chosen) - set(case["upheld"] or []):
        return "A line you chose is not upheld any more. Look at its finding again."
    return None


def _delay_explained(case, said, as_at):
    """A late question is put into the scales (Ombudsman, Dorset 24 017 716; Nottinghamshire 19 000 339)."""
    if case["delay_days"] > case["long_delay_days"] and not (said.get("delay") or "").strip():
        return f"The first payment was {case['delay_days']} days before the person was asked. Say what you made of that delay."
    return None


def _sum_of_lines(case, said, as_at):
    """To the penny the sum of the lines decided (Ombudsman, Trafford 19 005 333)."""
    return None if said.get("amount") and said["amount"] == case["decided_amount"] else "The debt is the sum of the lines that were decided, to the penny."


MISSPEND = Machine("misspend", {
    "open": Step("Ask about upheld findings", (None,), "opened", "run_debt", needs_reason=True),
    "ask": Step("The letter with our questions went out", ("opened",), "evidence_asked", "run_debt", (_held, _asked_in_writing)),
    "offer_meeting": Step("A meeting was offered", ("evidence_asked",), "meeting_offered", "run_debt", (_held, _said_so("Say when and how a meeting was offered."),)),
    "practitioner": Step("The practitioner gave a view", ("meeting_offered",), "practitioner_view", "run_debt", (
        _met_need, _said_so("Say who gave the view, and what they said about the need."))),
    "decide": Step("Decide that it is paid back", ("practitioner_view",), "decided", "decide_misspend", (
        _held, _time_to_answer, _somebody_else, _upheld_lines, _delay_explained), not_by=("open",), needs_reason=True),
    "drop": Step("Drop the question", UNDECIDED, "dropped", "run_debt", needs_reason=True),
    "raise_debt": Step("Raise the debt", ("decided",), "debt_raised", "run_debt", (_sum_of_lines,)),
})  # fmt: skip


@access.allowed("run_debt", subject="agreement_id")
def open_question(store, actor, agreement_id, account_id, finding_ids, reason, as_at):
    """Ask about findings that somebody upheld on an account, each with the amount of its own line. Gives the misspend's id."""
    lines = store.rows(
        "from trackers.misspendable where agreement_id = ? and account_id = ? and list_contains(?, finding_id) order by occurred_on, finding_id",
        [agreement_id, account_id, list(finding_ids or [])],
    )
    paid = [line["transaction_id"] for line in lines if line["transaction_id"]]
    in_the_way = []
    if not lines or len(lines) != len(set(finding_ids)):
        in_the_way.append("Choose findings about money that was spent, that somebody upheld, and that no question is about yet.")
    if len(paid) != len(set(paid)):
        in_the_way.append("Two of the findings are about the same payment. Choose one of them, so that it counts once.")
    if in_the_way:
        raise SeveralErrors(in_the_way)
    council = lines[0]["council"]
    misspend = {
        "misspend_id": str(uuid.uuid4()), "agreement_id": agreement_id, "account_id": account_id, "council": council, "reason": (reason or "").strip(),
        "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    kept = [
        {name: line[name] for name in ("agreement_id", "finding_id", "transaction_id", "occurred_on", "description", "amount")} | {"misspend_id": misspend["misspend_id"]}
        for line in lines
    ]

    def write(change):
        change.insert("decisions.misspend", [misspend])
        change.insert("decisions.misspend_line", kept)
        if change.row(ASKED_TWICE, [account_id]):
            raise UserError("Somebody began to ask about this while you looked. Look at the questions of this person again.")

    case = misspend | {"case_id": misspend["misspend_id"], "state": None}
    steps.take(store, actor, MISSPEND, case, "open", as_at, write=write, amount=sum((line["amount"] for line in lines), Decimal(0)), reason=reason)
    return misspend["misspend_id"]


@access.allowed("write_letter", subject="agreement_id")
def write_letter(store, actor, agreement_id, misspend_id, as_at, addressee="person", name=None, address=None, large_print=False):
    """Write the letter that asks about each line. Gives its id."""
    case = case_of(store, actor, agreement_id, misspend_id, as_at)
    lines = store.rows("from trackers.misspend_line where misspend_id = ? order by occurred_on, finding_id", [misspend_id])
    facts = {
        "reply_by": as_at + timedelta(days=case["evidence_days"]),
        "lines": [{"on": line["occurred_on"], "description": line["description"], "amount": line["amount"], "question": rule_words(line["rule_id"])["ask"]} for line in lines],
    }
    return letters.prepare(
        store, actor, agreement_id, "line_query", facts, as_at, kind="misspend", case_id=misspend_id, addressee=addressee, name=name, address=address, large_print=large_print
    )


@access.allowed("run_debt", subject="agreement_id")
def asked(store, actor, agreement_id, misspend_id, letter_id, as_at):
    """The letter with the questions went out: the person's time to answer runs from that day."""
    case = case_of(store, actor, agreement_id, misspend_id, as_at)
    sent = next((one["sent_on"] for one in case["letters"] if one["letter_id"] == letter_id), None)
    steps.take(store, actor, MISSPEND, case, "ask", as_at, letter_id=letter_id, on_day=sent)


@access.allowed("run_debt", subject="agreement_id")
def meeting_offered(store, actor, agreement_id, misspend_id, note, as_at):
    """A meeting was offered to the person: when and how."""
    steps.take(store, actor, MISSPEND, case_of(store, actor, agreement_id, misspend_id, as_at), "offer_meeting", as_at, note=note)


@access.allowed("run_debt", subject="agreement_id")
def practitioner_view(store, actor, agreement_id, misspend_id, met_need, note, as_at):
    """What the practitioner thinks: met_need is yes, partly or no; note says who and why."""
    steps.take(store, actor, MISSPEND, case_of(store, actor, agreement_id, misspend_id, as_at), "practitioner", as_at, met_need=met_need, note=note)


@access.allowed("decide_misspend", subject="agreement_id")
def decide(store, actor, agreement_id, misspend_id, finding_ids, reason, as_at, delay=None):
    """Decide under s33(5) that these lines are paid back: it may be asked, it need not. delay says what was made of a late question."""
    case = case_of(store, actor, agreement_id, misspend_id, as_at)
    chosen = sorted(set(finding_ids or []))
    amount = store.value(
        "select coalesce(sum(amount), 0)::decimal(18, 2) from decisions.misspend_line where misspend_id = ? and list_contains(?, finding_id)", [misspend_id, chosen]
    )
    steps.take(store, actor, MISSPEND, case, "decide", as_at, amount=amount, reason=reason, lines=chosen, delay=delay, by=actor.username, law="Care Act 2014 s33(5)")


@access.allowed("run_debt", subject="agreement_id")
def drop(store, actor, agreement_id, misspend_id, reason, as_at):
    """Drop the question: nothing is paid back. Its findings can be asked about anew."""
    steps.take(store, actor, MISSPEND, case_of(store, actor, agreement_id, misspend_id, as_at), "drop", as_at, reason=reason)


@access.allowed("run_debt", subject="agreement_id")
def raise_debt(store, actor, agreement_id, misspend_id, as_at, invoice_number=None):
    """Raise the debt of what was decided: exactly the sum of its lines. Gives the debt's id."""
    case = case_of(store, actor, agreement_id, misspend_id, as_at)
    agreement = store.row("select agreement_id, council, legal_basis from staging.agreement where agreement_id = ?", [agreement_id])
    lines = store.rows("from trackers.misspend_line where misspend_id = ? and is_decided order by occurred_on, finding_id", [misspend_id])
    amount, given = sum((line["amount"] for line in lines), Decimal(0)), []
    debt = {
        "account_id": case["account_id"], "kind": "misspend", "due_from": case["decided_on"], "invoice_number": (invoice_number or "").strip() or None, "reason": case["decided_because"],
        "source": {"misspend_id": misspend_id, "lines": [
            {name: line[name] for name in ("description", "amount", "transaction_id", "finding_id", "why")} | {"on_day": line["occurred_on"]} for line in lines
        ]},
    }  # fmt: skip
    steps.take(store, actor, MISSPEND, case, "raise_debt", as_at, amount=amount, write=lambda change: given.append(begin(change, actor, agreement, debt, amount, "raise", as_at)))
    return given[0]


@access.allowed("see_case", subject="agreement_id")
def options(store, actor, agreement_id, misspend_id, as_at):
    """What may be done with the question now, and what may not and why (see lib.steps.options)."""
    case = case_of(store, actor, agreement_id, misspend_id, as_at)
    said = {"letter_id": ready_letter(case), "by": actor.username, "lines": case["upheld"], "amount": case["decided_amount"]}
    return steps.options(store, actor, MISSPEND, case, as_at, **said)


@access.allowed("see_case", subject="agreement_id")
def case_of(store, actor, agreement_id, misspend_id, as_at):
    """A question as it stands on a day (a row of trackers.misspend), or a sentence when it is not there."""
    case = next(iter(access.see(store, actor, "trackers.misspend", {"as_at": as_at}, misspend_id=misspend_id, agreement_id=agreement_id)), None)
    if not case:
        raise UserError("This question is not there.")
    return case


def ready_letter(case):
    """The id of a letter with our questions that was sent to the person or who acts for them, or None."""
    return next((one["letter_id"] for one in case["letters"] if one["template"] == "line_query" and one["addressee"] != "practitioner"), None)


def _day(on):
    return f"{on.day} {on:%b %Y}"
