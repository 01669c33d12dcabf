"""Whoever tries whatever step of a pause on whatever day: no state is reached without its guard, and what is refused leaves nothing."""

import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from tempfile import mkdtemp

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from lib import access, checks, letters, safeguarding, suspension
from lib.errors import UserError
from lib.store import open_store
from tests.small_council import AS_AT, JO, LEE

MAX = replace(LEE, username="max")
SUE = replace(LEE, username="sue", role="senior_officer")
UNA = replace(LEE, username="una", role="auditor")
ADA = replace(LEE, username="ada", role="administrator")
SAM = replace(JO, username="sam", officer="sam")  # an officer of another caseload
OTHER = replace(LEE, username="other", councils=("Easthaven",))
PEOPLE = (JO, SUE, LEE, MAX, UNA, ADA, SAM, OTHER)
LEADERS, PROPOSERS = {"lee", "max"}, {"jo", "sue", "lee", "max"}
# What a step leaves, said a second time by hand.
LEAVES = {
    "approve": {"proposed"}, "reject": {"proposed"}, "withdraw": {"proposed"}, "continue": {"approved", "reviewed"}, "lift": {"approved", "reviewed"}, "end": {"approved", "reviewed"},
}  # fmt: skip
SAID = {
    "sw_agreed": "agreed", "alternative_care": "in_place", "wages_and_notice_covered": "nobody_employed", "capacity_and_representative": "can_decide", "safeguarding_screened": "screened",
    "notice_given": "emergency", "review_date": None,
}  # fmt: skip
DAY = timedelta(days=1)
who = st.sampled_from(PEOPLE)
reached = Counter()


class Tries(RuleBasedStateMachine):
    path = None

    @initialize(
        who=st.sampled_from([JO, LEE]),
        ground=st.sampled_from(["no_returns", "contribution_not_paid_in"]),
        days=st.sampled_from([0, 28, 29, 40]),
        through=st.sampled_from(["nothing", "gate", "approval"]),
    )
    def begin(self, who, ground, days, through):
        self.home = mkdtemp()
        self.store = open_store(shutil.copy(self.path, self.home))
        self.today, self.from_date = AS_AT, AS_AT + days * DAY
        self.suspension_id = suspension.propose(self.store, who, "g1", ground, self.from_date, "Because", self.today)
        if through != "nothing":
            for box, said in SAID.items():
                suspension.say(self.store, MAX, "g1", self.suspension_id, box, said or self.from_date + 14 * DAY, "I asked", self.today)
        if through == "approval":
            suspension.go_on(self.store, MAX, "g1", self.suspension_id, "approve", self.today)

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.home)

    def tried(self, do, actor, *values, **named):
        """What was refused left nothing."""
        kept = "select (select count(*) from decisions.step), (select count(*) from decisions.suspension_box), (select count(*) from decisions.suspension), (select count(*) from activity.entry)"
        before = self.store.row(kept)
        try:
            return do(self.store, actor, "g1", *values, **named)
        except UserError:
            assert self.store.row(kept) == before
            return None

    @rule(days=st.integers(1, 16))
    def days_go_by(self, days):
        self.today += days * DAY

    @rule(
        who=who,
        ground=st.sampled_from(["no_returns", "contribution_not_paid_in", "safeguarding"]),
        days=st.sampled_from([-1, 0, 27, 28, 29, 40]),
        why=st.sampled_from(["", "Because"]),
    )
    def propose(self, who, ground, days, why):
        found = self.tried(suspension.propose, who, ground, self.today + days * DAY, why, self.today)
        if found:
            self.suspension_id, self.from_date = found, self.today + days * DAY

    @rule(who=who, box=st.sampled_from(list(SAID)), days=st.integers(0, 16), note=st.sampled_from(["", "I asked"]), other=st.booleans())
    def say(self, who, box, days, note, other):
        said = self.from_date + days * DAY if box == "review_date" else "not_needed" if other and box == "alternative_care" else SAID[box]
        self.tried(suspension.say, who, self.suspension_id, box, said, note, self.today)

    @rule(
        but=st.sampled_from([None, None, None, None, *SAID]),
        days=st.sampled_from([1, 14]),
        emergency=st.booleans(),
        who=st.sampled_from([LEE, MAX]),
        step=st.sampled_from(["approve", "reject"]),
    )
    def fill_the_gate_and_ask(self, but, days, emergency, who, step):
        for box, said in SAID.items():
            if box != but and (box != "notice_given" or emergency):
                self.tried(suspension.say, LEE, self.suspension_id, box, said or self.from_date + days * DAY, "I asked", self.today)
        self.tried(suspension.go_on, who, self.suspension_id, step, self.today, "Because")

    @rule(who=who, sends=st.booleans(), later=st.integers(0, 1))
    def write(self, who, sends, later):
        letter_id = self.tried(suspension.prepare_notice, who, self.suspension_id, "Care goes on", "Nothing", self.today)
        if letter_id and sends:
            letters.mark_sent(self.store, JO, "g1", letter_id, self.today + later * DAY, "post")

    @rule(
        who=st.sampled_from([*PEOPLE, LEE, MAX]),
        step=st.sampled_from([*LEAVES, "approve", "propose"]),
        reason=st.sampled_from([None, " ", "Because", "Because"]),
        days=st.sampled_from([None, 0, 1, 14, 15]),
    )
    def go_on(self, who, step, reason, days):
        self.tried(suspension.go_on, who, self.suspension_id, step, self.today, reason, days and self.today + days * DAY)

    @rule(who=who)
    def raise_a_concern(self, who):
        """Whether there is one changes nothing of what a pause may or may not."""
        case = self.seen()
        self.tried(safeguarding.raise_concern, who, "adult_unaware", "", self.today)
        assert case == self.seen()

    def seen(self):
        return suspension.open_case(self.store, JO, "g1", self.suspension_id, self.today)

    @invariant()
    def what_was_let_through_was_lawful(self):
        if not hasattr(self, "store"):
            return
        assert self.store.value("select count(*) from trackers.case_state where kind = 'suspension' and state in ('proposed', 'approved', 'reviewed')") <= 1
        for pause in self.store.rows("from decisions.suspension"):
            steps = self.store.rows("from decisions.step where kind = 'suspension' and case_id = ? order by step_number", [pause["suspension_id"]])
            reached.update(step["state"] for step in steps[-1:])
            assert (steps[0]["step"], steps[0]["state"]) == ("propose", "proposed") and steps[0]["decided_by"] in PROPOSERS and steps[0]["reason"]
            assert pause["reason"] in suspension.GROUNDS and pause["from_date"] >= steps[0]["on_day"]
            for before, step in pairwise(steps):
                assert before["state"] in LEAVES[step["step"]]
                assert step["decided_by"] in (PROPOSERS if step["step"] == "withdraw" else LEADERS)
                assert step["step"] in ("withdraw", "lift") or step["decided_by"] != steps[0]["decided_by"]
                assert step["step"] == "approve" or step["reason"]
                if step["step"] == "approve":
                    self.went_through_the_gate(pause, step)
                if step["step"] == "continue":
                    assert step["on_day"] < date.fromisoformat(json.loads(step["detail"])["review_on"]) <= step["on_day"] + 14 * DAY
                if step["step"] == "end":
                    assert step["on_day"] >= pause["from_date"]

    def went_through_the_gate(self, pause, approval):
        rows = self.store.rows("from decisions.suspension_box where suspension_id = ? order by box_number", [pause["suspension_id"]])
        assert all(row["decided_at"] <= approval["decided_at"] for row in rows)
        box = {row["box"]: row for row in rows}
        assert box.keys() | {"notice_given"} == SAID.keys()
        assert all(row["note"] for name, row in box.items() if name not in ("review_date", "safeguarding_screened"))
        assert box["safeguarding_screened"]["decided_by"] in LEADERS and box["safeguarding_screened"]["note"] == ""
        review_on = date.fromisoformat(box["review_date"]["said"])
        assert pause["from_date"] < review_on <= pause["from_date"] + 14 * DAY and approval["on_day"] <= pause["from_date"]
        assert (pause["reason"], box["alternative_care"]["said"]) != ("contribution_not_paid_in", "not_needed")
        told = self.store.rows("from decisions.letter join decisions.letter_sent using (letter_id) where case_id = ?", [pause["suspension_id"]])
        in_time = [letter for letter in told if letter["sent_on"] <= pause["from_date"] - 28 * DAY and json.loads(letter["facts"])["review_on"] == str(review_on)]
        assert "notice_given" in box or in_time


def test_no_state_is_reached_without_its_guard_whoever_tries(held_path):
    Tries.path = held_path
    run_state_machine_as_test(Tries, settings=settings(max_examples=6, stateful_step_count=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)))
    assert reached.keys() >= {"proposed", "approved"}, reached


def test_every_state_can_be_reached(held_path, tmp_path):
    """The walks that the tries look for exist."""
    store = open_store(shutil.copy(held_path, tmp_path))
    today, states = AS_AT, []
    for last in (("withdraw", JO), ("reject", LEE), ("lift", LEE), ("end", MAX)):
        suspension_id = suspension.propose(store, JO, "g1", "no_returns", today, "Because", today)
        for box, said in SAID.items():
            suspension.say(store, LEE, "g1", suspension_id, box, said or today + 14 * DAY, "I asked", today)
        if last[0] in ("lift", "end"):
            suspension.go_on(store, LEE, "g1", suspension_id, "approve", today)
            suspension.go_on(store, MAX, "g1", suspension_id, "continue", today, "Because", today + 14 * DAY)
        suspension.go_on(store, last[1], "g1", suspension_id, last[0], today, "Because")
        states.append(access.see(store, LEE, "trackers.suspension", {"as_at": today}, suspension_id=suspension_id)[0]["state"])
    assert states == ["withdrawn", "rejected", "lifted", "ended"]
    assert not [check["rows"] for check in checks.run_checks(store) if check["rows"]]
    store.close()
