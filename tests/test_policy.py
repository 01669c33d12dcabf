"""Policy: from the councils' files into the store, each value with the day from which it holds."""

from datetime import date
from decimal import Decimal

import pytest

from lib.errors import NotAllowed, UserError
from lib.monitoring import follow
from lib.policy import POLICY, describe, in_force, load, undecided, where_used
from lib.sqlfiles import sql_files
from lib.store import OPERATOR, Actor

TODAY = date(2026, 11, 22)
LEADER = Actor("lena", "team_leader", councils=("Westmarch",))


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped policy that a test may change."""
    copied = tmp_path / "policy"
    copied.mkdir()
    for path in POLICY.glob("*.toml"):
        (copied / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return copied


def change(folder, old, new, name="westmarch.toml"):
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def value(store, council, setting, day):
    return next(row["value"] for row in in_force(store, OPERATOR, day) if (row["council"], row["setting"]) == (council, setting))


def test_the_shipped_policy_loads_and_the_second_time_changes_nothing(store):
    first = load(store, OPERATOR, as_at=TODAY)
    held = store.rows("from decisions.policy")

    again = load(store, OPERATOR, as_at=TODAY)

    assert first == {"councils": 2, "added": len(held), "unchanged": 0}
    assert again == {"councils": 2, "added": 0, "unchanged": len(held)}
    assert store.rows("from decisions.policy") == held


def test_a_value_holds_from_its_day_until_the_next(store):
    load(store, OPERATOR, as_at=TODAY)

    assert value(store, "Westmarch", "cash_per_period", date(2026, 3, 31)) == Decimal("50.00")
    assert value(store, "Westmarch", "cash_per_period", date(2026, 4, 1)) == Decimal("60.00")
    assert all(row["is_default"] for row in in_force(store, OPERATOR, date(2024, 3, 31)))
    assert not any(row["is_default"] for row in in_force(store, OPERATOR, date(2024, 4, 1)))


def test_two_councils_have_their_own_policy(store):
    load(store, OPERATOR, as_at=TODAY)

    assert value(store, "Westmarch", "surplus_weeks", TODAY) == 8
    assert value(store, "Easthaven", "surplus_weeks", TODAY) == 6


def test_a_person_sees_the_policy_of_their_own_councils(store):
    load(store, OPERATOR, as_at=TODAY)

    assert {row["council"] for row in in_force(store, LEADER, TODAY)} == {"Westmarch"}


def test_only_the_operator_loads_policy(empty_store):
    with pytest.raises(NotAllowed):
        load(empty_store, LEADER, as_at=TODAY)


def test_a_corrected_value_is_added_and_the_old_one_stays(store, folder):
    load(store, OPERATOR, folder, TODAY)
    change(folder, "surplus_weeks = 8", "surplus_weeks = 10")

    counts = load(store, OPERATOR, folder, TODAY)

    assert counts["added"] == 1
    assert value(store, "Westmarch", "surplus_weeks", TODAY) == 10
    assert store.value("select count(*) from decisions.policy where council = 'Westmarch' and setting = 'surplus_weeks'") == 2


def test_a_decimal_may_stand_in_quotation_marks(store, folder):
    change(folder, "cash_per_period = 50.00", 'cash_per_period = "50.10"')
    load(store, OPERATOR, folder, TODAY)

    assert value(store, "Westmarch", "cash_per_period", date(2025, 1, 1)) == Decimal("50.10")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("surplus_weeks = 8\n", "", "surplus_weeks is missing"),
        ("surplus_weeks = 8\n", "surplus_weeks = 8\nsurplus_months = 2\n", "surplus_months is not a setting"),
        ("surplus_weeks = 8", "surplus_weeks = -1", "surplus_weeks is -1"),
        ("surplus_weeks = 8", "surplus_weeks = 8.005", "two decimals"),
        ("surplus_weeks = 8", "surplus_weeks = true", "must be a number"),
        ("surplus_weeks = 8", 'surplus_weeks = "eight"', "must be a number"),
        ("surplus_weeks = 8", "surplus_weeks = inf", "must be a number"),
        ("2026-04-01", "2023-04-01", "later than the one before"),
        ('council = "Westmarch"', "", "names no council"),
        ('council = "Westmarch"', 'council = "Easthaven"', "another file"),
        ('council = "Westmarch"', "council =", "westmarch.toml"),
    ],
)
def test_a_policy_file_with_a_fault_is_refused_and_nothing_is_kept(empty_store, folder, old, new, words):
    change(folder, old, new)

    with pytest.raises(UserError, match=words):
        load(empty_store, OPERATOR, folder, TODAY)
    assert empty_store.rows("from decisions.policy") == []


def test_all_faults_are_told_together(empty_store, folder):
    change(folder, "surplus_weeks = 8\n", "")
    change(folder, "cash_count = 1\n", "cash_count = 1000\n", "easthaven.toml")

    with pytest.raises(UserError) as told:
        load(empty_store, OPERATOR, folder, TODAY)
    assert len(told.value.errors) == 2


def test_a_value_that_findings_may_rest_on_is_not_taken_away(store, folder):
    load(store, OPERATOR, folder, TODAY)
    change(folder, "2026-04-01", "2026-05-01")

    with pytest.raises(UserError, match="from 2026-04-01"):
        load(store, OPERATOR, folder, TODAY)


def test_every_setting_says_what_it_means_and_its_default_is_within_its_bounds():
    for setting in describe():
        assert all(setting[said] for said in ("words", "unit", "meaning", "source"))
        assert setting["least"] <= setting["default"] <= setting["most"]


def test_every_setting_a_rule_reads_is_described():
    described = {setting["setting"] for setting in describe()}

    for rule in sql_files("rules"):
        assert set(rule.header.get("policy", [])) <= described, rule.name


def test_where_used_names_the_rules_that_read_a_setting():
    used = where_used()

    assert used.keys() >= {setting["setting"] for setting in describe()}
    assert all(rule.name in used[setting] for rule in sql_files("rules") for setting in rule.header.get("policy", []))


def test_a_council_that_decided_nothing_goes_by_the_proposals(store):
    load(store, OPERATOR, as_at=TODAY)
    with store.change(OPERATOR, "load_caseload", "a new council") as change:
        change.insert("raw.person", [{"load_number": 1, "row_number": 2, "person_id": "p1", "council": "Northshire"}])
        change.insert("raw.agreement", [{"load_number": 1, "row_number": 2, "agreement_id": "g1", "person_id": "p1", "council": "Northshire", "start_date": TODAY}])
        follow(change, TODAY, caseload=True)

    proposed = {each["setting"]: each["default"] for each in describe()}
    assert {row["setting"]: row["value"] for row in in_force(store, OPERATOR, TODAY) if row["council"] == "Northshire"} == proposed
    assert undecided(store, {"Northshire", "Westmarch"}) == ["Northshire"]
