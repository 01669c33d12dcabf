"""The past of the made-up council: its months of work are there, each thing after what it follows from, and what was done in haste stands in a file."""

import csv

import pytest

from lib.store import open_store
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def store(council):
    opened = open_store(council)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def done_wrong(council):
    with (council.parent / "files" / "reviews_done_wrong.csv").open(encoding="utf-8", newline="") as kept:
        return list(csv.DictReader(kept))


def test_each_officer_completed_reviews_in_each_month_but_one_who_is_behind(store):
    done = store.rows("select completed_by, list_sort(list(distinct month(completed_at))) as months from decisions.review where completed_by <> 'senior' group by all order by all")
    assert {row["completed_by"]: row["months"] for row in done} == {f"officer{number}": [9, 10, 11] for number in range(1, 6)}


def test_statements_came_after_their_last_day_and_month_by_month(store):
    came = store.row("select bool_and(received_at::date > to_date) as is_after, count(distinct date_trunc('month', received_at)) as months from raw.statement")
    assert came == {"is_after": True, "months": 3}


def test_nobody_decided_on_what_was_not_there_yet(store):
    early = """
        select verdict_id
        from decisions.verdict
        join (select account_id, finding_id, min(run.ran_at) as found_at from findings.sighting join findings.run using (run_id) group by all) as found
            on found.account_id = verdict.account_id and found.finding_id = verdict.exception_id
        where verdict.decided_at < found.found_at
        union all
        select review.review_id
        from decisions.review
        left join raw.statement
            on statement.account_id = review.account_id
            and statement.from_date <= review.period_to and statement.to_date >= review.period_from and statement.received_at <= review.completed_at
        where statement.statement_id is null or review.opened_at > review.completed_at
    """
    assert store.rows(early) == []


def test_the_log_goes_through_the_months_without_a_step_back(store):
    moments = [row["happened_at"] for row in store.rows("select happened_at::timestamp as happened_at from activity.entry order by seq")]
    assert moments == sorted(moments)
    assert moments[0].date() <= TODAY.replace(month=9, day=2) and moments[-1].date() == TODAY


def test_what_was_done_in_haste_stands_in_the_store_as_in_its_file(store, done_wrong):
    assert done_wrong
    for wrong in done_wrong:
        [verdict] = store.rows("from decisions.verdict where account_id = ? and exception_id = ?", [wrong["account_id"], wrong["exception_id"]])
        assert (verdict["verdict"], verdict["decided_by"]) == (wrong["said"], wrong["completed_by"])


def test_cases_of_each_kind_are_under_way(store):
    kinds = {row["kind"]: row["states"] for row in store.rows("select kind, list_sort(list(distinct state)) as states from trackers.case_state group by kind")}
    assert kinds.keys() >= {"surplus", "debt", "misspend", "return", "suspension"}


def test_one_month_was_looked_at_again_and_closed_and_the_next_is_under_way(store):
    states = {f"{row['month']:%m}": row["states"] for row in store.rows("select month, list_sort(list(distinct state)) as states from trackers.self_audit_item group by month")}
    assert states == {"09": ["closed"], "10": ["closed", "to_answer", "to_check", "under_way"]}
    sample = store.row("select items, looked_for, looked_at, pounds_wrong from trackers.money_sample")
    assert sample["items"] > sample["looked_for"] == sample["looked_at"] > 11 and sample["pounds_wrong"] > 0
    assert store.value("select count(distinct from_day) from dashboards.audit_run") == 2


def test_a_second_look_takes_points_where_it_was_done_in_haste_and_nowhere_else(store, done_wrong):
    in_haste = {(row["account_id"], row["period_from"]) for row in done_wrong}
    for item in store.rows("from trackers.self_audit_item where scored_at is not null"):
        less = store.value("select count(*) from decisions.self_audit_score where item_id = ? and score < 2", [item["item_id"]])
        assert (less > 0) == ((item["account_id"], str(item["period_from"])) in in_haste)
