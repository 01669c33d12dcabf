"""What holds of every surplus, whatever the figures and whatever people try."""

import shutil
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from lib import holds, letters, surplus
from lib.errors import UserError
from lib.sqlfiles import sql_file
from lib.store import open_store
from tests.cases import Case, run_case
from tests.small_council import AS_AT, JO, LEE, receive

ALL = (
    "available_balance",
    "committed",
    "retained",
    "surplus",
    "council_share",
    "person_share",
    "health_share",
    "arrears_netted",
    "refund",
    "floor",
    "lowest_balance",
    "safe_to_recoup",
)
money = st.decimals(min_value=0, max_value=20000, places=2)
weekly = st.decimals(min_value=0, max_value=900, places=2)
held = st.fixed_dictionaries(
    {
        "balance": st.decimals(min_value=-500, max_value=40000, places=2), "unpresented": money, "committed": money, "retained": money, "council": weekly, "person": weekly, "health": weekly,
        "coming": st.lists(st.decimals(min_value=-3000, max_value=30000, places=2), max_size=5), "owed": st.decimals(min_value=-300, max_value=900, places=2),
        "inside": st.sampled_from(["0.00", "1.00"]), "has_ended": st.booleans(),
    }
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(held, min_size=1, max_size=30))
def test_shares_add_up_and_what_is_safe_breaks_no_floor(empty_store, accounts):
    given_rows, inside = defaultdict(list), {}
    for number, one in enumerate(accounts):
        agreement, council = {"agreement_id": f"g{number}"}, f"c{number}"
        inside[f"g{number}"] = one["inside"]
        given_rows["reconciliation.surplus_basis"].append(agreement | {
            "account_id": f"a{number}", "council": council, "basis_on": "2026-03-31", "has_ended": str(one["has_ended"]), "balance": str(one["balance"]), "weekly_base": str(one["council"]),
            "council_weekly": str(one["council"]), "paid_in_weekly": str(one["person"]), "health_weekly": str(one["health"]),
        })  # fmt: skip
        for term, amount in (
            ("balance", one["balance"]),
            ("unpresented", one["unpresented"]),
            ("hmrc", one["committed"]),
            ("retained", 0 if one["has_ended"] else one["retained"]),
        ):
            given_rows["reconciliation.surplus_term"].append(agreement | {"term": term, "amount": str(amount)})
        given_rows["reconciliation.coming"] += [agreement | {"on_day": f"2026-04-0{day}", "balance": str(balance)} for day, balance in enumerate(one["coming"], 1)]
        given_rows["reconciliation.contribution_cycle"].append(agreement | {"due_on": "2026-03-02", "is_covered": "true", "expected": str(one["owed"]), "received": "0.00"})
        given_rows["staging.policy"] += [
            {"council": council, "setting": setting, "effective_from": "2024-04-01", "effective_to": "9999-12-31", "value": value}
            for setting, value in (("surplus_inside", one["inside"]), ("floor_weeks", "1.00"))
        ]
    found = run_case(empty_store, sql_file("reconciliation.surplus"), Case("reconciliation.surplus", "", given_rows, {}, [dict.fromkeys(("agreement_id", *ALL))]))
    assert len(found) == len(accounts)
    for row in found:
        agreement_id, row = row.pop("agreement_id"), {name: Decimal(value) for name, value in row.items()}
        kept_back = max(row["committed"], row["retained"]) if inside[agreement_id] == "1.00" else row["committed"] + row["retained"]
        assert row["surplus"] == max(0, row["available_balance"] - kept_back)
        assert row["council_share"] + row["person_share"] + row["health_share"] == row["surplus"]
        assert min(row["council_share"], row["person_share"], row["health_share"], row["refund"]) >= 0
        assert 0 <= row["arrears_netted"] <= row["person_share"] and row["refund"] == row["person_share"] - row["arrears_netted"]
        assert 0 <= row["safe_to_recoup"] <= row["council_share"]
        assert row["safe_to_recoup"] == 0 or row["lowest_balance"] - row["safe_to_recoup"] - row["health_share"] - row["refund"] >= row["floor"]


SAM = replace(LEE, username="sam", role="senior_officer", name="Sam Example")
KIM = replace(JO, username="kim", officer="kim")
PAT = replace(JO, username="pat", role="auditor")
PEOPLE = (JO, LEE, SAM, KIM, PAT)
GO_ON = tuple(name for name in surplus.MACHINE.steps if name not in ("calculate", "notify"))


class Tries(RuleBasedStateMachine):
    """People of every role try every step on days that go by; whatever was let through was lawful."""

    path = None

    @initialize()
    def begin(self):
        self.store = open_store(shutil.copy(self.path, self.folder()))
        self.today, self.surplus_id, self.looked_at = AS_AT, None, None

    def folder(self):
        from tempfile import mkdtemp

        self.home = mkdtemp()
        return self.home

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.home)

    def tried(self, do, *values, **named):
        try:
            return do(self.store, *values, **named)
        except UserError:
            return None

    @rule(days=st.integers(1, 12))
    def days_go_by(self, days):
        self.today += timedelta(days=days)

    @rule(pounds=st.sampled_from(["0.01", "250.00"]))
    def a_statement_comes(self, pounds):
        receive(self.store, "a1", [(str(self.today), "GROSS INTEREST", pounds)], opening="1500.00", as_at=self.today)

    @rule(who=st.sampled_from(PEOPLE), reason=st.sampled_from(["unknown", "hospital"]))
    def take_up(self, who, reason):
        self.surplus_id = self.tried(surplus.calculate, who, "g1", reason, "", self.today) or self.surplus_id

    @precondition(lambda self: self.surplus_id)
    @rule(who=st.sampled_from(PEOPLE), days=st.integers(0, 25), amount=st.sampled_from(["10.00", "702.00", "900.00"]), how=st.sampled_from(list(surplus.HOW)), sends=st.booleans())
    def write(self, who, days, amount, how, sends):
        letter_id = self.tried(surplus.prepare_notice, who, "g1", self.surplus_id, amount, self.today + timedelta(days=days), how, self.today, cycles=1)
        if letter_id and sends:
            letters.mark_sent(self.store, JO, "g1", letter_id, self.today, "post")

    @precondition(lambda self: self.surplus_id)
    @rule(who=st.sampled_from(PEOPLE))
    def tell(self, who):
        self.tried(surplus.notify, who, "g1", self.surplus_id, self.today)

    @precondition(lambda self: self.surplus_id)
    @rule(who=st.sampled_from(PEOPLE), step=st.sampled_from(GO_ON), reason=st.sampled_from([None, "Because"]))
    def go_on(self, who, step, reason):
        self.tried(surplus.go_on, who, "g1", self.surplus_id, step, self.today, reason)

    @precondition(lambda self: self.surplus_id)
    @rule(who=st.sampled_from(PEOPLE), amount=st.sampled_from(["5.00", "10.00", "702.00"]), number=st.sampled_from(["R-1", ""]))
    def match(self, who, amount, number):
        self.tried(surplus.match, who, "g1", self.surplus_id, amount, self.today, self.today, receipt_number=number)

    @rule(kind=st.sampled_from(["hospital", "breathing_space"]), days=st.integers(0, 9))
    def stop_the_clocks(self, kind, days):
        self.tried(holds.begin, JO, "g1", kind, self.today, self.today + timedelta(days=days), "Told so")

    @invariant()
    def what_was_let_through_was_lawful(self):
        if not hasattr(self, "store"):
            return
        # Whatever is written leaves its row in the activity log: without a new one all is as it was looked at.
        before, self.looked_at = self.looked_at, self.store.value("select max(seq) from activity.entry")
        if before == self.looked_at:
            return
        for case in self.store.rows("from trackers.surplus"):
            steps = self.store.rows("from decisions.step where case_id = ? order by step_number", [case["surplus_id"]])
            by = {step["step"]: step for step in steps}
            assert [step["state"] for step in steps[:1]] == ["calculated"]
            assert steps[-1]["state"] == case["state"]
            if case["state"] in ("authorised", "taken_by_card", "netted", "invoiced", "recovered", "closed"):
                assert by["authorise"]["decided_by"] in ("lee", "sam") and by["authorise"]["decided_by"] != by["calculate"]["decided_by"]
                assert case["sent_on"] and by["notify"]["on_day"] == case["sent_on"] and case["amount"] == by["notify"]["amount"]
                assert by["authorise"]["on_day"] > case["sent_on"] + timedelta(days=14)
                assert case["reason_code"] != "hospital" or by["tell_practitioner"]["reason"]
                assert case["amount"] <= case["safe_to_recoup"] <= case["council_share"]
            taken = by.get("invoice") or by.get("net_off") or by.get("take_by_card")
            if taken:
                assert taken["decided_by"] != by["calculate"]["decided_by"]
                assert taken["on_day"] >= case["takes_effect_on"] > case["sent_on"] + timedelta(days=14)
                assert "take_by_card" not in by
                held = self.store.rows("from staging.hold where ? between from_date and to_date", [taken["on_day"]])
                assert all(hold["decided_at"] > taken["decided_at"] for hold in held)
            assert (case["state"] in ("recovered", "closed")) <= (case["recovered"] == case["amount"])
            assert case["recovered"] <= (case["amount"] or 0)


def test_no_state_is_reached_without_its_guard_whoever_tries(held_path):
    Tries.path = held_path
    run_state_machine_as_test(Tries, settings=settings(max_examples=5, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)))


def test_the_machine_is_let_through_often_enough_to_mean_something(held_path, tmp_path):
    """The walk that the tries look for exists: with the right people on the right days the last state is reached."""
    store = open_store(shutil.copy(held_path, tmp_path))
    surplus_id = surplus.calculate(store, JO, "g1", "unknown", "", AS_AT)
    letters.mark_sent(store, JO, "g1", surplus.prepare_notice(store, JO, "g1", surplus_id, "10.00", AS_AT + timedelta(days=15), "net_off", AS_AT, cycles=1), AS_AT, "post")
    surplus.notify(store, JO, "g1", surplus_id, AS_AT)
    then = AS_AT + timedelta(days=15)
    for who, step in ((LEE, "authorise"), (SAM, "net_off")):
        surplus.go_on(store, who, "g1", surplus_id, step, then)
    surplus.match(store, JO, "g1", surplus_id, "10.00", then, then, receipt_number="R-1")
    surplus.go_on(store, JO, "g1", surplus_id, "close", then)
    assert store.value("select state from audit.surplus") == "closed"
    store.close()
