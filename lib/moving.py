"""Moving cases: what each officer would carry, who may take them, and the hand-over in one step that keeps all of it or nothing."""

import uuid
from decimal import Decimal

from lib import access, users
from lib.errors import NotAllowed, SeveralErrors
from lib.monitoring import follow
from lib.store import now

TERMS = ("agreements", "periods_to_review", "needs_you", "returns_late", "surpluses", "debts", "misspends", "suspensions", "net_weekly", "days")


@access.allowed("move_case")
def workload(store, actor, as_at):
    """What each officer carries (rows of dashboards.workload) in the councils of whoever asks."""
    return access.see(store, actor, "dashboards.workload", {"as_at": as_at, "moving": [], "to_officer": None})


@access.allowed("move_case", subject="council")
def receivers(store, actor, council):
    """{officer's code: what they are called} of everybody in a council who can be given a case: who has some, or may sign in as an officer there."""
    carrying = store.rows("select distinct officer from staging.agreement where council = ? and officer is not null", [council])
    names = {row["officer"]: row["officer"] for row in carrying} | users.officers(store, council)
    return dict(sorted(names.items()))


@access.allowed("move_case", subject="council")
def what_if(store, actor, council, agreement_ids, from_officer, to_officer, as_at):
    """What a move would change, before anything is done.

    Gives {"cases": how many, "net_weekly": pounds a week, "officers": [{"officer", "before", "after"}]}, the giving officer
    first; before and after are rows of dashboards.workload, with noughts for who carries nothing.
    """
    as_it_is, as_it_would_be = (
        {row["officer"]: row for row in access.see(store, actor, "dashboards.workload", {"as_at": as_at, "moving": moving, "to_officer": to_officer}, council=council)}
        for moving in ([], list(agreement_ids))
    )
    whose = {"officer": from_officer} if from_officer else {}
    chosen = [row for row in access.see(store, actor, "dashboards.case_work", {"as_at": as_at}, council=council, **whose) if row["agreement_id"] in set(agreement_ids)]
    return {
        "cases": len(chosen),
        "net_weekly": sum((row["net_weekly"] or 0 for row in chosen), Decimal(0)),
        "officers": [{"officer": officer, "before": as_it_is.get(officer, _nothing()), "after": as_it_would_be.get(officer, _nothing())} for officer in (from_officer, to_officer)],
    }


@access.allowed("move_case", subject="council")
def move(store, actor, council, agreement_ids, from_officer, to_officer, note, as_at):
    """Give an officer's cases to another of the same council, with the note they hand over. Gives how many. All of them are moved, or none.

    from_officer is whose they are as far as whoever asks knows (None: nobody's); a case that is somebody else's by now is refused.
    The store's walls follow at once: the new officer sees the case, the old one no longer.
    """
    wanted = list(dict.fromkeys(agreement_ids))
    _check(receivers(store, actor, council), wanted, from_officer, to_officer, note)
    about = {"council": council, "reason": note.strip(), "after": {"officer": to_officer, "cases": wanted}, "before": {"officer": from_officer}}
    with store.change(actor, "move_cases", f"{len(wanted)} cases", **about) as change:
        _refuse_what_changed(change, council, wanted, from_officer)
        moment = now()
        rows = [
            {
                "move_id": str(uuid.uuid4()), "agreement_id": agreement_id, "council": council, "from_officer": from_officer, "to_officer": to_officer,
                "on_day": as_at, "note": note.strip(), "decided_by": actor.username, "decided_at": moment,
            }
            for agreement_id in wanted
        ]  # fmt: skip
        change.insert("decisions.case_move", rows)
        for row in rows:
            change.record(
                "move_case", row["agreement_id"], council=council, agreement_id=row["agreement_id"], reason=row["note"],
                before={"officer": from_officer}, after={"officer": to_officer},
            )  # fmt: skip
        accounts = change.rows("select account_id from staging.account where list_contains(?, agreement_id)", [wanted])
        follow(change, as_at, {row["account_id"] for row in accounts} or None, caseload=True)
    return len(wanted)


def _check(receivers, wanted, from_officer, to_officer, note):
    faults = []
    if not wanted:
        faults.append("Choose the cases to move.")
    if to_officer not in receivers:
        faults.append("Choose who takes them: an officer of this council.")
    if to_officer and to_officer == from_officer:
        faults.append(f"They are {to_officer}'s already. Choose another officer.")
    if not (note or "").strip():
        faults.append("Write the hand-over: what the next officer must know.")
    if faults:
        raise SeveralErrors(faults)


def _refuse_what_changed(change, council, wanted, from_officer):
    """Read inside the transaction: what somebody else did a moment ago counts."""
    there = {row["agreement_id"]: row["officer"] for row in change.rows("select agreement_id, officer from staging.agreement where council = ?", [council])}
    if not set(wanted) <= there.keys():
        raise NotAllowed
    gone = [agreement_id for agreement_id in wanted if there[agreement_id] != from_officer]
    if gone:
        raise SeveralErrors(
            [f"{agreement_id} is {f'{there[agreement_id]}’s' if there[agreement_id] else 'nobody’s'} by now. Nothing was moved: look at the list again." for agreement_id in gone]
        )


def _nothing():
    return dict.fromkeys(TERMS, 0) | {"net_weekly": Decimal(0), "days": Decimal(0), "middle_percent": None, "is_overloaded": False, "says": "Carries nothing."}
