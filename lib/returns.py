"""Returns: asked for, chased rung by rung, received, worked; paused while a hold lasts, and decided by somebody who did not chase."""

import uuid
from datetime import timedelta

from lib import access, holds, kept, letters
from lib.errors import UserError
from lib.monitoring import follow
from lib.return_steps import DECISIONS, LADDER, MACHINE, is_its_day, is_not_held, is_not_received, whom
from lib.steps import options, take
from lib.store import now

TIERS = {"light_touch": "Light touch", "standard": "Standard", "enhanced": "Enhanced"}
HAVE_FORMS = (*LADDER, "receive", "extend", "decide")
# The day by which papers are due when they are asked for on a day: no held day counts.
DUE_WHEN_ASKED = """
select clock.after($as_at::date, value, (select stretches from staging.held where agreement_id = $agreement_id)) as due_on
from staging.policy
where council = $council and setting = 'return_due_days' and $request_on between effective_from and effective_to
"""


@access.allowed("chase_return", subject="agreement_id")
def prepare_letter(store, actor, agreement_id, return_id, as_at, addressee="person", name=None, address=None, large_print=False):
    """Write the letter of the next rung, when its day has come. Gives the letter's id; nothing is sent and nothing marked."""
    case = _one(store, actor, agreement_id, return_id, as_at)
    in_the_way = next((sentence for guard in (is_not_received, is_not_held, is_its_day) if (sentence := guard(case, {}, as_at))), None)
    if in_the_way:
        raise UserError(in_the_way)
    if not case["template"]:
        raise UserError("No letter is due: what comes next is a decision of the team leader.")
    if case["letter_id"]:
        raise UserError(f"Its letter {case['reference']} is written already. Send it, or set it aside under Letters and write it anew.")
    if case["date_of_death"] and addressee == "person":
        raise UserError(f"The person died on {letters.written(case['date_of_death'])}. Write to whoever settles their affairs.")
    return letters.prepare(
        store, actor, agreement_id, case["template"], _facts(store, case, as_at), as_at, kind="return", case_id=return_id,
        addressee=addressee, name=name, address=address, large_print=large_print,
    )  # fmt: skip


@access.allowed("chase_return")
def prepare_letters(store, actor, returns, as_at, progress=None):
    """Write the next letter of several returns ({"agreement_id", "return_id"}), each with its own outcome. Nothing is sent, marked or decided.

    Gives {"agreement_id", "return_id", "letter_id", "said"}; letter_id is None where said tells why not. progress(done, of) is told after each.
    """
    outcomes = []
    for wanted in returns:
        named = {"agreement_id": wanted["agreement_id"], "return_id": wanted["return_id"]}
        try:
            letter_id, said = prepare_letter(store, actor, as_at=as_at, **named), "The letter is written and waits to be sent."
        except UserError as error:
            letter_id, said = None, str(error)
        outcomes.append(named | {"letter_id": letter_id, "said": said})
        if progress:
            progress(len(outcomes), len(returns))
    return outcomes


@access.allowed("chase_return", subject="agreement_id")
def sent(store, actor, agreement_id, return_id, as_at):
    """Say that the letter of the next rung went out. Its clock runs from the day the letter was sent."""
    case = _one(store, actor, agreement_id, return_id, as_at)
    step = case["rung"] if case["rung"] in LADDER else "request"
    take(store, actor, MACHINE, case, step, as_at, letter_id=case["letter_id"], on_day=case["sent_on"])


@access.allowed("chase_return", subject="agreement_id")
def received(store, actor, agreement_id, return_id, on_day, reason, as_at):
    """Say that papers came by hand, on which day and what they were."""
    take(store, actor, MACHINE, _one(store, actor, agreement_id, return_id, as_at), "receive", as_at, on_day=on_day, reason=reason)


@access.allowed("chase_return", subject="agreement_id")
def extended(store, actor, agreement_id, return_id, until, reason, as_at):
    """Agree more time: no clock runs from today until that day. Gives the day on which the papers are due now, or None while nobody knows."""
    case = _one(store, actor, agreement_id, return_id, as_at)

    def hold(change):
        change.insert("decisions.hold", [holds.made(actor, agreement_id, case["council"], "extension", as_at, until, reason)])

    take(store, actor, MACHINE, case, "extend", as_at, hold, until=until, reason=reason)
    return _one(store, actor, agreement_id, return_id, as_at)["due_on"]


@access.allowed("chase_return", subject="agreement_id")
def escalated(store, actor, agreement_id, return_id, reason, as_at):
    """Say that the practitioner's team, or Health where it pays, was told. Gives whom, in words."""
    case = _one(store, actor, agreement_id, return_id, as_at)
    said = f"{whom(case)}: {reason.strip()}" if (reason or "").strip() else None
    take(store, actor, MACHINE, case, "escalate", as_at, reason=said, to=case["escalate_to"])
    return whom(case)


@access.allowed("approve_suspension", subject="agreement_id")
def decided(store, actor, agreement_id, return_id, choice, reason, as_at):
    """Record what a team leader who did not chase decided when papers never came. A suspension still has to pass its own gate."""
    said = f"{DECISIONS.get(choice, '')}: {reason.strip()}" if (reason or "").strip() else None
    take(store, actor, MACHINE, _one(store, actor, agreement_id, return_id, as_at), "decide", as_at, choice=choice, reason=said)


@access.allowed("see_case", subject="agreement_id")
def go_on(store, actor, agreement_id, return_id, step, as_at, reason=None):
    """Take any step that needs no more than a reason; its own operation and guards decide."""
    if step == "escalate":
        escalated(store, actor, agreement_id, return_id, reason, as_at)
        return
    if step in HAVE_FORMS:
        raise UserError("This step has a form of its own.")
    take(store, actor, MACHINE, _one(store, actor, agreement_id, return_id, as_at), step, as_at, reason=reason)


@access.allowed("set_tier", subject="agreement_id")
def set_tier(store, actor, agreement_id, tier, from_date, reason, as_at):
    """Decide how closely an agreement is watched from a day on, today or later: past returns stay as they were asked for."""
    agreement = store.row("select council from staging.agreement where agreement_id = ?", [agreement_id])
    if tier not in TIERS:
        raise UserError("Choose how closely: light touch, standard or enhanced.")
    if not (reason or "").strip():
        raise UserError("Say why: the reason stays with the tier.")
    if not from_date or from_date < as_at:
        raise UserError("A tier holds from today or a later day; nobody is asked for more looking back.")
    row = {
        "tier_id": str(uuid.uuid4()), "agreement_id": agreement_id, "council": agreement["council"], "tier": tier, "from_date": from_date,
        "reason": reason.strip(), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    before = store.value("select tier from staging.monitoring_tier where agreement_id = ? and ? between from_date and to_date", [agreement_id, from_date])
    accounts = {row["account_id"] for row in store.rows("select account_id from staging.account where agreement_id = ?", [agreement_id])}
    with store.change(
        actor, "set_tier", agreement_id, council=agreement["council"], agreement_id=agreement_id, reason=row["reason"],
        before={"tier": before}, after={"tier": tier, "from": from_date},
    ) as change:  # fmt: skip
        change.insert("decisions.monitoring_tier", [row])
        if accounts:
            follow(change, as_at, accounts, caseload=True)
        else:
            kept.recompute_caseload(change, as_at)


@access.allowed("see_case", subject="agreement_id")
def open_return(store, actor, agreement_id, return_id, as_at):
    """A return (a row of trackers.return) with what may be done now, what may not, and why."""
    case = _one(store, actor, agreement_id, return_id, as_at)
    # What a form asks for is taken as given: what is shown is what else stands in the way.
    given = {"choice": "to_card", "until": as_at + timedelta(days=1), "on_day": as_at}
    return case | {"options": options(store, actor, MACHINE, case, as_at, **given), "whom": whom(case)}


def _one(store, actor, agreement_id, return_id, as_at):
    """A return as its guards see it, or a sentence when it is not there."""
    case = next(iter(access.see(store, actor, "trackers.return", {"as_at": as_at}, agreement_id=agreement_id, return_id=return_id)), None)
    if not case:
        raise UserError("This return is not there, or nobody asks for it any more.")
    return case | {"held": holds.in_the_way(store, agreement_id, as_at)}


def call_script(case, as_at):
    """What to say on the telephone about a return (a row of trackers.return): plain sentences, or the one that says not to call."""
    if case["held_kind"]:
        return [f"Do not call now: {holds.KINDS[case['held_kind']].lower()} since {letters.written(case['held_from'])}."]
    if case["date_of_death"]:
        return [f"Do not call: the person died on {letters.written(case['date_of_death'])}. Write to whoever settles their affairs."]
    if case["received_on"]:
        return [f"No call is needed: the papers came on {letters.written(case['received_on'])}."]
    person = " ".join(part for part in (case["forename"], case["surname"]) if part)
    late = case["due_on"] is not None and case["due_on"] < as_at
    due = f"They {'were' if late else 'are'} due on {letters.written(case['due_on'])}." if case["due_on"] else ""
    asked = f"On {letters.written(case['requested_on'])} we asked for them. {due}" if case["requested_on"] else due
    return [
        f"Hello, my name is … from the direct payments team of {case['council']}. Is this {person}, or somebody who looks after the direct payment for them?",
        "Before I go on, could you tell me the first line of the address, so that I know I speak to the right person?",
        f"I call about the papers for the direct payment from {letters.written(case['period_from'])} to {letters.written(case['period_to'])}.",
        *([asked.strip()] if asked.strip() else []),
        f"What we need: {'; '.join(documents(case))}.",
        "Is something in the way? Have you been ill, in hospital, or lost somebody? Then we stop the clock. We can also give you more time.",
        "Copies or photos from a phone are fine. We can help you put them together, and a friend or an advocate may help you too.",
        "By which day can you send them?",
        "Thank you. Your care does not stop because of late papers. I write down what we agreed.",
        "Afterwards: note the call here, and set a hold or agree more time where the person needs it. If something sounded wrong, such as somebody else using the money, raise a concern the same day.",
    ]


def documents(case):
    """What is asked for."""
    wages = ["Pay slips and time sheets of the people you employ", "What was paid to HMRC and into pensions"] if case["employs_pa"] else []
    return ["Bank statements for the account", *wages, "Bills from care agencies and others you paid"]


def _facts(store, case, as_at):
    named = {"as_at": as_at, "agreement_id": case["agreement_id"], "council": case["council"], "request_on": case["period_to"] + timedelta(days=1)}
    return {
        "period_from": case["period_from"], "period_to": case["period_to"], "requested_on": case["requested_on"] or as_at,
        "due_on": case["due_on"] if case["requested_on"] else store.value(DUE_WHEN_ASKED, named), "documents": documents(case),
    }  # fmt: skip
