"""Notes, calls, visits and tasks: kept with who and when, corrected beside what stood before, done by whom they are for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import access, diary, my_work
from lib.errors import NotAllowed, UserError
from lib.store import Actor
from lib.typed import TURNS, clean
from tests.small_council import AS_AT, JO, LEE

SAM = replace(JO, username="sam", officer="sam", name="Sam")
KIM = Actor("kim", "officer", ("Easthaven",), "kim")
DAY = timedelta(days=1)


def entries(store, actor=JO, **equals):
    return access.see(store, actor, "trackers.entry", **equals)


def tasks(store, actor=JO, as_at=AS_AT):
    return access.see(store, actor, "trackers.task", {"as_at": as_at})


def last_act(store):
    return store.row("select action, subject, agreement_id, council, reason from activity.entry order by seq desc limit 1")


def test_an_entry_is_kept_with_who_and_when_and_leaves_an_activity_row(held):
    entry_id = diary.write(held, JO, "g1", "call", "Ada asked about her statement.", AS_AT, AS_AT - DAY, "Ada")
    [entry] = entries(held, agreement_id="g1")
    assert (entry["kind"], entry["on_day"], entry["with_whom"], entry["said"], entry["written_by"], entry["state"]) == (
        "call", AS_AT - DAY, "Ada", "Ada asked about her statement.", "jo", "entry_stands"
    )  # fmt: skip
    assert last_act(held) == {"action": "write_call", "subject": entry_id, "agreement_id": "g1", "council": "Westmarch", "reason": None}


def test_a_correction_shows_what_stood_before_and_who_wrote_it(held):
    entry_id = diary.write(held, JO, "g1", "visit", "Seen at home.", AS_AT, with_whom="Ada")
    diary.correct(held, LEE, "g1", entry_id, "Seen at the library.", AS_AT, with_whom="Ada")
    diary.correct(held, JO, "g1", entry_id, "Seen at the day centre.", AS_AT)
    [entry] = entries(held)
    assert (entry["entry_id"], entry["said"], entry["with_whom"], entry["written_by"], entry["corrected_by"]) == (entry_id, "Seen at the day centre.", None, "jo", "jo")
    assert [(version["said"], version["decided_by"]) for version in entry["before"]] == [("Seen at the library.", "lee"), ("Seen at home.", "jo")]
    with pytest.raises(UserError, match="Nothing of it is different"):
        diary.correct(held, JO, "g1", entry_id, "Seen at the day centre.", AS_AT)


def test_a_withdrawn_entry_stays_with_its_reason_and_is_neither_corrected_nor_withdrawn_again(held):
    entry_id = diary.write(held, JO, "g1", "note", "This is about somebody else.", AS_AT)
    with pytest.raises(UserError, match="Say why"):
        diary.withdraw(held, JO, "g1", entry_id, "  ")
    diary.withdraw(held, LEE, "g1", entry_id, "Wrong person.")
    [entry] = entries(held)
    assert (entry["state"], entry["withdrawn_by"], entry["withdrawn_because"], entry["said"]) == ("entry_withdrawn", "lee", "Wrong person.", "This is about somebody else.")
    for again in (lambda: diary.withdraw(held, JO, "g1", entry_id, "Again."), lambda: diary.correct(held, JO, "g1", entry_id, "Better.", AS_AT)):
        with pytest.raises(UserError, match="was withdrawn"):
            again()


def test_a_task_waits_for_whoever_has_the_case_or_for_the_colleague_it_is_given_to(held):
    diary.write(held, JO, "g1", "task", "Ask the agency for its invoices.", AS_AT, due_on=AS_AT + 3 * DAY)
    given_id = diary.write(held, JO, "g1", "task", "Visit with the practitioner.", AS_AT, due_on=AS_AT, owner="sam")
    assert [task["said"] for task in tasks(held)] == ["Ask the agency for its invoices."]
    assert [(task["entry_id"], task["officer"], task["case_officer"], task["days_late"]) for task in tasks(held, SAM, AS_AT + 2 * DAY)] == [(given_id, "sam", "jo", 2)]
    assert len(tasks(held, LEE)) == 2 and not tasks(held, KIM)
    assert not [item for item in my_work.due(held, JO, AS_AT) if item["kind"] == "task"]
    [item] = [item for item in my_work.due(held, SAM, AS_AT + 2 * DAY) if item["kind"] == "task"]
    assert (item["step"], item["due_on"], item["days_late"], item["page"], item["link"]["entry"]) == ("do_task", AS_AT, 2, "tasks", given_id)


def test_the_owner_of_a_task_may_finish_it_though_the_case_is_another_officers(held):
    task_id = diary.write(held, JO, "g1", "task", "Visit.", AS_AT, due_on=AS_AT, owner="sam")
    for stranger in (KIM, replace(JO, username="ann", officer="ann"), Actor("una", "auditor", ("Westmarch",))):
        with pytest.raises(NotAllowed):
            diary.finish_task(held, stranger, "g1", task_id, AS_AT)
    with pytest.raises(NotAllowed):
        diary.write(held, SAM, "g1", "note", "I was there.", AS_AT)
    diary.finish_task(held, SAM, "g1", task_id, AS_AT, AS_AT, "Nobody was at home.")
    [entry] = entries(held)
    assert (entry["state"], entry["done_by"], entry["done_on"], entry["outcome"]) == ("task_done", "sam", AS_AT, "Nobody was at home.")
    assert not tasks(held, SAM)
    with pytest.raises(UserError, match="done, or withdrawn"):
        diary.finish_task(held, JO, "g1", task_id, AS_AT)
    with pytest.raises(UserError, match="This task is done"):
        diary.correct(held, JO, "g1", task_id, "Visit twice.", AS_AT, due_on=AS_AT)


def test_a_corrected_task_has_its_new_day_and_owner(held):
    task_id = diary.write(held, JO, "g1", "task", "Visit.", AS_AT, due_on=AS_AT)
    with pytest.raises(UserError, match="Nothing of it is different"):
        diary.correct(held, JO, "g1", task_id, "Visit.", AS_AT, due_on=AS_AT)
    diary.correct(held, JO, "g1", task_id, "Visit.", AS_AT, due_on=AS_AT + DAY, owner="sam")
    assert [(task["due_on"], task["officer"]) for task in tasks(held, LEE)] == [(AS_AT + DAY, "sam")]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "poem"}, "Choose what it is"),
        ({"said": " \n "}, "without words"),
        ({"said": "x" * 4001}, "4,001 signs long, and at most 4,000"),
        ({"with_whom": "x" * 201}, "201 signs long"),
        ({"on_day": AS_AT + DAY}, "has not come yet"),
        ({"due_on": AS_AT}, "Only a task"),
        ({"owner": "sam"}, "Only a task"),
        ({"kind": "task"}, "by which day"),
        ({"kind": "task", "due_on": AS_AT - DAY}, "before the day it was set"),
        ({"kind": "task", "due_on": AS_AT, "owner": "kim"}, "kim is no officer of this council"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(held, said, sentence):
    with pytest.raises(UserError, match=sentence):
        diary.write(held, JO, "g1", **{"kind": "note", "said": "Something.", "as_at": AS_AT} | said)
    assert not entries(held)


def test_the_longest_text_and_the_last_day_are_kept(held):
    diary.write(held, JO, "g1", "note", "x" * 4000, AS_AT, AS_AT, "y" * 200)
    assert len(entries(held)[0]["said"]) == 4000


def test_nobody_writes_in_a_case_that_is_not_theirs_and_an_auditor_only_reads(held):
    diary.write(held, JO, "g1", "note", "Seen.", AS_AT)
    for actor in (SAM, KIM, Actor("una", "auditor", ("Westmarch",)), Actor("ada", "administrator", ("Westmarch",))):
        with pytest.raises(NotAllowed):
            diary.write(held, actor, "g1", "note", "Seen.", AS_AT)
    assert not entries(held, SAM) and not entries(held, KIM) and len(entries(held, Actor("una", "auditor", ("Westmarch",)))) == 1


def test_an_entry_of_another_case_is_not_reached_through_ones_own(held):
    entry_id = diary.write(held, LEE, "g3", "note", "Sam's case.", AS_AT)
    for reach in (lambda: diary.correct(held, JO, "g1", entry_id, "Mine.", AS_AT), lambda: diary.withdraw(held, JO, "g1", entry_id, "Mine.")):
        with pytest.raises(UserError, match="not in this case"):
            reach()


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_cleaned_text_holds_no_control_sign_and_cleaning_twice_changes_nothing(text):
    said = clean(text)
    assert not [sign for sign in said if (ord(sign) < 32 and sign != "\n") or 127 <= ord(sign) < 160 or sign in TURNS or 0xD800 <= ord(sign) < 0xE000]
    assert clean(said) == said


@given(said=st.text(st.characters(exclude_categories=()), max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_text_is_kept_as_it_was_cleaned_or_refused_with_a_sentence(diary_store, said):
    try:
        entry_id = diary.write(diary_store, JO, "g1", "note", said, AS_AT)
    except UserError:
        assert not clean(said)
    else:
        assert [entry["said"] for entry in entries(diary_store, entry_id=entry_id)] == [clean(said)]


@pytest.fixture(scope="module")
def diary_store(tmp_path_factory, held_path):
    import shutil

    from lib.store import open_store

    store = open_store(shutil.copy(held_path, tmp_path_factory.mktemp("diary")))
    yield store
    store.close()
