"""Suspension: a pause of the money, never of the care. It is proposed, goes through its safety gate, is approved by somebody else, and is looked at again within days."""

import uuid
from datetime import date, timedelta

from lib import access, holds, letters
from lib.errors import UserError
from lib.monitoring import follow
from lib.steps import options, take
from lib.store import now
from lib.suspension_gate import BOXES as BOXES
from lib.suspension_gate import CHOICES, GROUNDS, IN_THE_LETTER, MACHINE, NOTES, OPEN, is_no_sanction, is_within
from lib.suspension_gate import NO_REVIEW_YET as NO_REVIEW_YET

UNDER_WAY = "select count(*) from trackers.case_state where kind = 'suspension' and agreement_id = ? and list_contains(?, state)"


@access.allowed("propose_suspension", subject="agreement_id")
def propose(store, actor, agreement_id, ground, from_date, explanation, as_at):
    """Propose to pause an agreement's payments from a day, on a ground of GROUNDS and with an explanation. Gives the suspension's id."""
    agreement = store.row("select council, end_date from staging.agreement where agreement_id = ?", [agreement_id])
    if ground not in GROUNDS:
        raise UserError("Choose the ground of the pause.")
    if not from_date or from_date < as_at:
        raise UserError("A pause begins today or later. Choose its first day.")
    if agreement["end_date"] and agreement["end_date"] < from_date:
        raise UserError(f"The agreement ends on {letters.written(agreement['end_date'])}: there is nothing to pause after that.")
    if store.value(UNDER_WAY, [agreement_id, list(OPEN)]):
        raise UserError("A pause of this agreement is under way already. Go on with that one.")
    suspension = {
        "suspension_id": str(uuid.uuid4()), "agreement_id": agreement_id, "council": agreement["council"], "from_date": from_date,
        "reason": ground, "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    case = {"case_id": suspension["suspension_id"], "agreement_id": agreement_id, "council": agreement["council"], "state": None}

    def write(change):
        if change.value(UNDER_WAY, [agreement_id, list(OPEN)]) > 1:
            raise UserError("Somebody proposed a pause of this agreement while you looked. Go on with that one.")
        change.insert("decisions.suspension", [suspension])

    take(store, actor, MACHINE, case, "propose", as_at, write, reason=explanation, ground=ground, from_date=from_date)
    return suspension["suspension_id"]


@access.allowed("propose_suspension", subject="agreement_id")
def say(store, actor, agreement_id, suspension_id, box, said, note, as_at):
    """Fill a box of the gate: said is a choice of CHOICES, or the day of the review. Said again, the newer counts.

    Safeguarding is screened by somebody who may see concerns, in every case and with the same word. The box for notice is
    filled by the letter itself once it is sent in time; only an emergency is said here.
    """
    case = _one(store, actor, agreement_id, suspension_id, as_at)
    if box == "safeguarding_screened":
        access.require(store, actor, "see_concern", agreement_id=agreement_id)
        note = None
    in_the_way = _cannot_be_said(store, case, box, said, note)
    if in_the_way:
        raise UserError(in_the_way)
    row = {
        "suspension_id": suspension_id, "agreement_id": agreement_id, "box": box, "said": said.isoformat() if box == "review_date" else said,
        "note": (note or "").strip(), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(
        actor, "suspension_box", suspension_id, council=case["council"], agreement_id=agreement_id, reason=row["note"] or None, after={"box": box, "said": row["said"]}
    ) as change:
        state = "select max_by(state, step_number) as state from decisions.step where kind = 'suspension' and case_id = ?"
        if change.value(state, [suspension_id]) != "proposed":
            raise UserError("Somebody took this case further while you looked. Look at it again.")
        number = change.value("select coalesce(max(box_number), 0) + 1 from decisions.suspension_box where suspension_id = ?", [suspension_id])
        change.insert("decisions.suspension_box", [row | {"box_number": number}])


@access.allowed("write_letter", subject="agreement_id")
def prepare_notice(
    store, actor, agreement_id, suspension_id, alternative, what_now, as_at, addressee="person", name=None, address=None, large_print=False
):  # fmt: skip
    """Write the notice: which care goes on, why, what happens now, and when it is looked at again. Gives the letter's id.

    It is written in time, unless an emergency is on record. Once sent in time it fills its box of the gate.
    """
    case = _one(store, actor, agreement_id, suspension_id, as_at)
    if case["state"] != "proposed":
        raise UserError("The notice belongs to a pause that is proposed. This one has moved on.")
    if not case["review_on"] or not case["alternative_care"]:
        raise UserError("First say which care goes on and when the pause is looked at again: the letter tells the person both.")
    if not (alternative or "").strip() or not (what_now or "").strip():
        raise UserError("Tell the person which care goes on, and what happens now.")
    earliest = as_at + timedelta(days=case["notice_days"])
    if case["notice_given"] != "emergency" and case["from_date"] < earliest:
        raise UserError(
            f"The person has {case['notice_days']} days of notice, so a letter of today can name {letters.written(earliest)} at the earliest. "
            "Withdraw the pause and propose it from then, or record an emergency."
        )
    facts = {
        "from_date": case["from_date"], "reason": IN_THE_LETTER[case["reason"]], "review_on": case["review_on"],
        "alternative": alternative.strip(), "what_now": what_now.strip(),
    }  # fmt: skip
    return letters.prepare(
        store, actor, agreement_id, "suspension_notice", facts, as_at, kind="suspension", case_id=suspension_id, addressee=addressee, name=name,
        address=address, large_print=large_print, takes_effect_on=case["from_date"],
    )  # fmt: skip


@access.allowed("see_case", subject="agreement_id")
def go_on(store, actor, agreement_id, suspension_id, step, as_at, reason=None, review_on=None):
    """Take any other step; its own operation, guards and four eyes decide. review_on goes with `continue`."""
    if step == "propose":
        raise UserError("This step has a form of its own.")
    case = _one(store, actor, agreement_id, suspension_id, as_at)
    said = {"review_on": review_on} if step == "continue" else {}
    if step == "approve":
        said["shown"] = consequences(store, actor, agreement_id, suspension_id)
    accounts = {row["account_id"] for row in store.rows("select account_id from staging.account where agreement_id = ?", [agreement_id])}

    def write(change):
        # What falls due, and what the rules find, follows the pause.
        if step in ("approve", "lift") and accounts:
            follow(change, as_at, accounts, caseload=True)

    take(store, actor, MACHINE, case, step, as_at, write, reason=reason, **said)


@access.allowed("see_case", subject="agreement_id")
def open_case(store, actor, agreement_id, suspension_id, as_at):
    """A suspension (a row of trackers.suspension) with its boxes, what it does, and what may be done now, what may not, and why."""
    case = _one(store, actor, agreement_id, suspension_id, as_at)
    boxes = access.see(store, actor, "trackers.suspension_box", suspension_id=suspension_id)
    return case | {
        "boxes": sorted(boxes, key=lambda row: row["place"]),
        "consequences": consequences(store, actor, agreement_id, suspension_id),
        "options": options(store, actor, MACHINE, case, as_at),
    }


@access.allowed("see_case", subject="agreement_id")
def consequences(store, actor, agreement_id, suspension_id):
    """What a suspension does, as sentences: the payments that are not made, wages that go on, and its review. The approver sees them."""
    effects = access.see(store, actor, "trackers.suspension_effect", suspension_id=suspension_id, agreement_id=agreement_id)
    told = [row["message"] for row in sorted(effects, key=lambda row: (row["place"], row["on_day"] or date.max, row["kind"]))]
    return [*told, "Reckoner stops no payment: enter the pause where payments are made."]


def _one(store, actor, agreement_id, suspension_id, as_at):
    """A suspension as its guards see it, or a sentence when it is not there."""
    case = next(iter(access.see(store, actor, "trackers.suspension", {"as_at": as_at}, suspension_id=suspension_id, agreement_id=agreement_id)), None)
    if not case:
        raise UserError("This suspension is not there.")
    return case | {"held": holds.in_the_way(store, agreement_id, as_at)}


def _cannot_be_said(store, case, box, said, note):
    if case["state"] != "proposed":
        return "The gate is closed: this pause was decided already."
    if box == "review_date":
        return "Choose the day of the review." if not isinstance(said, date) else is_within(said, case["from_date"], case["review_days"])
    if said not in CHOICES.get(box, {}):
        return "Choose what is so. Approval is a step of its own, and notice by letter counts when the letter is sent."
    if box in NOTES and not (note or "").strip():
        return f"{NOTES[box]}: write it down, it stays with the box."
    if box == "wages_and_notice_covered" and said == "nobody_employed":
        return _employs(store, case["agreement_id"])
    if box == "alternative_care":
        return is_no_sanction(case | {"alternative_care": said, "held": None}, {}, None)


def _employs(store, agreement_id):
    wages = "select 1 from staging.plan_line where agreement_id = ? and spend_category = 'pa_wages'"
    if store.value("select employs_pa from staging.agreement where agreement_id = ?", [agreement_id]) or store.row(wages, [agreement_id]):
        return "The caseload says that personal assistants are employed. Say how their wages and notice are covered, or correct the caseload."
