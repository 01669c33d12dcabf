"""What the monthly self-audit shows: a month and the twelve months to it, what chance drew apart from what was picked for risk, with what it proves and what not."""

import heapq
import threading
from collections import Counter, OrderedDict
from decimal import Decimal
from fractions import Fraction
from weakref import WeakKeyDictionary

from lib import access, as_known, policy, raters
from lib.errors import UserError
from lib.performance import month_before
from lib.self_audit_proof import about_one, many, more_sentence, not_about_one, of_month, of_months, of_officer, percent, sentence

MONTHS = 12
SAY = "self_audit_say_percent"  # of one officer a rate is said where a sample without an error would show no more than this
SCORES = (0, 1, 2)
# Per store, as long as nothing was added to it: the first to ask has them added up.
_added_up, _lock, MOST_HELD = WeakKeyDictionary(), threading.Lock(), 20


@access.allowed("see_self_audit")
def cycles(store, actor):
    """The drawn plans that this person reaches whole, newest first: rows of trackers.self_audit_cycle, one for each plan."""
    rows = access.see(store, actor, "trackers.self_audit_cycle")
    found = {row["cycle_id"]: row for row in rows if row["state"] in ("drawn", "closed") and _reaches(store, actor, row["councils"])}
    return sorted(found.values(), key=lambda row: (row["month"], row["cycle_id"]), reverse=True)


@access.allowed("see_self_audit")
def result(store, actor, cycle_id, as_at):
    """All that a month's self-audit shows.

    {"cycle", "month", "twelve" (what each shows, see _shown), "twelve_row" and "trend" (a row for the twelve months, and one for each), "missing" (months without a finished
    self-audit), "officers" (empty for those who may not compare them), "actions" (open, late and done), "says" (sentences of month, twelve, risk and agreement)}.
    """
    with _lock:
        held = _added_up.setdefault(store, OrderedDict())
        key = (as_known.mark(store), actor.role, actor.councils, cycle_id, as_at)
        if key not in held:
            held[key] = _result(store, actor, cycle_id, as_at)
            while len(held) > MOST_HELD:
                held.popitem(last=False)
        return held[key]


def _result(store, actor, cycle_id, as_at):
    every = cycles(store, actor)
    cycle = next((row for row in every if row["cycle_id"] == cycle_id), None)
    if not cycle:
        raise UserError("There is no such self-audit, or it is not drawn yet.")
    first = month_before(cycle["month"], MONTHS - 1)
    span = [row for row in every if set(row["councils"]) == set(cycle["councils"]) and first <= row["month"] <= cycle["month"]]
    reads = _reads(store, actor, {row["cycle_id"] for row in span})
    proofs = {row["cycle_id"]: of_month(row, reads["strata"].get(row["cycle_id"], [])) for row in span}
    done = [row for row in span if proofs[row["cycle_id"]].is_done]
    month = _shown(store, actor, [cycle], proofs[cycle_id], reads)
    twelve = _shown(store, actor, done, of_months(done, _rows(reads["strata"], done), cycle["confidence"]), reads)
    officers = _officers(store, [cycle], done, reads, as_at) if access.may(store, actor, "compare_officers") else []
    found = {
        "cycle": cycle, "month": month, "twelve": twelve, "trend": _trend(span, proofs, cycle["month"]), "officers": officers, "actions": _actions(reads["actions"], as_at),
        "missing": [at for at in (month_before(cycle["month"], back) for back in range(MONTHS)) if at not in {row["month"] for row in done}],
    }  # fmt: skip
    return found | {"twelve_row": row_of(twelve["proof"]), "says": _says(found)}


def _shown(store, actor, chosen, proof, reads):
    """What some months show together: {"proof", "points", "risk", "results", "money", "agreement"}."""
    items = _rows(reads["items"], chosen)
    return {
        "proof": proof, "points": _points(_rows(reads["points"], chosen)), "risk": _risk([row for row in items if row["selected_as"] == "risk"]),
        "results": _results(items), "money": _money(store, actor, chosen, proof, items), "agreement": _agreement(_rows(reads["pairs"], chosen)),
    }  # fmt: skip


def _reads(store, actor, wanted):
    """The rows of these plans, by plan: {"strata", "items", "points", "pairs", "actions"}."""
    by = ("cycle_id", "selected_as", "state", "agreed", "critical_failure", "result")
    found = {
        "strata": access.see(store, actor, "trackers.self_audit_stratum"), "items": access.tally(store, actor, "trackers.self_audit_item", by, sums=("pounds", "pounds_wrong")),
        "points": access.see(store, actor, "dashboards.self_audit_point"), "pairs": access.see(store, actor, "dashboards.self_audit_pair"), "actions": access.see(store, actor, "audit.self_audit_action"),
    }  # fmt: skip
    return {name: {cycle_id: [row for row in rows if row["cycle_id"] == cycle_id] for cycle_id in wanted} for name, rows in found.items()}


def _rows(by_cycle, chosen):
    return [row for cycle in chosen for row in by_cycle.get(cycle["cycle_id"], [])]


def _reaches(store, actor, councils):
    return all(access.may(store, actor, "see_self_audit", council=council) for council in councils)


def _points(rows):
    """Each point with how often it was right, partly right or wrong, and the share of its points that was given; the worst first."""
    found = {}
    for row in rows:
        one = found.setdefault(
            row["point"], {"point": row["point"], "words": row["words"], "place": row["place"]} | {f"{kind}_{name}": 0 for kind in ("random", "risk") for name in POINT}
        )
        for name in POINT:
            one[f"{row['selected_as']}_{name}"] += row[name]
    for one in found.values():
        one["given"], one["risk_given"] = (_given(*(one[f"{kind}_{name}"] for name in POINT[:3])) for kind in ("random", "risk"))
    return sorted(found.values(), key=lambda one: (one["given"] is None, one["given"], one["place"]))


POINT = ("fully", "partly", "not_at_all", "not_there")


def _given(fully, partly, not_at_all):
    """The percentage of the points given, to a tenth; None where nothing of the kind was there."""
    times = fully + partly + not_at_all
    return _tenths(Fraction(2 * fully + partly, 2 * times) * 100) if times else None


def _risk(items):
    """What was picked for risk: how many, and what was found in them. It proves nothing about the rest."""
    closed = [row for row in items if row["state"] == "closed"]
    wrong = [row for row in closed if not row["agreed"]]
    return {"items": _count(items), "closed": _count(closed), "errors": _count(wrong), "pounds_wrong": sum((row["pounds_wrong"] for row in closed), Decimal(0))}


def _results(items):
    """How many passed, call for coaching or failed, chance and risk apart; a critical failure fails."""
    counts = Counter()
    for row in items:
        if row["state"] == "closed":
            counts[row["result"], row["selected_as"]] += row["count"]
            counts["critical", row["selected_as"]] += row["count"] * bool(row["critical_failure"])
    return [{"result": kind, "random": counts[kind, "random"], "risk": counts[kind, "risk"]} for kind in ("pass", "coach", "fail", "critical")]


def _money(store, actor, chosen, proof, items):
    """Pounds wrong: seen, and the most that may be, if the reviews that may hide an error were the largest ones and wrong whole. most is None where nothing is proven."""
    seen = sum((row["pounds_wrong"] for row in items if row["state"] == "closed"), Decimal(0))
    if not proof.is_done:
        return {"pounds": proof.pounds, "seen": seen, "hidden": None, "most": None}
    wanted = {cycle["cycle_id"] for cycle in chosen}
    only = {"cycle_id": chosen[0]["cycle_id"]} if len(chosen) == 1 else {}
    largest = [row["pounds"] for row in access.see(store, actor, "trackers.self_audit_unseen", **only) if row["cycle_id"] in wanted]
    most = min(seen + sum(heapq.nlargest(proof.hidden_money, largest), Decimal(0)), max(proof.pounds, seen))
    return {"pounds": proof.pounds, "seen": seen, "hidden": proof.hidden_money, "most": most}


def _agreement(pairs):
    """How alike two auditors scored the same points: {"points", "same" (percent), "ac1", "kappa"}; None where nobody looked twice."""
    counts = Counter()
    for row in pairs:
        counts[row["first_score"], row["second_score"]] += row["points"]
    table = [[counts[one, other] for other in SCORES] for one in SCORES]
    if not counts:
        return None
    kappa = raters.cohen_kappa(table)
    ac1 = raters.gwet_ac1(table)
    return {
        "points": sum(counts.values()),
        "table": table,
        "same": _tenths(raters.percent_agreement(table) * 100),
        "ac1": _hundredths(ac1),
        "kappa": None if kappa is None else _hundredths(kappa),
    }


def _officers(store, month, done, reads, as_at):
    """Each officer of the twelve months, with what may be said: rows of officer, of the month and of the twelve months."""
    least = min(policy.value(store, council, SAY, as_at) or Decimal(0) for council in month[0]["councils"]) / 100
    rows = _rows(reads["strata"], done or month)
    found = []
    for officer in sorted({row["officer"] for row in [*rows, *_rows(reads["strata"], month)]}):
        of_now = of_officer([row for row in _rows(reads["strata"], month) if row["officer"] == officer], month[0]["confidence"])
        of_all = of_months(done, [row for row in rows if row["officer"] == officer], month[0]["confidence"])
        found.append({"officer": officer, "month": _said(of_now, least), "twelve": _said(of_all, least)})
    return found


def _said(proof, least):
    may = proof.is_done and proof.narrowest <= least
    return {"proof": proof, "may_be_said": may, "says": about_one(proof, may)}


def _trend(span, proofs, month):
    """The twelve months in order: each with its figures, or empty where there is no finished self-audit."""
    by_month = {row["month"]: proofs[row["cycle_id"]] for row in span}
    return [{"month": at} | row_of(by_month.get(at)) for at in (month_before(month, back) for back in reversed(range(MONTHS)))]


def row_of(proof):
    """A proof as a row of a table: percentages to a tenth, the bound upward."""
    if proof is None:
        return dict.fromkeys(("reviews", "sample", "errors", "rate", "bound"))
    return {
        "reviews": proof.reviews, "sample": proof.sample, "errors": proof.errors, "rate": None if proof.rate is None else _tenths(proof.rate * 100),
        "bound": None if proof.bound is None else _tenths(proof.bound * 100, upward=True),
    }  # fmt: skip


def _actions(rows, as_at):
    every = [row for found in rows.values() for row in found]
    return {
        "open": sum(row["state"] == "open" for row in every),
        "late": sum(row["state"] == "open" and row["due_on"] < as_at for row in every),
        "done": sum(row["state"] == "done" for row in every),
    }


def _says(found):
    """What the month proves and what not, sentence by sentence: {"month", "twelve", "risk", "agreement"}."""
    month, twelve, missing = found["month"], found["twelve"], len(found["missing"])
    officers = [one["month"] for one in found["officers"] if one["month"]["proof"].reviews]
    lines = {
        "month": [sentence(month["proof"], "the month's"), more_sentence(month["proof"]), _second_stage_says(found["cycle"], month["proof"]), not_about_one(officers) if month["proof"].is_done else "", _out(found["cycle"]), _money_says(month)],
        "twelve": [sentence(twelve["proof"], "the twelve months'") if missing < MONTHS else "", _missing_says(missing), _money_says(twelve)],
        "risk": [_risk_says(month["risk"], "this month"), _risk_says(twelve["risk"], "in the twelve months")],
        "agreement": [_agreement_says(twelve["agreement"])],
    }  # fmt: skip
    return {name: [line for line in said if line] for name, said in lines.items()}


def _out(cycle):
    return f"{many(cycle['excluded'])} could not be drawn, for reasons that stand with the plan; the sample says nothing about them." if cycle["excluded"] else ""


def _second_stage_says(cycle, proof):
    """What a plan of two stages still asks for, when its first stage is closed."""
    if cycle["stages"] != 2 or cycle["draws"] > 1 or not proof.is_done or not proof.errors:
        return ""
    if proof.errors > cycle["accept_first"]:
        return f"The plan settles no more than {cycle['accept_first']} wrong by a second stage, and {proof.errors} were: look into the month."
    return "The plan asks for a second stage, because the first found something wrong. Whoever planned it draws it under Self-audit."


def _missing_says(missing):
    if missing == MONTHS:
        return "None of the twelve months has a finished self-audit yet."
    return f"{missing} of the twelve months {'has' if missing == 1 else 'have'} no finished self-audit: nothing is said about them." if missing else ""


def _money_says(shown):
    money, proof = shown["money"], shown["proof"]
    if money["most"] is None:
        return ""
    hidden = f"money may be wrong in {many(money['hidden'], 'other review')}, and if these were the largest and wrong whole" if money["hidden"] else "no other review can hide any"
    return f"{pounds(money['seen'])} were found wrong. With {percent(proof.confidence)} confidence {hidden}, {pounds(money['most'])} of the {pounds(money['pounds'])} that went out could be wrong at most."


def _risk_says(risk, when):
    if not risk["closed"]:
        return f"Nothing that was picked for risk is closed {when}."
    picked, they, them = ("that was picked", "It was", "it") if risk["closed"] == 1 else ("that were picked", "They were", "them")
    found = f"{risk['errors'] or 'none'} {'was' if risk['errors'] < 2 else 'were'} wrong, with {pounds(risk['pounds_wrong'])}"
    return f"Of {many(risk['closed'])} {picked} for risk {when}, {found}. {they} not drawn by chance, so no bound rests on {them}."


def _agreement_says(agreement):
    if not agreement:
        return "No review was scored by two auditors in the twelve months, so nothing is known of how alike they score."
    kappa = f" and kappa {agreement['kappa']}" if agreement["kappa"] is not None else ""
    return f"Two auditors scored {many(agreement['points'], 'point')} without seeing each other's: {agreement['same']} % alike, Gwet's AC1 {agreement['ac1']}{kappa}. AC1 stands first because kappa misleads where nearly all is right."


def pounds(money):
    """Money as people write it."""
    return f"£{money:,.2f}"


def _count(rows):
    return sum(row["count"] for row in rows)


def _tenths(share, upward=False):
    number = Fraction(share) * 10
    return Decimal(-(-number.numerator // number.denominator) if upward else round(number)) / 10


def _hundredths(share):
    return Decimal(round(Fraction(share) * 100)) / 100
