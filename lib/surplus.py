"""Surplus: worked out, checked, told, objected to, authorised, taken and matched. Never inside the days to object, never below the floor, never by one person alone."""

import json
import uuid
from datetime import date, timedelta
from decimal import Decimal

from lib import access, holds, kept, letters, policy
from lib.errors import UserError
from lib.monitoring import follow
from lib.pounds import typed
from lib.steps import options, take
from lib.store import now
from lib.surplus_steps import MACHINE, REASONS, is_a_card, is_checked

HOW = {"card": "from your card", "net_off": "from your next payments", "invoice": "by an invoice that we send you"}
TERMS = ("unpresented", "unpaid_wages", "invoices", "hmrc", "holiday", "insurance", "notice_and_redundancy", "one_offs", "retained")

FREEZE_FIGURES = """
insert into decisions.surplus_figure by name
select
    $surplus_id as surplus_id, agreement_id, basis_on as as_at, available_balance, committed, retained, surplus, council_share, person_share,
    health_share, arrears_netted, safe_to_recoup, $policy_used as policy_used
from reconciliation.surplus
where agreement_id = $agreement_id
"""
FREEZE_TERMS = """
insert into decisions.surplus_term by name
select $surplus_id as surplus_id, agreement_id, term, words, proposed, amount, reason, lines
from reconciliation.surplus_term
where agreement_id = $agreement_id
"""
POLICY_USED = """
select setting, value
from staging.policy
where council = ? and ? between effective_from and effective_to
    and setting in (
        'surplus_weeks', 'surplus_on_gross', 'surplus_inside', 'floor_weeks', 'floor_weeks_ahead', 'hmrc_percent', 'holiday_percent',
        'holiday_weeks_back', 'notice_weeks', 'redundancy_weeks_per_year', 'insurance_days_ahead'
    )
order by setting
"""


@access.allowed("propose_money_back", subject="agreement_id")
def calculate(store, actor, agreement_id, reason_code, note, as_at):
    """Take up an agreement's surplus and say why the money is there. Gives the surplus's id."""
    position = store.row("from reconciliation.surplus where agreement_id = ?", [agreement_id])
    if reason_code not in REASONS:
        raise UserError("Choose why the money is there.")
    if not position or position["surplus"] <= 0:
        raise UserError("There is no surplus: what the account holds is committed, or is kept for the weeks to come.")
    under_way = "select 1 from trackers.case_state where kind = 'surplus' and agreement_id = ? and state not in ('closed', 'withdrawn', 'passed_to_debt')"
    if store.row(under_way, [agreement_id]):
        raise UserError("A surplus of this agreement is under way already. Go on with that one.")
    surplus = {
        "surplus_id": str(uuid.uuid4()), "agreement_id": agreement_id, "account_id": position["account_id"], "council": position["council"],
        "reason_code": reason_code, "note": (note or "").strip() or None, "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    case = {"case_id": surplus["surplus_id"], "agreement_id": agreement_id, "council": position["council"], "state": None}
    take(
        store,
        actor,
        MACHINE,
        case,
        "calculate",
        as_at,
        lambda change: change.insert("decisions.surplus", [surplus]),
        amount=position["surplus"],
        reason=note,
        reason_code=reason_code,
    )
    return surplus["surplus_id"]


@access.allowed("propose_money_back", subject="agreement_id")
def amend(store, actor, agreement_id, term, amount, reason, as_at):
    """Put a better figure (text, pounds and pence; empty for the proposed one) for a term, with the reason. The sum follows."""
    position = store.row("from reconciliation.surplus_term where agreement_id = ? and term = ?", [agreement_id, term])
    if term not in TERMS or not position:
        raise UserError("This is not a term that can be amended.")
    if not (reason or "").strip():
        raise UserError("Say how you know: the reason stays with the figure.")
    told = store.row("select 1 from trackers.surplus where agreement_id = ? and is_frozen and state not in ('closed', 'withdrawn', 'passed_to_debt')", [agreement_id])
    if told:
        raise UserError("The person was told these figures. Withdraw the surplus and take it up anew to change them.")
    amendment = {
        "amendment_id": str(uuid.uuid4()), "agreement_id": agreement_id, "council": position["council"], "term": term,
        "amount": typed(amount, "Say the figure in pounds and pence, such as 312.40.") if (amount or "").strip() else None,
        "reason": reason.strip(), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(
        actor, "amend_surplus", agreement_id, council=position["council"], agreement_id=agreement_id, reason=reason,
        before={"term": term, "amount": str(position["amount"])}, after={"term": term, "amount": str(amendment["amount"] if amendment["amount"] is not None else position["proposed"])},
    ) as change:  # fmt: skip
        change.insert("decisions.surplus_amendment", [amendment])
        follow(change, as_at, {position["account_id"]})


@access.allowed("see_case", subject="agreement_id")
def position_on(store, actor, agreement_id, as_at):
    """The surplus, its terms and the coming weeks as on any day: {"surplus", "terms", "coming"}; nothing is kept. surplus is None where no balance is known."""
    accounts = {row["account_id"] for row in store.rows("select account_id from staging.account where agreement_id = ?", [agreement_id])}
    with store.trial(actor) as trial, kept.copy_of(trial, accounts) as copy:
        kept.fill_copy(copy, as_at)
        mine = {"agreement_id": agreement_id}
        return {
            "surplus": copy.row("from reconciliation.surplus where agreement_id = $agreement_id", mine),
            "terms": copy.rows("from dashboards.surplus_term where agreement_id = $agreement_id and surplus_id is null order by place", mine),
            "coming": copy.rows("from reconciliation.coming where agreement_id = $agreement_id order by on_day, balance desc", mine),
        }


@access.allowed("propose_money_back", subject="agreement_id")
def prepare_notice(
    store, actor, agreement_id, surplus_id, amount, taking_on, how, as_at, cycles=0, is_adjusted=False, addressee="person", name=None, address=None, large_print=False
):
    """Write the letter before recoup (Ombudsman, Lancashire 18 012 467): the amount, the day, the workings, what stays, how to disagree. Gives its id.

    amount is as a person types pounds; is_adjusted gives the longer days to object.
    """
    case = one(store, agreement_id, surplus_id, as_at)
    pounds = typed(amount, "Say how much is to be taken, in pounds and pence, such as 405.68.")
    days = policy.value(store, case["council"], "objection_days_adjusted" if is_adjusted else "objection_days", as_at)
    object_by = as_at + timedelta(days=int(days))
    faults = [sentence for sentence in (is_checked(case, {}, as_at), _fits(case, pounds, taking_on, object_by, how, cycles)) if sentence]
    if case["state"] not in ("calculated", "checked"):
        faults = ["The person was told already. Withdraw the surplus and take it up anew to tell them something else."]
    if faults:
        raise UserError(faults[0])
    position = store.row("from reconciliation.surplus where agreement_id = ?", [agreement_id])
    terms = store.rows("from dashboards.surplus_term where agreement_id = ? and surplus_id is null order by place", [agreement_id])
    by_name = {term["term"]: term for term in terms}
    # Where a council's policy counts the bills as part of the weeks that stay, the larger of the two does.
    stays = position["available_balance"] - position["surplus"]
    facts = {
        "amount": pounds, "taking_on": taking_on, "how": HOW[how] if how != "net_off" else f"from your next {cycles} payments" if cycles > 1 else "from your next payment",
        "as_at": position["basis_on"], "balance": by_name["balance"]["amount"], "unpresented": by_name["unpresented"]["amount"],
        "weeks": by_name["retained"]["words"].partition(" of ")[0] if by_name["retained"]["amount"] else "", "object_by": object_by,
        "stays": stays, "on_top": stays - position["committed"], "is_inside": stays < position["committed"] + position["retained"],
        "terms": [{"words": term["words"], "amount": term["amount"]} for term in terms if term["term"] != "balance" and term["amount"]],
        "lines": [
            line | {"on": date.fromisoformat(line["on"]), "amount": Decimal(line["amount"])} for term in terms if term["term"] != "retained" for line in json.loads(term["lines"])
        ],
        "is_adjusted": is_adjusted, "cycles": cycles,
    } | {name: position[name] for name in ("committed", "surplus", "council_share", "person_share", "health_share", "arrears_netted", "refund")}  # fmt: skip
    return letters.prepare(
        store, actor, agreement_id, "surplus_notice", facts, as_at, kind="surplus", case_id=surplus_id, addressee=addressee, name=name, address=address,
        large_print=large_print, amount=pounds, takes_effect_on=taking_on,
    )  # fmt: skip


@access.allowed("propose_money_back", subject="agreement_id")
def notify(store, actor, agreement_id, surplus_id, as_at):
    """Say that the person was told: the letter is out, and the figures stay as they were told."""
    case = one(store, agreement_id, surplus_id, as_at)
    used = {row["setting"]: str(row["value"]) for row in store.rows(POLICY_USED, [case["council"], case["balance_of"] or as_at])}

    def freeze(change):
        named = {"surplus_id": surplus_id, "agreement_id": agreement_id}
        change.execute(FREEZE_FIGURES, named | {"policy_used": json.dumps(used)})
        change.execute(FREEZE_TERMS, named)

    take(store, actor, MACHINE, case, "notify", as_at, freeze, amount=case["amount"], letter_id=case["letter_id"], on_day=case["sent_on"])


@access.allowed("see_case", subject="agreement_id")
def go_on(store, actor, agreement_id, surplus_id, step, as_at, reason=None):
    """Take any other step of a surplus; its own operation, guards, four eyes and limit decide."""
    if step in ("calculate", "notify"):
        raise UserError("This step has a form of its own.")
    case = one(store, agreement_id, surplus_id, as_at)
    money = case["surplus"] if step == "check" else case["amount"]
    # A closed surplus takes its amended terms with it; a netted one makes the payments to come lower.
    after = (lambda change: follow(change, as_at, {case["account_id"]}, caseload=step == "net_off")) if step in ("close", "net_off") else None
    take(store, actor, MACHINE, case, step, as_at, after, amount=money, reason=reason)


@access.allowed("propose_money_back", subject="agreement_id")
def match(store, actor, agreement_id, surplus_id, amount, on_day, as_at, transaction_id=None, receipt_number=None):
    """Match money that came back to the line or the receipt that shows it; amount is as a person types pounds. The last pound ends the case as recovered."""
    case = one(store, agreement_id, surplus_id, as_at)
    pounds = typed(amount, "Say how much came back, in pounds and pence, such as 405.68.")
    if case["state"] not in ("taken_by_card", "netted", "invoiced"):
        raise UserError("Nothing was taken yet, so nothing can have come back.")
    if case["debt_id"]:
        raise UserError("What is left of it is a debt now. Note the payment there.")
    if pounds > case["still_to_come"]:
        raise UserError(f"{letters.written(pounds)} is more than the {letters.written(case['still_to_come'])} that is still to come.")
    if bool(transaction_id) == bool((receipt_number or "").strip()):
        raise UserError("Choose the line of the statement, or give the number of the receipt.")
    if transaction_id:
        line = store.row("from dashboards.surplus_line where surplus_id = ? and transaction_id = ?", [surplus_id, transaction_id])
        if not line or line["amount"] < pounds:
            raise UserError("This line can't show it: it is matched already, is less, or is neither money out since the surplus was taken nor a payment that was lower by it.")
        on_day = line["posted_on"]
    receipt = {
        "receipt_id": str(uuid.uuid4()), "surplus_id": surplus_id, "agreement_id": agreement_id, "council": case["council"], "amount": pounds, "on_day": on_day,
        "transaction_id": transaction_id, "receipt_number": (receipt_number or "").strip() or None, "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(
        actor,
        "match_surplus",
        surplus_id,
        council=case["council"],
        agreement_id=agreement_id,
        after={"amount": str(pounds), "on": on_day, "line": transaction_id, "receipt": receipt["receipt_number"]},
    ) as change:
        change.insert("decisions.surplus_receipt", [receipt])
    if pounds == case["still_to_come"]:
        go_on(store, actor, agreement_id, surplus_id, "recover", as_at)
    return receipt["receipt_id"]


@access.allowed("see_case", subject="agreement_id")
def open_case(store, actor, agreement_id, surplus_id, as_at):
    """A surplus (a row of trackers.surplus) with what may be done now, what may not, and why."""
    case = one(store, agreement_id, surplus_id, as_at)
    longest = int(policy.value(store, case["council"], "objection_days_adjusted", as_at))
    return case | {
        "consequences": consequences(case),
        "earliest_taking_on": as_at + timedelta(days=longest + 1),
        "options": [option for option in options(store, actor, MACHINE, case, as_at, amount=case["amount"] or case["surplus"]) if option["step"] != "calculate"],
    }


def consequences(case):
    """What exactly happens when the surplus goes on, as sentences, for whoever approves it."""
    if case["amount"] is None:
        return []
    ways = {"prepaid_card": "from the card", "own_bank": "by invoice or netting", "managed_account": "by invoice or netting"}
    sentences = [
        f"{letters.written(case['amount'])} is taken from agreement {case['agreement_id']} on {letters.written(case['takes_effect_on'])}, {ways.get(case['account_type'], 'as the letter says')}."
    ]
    if case["safe_now"] is not None:
        left = case["lowest_balance"] - case["amount"]
        sentences.append(
            f"On its lowest coming day, {letters.written(case['lowest_on'])}, the account then holds {letters.written(left)}; the floor is {letters.written(case['floor'])}."
        )
    if case["person_share"]:
        sentences.append(
            f"Of the surplus {letters.written(case['person_share'])} is the person's own: {letters.written(case['arrears_netted'])} of it goes against unpaid contribution, the rest is theirs."
        )
    if case["health_share"]:
        sentences.append(f"{letters.written(case['health_share'])} is health's share and goes to the recharge.")
    return sentences


def one(store, agreement_id, surplus_id, as_at):
    """A surplus as its guards see it, or a sentence when it is not there."""
    case = store.row("from trackers.surplus where surplus_id = ? and agreement_id = ?", [surplus_id, agreement_id])
    if not case:
        raise UserError("This surplus is not there.")
    hands = {row["decided_by"] for row in store.rows("select decided_by from staging.surplus_amendment where agreement_id = ?", [agreement_id])}
    return case | {"held": holds.in_the_way(store, agreement_id, as_at), "hands": hands}


@access.allowed("refresh")
def recalculate(store, actor, as_at, progress=None):
    """Work out every agreement's surplus anew. Gives how many there are and the pounds above what is kept.

    progress is told (done, all, what).
    """
    parts = ("staging.policy", "reconciliation.surplus_basis", "reconciliation.surplus_term", "reconciliation.payment_to_come", "reconciliation.coming", "reconciliation.surplus")
    with store.change(actor, "recalculate_surplus", "every surplus", after={"as_at": str(as_at)}) as change:
        for done, name in enumerate(parts, 1):
            kept.compute_on(change, name, as_at)
            if progress:
                progress(done, len(parts), name)
    return totals(store, actor)


@access.allowed("refresh")
def totals(store, actor):
    """{"agreements", "with_surplus", "surplus", "safe_to_recoup"} over every agreement whose balance is known."""
    return store.row(
        "select count(*) as agreements, count(*) filter (where surplus > 0) as with_surplus,"
        " coalesce(sum(surplus), 0)::decimal(18, 2) as surplus, coalesce(sum(safe_to_recoup), 0)::decimal(18, 2) as safe_to_recoup from reconciliation.surplus"
    )


def _fits(case, pounds, taking_on, object_by, how, cycles):
    """Why a letter can't say this, or None."""
    if how not in HOW:
        return "Choose how the money is taken: card, next payments or invoice."
    if not 0 < pounds <= case["safe_now"]:
        return f"{letters.written(pounds)} can't be taken safely; {letters.written(case['safe_now'])} can. Wages, bills and the weeks that stay come first."
    if not taking_on or taking_on <= object_by:
        return f"The person can object until {letters.written(object_by)}. Choose a later day to take the money."
    if how == "net_off" and not 1 <= cycles <= case["cycles_most"]:
        return f"Net it off over 1 to {case['cycles_most']} payments."
    return is_a_card(case, {}, None) if how == "card" else None
