"""Reviews in the made-up council: each officer sits down once a month, and settles many in a row by the same guards, rows and log entries as one on its page."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from lib import access, reviews
from lib.demo.dice import dice
from lib.demo.schedule import add_months, month_start
from lib.demo.year import working_days
from lib.wall_clock import at, now


class Pace(NamedTuple):
    """Minutes that a review takes, days from a period's end until somebody comes to it, the working day of the month they sit down on, and how often they are hasty."""

    minutes: int
    behind: int
    sits_on: int
    hasty: float


# They sit down after the post of the month has come.
PACE = {
    "officer1": Pace(17, 20, 9, 0.03),
    "officer2": Pace(10, 20, 10, 0.2),
    "officer3": Pace(31, 130, 11, 0.08),
    "officer4": Pace(14, 20, 13, 0.05),
    "officer5": Pace(24, 60, 14, 0.05),
}
# What an officer finds out about each kind of exception; None is a payee nobody knew.
SAID = {
    None: ("explained", "The bill was seen: a small job that the plan allows for"),
    "balance_break": ("explained", "The bank sent the missing line on paper"),
    "cash_withdrawal": ("explained", "Receipts were seen: taxis to the day service"),
    "contribution_from_dp": ("upheld", "It left the direct payment account, and is the person's own to pay"),
    "contribution_unpaid": ("upheld", "The person was told, and nothing was paid in"),
    "duplicate_payment": ("explained", "Two visits on two days: both bills were seen"),
    "gambling": ("upheld", "Betting is not within any plan"),
    "living_cost": ("upheld", "Groceries and bills of the home are not within the plan"),
    "missing_statement": ("explained", "Seen in the online account; the bank sends no copy"),
    "payment_gap": ("explained", "The payment run left it out and paid it by hand later"),
    "payment_mismatch": ("explained", "The payment run corrected an earlier week"),
    "surplus": ("explained", "It is followed as a surplus"),
    "transfer_to_self": ("upheld", "No receipt came for what it was spent on"),
}
# These wait for somebody else's answer before they are settled.
WAITS = ("contribution_unpaid", "missing_statement", "payment_gap")
# What they say in haste of all that should be upheld or seen.
HASTY = ("explained", "Nothing new, as in the months before")
DONE_WRONG = "account_id period_from completed_by exception_id occurred_on said should_be why"
WHY = {
    "differs": "The difference is one line that the bank sent on paper",
    "unproven": "The bank prints no balance: the lines were held against the paper statement",
    "incomplete": "The days without a statement were seen in the online account",
}
LINES = """
select review.account_id, review.period_from, line.transaction_id, line.amount
from trackers.review as review
join reconciliation.transaction as line
    on line.account_id = review.account_id
    and line.posted_on between review.period_from and review.period_to
anti join (select account_id, transaction_id from trackers.exception where status <> 'withdrawn') as with_somebody
    on with_somebody.account_id = line.account_id
    and with_somebody.transaction_id = line.transaction_id
where review.state = 'to_review'
order by line.transaction_id
"""


@dataclass
class Desk:
    """All reviews that wait, as the last refresh left them, by officer."""

    seed: int
    as_at: date
    waiting: dict = field(default_factory=dict)
    done_wrong: list = field(default_factory=list)
    until: date = date.min

    def fill(self, store, actor, until):
        """Look anew at what waits. It is to last until a day."""
        self.waiting, self.until = {}, until
        parts = {
            "exceptions": store.rows("from trackers.exception where status <> 'withdrawn' order by occurred_on, exception_id"),
            "lines": store.rows(LINES), "form": store.rows("from audit.reconciliation"),
        }  # fmt: skip
        by_review = {name: {} for name in parts}
        for name, rows in parts.items():
            for row in rows:
                by_review[name].setdefault((row["account_id"], row["period_from"]), []).append(row)
        for review in sorted(access.see(store, actor, "trackers.review", state="to_review"), key=lambda row: (row["period_to"], row["account_id"])):
            of_it = {name: rows.get((review["account_id"], review["period_from"]), []) for name, rows in by_review.items()}
            if self._can_be_settled(review, of_it["exceptions"]):
                self.waiting.setdefault(review["officer"], []).append(review | of_it)

    def take(self, officer, day, share):
        """The oldest reviews that an officer comes to on a day, off the desk."""
        mine = self.waiting.get(officer, [])
        ready = [review for review in mine if review["period_to"] < day - timedelta(days=PACE[officer].behind)]
        sittings_left = max(1, (self.until.year - day.year) * 12 + self.until.month - day.month)
        ready = ready[: max(2, round(len(ready) * share / sittings_left))]
        self.waiting[officer] = [review for review in mine if review not in ready]
        return ready

    def _can_be_settled(self, review, exceptions):
        """The newest month is for whoever opens the council today, and so is what waits for an answer."""
        if review["period_to"] >= add_months(month_start(self.as_at), -1):
            return False
        lately = self.as_at - timedelta(days=200)
        waits = any(row["rule_id"] in WAITS and row["occurred_on"] > lately and row["status"] == "open" for row in exceptions)
        return not waits and review["state"] == "to_review"


def sittings(store, actor, officer, desk, months, share=0.9, later=0):
    """The story of somebody who completes an officer's reviews, once a month, some working days later than the officer."""
    pace = PACE[officer] if actor.username == officer else PACE[officer]._replace(hasty=0)
    for month in months:
        day = yield working_days(month)[pace.sits_on + later]
        if ready := desk.take(officer, day, share):
            desk.done_wrong += sit_down(store, actor, ready, datetime.combine(day, time(9)), dice(desk.seed, "sitting", actor.username, day), pace)


def sit_down(store, actor, ready, moment, rng, pace):
    """Settle and complete reviews one after the other, from a moment to the evening at the latest. Gives what was done wrong."""
    apart = min(timedelta(minutes=2 * pace.minutes), timedelta(hours=8) / len(ready))
    acts, rows, wrong = [], {"verdict": [], "acceptance": [], "review": []}, []
    for number, review in enumerate(ready):
        access.require(store, actor, "complete_review", account_id=review["account_id"])
        began, takes, is_hasty = moment + number * apart, min(apart * 0.9, timedelta(minutes=pace.minutes * rng.uniform(0.4, 1.8))), rng.random() < pace.hasty
        if is_hasty:
            takes *= 0.3
            wrong += _wrong(actor, review)
        for at_moment, table, row, act in _settled(store, actor, review, began, takes, is_hasty):
            rows[table].append(row)
            acts.append((at_moment, act))
    (last_at, last), earlier = acts[-1], acts[:-1]
    with at(last_at), store.change(actor, **last) as change:
        change.insert("decisions.verdict", rows["verdict"])
        change.insert("decisions.acceptance", rows["acceptance"])
        reviews.keep(change, rows["review"])
        for at_moment, act in earlier:
            with at(at_moment):
                change.record(**act)
    return wrong


def _wrong(actor, review):
    """What somebody in haste says of a review that a second look would say otherwise."""
    about = {"account_id": review["account_id"], "period_from": review["period_from"], "completed_by": actor.username}
    for exception in review["exceptions"]:
        if exception["status"] == "open":
            should_be, why = SAID[exception["rule_id"]]
            yield about | {"exception_id": exception["exception_id"], "occurred_on": exception["occurred_on"], "said": HASTY[0], "should_be": should_be, "why": why}


def _settled(store, actor, review, began, takes, is_hasty):
    """(moment, table, row, what the log says) of a verdict on each open exception, the acceptance of the rest, and the completion."""
    upheld = review["findings_upheld"]
    with at(began):
        opened_at = now()
        for exception in review["exceptions"]:
            if exception["status"] == "open":
                verdict, reason = HASTY if is_hasty else SAID[exception["rule_id"]]
                upheld += exception["kind"] == "finding" and verdict == "upheld"
                yield began, "verdict", *reviews.verdict_on(actor, exception, verdict, reason)
        if review["lines"]:
            yield began, "acceptance", *reviews.acceptance_of(actor, review, review["lines"])
    with at(began + takes):
        explanation, settled = WHY.get(review["reconciliation_state"]), review | {"needs_you": 0, "is_accepted": True, "findings_upheld": upheld}
        in_the_way = reviews.still_to_do(store, settled, explanation)
        assert not in_the_way, in_the_way
        yield began + takes, "review", *reviews.completion_of(actor, settled, review["form"][0], opened_at, explanation)


def reopened(store, leader, began):
    """A team leader unlocks one review of spring, and whoever did it goes over it again."""
    day = yield began
    review = store.row("from staging.completed_review where council = ? order by completed_at, review_id limit 1", [leader.councils[0]])
    if review:
        reviews.reopen(store, leader, review["account_id"], review["review_id"], "The family sent a bill that changes two lines", day)
