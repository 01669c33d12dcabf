"""What is kept in memory of the answers, and when it is asked anew."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import access, diary
from lib.answers import EVERYTHING, Answers, rests_on, written_by
from lib.sqlfiles import sql_file
from lib.store import OPERATOR
from tests.small_council import AS_AT, move_in

TASK = rests_on(sql_file("trackers.task"))


class Asked:
    """A question whose answer is another each time that it is really asked."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return [{"asked": self.times}]


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("insert into decisions.entry by name select 1", {"decisions.entry"}),
        ("\ninsert into decisions.entry values (?)", {"decisions.entry"}),
        ("delete from staging.transaction where account_id in ($a)", {"staging.transaction"}),
        ("update identity.user set disabled_at = null", {"identity.user"}),
        ("insert into decisions.a select * from decisions.b", {"decisions.a"}),
        ("select count(*) from decisions.entry", set()),
        ("/* why */ select 1", set()),
        ("from decisions.entry", set()),
        ("with a as (select 1) select * from a", set()),
        ("create temp table last_seen as select 1", set()),
        ("create table decisions.new (a integer)", {EVERYTHING}),
        ("truncate decisions.entry", {EVERYTHING}),
    ],
)
def test_what_a_statement_writes_is_told_and_what_cannot_be_told_counts_as_everything(statement, tables):
    assert written_by(statement) == tables


def test_a_select_rests_on_the_tables_behind_its_views():
    assert "decisions.entry" in TASK
    assert not any(name.startswith(("trackers.", "audit.")) for name in TASK)
    assert "reconciliation.transaction" in rests_on(sql_file("audit.transaction")), "a kept table is where looking ends"


class Noticed:
    """A value that tells when somebody comes with it."""

    def __init__(self):
        self.came = threading.Semaphore(0)

    def __repr__(self):
        self.came.release()
        return "noticed"


def ten_at_once(answers, value, asked):
    """What ten people get who ask the same while the first of them is being answered: their rows, or what was raised."""

    def ask():
        for _ in range(10):
            assert value.came.acquire(timeout=10)
        return asked()

    with ThreadPoolExecutor(10) as people:
        futures = [people.submit(answers.of, TASK, "q", value, ask) for _ in range(10)]
        return [future.exception() or future.result() for future in futures]


def test_ten_who_ask_the_same_at_once_are_answered_by_one_asking():
    asked = Asked()
    assert ten_at_once(Answers(), Noticed(), asked) == [[{"asked": 1}]] * 10
    assert asked.times == 1


def test_a_question_that_could_not_be_answered_is_asked_anew():
    answers, value = Answers(), Noticed()

    def fails():
        raise ValueError("no room")

    assert [str(one) for one in ten_at_once(answers, value, fails)] == ["no room"] * 10
    assert answers.of(TASK, "q", value, Asked()) == [{"asked": 1}]


def test_the_same_question_is_asked_once_until_a_table_behind_it_is_written():
    answers, asked = Answers(), Asked()
    assert [answers.of(TASK, "q", {"day": 1}, asked) for _ in range(3)] == [[{"asked": 1}]] * 3
    answers.forget({"decisions.snooze"})
    assert answers.of(TASK, "q", {"day": 1}, asked) == [{"asked": 1}]
    answers.forget({"decisions.entry"})
    assert answers.of(TASK, "q", {"day": 1}, asked) == [{"asked": 2}]
    answers.forget({EVERYTHING})
    assert answers.of(TASK, "q", {"day": 1}, asked) == [{"asked": 3}]
    assert answers.of(TASK, "q", {"day": 2}, asked) == [{"asked": 4}]
    assert answers.of(TASK, "another", {"day": 1}, asked) == [{"asked": 5}]
    assert answers.of(TASK, "q", ["1"], asked) == [{"asked": 6}]
    assert answers.of(TASK, "q", [1], asked) == [{"asked": 7}]
    assert answers.of(TASK, "q", {"words": ["a", "b"]}, asked) == [{"asked": 8}]
    assert answers.of(TASK, "q", {"words": ["a, b"]}, asked) == [{"asked": 9}]


def test_an_answer_that_a_write_overtakes_is_asked_again():
    answers, asked = Answers(), Asked()

    def overtaken():
        rows = asked()
        answers.forget({"decisions.entry"})
        return rows

    assert answers.of(TASK, "q", None, overtaken) == [{"asked": 1}]
    assert answers.of(TASK, "q", None, asked) == [{"asked": 2}]


def test_what_somebody_does_to_their_rows_reaches_nobody_else():
    answers, asked = Answers(), Asked()
    answers.of(TASK, "q", None, asked)[0]["asked"] = "changed"
    answers.of(TASK, "q", None, asked).clear()
    assert answers.of(TASK, "q", None, asked) == [{"asked": 1}]


def test_officers_are_answered_by_one_asking_each_with_their_own_rows():
    answers, asked = Answers(), Asked()

    def ask():
        asked()
        return [{"officer": "jo", "n": 1}, {"officer": None, "n": 2}, {"officer": "lee", "n": 3}, {"officer": "jo", "n": 4}, {"officer": "", "n": 5}]

    def of(officer):
        return [row["n"] for row in answers.of(TASK, "q", None, ask, officer)]

    assert [of("jo"), of("lee"), of("who"), of(None), of("")] == [[1, 4], [3], [], [], [5]]
    assert [row["n"] for row in answers.of(TASK, "q", None, ask)] == [1, 2, 3, 4, 5]
    answers.of(TASK, "q", None, ask, "lee")[0]["n"] = 9
    assert of("lee") == [3] and asked.times == 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60)), max_size=12))
def test_no_more_rows_are_kept_than_there_is_room_for(sizes):
    answers = Answers(most_rows=100)
    for question, size in sizes:
        answers.of(TASK, f"q{question}", None, lambda size=size: [{}] * size)
        assert answers.rows == sum(len(answer.rows) + 1 for _, answer in answers.kept.values()) <= 100


def test_a_list_shows_what_was_decided_a_moment_ago_and_nothing_of_what_was_taken_back(store):
    move_in(store)
    agreement_id = store.value("select min(agreement_id) from staging.agreement")

    def said():
        return [row["said"] for row in access.see(store, OPERATOR, "trackers.entry", agreement_id=agreement_id)]

    assert said() == []
    diary.write(store, OPERATOR, agreement_id, "note", "Spoke to the son.", AS_AT)
    assert said() == ["Spoke to the son."]
    with pytest.raises(ZeroDivisionError), store.change(OPERATOR, "test", agreement_id) as change:
        change.execute("delete from decisions.entry")
        assert said() == ["Spoke to the son."]
        raise ZeroDivisionError
    assert said() == ["Spoke to the son."]
