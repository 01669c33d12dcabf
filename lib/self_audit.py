"""What a second look comes to: the points, the officer's answer, who was right, the close, and what is done about it.

It is about the work of staff, not about the person: its rows of the activity log name no agreement, so that a case's history holds none of it.
"""

import uuid
from datetime import timedelta
from decimal import Decimal

from lib import access
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.pounds import typed
from lib.self_audit_blind import own_seat
from lib.self_audit_points import MONEY_WRONG
from lib.store import now

SCORES = (0, 1, 2)
ANSWERS = {"accepted": "I agree", "disputed": "I see it differently"}
RULINGS = {"second": "The first look was wrong", "first": "The first look was right", "both": "Either can be defended"}
RESULTS = {"pass": "Passed", "coach": "Coaching", "fail": "Failed"}


@access.allowed("check_self_audit")
def points(store, actor, item_id):
    """The points and critical failures with what this person gave: rows of trackers.self_audit_point, in their order."""
    return sorted(access.see(store, actor, "trackers.self_audit_point", item_id=item_id, auditor=actor.username), key=lambda row: (row["kind"] != "point", row["place"]))


@access.allowed("check_self_audit")
def differences(store, actor, item_id):
    """Where this person's look differs from the first: rows of trackers.self_audit_difference."""
    return _ordered(access.see(store, actor, "trackers.self_audit_difference", item_id=item_id, auditor=actor.username))


@access.allowed("check_self_audit")
def score(store, actor, item_id, scores, criticals):
    """Give points and say what failed critically; what is said anew supersedes.

    scores is {point: (0, 1, 2 or None where the review had nothing of the kind, note)}, criticals {critical: (is it there, note)}.
    """
    seat = own_seat(store, actor, item_id, "to_score", "scored")
    _still_open(store, item_id)
    known = {(row["kind"], row["point"]) for row in points(store, actor, item_id)}
    faults = [f"There is no point {name}." for name in scores if ("point", name) not in known] + [
        f"There is no critical failure {name}." for name in criticals if ("critical", name) not in known
    ]
    faults += [f"{name}: give 0, 1 or 2 points, or say that there was nothing of the kind." for name, (given, _) in scores.items() if given is not None and given not in SCORES]
    faults += [f"{name}: say what failed: a critical failure needs a reason." for name, (is_there, note) in criticals.items() if is_there and not (note or "").strip()]
    if MONEY_WRONG in criticals:
        faults.append("Whether too much money is wrong follows from the differences. Say there how much is wrong.")
    if faults:
        raise SeveralErrors(faults)
    stamp = _stamp(actor, item_id)
    said = {name: given for name, (given, _) in scores.items()} | {name: is_there for name, (is_there, _) in criticals.items()}
    with store.change(actor, "score_second_look", item_id, council=seat["council"], after=said) as change:
        change.insert(
            "decisions.self_audit_score", [stamp | {"score_id": str(uuid.uuid4()), "point": name, "score": given, "note": _text(note)} for name, (given, note) in scores.items()]
        )
        change.insert("decisions.self_audit_critical", [
            stamp | {"critical_id": str(uuid.uuid4()), "critical": name, "is_there": is_there, "note": _text(note)} for name, (is_there, note) in criticals.items()
        ])  # fmt: skip


@access.allowed("check_self_audit")
def tell(store, actor, item_id, note, as_at):
    """Every point is given: the officer sees the score and the differences, and may answer. Gives the day by which. A second auditor's score only compares."""
    seat = own_seat(store, actor, item_id, "to_score")
    missing = [row["words"] for row in points(store, actor, item_id) if row["kind"] == "point" and not row["is_said"]]
    if missing:
        raise UserError(f"Not scored yet: {', '.join(missing)}. Give each its points, or say that there was nothing of the kind.")
    plan = _plan(store, seat["cycle_id"])
    row = _stamp(actor, item_id) | {"note": _text(note), "answer_by": as_at + timedelta(days=plan["answer_days"])}
    with store.change(actor, "tell_second_look", item_id, council=seat["council"], reason=row["note"], after={"answer_by": str(row["answer_by"])}) as change:
        change.insert("decisions.self_audit_scored", [row])
    return row["answer_by"]


@access.allowed("answer_self_audit")
def answer(store, actor, item_id, words, answers):
    """The officer answers: words to the whole, and to each difference {difference_id: (accepted or disputed, words)}."""
    item = told(store, actor, item_id)
    if actor.username != item["completed_by"]:
        raise UserError(f"{item['completed_by']} did this review, and nobody else answers for it.")
    if item["state"] == "closed":
        raise UserError("This item is closed. Speak to the auditor.")
    known = {row["difference_id"] for row in access.see(store, actor, "dashboards.told_difference", item_id=item_id)}
    faults = [] if (words or "").strip() else ["Say what you answer to the whole, if only that you agree."]
    faults += ["Answer the differences that there are." for name in answers if name not in known]
    faults += ["Say of each difference whether you agree." for said, _ in answers.values() if said not in ANSWERS]
    faults += ["Say why you see a difference differently." for said, why in answers.values() if said == "disputed" and not (why or "").strip()]
    if faults:
        raise SeveralErrors(dict.fromkeys(faults))
    stamp = {"item_id": item_id, "decided_by": actor.username, "decided_at": now()}
    every = [{"difference_id": None, "answer": "disputed" if any(said == "disputed" for said, _ in answers.values()) else "accepted", "words": words.strip()}]
    every += [{"difference_id": name, "answer": said, "words": (why or "").strip()} for name, (said, why) in answers.items()]
    with store.change(actor, "answer_second_look", item_id, council=item["council"], reason=words.strip(), after={"answer": every[0]["answer"]}) as change:
        change.insert("decisions.self_audit_answer", [stamp | {"answer_id": str(uuid.uuid4())} | one for one in every])


@access.allowed("check_self_audit")
def rule(store, actor, item_id, difference_id, ruling, wrong, reason):
    """Say who was right in a difference, and how many pounds (as a person types them; empty for none) are wrong."""
    seat = own_seat(store, actor, item_id, "to_score", "scored")
    _still_open(store, item_id)
    difference = next((row for row in differences(store, actor, item_id) if row["difference_id"] == difference_id), None)
    if not difference or ruling not in RULINGS:
        raise UserError("Choose a difference, and who was right.")
    pounds = typed(wrong, "Say how many pounds are wrong, such as 312.40.") if (wrong or "").strip() else Decimal(0)
    if pounds and ruling != "second":
        raise UserError("Pounds are wrong only where the first look was wrong.")
    if ruling != "second" and not (reason or "").strip():
        raise UserError("Say why the first look stands: the reason stays with the difference.")
    row = {
        "ruling_id": str(uuid.uuid4()),
        "item_id": item_id,
        "difference_id": difference_id,
        "ruling": ruling,
        "wrong": pounds,
        "reason": _text(reason),
        "decided_by": actor.username,
        "decided_at": now(),
    }
    with store.change(
        actor, "rule_second_look", item_id, council=seat["council"], reason=row["reason"], after={"difference": difference_id, "ruling": ruling, "wrong": str(pounds)}
    ) as change:
        change.insert("decisions.self_audit_ruling", [row])


@access.allowed("check_self_audit")
def close(store, actor, item_id, words, as_at):
    """Close an item that the officer answered, or had the days to answer: from now on it counts. Gives the row that was kept."""
    seat, item = own_seat(store, actor, item_id, "scored"), _still_open(store, item_id)
    faults = [] if seat["seat"] == 1 else ["You looked at it to be compared. The first auditor closes it."]
    if item["state"] == "to_answer" and as_at <= item["answer_by"]:
        faults.append(f"{item['completed_by']} has not answered yet, and may until {item['answer_by']:%-d %B %Y}.")
    found, coming = differences(store, actor, item_id), outcome(store, actor, item_id)
    unruled = sum(row["ruling"] is None for row in found)
    if unruled:
        faults.append(f"{unruled} {'difference has' if unruled == 1 else 'differences have'} no word on who was right yet.")
    if coming["result"] != "pass" and not store.row("select 1 from decisions.self_audit_action where item_id = ?", [item_id]):
        faults.append("The review did not pass. Say what is done about it, by whom and until when, before it is closed.")
    if faults:
        raise SeveralErrors(faults)
    row = {"item_id": item_id, "words": _text(words), "decided_by": actor.username, "decided_at": now()} | coming
    with store.change(
        actor,
        "close_second_look",
        item_id,
        council=seat["council"],
        reason=row["words"],
        after={name: str(value) for name, value in coming.items()},
    ) as change:
        change.insert("decisions.self_audit_closed", [row])
    return row


@access.allowed("check_self_audit")
def outcome(store, actor, item_id):
    """What an item comes to as it stands: {"points", "max_points", "critical_failure", "pounds_wrong", "agreed", "result"}."""
    seat = own_seat(store, actor, item_id, "to_score", "scored")
    plan, every, found = _plan(store, seat["cycle_id"]), points(store, actor, item_id), differences(store, actor, item_id)
    given = [row["score"] for row in every if row["kind"] == "point" and row["score"] is not None]
    wrong = sum((row["wrong"] for row in found if row["ruling"] == "second"), Decimal(0))
    critical = any(row["is_there"] for row in every if row["kind"] == "critical") or wrong > plan["money_wrong_over"]
    got, most = sum(given), max(SCORES) * len(given)
    if critical or got * 100 < plan["coach_percent"] * most:
        result = "fail"
    else:
        result = "coach" if got * 100 < plan["pass_percent"] * most else "pass"
    agreed = not critical and not any(row["ruling"] == "second" for row in found)
    return {"points": got, "max_points": most, "critical_failure": critical, "pounds_wrong": wrong, "agreed": agreed, "result": result}


@access.allowed("check_self_audit")
def set_action(store, actor, item_id, owner, words, due_on, as_at):
    """Say what is done about what was found, by whom and until when (None: as long as policy gives). Gives the action's id."""
    seat = own_seat(store, actor, item_id, "to_score", "scored")
    if not (owner or "").strip() or not (words or "").strip():
        raise UserError("Say what is to be done, and who does it.")
    due_on = due_on or as_at + timedelta(days=_plan(store, seat["cycle_id"])["action_days"])
    if due_on < as_at:
        raise UserError("Give a day that is still to come.")
    row = {"action_id": str(uuid.uuid4()), "item_id": item_id, "owner": owner.strip(), "due_on": due_on, "words": words.strip(), "decided_by": actor.username, "decided_at": now()}
    with store.change(actor, "set_self_audit_action", item_id, council=seat["council"], after={"owner": row["owner"], "due_on": str(due_on), "words": row["words"]}) as change:
        change.insert("decisions.self_audit_action", [row])
    return row["action_id"]


@access.allowed("hear_self_audit")
def finish_action(store, actor, action_id, words):
    """Say that an action is done, and what came of it: its owner, the officer it is about, or the auditor."""
    row = next(iter(access.see(store, actor, "dashboards.told_action", action_id=action_id)), None)
    if row is None or (actor.username not in (row["owner"], row["auditor"]) and actor.role not in ("team_leader", "operator")):
        raise NotAllowed
    if row["state"] == "done":
        raise UserError("This is done already.")
    if not (words or "").strip():
        raise UserError("Say what came of it.")
    with store.change(actor, "finish_self_audit_action", row["item_id"], council=row["council"], reason=words.strip(), after={"action": action_id}) as change:
        change.execute("insert into decisions.self_audit_action_done values (?, ?, ?, ?)", [action_id, words.strip(), actor.username, now()])


@access.allowed("hear_self_audit")
def told(store, actor, item_id):
    """A scored item as its officer may see it: a row of dashboards.told_item."""
    item = next(iter(access.see(store, actor, "dashboards.told_item", item_id=item_id)), None)
    if item is None:
        raise NotAllowed
    return item


def _still_open(store, item_id):
    item = store.row("from trackers.self_audit_item where item_id = ?", [item_id])
    if item["state"] == "closed":
        raise UserError("This item is closed, and stays as it is.")
    return item


def _plan(store, cycle_id):
    return store.row("from decisions.self_audit_plan where cycle_id = ?", [cycle_id])


def _ordered(rows):
    return sorted(rows, key=lambda row: (row["kind"], -row["amount"], row["difference_id"]))


def _text(words):
    return (words or "").strip() or None


def _stamp(actor, item_id):
    return {"item_id": item_id, "auditor": actor.username, "decided_by": actor.username, "decided_at": now()}
