"""A sample of pounds for the annual audit: what was paid out in a year, which pounds are looked at, how much of each was right, and how much is wrong at most."""

import hashlib
import secrets
import uuid
from dataclasses import asdict

from lib import access, evidence, policy
from lib.config import ROOT
from lib.errors import SeveralErrors, UserError
from lib.exports import to_csv
from lib.money_units import PENNY, interval
from lib.money_units import draw as drawn
from lib.money_units import evaluate as evaluated
from lib.pounds import typed
from lib.statements.amounts import NotAnAmount, read_amount
from lib.store import now

SCRIPT = ROOT / "docs" / "draw_pounds_again.py"
CONFIDENCE = "self_audit_confidence"
COLUMNS = ["transaction_id", "pounds"]  # of the population's file: all that a draw needs, and nothing of the person


@access.allowed("sample_pounds", subject="council")
def proposal(store, actor, council, from_date, to_date, as_at):
    """What was paid out in these days, and what policy says of a sample of it: {"items", "pounds", "confidence", "tolerable"}; the last two are None where nothing went out."""
    (whole,) = access.tally(store, actor, "trackers.money_out", (), sums=("pounds",), values={"since": from_date, "as_at": to_date}, council=council)
    if not whole["count"]:
        return {"items": 0, "pounds": whole["pounds"], "confidence": None, "tolerable": None}
    tolerable = (whole["pounds"] * _share(store, council, "self_audit_tolerable", as_at)).quantize(PENNY)
    return {"items": whole["count"], "pounds": whole["pounds"], "confidence": _share(store, council, CONFIDENCE, as_at), "tolerable": tolerable}


@access.allowed("sample_pounds", subject="council")
def draw(store, actor, council, from_date, to_date, tolerable, expected, as_at):
    """Draw the pounds of these days that are looked at. tolerable and expected (or nothing) are pounds as typed. Gives the sample's id.

    The population is frozen in the evidence folder and the seed made in the same moment, so nobody can choose either by the other.
    """
    faults = []
    if not from_date or not to_date or from_date > to_date or to_date >= as_at:
        faults.append("Give a first and a last day that are over. Pounds that are still to come can't be drawn.")
    tolerable = typed(tolerable, "Say how many pounds may be wrong before it matters, such as 5000.00.")
    expected = typed(expected, "Say how many pounds you expect to be wrong, such as 500.00, or leave it empty for none.") if (expected or "").strip() else 0
    if faults:
        raise SeveralErrors(faults)
    days = {"since": from_date, "as_at": to_date}
    # A year is a million payments, so only what a draw needs of each is carried.
    rows = access.tally(store, actor, "trackers.money_out", ("transaction_id",), sums=("pounds",), values=days, council=council)
    if not rows:
        raise UserError(f"No payment out of an account of {council} is held for these days. Choose other days, or import the statements first.")
    confidence, pounds = _share(store, council, CONFIDENCE, as_at), sum(row["pounds"] for row in rows)
    step, seed = interval(pounds, confidence, tolerable, expected), secrets.token_hex(32)
    content = to_csv({name: name for name in COLUMNS}, rows)
    sample = {
        "money_sample_id": str(uuid.uuid4()), "council": council, "from_date": from_date, "to_date": to_date, "confidence": confidence, "tolerable": tolerable, "expected": expected,
        "step": step, "seed": seed, "items": len(rows), "pounds": pounds, "population_sha256": hashlib.sha256(content).hexdigest(), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    chosen = [
        _item(sample, place, row["selected_as"], access.see(store, actor, "trackers.money_out", days, council=council, transaction_id=row["item_id"])[0])
        for place, row in enumerate(drawn([{"item_id": row["transaction_id"], "pounds": row["pounds"]} for row in rows], step, seed), start=1)
    ]
    said = {name: str(sample[name]) for name in ("from_date", "to_date", "pounds", "step", "seed", "population_sha256")} | {"drawn": len(chosen)}
    with store.change(actor, "draw_money_sample", sample["money_sample_id"], council=council, after=said) as change:
        evidence.write_once(store.places.evidence, {sample["population_sha256"]: content})
        change.insert("decisions.money_sample", [sample])
        change.insert("decisions.money_sample_item", chosen)
    return sample["money_sample_id"]


@access.allowed("sample_pounds", subject="council")
def check(store, actor, council, money_sample_id, transaction_id, right, reason):
    """Say how many pounds of a drawn payment were right (as typed), and why where that is not all of them. What is said anew supersedes."""
    item = _one(items(store, actor, council, money_sample_id), transaction_id)
    right = _right(right)
    if right != item["pounds"] and not (reason or "").strip():
        raise UserError("Say why not all of it was right: it stands in the audit's papers.")
    row = {"check_id": str(uuid.uuid4()), "money_sample_id": money_sample_id, "transaction_id": transaction_id, "pounds_right": right, "reason": (reason or "").strip() or None}
    about = {"before": {"pounds_right": str(item["pounds_right"])}, "after": {"pounds_right": str(right), "transaction_id": transaction_id}}
    with store.change(actor, "check_money_sample", money_sample_id, council=council, agreement_id=item["agreement_id"], reason=row["reason"], **about) as change:
        change.insert("decisions.money_sample_check", [row | {"decided_by": actor.username, "decided_at": now()}])


@access.allowed("see_self_audit", subject="council")
def items(store, actor, council, money_sample_id):
    """The payments that a sample drew, in their order: rows of trackers.money_sample_item."""
    return sorted(access.see(store, actor, "trackers.money_sample_item", council=council, money_sample_id=money_sample_id), key=lambda row: row["place"])


@access.allowed("see_self_audit", subject="council")
def evaluate(store, actor, council, money_sample_id):
    """What a sample proves, as a dict of lib.money_units.Evaluation, with left (items not looked at yet) and says. Until all are looked at it proves nothing."""
    sample = next(iter(access.see(store, actor, "trackers.money_sample", council=council, money_sample_id=money_sample_id)), None)
    if not sample:
        raise UserError("There is no such sample of pounds.")
    rows = items(store, actor, council, money_sample_id)
    left = sum(row["pounds_right"] is None for row in rows)
    if left:
        return {"left": left, "says": [f"{len(rows) - left} of {len(rows)} payments are looked at. What they prove is said when all are."]}
    found = evaluated(sample["pounds"], sample["step"], [row | {"right": row["pounds_right"]} for row in rows], sample["confidence"])
    return asdict(found) | {"left": 0, "says": _says(sample, found)}


@access.allowed("see_self_audit", subject="council")
def population_file(store, actor, council, money_sample_id):
    """The population's CSV, byte for byte as it was frozen. Who took it is kept in the activity log."""
    sample = next(iter(access.see(store, actor, "trackers.money_sample", council=council, money_sample_id=money_sample_id)), None)
    if not sample:
        raise UserError("There is no such sample of pounds.")
    content = evidence.read(store.places.evidence, sample["population_sha256"], f"The payments of {sample['from_date']:%-d %b %Y} to {sample['to_date']:%-d %b %Y}")
    with store.change(actor, "export", "population of a sample of pounds", council=council, after={"sample": money_sample_id, "sha256": sample["population_sha256"]}):
        return content


def script():
    """The bytes of the script that draws again outside."""
    return SCRIPT.read_bytes()


def _share(store, council, setting, as_at):
    """A setting in percent as a share."""
    percent = policy.value(store, council, setting, as_at)
    if percent is None:
        raise UserError(f"{council}: the setting {setting} has no value on {as_at:%-d %B %Y}. Run `python -m lib refresh --all`.")
    return percent / 100


def _item(sample, place, selected_as, row):
    kept = ("transaction_id", "account_id", "agreement_id", "council", "posted_on", "description", "spend_category", "pounds")
    return {name: row[name] for name in kept} | {"place": place, "selected_as": selected_as} | {name: sample[name] for name in ("money_sample_id", "decided_by", "decided_at")}


def _one(rows, transaction_id):
    found = next((row for row in rows if row["transaction_id"] == transaction_id), None)
    if not found:
        raise UserError("This payment was not drawn in this sample.")
    return found


def _right(text):
    """Pounds from nothing upward: all of a payment may be wrong, and more than it may have been right."""
    try:
        money = read_amount(text or "")
    except NotAnAmount:
        money = None
    if not money or money.value < 0 or money.currency not in (None, "GBP"):
        raise UserError("Say how many pounds of it were right, such as 45.00, or 0 for none.")
    return money.value


def _says(sample, found):
    sure, pounds = f"{sample['confidence'] * 100:.0f} %", "£{:,.2f}".format
    large = f" Payments of {pounds(sample['step'])} or more were all looked at, {pounds(found.certain)} of them, and {pounds(found.wrong_for_certain)} of that was wrong."
    said = [
        f"With {sure} confidence no more than {pounds(found.most)} of the {pounds(found.pounds)} paid out are wrong, which is {'no more' if found.most <= sample['tolerable'] else 'more'} than the "
        f"{pounds(sample['tolerable'])} that are tolerable. {pounds(found.likely)} are likely to be wrong.",
        f"{found.wrong_items or 'None'} of the {found.looked_at} payments that were looked at {'was' if found.wrong_items < 2 else 'were'} wrong.{large if found.certain else ''}",
    ]
    if found.too_little:
        said.append(
            f"Of {found.too_little} too little was paid, {pounds(found.too_little_pounds)} in all. A sample of pounds proves nothing about what should have been paid and was not."
        )
    return said
