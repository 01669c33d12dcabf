"""The plan of a month's self-audit, stored before anything is drawn: whose reviews, how many, by whom they are looked at again, and what stays out."""

import calendar
import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib import access, policy, users
from lib.errors import SeveralErrors, UserError
from lib.sampling import sample_size, sample_size_per_stage
from lib.self_audit_points import list_of
from lib.store import now

SIZES = {"policy": "By policy: a least number and a part of each officer's reviews", "confidence": "By confidence, tolerable rate and expected errors"}
STRATA = {"officer": "Officer", "council": "Council", "account_type": "How it is paid", "monitoring_tier": "How closely it is watched"}
PERCENT = Decimal(100)
SETTINGS = {
    "floor_per_officer": "self_audit_floor", "percent": "self_audit_percent", "risk_percent": "self_audit_risk_percent", "confidence": "self_audit_confidence",
    "tolerable_rate": "self_audit_tolerable", "second_percent": "self_audit_second_percent", "pass_percent": "self_audit_pass", "coach_percent": "self_audit_coach",
    "money_wrong_over": "self_audit_money_wrong", "answer_days": "self_audit_answer_days", "action_days": "self_audit_action_days",
}  # fmt: skip
SHARES = ("confidence", "tolerable_rate")  # percent in policy, a share in the plan
WHOLE = ("floor_per_officer", "answer_days", "action_days")


@dataclass(frozen=True)
class Wanted:
    """What a person chooses of a plan; all else is policy.

    confidence and tolerable_rate are shares (Decimal, 0.95 and 0.05), None for policy's. risk_per_officer is how many are picked for
    risk on top of a sample that is sized by confidence.
    """

    councils: tuple[str, ...]
    month: date  # any day of it
    auditors: tuple[str, ...]
    size_by: str = "policy"
    strata: tuple[str, ...] = ("officer",)
    confidence: Decimal | None = None
    tolerable_rate: Decimal | None = None
    expected_errors: int = 0
    risk_per_officer: int = 1
    stages: int = 1


@access.allowed("plan_self_audit")
def proposal(store, actor, councils, month):
    """What policy says of a plan for these councils on the month's last day: {column of the plan: value}; None while no settings are loaded. Raises where they differ."""
    _reach(store, actor, councils)
    if any(policy.value(store, council, setting, last_of(month)) is None for council in councils for setting in SETTINGS.values()):
        return None
    return _policy(store, councils, last_of(month))


@access.allowed("plan_self_audit")
def auditors(store, actor, councils):
    """{username: name} of everybody who may look at reviews of all these councils a second time."""
    _reach(store, actor, councils)
    return users.auditors(store, councils)


@access.allowed("plan_self_audit")
def plan(store, actor, wanted, as_at):
    """Store a plan and make its seed, of which nobody is shown more than the hash until the draw. Gives the cycle's id."""
    _reach(store, actor, wanted.councils)
    month, faults = first_of(wanted.month), []
    if month > as_at:
        faults.append("This month has not begun. Plan it when it has.")
    if not wanted.auditors:
        faults.append("Say who looks at the reviews a second time.")
    unknown = [name for name in wanted.auditors if name not in users.auditors(store, wanted.councils)]
    faults += [f"{name} may not look at reviews of {' and '.join(wanted.councils)} a second time. Choose somebody who may." for name in unknown]
    if wanted.size_by not in SIZES or set(wanted.strata) - STRATA.keys() or wanted.stages not in (1, 2):
        faults.append("Choose how the size is found, the strata, and one or two stages.")
    if wanted.size_by == "policy" and wanted.stages == 2:
        faults.append("Two stages are planned by confidence. Choose that, or one stage.")
    faults += [f"{council} has a plan for {month:%B %Y} already. Go on with that one, or withdraw it." for council in _planned(store, wanted.councils, month)]
    if faults:
        raise SeveralErrors(faults)
    row = _row(store, actor, wanted, month)
    points = [{"cycle_id": row["cycle_id"], "decided_by": actor.username, "decided_at": row["decided_at"]} | point for point in list_of(last_of(month))]
    said = {name: str(value) for name, value in row.items() if value is not None and name not in ("seed", "decided_by", "decided_at")}
    with store.change(actor, "plan_self_audit", row["cycle_id"], council=_only(wanted.councils), after=said) as change:
        change.insert("decisions.self_audit_plan", [row])
        change.insert("decisions.self_audit_point", points)
    return row["cycle_id"]


@access.allowed("plan_self_audit")
def keep_out(store, actor, cycle_id, reason, auditor=None, agreement_id=None, officer=None):
    """Say before the draw that an auditor may not look at an agreement's or an officer's reviews, or (auditor empty) that nobody does, and why."""
    row = undrawn(store, actor, cycle_id)
    if not (reason or "").strip():
        raise UserError("Say why: the reason stays with the plan, and everybody who draws it again sees it.")
    if bool(agreement_id) == bool(officer):
        raise UserError("Name an agreement or an officer whose reviews this is about.")
    if auditor and auditor not in row["auditors"]:
        raise UserError(f"{auditor} is not one of this plan's auditors.")
    codes = users.officer_codes(store)
    if officer and officer not in {person["completed_by"] for person in store.rows("select distinct completed_by from decisions.review")} | set(codes.values()):
        raise UserError(f"There is no officer {officer}. Write the code as the lists show it.")
    if not auditor and officer and officer == codes.get(actor.username, actor.username):
        raise UserError("Nobody takes their own reviews out of the sample.")
    council = agreement_id and store.value("select council from staging.agreement where agreement_id = ?", [agreement_id])
    if agreement_id and council not in row["councils"]:
        raise UserError(f"There is no agreement {agreement_id} in {' and '.join(row['councils'])}.")
    conflict = {
        "conflict_id": str(uuid.uuid4()), "cycle_id": cycle_id, "auditor": auditor or None, "agreement_id": agreement_id or None, "officer": officer or None,
        "reason": reason.strip(), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    about = {name: conflict[name] for name in ("auditor", "agreement_id", "officer")}
    with store.change(actor, "keep_out_of_self_audit", cycle_id, council=_only(row["councils"]), reason=conflict["reason"], after=about) as change:
        change.insert("decisions.self_audit_conflict", [conflict])


@access.allowed("plan_self_audit")
def withdraw(store, actor, cycle_id, reason):
    """Withdraw a plan that was not drawn, with the reason. It stays on record, and another can be made for the month."""
    row = undrawn(store, actor, cycle_id)
    if not (reason or "").strip():
        raise UserError("Say why the plan is withdrawn: the reason stays with it.")
    with store.change(actor, "withdraw_self_audit", cycle_id, council=_only(row["councils"]), reason=reason.strip()) as change:
        change.execute("insert into decisions.self_audit_plan_withdrawn values (?, ?, ?, ?)", [cycle_id, reason.strip(), actor.username, now()])


def undrawn(store, actor, cycle_id):
    """The row of a plan that stands and was not drawn yet."""
    row = standing(store, actor, cycle_id)
    if store.row("select 1 from decisions.self_audit_draw where cycle_id = ?", [cycle_id]):
        raise UserError("This plan was drawn, and its seed is known. It stays as it is.")
    return row


def standing(store, actor, cycle_id, operation="plan_self_audit"):
    """The row of a plan that was not withdrawn, for somebody who reaches all its councils."""
    row = store.row("from decisions.self_audit_plan anti join decisions.self_audit_plan_withdrawn using (cycle_id) where cycle_id = ?", [cycle_id])
    if not row:
        raise UserError("There is no such plan, or it was withdrawn.")
    _reach(store, actor, row["councils"], operation)
    return row


def size_of(row, population):
    """How many of a population the sample of a plan by confidence takes, of each of its stages."""
    if row["stages"] == 2:
        accept = (row["accept_first"], row["accept_second"])
        return min(population, sample_size_per_stage(row["confidence"], row["tolerable_rate"], accept, "binomial"))
    return min(population, sample_size(row["confidence"], row["tolerable_rate"], row["expected_errors"], row["distribution"], population))


def first_of(day):
    """The first day of a day's month."""
    return day.replace(day=1)


def last_of(day):
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _row(store, actor, wanted, month):
    said, by_policy, seed = _policy(store, wanted.councils, last_of(month)), wanted.size_by == "policy", secrets.token_hex(32)
    row = said | {
        "cycle_id": f"{month:%Y-%m}-{uuid.uuid4().hex[:8]}", "month": month, "councils": list(wanted.councils), "auditors": list(wanted.auditors), "size_by": wanted.size_by,
        "confidence": said["confidence"] if wanted.confidence is None else wanted.confidence, "tolerable_rate": said["tolerable_rate"] if wanted.tolerable_rate is None else wanted.tolerable_rate,
        "expected_errors": None if by_policy else wanted.expected_errors, "distribution": None if by_policy else "hypergeometric", "risk_per_officer": None if by_policy else wanted.risk_per_officer,
        "stages": wanted.stages, "accept_first": 1 if wanted.stages == 2 else None, "accept_second": 0 if wanted.stages == 2 else None,
        # Policy's size is each officer's, so each is a stratum.
        "strata": sorted({*wanted.strata, "officer"} if by_policy else set(wanted.strata), key=list(STRATA).index), "seed": seed, "seed_sha256": hashlib.sha256(seed.encode()).hexdigest(),
        "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    if not by_policy:
        row |= {"percent": None, "risk_percent": None}
        if wanted.risk_per_officer < 0 or wanted.expected_errors < 0:
            raise UserError("Neither the expected errors nor the number picked for risk can be less than none.")
        # What no sample can show is said now, and not at the draw.
        size_of(row | {"distribution": "binomial"}, 10**6)
    return row


def _policy(store, councils, day):
    """The settings of these councils, which must agree: one plan is scored in one way."""
    found, faults = {}, []
    for column, setting in SETTINGS.items():
        values = {council: policy.value(store, council, setting, day) for council in councils}
        if None in values.values():
            raise UserError(f"{' and '.join(councils)}: the setting {setting} has no value on {day:%-d %B %Y}. Run `python -m lib refresh --all`.")
        if len(set(values.values())) > 1:
            faults.append(f"{setting} differs: {', '.join(f'{council} {value}' for council, value in values.items())}. Plan each council by itself.")
        value = next(iter(values.values()))
        found[column] = int(value) if column in WHOLE else value / PERCENT if column in SHARES else value
    if faults:
        raise SeveralErrors(faults)
    return found


def share(part, of):
    """A percentage of a count, exactly."""
    return Fraction(part) * of / 100


def _planned(store, councils, month):
    rows = store.rows("from decisions.self_audit_plan anti join decisions.self_audit_plan_withdrawn using (cycle_id) where month = ?", [month])
    return sorted({council for row in rows for council in row["councils"]} & set(councils))


def _reach(store, actor, councils, operation="plan_self_audit"):
    """Raise unless the person reaches every one of these councils."""
    if not councils:
        raise UserError("Choose a council.")
    for council in councils:
        access.require(store, actor, operation, council=council)


def _only(councils):
    return councils[0] if len(councils) == 1 else None
