"""The monthly self-audit: planned before it is drawn, and drawn alike by anybody."""

import csv
import hashlib
import io
import json
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib import access
from lib import self_audit_draw as draws
from lib import self_audit_drawn as drawn
from lib import self_audit_order as order
from lib import self_audit_plan as plans
from lib.__main__ import main
from lib.config import settings
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.store import Actor
from tests.self_audit_council import AFTER, UNA, activity_of, copy_of, item_of, wanted
from tests.small_council import JO, LEE

SCRIPT = "docs/draw_again.py"


@pytest.fixture
def store(reviewed, tmp_path):
    opened = copy_of(reviewed, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def cycle(store):
    return plans.plan(store, LEE, wanted(), AFTER)


# The plan


def test_a_plan_is_stored_before_the_draw_and_shows_only_the_hash_of_its_seed(store, cycle):
    row = access.see(store, UNA, "audit.self_audit_cycle")[0]
    kept = store.row("from decisions.self_audit_plan")
    assert (row["state"], row["seed"], len(row["seed_sha256"]), row["floor_per_officer"]) == ("planned", None, 64, 3)
    assert len(kept["seed"]) == 64 and kept["seed"] not in str(store.rows("select body from activity.payload"))
    with pytest.raises(UserError, match=r"is not over\. Draw when it is"):
        draws.draw(store, LEE, cycle, AFTER - timedelta(days=1))
    with pytest.raises(UserError, match="published at the draw"):
        drawn.draw_file(store, UNA, cycle)


def test_a_month_has_one_plan_until_it_is_withdrawn_and_none_is_withdrawn_once_the_seed_is_known(store, cycle):
    with pytest.raises(SeveralErrors, match="has a plan for"):
        plans.plan(store, UNA, wanted(), AFTER)
    with pytest.raises(UserError, match="Say why"):
        plans.withdraw(store, LEE, cycle, " ")
    plans.withdraw(store, LEE, cycle, "Una is away")
    again = plans.plan(store, UNA, wanted(auditors=("ned",)), AFTER)
    assert len({row["seed"] for row in store.rows("from decisions.self_audit_plan")}) == 2
    draws.draw(store, UNA, again, AFTER)
    with pytest.raises(UserError, match="its seed is known"):
        plans.withdraw(store, LEE, again, "Another seed would be better")
    with pytest.raises(UserError, match="its seed is known"):
        draws.draw(store, LEE, again, AFTER)


def test_what_is_wrong_with_a_plan_is_said_all_at_once(store):
    with pytest.raises(SeveralErrors) as refused:
        plans.plan(store, LEE, wanted(month=AFTER, auditors=("jo",), size_by="taste"), AFTER - timedelta(days=1))
    assert ["not begun" in said or "may not look" in said or "Choose how" in said for said in refused.value.errors] == [True] * 3
    with pytest.raises(NotAllowed):
        plans.plan(store, LEE, wanted(councils=("Westmarch", "Easthaven")), AFTER)
    with pytest.raises(NotAllowed):
        plans.plan(store, JO, wanted(), AFTER)


def test_own_work_and_conflicts_are_kept_out_with_their_reasons(store):
    """Ned did nothing here; Jo's reviews are kept from him by what was said, and nobody else may look."""
    cycle = plans.plan(store, LEE, wanted(auditors=("ned",)), AFTER)
    plans.keep_out(store, LEE, cycle, "Married to each other", auditor="ned", officer="jo")
    # A page leaves empty what somebody did not fill in.
    plans.keep_out(store, LEE, cycle, "With the police", auditor="", agreement_id="g3", officer="")
    with pytest.raises(UserError, match="There is nothing to look at again"):
        draws.draw(store, LEE, cycle, AFTER)
    before = draws.so_far(store, LEE, cycle)
    assert before["officers"] == [{"officer": "jo", "reviews": 2, "excluded": 2}, {"officer": "sam", "reviews": 1, "excluded": 1}]
    with pytest.raises(UserError, match="no agreement g4"):
        plans.keep_out(store, LEE, cycle, "Next door", agreement_id="g4")
    with pytest.raises(UserError, match="no officer joe"):
        plans.keep_out(store, LEE, cycle, "Next door", officer="joe")
    with pytest.raises(UserError, match="their own reviews"):
        plans.keep_out(store, Actor("jo", "team_leader", ("Westmarch",), "jo"), cycle, "Better not", officer="jo")


def test_nobody_is_given_their_own_work(store):
    store.con.execute("update decisions.review set completed_by = 'ned' where account_id = 'a3'")
    cycle = plans.plan(store, LEE, wanted(auditors=("ned", "una")), AFTER)
    draws.draw(store, LEE, cycle, AFTER)
    assert item_of(store, cycle, "a3")["auditor"] == "una"


# The draw


def test_the_draw_freezes_the_population_and_publishes_the_seed(store, cycle):
    items = draws.draw(store, LEE, cycle, AFTER)
    assert {(row["officer"], row["selected_as"]) for row in items} >= {("jo", "random"), ("sam", "random")}
    assert len(items) == 3 and {row["auditor"] for row in items} == {"una"}
    row = access.see(store, UNA, "audit.self_audit_cycle")[0]
    assert (row["state"], row["population"], row["random_items"] + row["risk_items"]) == ("drawn", 3, 3)
    assert hashlib.sha256(row["seed"].encode()).hexdigest() == row["seed_sha256"]
    assert hashlib.sha256(drawn.population_file(store, UNA, cycle)).hexdigest() == row["population_sha256"]
    # A later change of the reviews leaves the population as it was frozen.
    store.con.execute("delete from decisions.review where account_id = 'a2'")
    assert len(drawn.items(store, UNA, cycle)) == 3
    assert activity_of(store) == [None]


def test_the_script_outside_draws_the_same_cases_from_the_downloaded_files(store, cycle, tmp_path):
    items = draws.draw(store, LEE, cycle, AFTER)
    (tmp_path / "population.csv").write_bytes(drawn.population_file(store, UNA, cycle))
    (tmp_path / "draw.json").write_bytes(drawn.draw_file(store, UNA, cycle))
    run = subprocess.run([sys.executable, "-I", SCRIPT, tmp_path / "population.csv", tmp_path / "draw.json"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    again = [(row["selected_as"], row["part"], int(row["place"]), row["review_id"], row["draw_key"]) for row in csv.DictReader(io.StringIO(run.stdout))]
    assert sorted(again) == sorted((row["selected_as"], row["stratum"], row["place"], row["review_id"], row["draw_key"]) for row in items)
    said = json.loads((tmp_path / "draw.json").read_text())
    (tmp_path / "draw.json").write_text(json.dumps(said | {"seed": "another"}))
    assert "seed is not the one" in subprocess.run([sys.executable, "-I", SCRIPT, tmp_path / "population.csv", tmp_path / "draw.json"], capture_output=True, text=True).stderr


def test_another_order_of_rows_another_day_and_more_threads_draw_the_same_cases(store, cycle, tmp_path, monkeypatch):
    monkeypatch.setitem(settings()["store"], "threads", 8)
    again = copy_of(store.places.path, tmp_path / "again")
    again.con.execute("create temp table turned as select * from decisions.review order by review_id desc")
    again.con.execute("delete from decisions.review")
    again.con.execute("insert into decisions.review select * from turned")
    both = [draws.draw(one, LEE, cycle, day) for one, day in ((store, AFTER), (again, AFTER + timedelta(days=9)))]
    hashes = {row["population_sha256"] for row in again.rows("from decisions.self_audit_draw")}
    again.close()
    one, other = ([(row["item_id"], row["selected_as"], row["place"], row["auditor"]) for row in rows] for rows in both)
    assert one == other
    assert {row["population_sha256"] for row in store.rows("from decisions.self_audit_draw")} == hashes


def test_the_command_line_draws_a_stored_plan_once_and_says_what_it_shows(store, cycle, capsys):
    path = str(store.places.path)
    store.close()
    said = []
    for words in (["sample", cycle], ["sample", cycle], ["evaluate", cycle], ["sample", "2020-01-nothing"]):
        code = main([*words, "--store", path, "--as-at", str(AFTER), "--json"])
        printed = capsys.readouterr()
        said.append((code, json.loads(printed.out) if printed.out else printed.err))
    assert said[0] == said[1] and len(said[0][1]) == 3
    assert said[2][1]["closed"] == 0 and said[2][1]["bound"] is None
    assert said[3] == (1, "There is no such plan, or it was withdrawn.\n")


REVIEWS = some.lists(
    some.tuples(some.sampled_from(["jo", "sam", "kim"]), some.integers(0, 900), some.integers(0, 90), some.booleans(), some.integers(0, 3), some.booleans()),
    min_size=1,
    max_size=40,
)


def population(reviews):
    return order.with_risks([
        {
            "review_id": f"r{number:03}", "officer": officer, "stratum": officer, "pounds": Decimal(pounds), "minutes": minutes, "is_nil_on_risk": nil, "overridden": overridden,
            "excluded_because": "With the police" if is_out else None,
        }
        for number, (officer, pounds, minutes, nil, overridden, is_out) in enumerate(reviews)
    ])  # fmt: skip


@given(REVIEWS, some.text(min_size=1, max_size=8), some.randoms(), some.integers(0, 9))
def test_a_draw_knows_no_order_of_rows_and_going_on_changes_nothing_that_was_drawn(reviews, seed, dice, size):
    rows = population(reviews)
    shuffled = dice.sample(rows, len(rows))
    assert order.in_order(seed, rows) == order.in_order(seed, shuffled)
    assert order.by_policy(rows, 3, 10, 50) == order.by_policy(shuffled, 3, 10, 50)
    counts = {stratum: len(mine) for stratum, mine in order.in_order(seed, rows).items()}
    first = order.shared_out(size, counts)
    then = order.more(counts, first, 4)
    assert all(first[stratum] <= then[stratum] <= counts[stratum] for stratum in counts)
    assert sum(then.values()) == min(sum(counts.values()), sum(first.values()) + 4)


@given(REVIEWS)
def test_each_officer_has_at_least_the_floor_and_nothing_kept_out_is_drawn(reviews):
    rows = population(reviews)
    sizes = order.by_policy(rows, 3, 10, 50)
    chance = {row["review_id"] for stratum, mine in order.in_order("seed", rows).items() for row in mine[: sizes["random"][stratum]]}
    risk = {row["review_id"] for row in order.picked_for_risk(rows, sizes["risk"], chance)}
    assert not chance & risk
    assert not any(row["excluded_because"] for row in rows if row["review_id"] in chance | risk)
    for officer in {row["officer"] for row in rows}:
        left = [row["review_id"] for row in rows if row["officer"] == officer and not row["excluded_because"]]
        assert len((chance | risk) & set(left)) == min(len(left), 3)


def test_the_risks_of_an_officer_come_in_turn_the_first_of_each_sign_first():
    rows = population(
        [("jo", 900, 50, False, 0, False), ("jo", 10, 5, False, 0, False), ("jo", 20, 60, True, 0, False), ("jo", 5, 70, False, 2, False), ("jo", 800, 80, False, 0, False)]
    )
    assert [(row["review_id"], row["risk_because"]) for row in rows] == [
        ("r000", order.SIGNS["most_money"]), ("r002", order.SIGNS["nil_on_risk"]), ("r001", order.SIGNS["fastest"]), ("r003", order.SIGNS["overridden"]), ("r004", order.SIGNS["most_money"]),
    ]  # fmt: skip


def test_going_on_takes_a_review_that_was_picked_for_risk_when_the_order_reaches_it(store, cycle):
    before = draws.draw(store, LEE, cycle, AFTER)
    risky = [row for row in before if row["selected_as"] == "risk"]
    after = draws.extend(store, LEE, cycle, 5, "To be surer")
    assert {row["item_id"] for row in after} == {row["item_id"] for row in before} and risky
    assert all(row["selected_as"] == "random" for row in after)
    assert {(row["review_id"], row["place"]) for row in before if row["selected_as"] == "random"} <= {(row["review_id"], row["place"]) for row in after}
    with pytest.raises(UserError, match="drawn already"):
        draws.extend(store, LEE, cycle, 1, "Still surer")


def test_a_sample_by_confidence_has_the_size_that_the_sums_give(store):
    cycle = plans.plan(store, LEE, wanted(size_by="confidence", strata=("council",), tolerable_rate=Decimal("0.4"), confidence=Decimal("0.60")), AFTER)
    items = draws.draw(store, LEE, cycle, AFTER)
    assert sum(row["selected_as"] == "random" for row in items) == draws.size_of(store.row("from decisions.self_audit_plan"), 3)
