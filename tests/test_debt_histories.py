"""Any history of letters, payments, holds, plans and write-offs: the store says the same as a plain model, and refuses what the model refuses."""

import calendar
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from lib import debt, debt_ledger, debt_plans
from lib.checks import run_checks
from lib.errors import UserError
from lib.monitoring import follow
from lib.store import OPERATOR, Actor
from tests import debt_council as made
from tests.debt_council import CONSIDERED, DAY, KIT, OWING, PAT, SAM, TEMPLATES
from tests.small_council import AS_AT, JO, LEE

PENNY = Decimal("0.01")
OTHERS = Actor("sam", "officer", ("Westmarch",), "sam")  # another caseload
STRANGER = Actor("kim", "team_leader", ("Easthaven",), "kim")  # another council
AUDITOR, ADMIN = Actor("aud", "auditor", ("Westmarch",)), Actor("adm", "administrator", ("Westmarch",))
RUN, APPROVE = (JO, PAT, SAM, LEE, KIT), (SAM, LEE, KIT)
MOST = {"senior_officer": Decimal("250.00"), "team_leader": Decimal("5000.00")}
LADDER = ("raised", "letter_1", "phoned", "reminder", "final", "plan_ended")
OPEN = (*LADDER, "in_plan", "referred")
actors = st.sampled_from([JO, PAT, SAM, LEE, KIT, OTHERS, STRANGER, AUDITOR, ADMIN])
# Mostly those who may: the others are refused whatever they do.
mostly = st.one_of(st.sampled_from(RUN), actors)
pennies = st.sampled_from(["0.01", "1.00", "33.33", "1.01", "249.99", "250.00", "17.20", "left and a penny", "nearly", "left"])


class Histories(RuleBasedStateMachine):
    folder: Path

    @initialize()
    def begin(self):
        self.place = tempfile.TemporaryDirectory()
        self.store = made.copy_of(self.folder, Path(self.place.name))
        self.day, self.holds, self.receipts = AS_AT, [], 0
        self.debt_id, self.seen = made.the_debt(self.store), {}
        self.claimed = self.store.value("select amount from decisions.debt_entry")
        self.paid, self.off, self.written, self.payments = Decimal(0), Decimal(0), Decimal(0), {}
        self.stage, self.done, self.letter_on, self.plan, self.proposal = "raised", set(), None, None, None

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            self.place.cleanup()

    # The model

    @property
    def left(self):
        return self.claimed - self.off - self.paid - self.written

    def is_held(self, day):
        return any(first <= day <= last for first, last in self.holds)

    @property
    def clock(self):
        return sum(not self.is_held(self.letter_on + n * DAY) for n in range(1, (self.day - self.letter_on).days + 1)) if self.letter_on else -1

    def amount(self, said):
        return (
            {"left": self.left, "left and a penny": self.left + PENNY, "nearly": self.left - PENNY}.get(said) if said in ("left", "left and a penny", "nearly") else Decimal(said)
        )

    def attempt(self, may, call):
        if not may:
            with pytest.raises(UserError):
                call()
            return None
        given = call()
        return given if given is not None else True

    def nothing_left(self, reaches="settled"):
        if self.left == 0 and self.stage in OPEN:
            if self.plan and self.plan["state"] == "agreed":
                self.plan["state"] = "kept"
            self.stage = reaches

    # Time and holds

    @rule(days=st.sampled_from([1, 6, 7, 20, 21, 40]))
    def wait(self, days):
        self.day += days * DAY

    @rule(days=st.sampled_from([1, 10, 60]))
    def hold(self, days):
        made.hold(self.store, self.day, self.day + (days - 1) * DAY)
        self.holds.append((self.day, self.day + (days - 1) * DAY))

    # The ladder

    @precondition(lambda self: self.stage in LADDER)
    @rule(actor=st.sampled_from(RUN), early=st.sampled_from([0, 0, 0, 1]))
    def go_up(self, actor, early):
        """The next step of the ladder on its day, or a day too early."""
        step = next((step for step in ("letter_1", "phone", "remind", "final") if step not in self.done), "refer")
        wanted = {"letter_1": 0, "phone": 7, "remind": 21, "final": 42, "refer": 60}[step] - early
        while self.is_held(self.day) or (step != "letter_1" and self.clock < wanted):
            self.day += DAY
        if step == "phone":
            self.telephone(actor)
        elif step == "refer":
            self.refer(actor, "offered")
        else:
            self.letter(actor, step)

    @rule(actor=mostly, step=st.sampled_from(["letter_1", "remind", "final"]))
    def any_letter(self, actor, step):
        self.letter(actor, step)

    def letter(self, actor, step):
        leaves, days, before, reaches = {
            "letter_1": (("raised", "plan_ended"), None, None, "letter_1"),
            "remind": (("phoned", "plan_ended"), 21, "phone", "reminder"),
            "final": (("reminder", "plan_ended"), 42, "remind", "final"),
        }[step]
        may = actor in RUN and self.stage in leaves and not self.is_held(self.day) and (days is None or self.clock >= days) and (before is None or before in self.done)
        sent = made.letter(self.store, "debt", self.debt_id, TEMPLATES[step], self.day, self.left)
        if step == "final":
            made.letter(self.store, "debt", self.debt_id, TEMPLATES[step], self.day, self.left, addressee="practitioner")
        said = CONSIDERED if step == "final" else {}
        if self.attempt(may, lambda: debt.letter_went_out(self.store, actor, "g1", self.debt_id, step, sent, self.day, **said)):
            self.stage = reaches
            self.done.add(step)
            if step == "letter_1":
                self.letter_on = self.day

    @rule(actor=mostly)
    def any_call(self, actor):
        self.telephone(actor)

    def telephone(self, actor):
        may = actor in RUN and self.stage in ("letter_1", "plan_ended") and not self.is_held(self.day) and self.clock >= 7
        if self.attempt(may, lambda: debt.telephoned(self.store, actor, "g1", self.debt_id, "Nobody answered", self.day)):
            self.stage = "phoned"
            self.done.add("phone")

    @rule(actor=mostly, deferred=st.sampled_from(["offered", None]))
    def any_referral(self, actor, deferred):
        self.refer(actor, deferred)

    def refer(self, actor, deferred):
        may = (
            actor in RUN and deferred == "offered" and self.stage in ("final", "plan_ended") and "final" in self.done
            and not self.is_held(self.day) and self.clock >= 60 and self.proposal is None
        )  # fmt: skip
        if self.attempt(may, lambda: debt.refer(self.store, actor, "g1", self.debt_id, deferred, None, self.day)):
            self.stage = "referred"

    @precondition(lambda self: self.stage in LADDER and (self.day - AS_AT).days > 40)
    @rule(actor=mostly)
    def withdraw(self, actor):
        within = actor.role in MOST and self.left + self.off + self.written <= MOST[actor.role]
        may = actor in APPROVE and self.paid == 0 and self.proposal is None and within
        if self.attempt(may, lambda: debt.withdraw(self.store, actor, "g1", self.debt_id, "Raised in error", self.day)):
            self.off += self.left
            self.stage = "withdrawn"

    # The ledger

    @rule(actor=mostly, pounds=pennies)
    def pay(self, actor, pounds):
        amount = self.amount(pounds)
        self.receipts += 1
        may = actor in RUN and self.stage in OPEN and 0 < amount <= self.left
        entry = self.attempt(may, lambda: debt_ledger.pay(self.store, actor, "g1", self.debt_id, f"{amount:.2f}", self.day, self.day, f"R{self.receipts}"))
        if entry:
            self.payments[entry] = amount
            self.paid += amount
            self.nothing_left()

    @precondition(lambda self: self.payments)
    @rule(actor=mostly, which=st.integers(0, 99))
    def take_back(self, actor, which):
        entry = list(self.payments)[which % len(self.payments)]
        if self.attempt(actor in RUN, lambda: debt_ledger.take_back(self.store, actor, "g1", entry, "It was not honoured", self.day)):
            self.paid -= self.payments.pop(entry)
            if self.stage in ("settled", "written_off"):
                self.stage, self.done, self.letter_on = "raised", set(), None

    @rule(
        actor=mostly,
        kind=st.sampled_from(["write_off", "adjustment"]),
        pounds=pennies,
        code=st.sampled_from(["hardship", "council_fault", "uneconomic", "deceased_no_estate", None]),
    )
    def propose(self, actor, kind, pounds, code):
        amount = self.amount(pounds)
        fits = kind == "adjustment" or code in ("hardship", "council_fault") or (code == "uneconomic" and self.left < 50)
        may = actor in RUN and self.stage in OPEN and 0 < amount <= self.left and self.proposal is None and fits
        given = self.attempt(may, lambda: debt_ledger.propose(self.store, actor, "g1", self.debt_id, kind, f"{amount:.2f}", "Seen the papers", self.day, code))
        if given:
            self.proposal = {"id": given, "by": actor, "kind": kind, "amount": amount, "code": code}

    @precondition(lambda self: self.proposal)
    @rule(actor=mostly)
    def approve(self, actor):
        one = self.proposal
        within = actor.role in MOST and one["amount"] + self.off + self.written <= MOST[actor.role]
        fits = one["code"] != "uneconomic" or one["kind"] == "adjustment" or self.left < 50
        may = actor in APPROVE and actor != one["by"] and self.stage in OPEN and one["amount"] <= self.left and within and fits
        if self.attempt(may, lambda: debt_ledger.approve(self.store, actor, "g1", one["id"], self.day)):
            self.proposal = None
            if one["kind"] == "write_off":
                self.written += one["amount"]
            else:
                self.off += one["amount"]
            self.nothing_left("written_off" if one["kind"] == "write_off" else "settled")

    @precondition(lambda self: self.proposal)
    @rule(actor=mostly)
    def decline(self, actor):
        if self.attempt(actor in RUN, lambda: debt_ledger.decline(self.store, actor, "g1", self.proposal["id"], "Not so", self.day)):
            self.proposal = None

    # Plans

    @precondition(lambda self: not self.plan or self.plan["state"] not in ("proposed", "approved", "agreed"))
    @rule(actor=mostly, parts=st.sampled_from([1, 3, 13, 14, 27, 200]))
    def plan_it(self, actor, parts):
        instalment = max(PENNY, -(-self.left * 100 // parts) / 100).quantize(PENNY) if self.left else PENNY
        may = actor in RUN and self.stage in LADDER and self.left > 0 and instalment <= self.left and instalment * 12 >= 5 * 52 and self.proposal is None
        given = self.attempt(may, lambda: debt_plans.propose(self.store, actor, "g1", self.debt_id, f"{instalment:.2f}", "month", self.day, "Can spare it", self.day))
        if given:
            count = -int(-(self.left * 100) // (instalment * 100)) if self.left * 100 % (instalment * 100) == 0 else int(self.left * 100 // (instalment * 100)) + 1
            self.plan = {"id": given, "by": actor, "state": "proposed", "total": self.left, "instalment": instalment, "count": count, "first": self.day}

    @precondition(lambda self: self.plan and self.plan["state"] == "proposed")
    @rule(actor=mostly)
    def approve_plan(self, actor):
        plan = self.plan
        within = actor.role == "team_leader" or (actor.role == "senior_officer" and plan["total"] <= 2500 and plan["count"] - 1 <= 24)
        may = actor in APPROVE and actor != plan["by"] and self.stage in LADDER and plan["total"] == self.left and within
        if self.attempt(may, lambda: debt_plans.approve(self.store, actor, "g1", plan["id"], self.day)):
            plan["state"] = "approved"

    @precondition(lambda self: self.plan and self.plan["state"] in ("proposed", "approved"))
    @rule(actor=mostly)
    def agree(self, actor):
        plan = self.plan
        made.letter(self.store, "plan", plan["id"], "repayment_plan", self.day, plan["total"])
        may = (
            actor in RUN and self.stage in LADDER and plan["total"] == self.left and not self.is_held(self.day)
            and (plan["count"] - 1 <= 12 or plan["state"] == "approved") and self.proposal is None
        )  # fmt: skip
        if self.attempt(may, lambda: debt_plans.agree(self.store, actor, "g1", plan["id"], self.day)):
            plan["state"], self.stage = "agreed", "in_plan"

    @property
    def missed(self):
        plan, found = self.plan, 0
        for number in range(plan["count"]):
            due_by_then = min(plan["total"], plan["instalment"] * (number + 1))
            asked_on = self.nth_free(plan["first"], (months_on(plan["first"], number) - plan["first"]).days)
            found += due_by_then > plan["total"] - self.left and asked_on < self.day
        return found

    def nth_free(self, first, number):
        day = first
        while True:
            if not self.is_held(day):
                if number == 0:
                    return day
                number -= 1
            day += DAY

    @precondition(lambda self: self.plan and self.plan["state"] in ("proposed", "approved", "agreed"))
    @rule(actor=mostly, was_broken=st.booleans())
    def end_plan(self, actor, was_broken):
        state = self.plan["state"]
        may = actor in RUN and (not was_broken or (state == "agreed" and not self.is_held(self.day) and self.missed > 0))
        if self.attempt(may, lambda: debt_plans.end(self.store, actor, "g1", self.plan["id"], "It is not kept", self.day, was_broken)):
            self.plan["state"] = "broken" if was_broken else "ended"
            if state == "agreed":
                self.stage = "plan_ended"

    # What must hold

    def rows(self, question):
        """What the store answers; what it answered before where nothing was written since, for every change leaves its row in the activity log."""
        now = self.store.value("select max(seq) from activity.entry")
        if self.seen.get(question, (None,))[0] != now:
            self.seen[question] = now, self.store.rows(question, [self.debt_id])
        return self.seen[question][1]

    @invariant()
    def the_published_view_says_what_the_model_says(self):
        if not hasattr(self, "debt_id"):
            return
        row = self.rows("select amount, paid, written_off, outstanding, stage from audit.debt where debt_id = ?")[0]
        assert row == {"amount": self.claimed - self.off, "paid": self.paid, "written_off": self.written, "outstanding": self.left, "stage": self.stage}
        assert 0 <= row["outstanding"] == row["amount"] - row["paid"] - row["written_off"]

    @invariant()
    def the_ledger_runs_down_to_what_is_left(self):
        if not hasattr(self, "debt_id"):
            return
        after = [row["left_after"] for row in self.rows("select left_after from dashboards.debt_entry where debt_id = ? order by decided_at, entry_id")]
        assert min(after) >= 0 and after[-1] == self.left

    @invariant()
    def the_clock_and_what_is_missed_are_the_models(self):
        if not hasattr(self, "debt_id"):
            return
        row = made.of(self.store, self.debt_id, self.day)
        assert row["days"] == (max(0, self.clock) if self.left else 0)
        assert row["missed"] == (self.missed if self.plan and self.plan["state"] == "agreed" else 0)


def months_on(first, months):
    year, month = divmod(first.month - 1 + months, 12)
    year += first.year
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def a_higher_rate(store):
    """Now £2,030.00 are owed, so that limits are met."""
    rate = {"load_number": 3, "row_number": 2, "agreement_id": "g1", "from_date": date(2026, 1, 1), "gross_weekly": Decimal("250.00"), "contribution_weekly": Decimal("103.50")}
    with store.change(OPERATOR, "load_caseload", "a rate") as change:
        change.insert("raw.rate", [rate])
        follow(change, AS_AT, caseload=True)


MUCH_IS_OWED = (*OWING, a_higher_rate, made.raised)


def test_any_history_adds_up_and_no_step_goes_where_it_may_not(folder_of):
    Histories.folder = folder_of(*MUCH_IS_OWED)
    run_state_machine_as_test(Histories, settings=settings(max_examples=3, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)))


def test_the_model_is_held_against_the_check_of_the_store(filled):
    store = filled(*MUCH_IS_OWED)
    assert [row for check in run_checks(store) if check["check"] == "debt_does_not_add_up" for row in check["rows"]] == []
    with store.change(OPERATOR, "test", "a false entry") as change:
        change.execute("insert into decisions.debt_entry by name select * replace ('e2' as entry_id, 'paid' as kind, -amount - 0.01 as amount) from decisions.debt_entry")
    assert len([row for check in run_checks(store) if check["check"] == "debt_does_not_add_up" for row in check["rows"]]) == 1
