"""Self-audit and audit in the made-up council: one month looked at again and closed, one under way, a sample of pounds, and every case tested."""

from datetime import date, timedelta
from decimal import Decimal

from lib import money_sample, self_audit, self_audit_blind, self_audit_draw, self_audit_plan, whole_audit
from lib.demo.reviewed import HASTY, SAID, WHY
from lib.demo.schedule import add_months
from lib.demo.year import working_days

# What was not there to be scored where nobody is employed.
OF_EMPLOYERS = ("payroll_seen", "insurance")
IN_HASTE = """
select 1
from trackers.exception
where account_id = ? and occurred_on between ? and ? and decision_reason = ?
"""
AGREED = "The papers say what the second look says"


def look_again(year, store, actors, council, months):
    """Plan the two months before this one: the first by confidence, and closed; the newest by policy, where some is told and the rest waits for its officer, its auditor, or to be begun."""
    for month in months[-3:-1]:
        year.begin(_month(store, actors, council, month, month == months[-2]), hour=10)


def _month(store, actors, council, month, is_newest):
    leader, auditors = actors["leader"], [actors["senior"], actors["leader"]]
    day = yield working_days(month)[-3]
    sized = {} if is_newest else {"size_by": "confidence", "strata": (), "confidence": Decimal("0.90"), "tolerable_rate": Decimal("0.20")}
    cycle_id = self_audit_plan.plan(store, leader, self_audit_plan.Wanted((council,), month, tuple(actor.username for actor in auditors), **sized), day)
    after = working_days(add_months(month, 1))
    day = yield after[1]
    self_audit_draw.draw(store, leader, cycle_id, day)
    day = yield after[5]
    seats = [(actor, seat) for actor in auditors for seat in sorted(self_audit_blind.mine(store, actor), key=lambda row: row["item_id"]) if seat["cycle_id"] == cycle_id]
    if is_newest:
        for actor, seat in seats[6:8]:
            self_audit_blind.begin(store, actor, seat["item_id"])
        seats = seats[:6]
    for actor, seat in seats:
        _look(store, actor, seat, day)
    told = [(actor, seat) for actor, seat in seats if seat["seat"] == 1]
    day = yield after[7]
    for _, seat in told[2:] if is_newest else told:
        _answer(store, actors[seat["completed_by"]], seat["item_id"])
    day = yield after[8]
    for actor, seat in told[2:] if is_newest else told:
        _close(store, actor, seat, day)


def _look(store, actor, seat, day):
    """A second look by somebody who knows what each question is about, its points, and the word to the officer."""
    item_id = seat["item_id"]
    self_audit_blind.begin(store, actor, item_id)
    for question in self_audit_blind.questions(store, actor, item_id):
        self_audit_blind.say(store, actor, item_id, "exception", question["exception_id"], *SAID[question["rule_id"]])
    review = store.row("select outcome, explanation from decisions.review where review_id = ?", [seat["review_id"]])
    differ = self_audit_blind.finish(store, actor, item_id, review["outcome"], review["explanation"] or WHY["differs"])
    employs = store.value("select employs_pa from staging.agreement where agreement_id = ?", [seat["agreement_id"]])
    given = {row["point"]: (None if row["point"] in OF_EMPLOYERS and not employs else 2, "") for row in self_audit.points(store, actor, item_id) if row["kind"] == "point"}
    if differ:
        given["queries_raised"] = (0, "Answered without looking")
    if store.row(IN_HASTE, [seat["account_id"], seat["period_from"], seat["period_to"], HASTY[1]]):
        given |= {"evidence_seen": (0, "No paper was seen"), "notes_factual": (1, "Every note says the same")}
    self_audit.score(store, actor, item_id, given, {})
    for row in self_audit.differences(store, actor, item_id):
        self_audit.rule(store, actor, item_id, row["difference_id"], "second", f"{row['amount']:.2f}" if row["second_said"] == "upheld" else "", AGREED)
    self_audit.tell(store, actor, item_id, "See the differences." if differ else "Nothing differs.", day)


def _answer(store, officer, item_id):
    found = store.rows("select difference_id from decisions.self_audit_difference where item_id = ?", [item_id])
    self_audit.answer(store, officer, item_id, "I agree.", {row["difference_id"]: ("accepted", "") for row in found})


def _close(store, actor, seat, day):
    if self_audit.outcome(store, actor, seat["item_id"])["result"] != "pass":
        self_audit.set_action(store, actor, seat["item_id"], seat["completed_by"], "Go through the month's questions again with the senior officer", None, day)
    self_audit.close(store, actor, seat["item_id"], "", day)


def audit(store, actors, council, as_at):
    """What the auditors and the team leader have asked of this year: a sample of pounds with two payments that were not all right, and every case tested, this year and last."""
    began = date(as_at.year - (as_at.month < 4), 4, 1)
    if as_at - began > timedelta(days=60):
        auditor, until = actors["auditor"], as_at.replace(day=1) - timedelta(days=1)
        said = money_sample.proposal(store, auditor, council, began, until, as_at)
        if said["tolerable"]:
            sample_id = money_sample.draw(store, auditor, council, began, until, str(said["tolerable"] * 2), "", as_at)
            for place, item in enumerate(money_sample.items(store, auditor, council, sample_id)):
                right, why = (item["pounds"] / 2, "Half of it was for another household") if place in (3, 11) else (item["pounds"], "")
                money_sample.check(store, auditor, council, sample_id, item["transaction_id"], f"{right:.2f}", why)
    for year in (began.year - 1, began.year):
        whole_audit.run(store, actors["leader"], council, year, as_at)
