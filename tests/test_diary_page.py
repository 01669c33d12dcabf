"""Notes on a case, tasks and the search as people use them."""

import re
import shutil

import pytest

from lib import diary, sessions, users
from lib.serve import the_store
from lib.store import open_store
from tests.small_council import AS_AT, JO
from tests.test_pages import opened

PEOPLE = (("jo", "officer", "jo"), ("sam", "officer", "sam"), ("una", "auditor", ""))


@pytest.fixture
def people(held_path, tmp_path, monkeypatch):
    """{username: who Streamlit is told is there}, on a copy of the store with a surplus."""
    path = shutil.copy(held_path, tmp_path)
    open_store(path).close()
    monkeypatch.setenv("RECKONER_STORE", str(path))
    monkeypatch.setenv("RECKONER_TODAY", str(AS_AT))
    store = the_store()
    users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])
    return {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name, *_ in PEOPLE}


def texts(app):
    assert not app.exception and not app.error
    return [text.value for text in app.text]


def press(app, label):
    next(button for button in app.button if button.label == label).click()
    return app.run()


def test_a_note_is_written_corrected_and_withdrawn_on_its_case(people):
    app = opened(people["jo"], "case", account="a1", tab="Notes")
    assert any("Nothing was written yet" in text for text in texts(app))
    app.text_area(key="new_note_g1_0_said").set_value("She asked *about* her card.")
    press(app, "Keep this note")
    assert "She asked *about* her card." in texts(app)
    [entry] = the_store().rows("from trackers.entry")
    press(app, "Change")
    app.text_area(key=f"correct_{entry['entry_id']}_said").set_value("She asked about her bank.")
    press(app, "Save the correction")
    assert {"She asked about her bank.", "She asked *about* her card."} <= set(texts(app))
    press(app, "Change")
    app.text_input(key=f"withdraw_{entry['entry_id']}_reason").set_value("Wrong case.")
    press(app, "Withdraw it")
    assert any(text.startswith("Withdrawn by jo") and text.endswith("Wrong case.") for text in texts(app))


def test_what_is_wrong_with_a_note_is_said_where_it_was_written(people):
    app = opened(people["jo"], "case", account="a1", tab="Notes")
    app.segmented_control(key="kind_g1").set_value("task").run()
    app.text_area(key="new_task_g1_0_said").set_value("Ask for the invoices.")
    press(app, "Keep this task")
    assert [error.value for error in app.error] == ["Say by which day the task is to be done\\."]
    assert app.text_area(key="new_task_g1_0_said").value == "Ask for the invoices."


def test_an_auditor_reads_notes_and_writes_none(people):
    diary.write(the_store(), JO, "g1", "note", "Seen.", AS_AT)
    app = opened(people["una"], "case", account="a1", tab="Notes")
    assert "Seen." in texts(app)
    assert not {"Keep this note", "Withdraw it"} & {button.label for button in app.button}


def test_a_task_given_to_a_colleague_is_done_on_their_tasks_page(people):
    task_id = diary.write(the_store(), JO, "g1", "task", "Visit with the practitioner.", AS_AT, due_on=AS_AT, owner="sam")
    assert any("No task is open" in text for text in texts(opened(people["jo"], "tasks")))
    app = opened(people["sam"], "tasks", entry=task_id)
    assert "Visit with the practitioner." in texts(app)
    assert not [link for link in app.main.get("page_link") if link.proto.label == "Open the case"]
    app.text_input(key=f"finish_{task_id}_outcome").set_value("All is well.")
    press(app, "It is done")
    assert the_store().value("select outcome from decisions.task_done") == "All is well."
    assert any("No task is open" in text for text in texts(app))


@pytest.mark.parametrize("name", ["my_work", "debt", "case"])
def test_the_box_beside_every_page_opens_the_search_with_what_was_typed(people, name):
    box = next(element.proto.body for element in opened(people["jo"], name).get("html") if "search-box" in element.proto.body)
    page, field = re.search(r'action="(\w+)"', box)[1], re.search(r'name="(\w+)"', box)[1]
    app = opened(people["jo"], page, **{field: "care at home"})
    assert app.title[0].value == "Search"
    assert [heading.value for heading in app.subheader] == ["2 payees", "2 lines of statements"]


def test_a_link_reopens_the_search_and_an_empty_answer_says_what_now(people):
    assert [heading.value for heading in opened(people["jo"], "search", q="80.00").subheader] == ["2 lines of statements of £80\\.00", "1 finding of £80\\.00"]
    assert any("Nothing you may see has this" in text for text in texts(opened(people["jo"], "search", q="Example3 g3")))
    assert any("at least two" in text for text in texts(opened(people["jo"], "search", q="x")))
    assert any("press Enter" in text for text in texts(opened(people["jo"], "search")))
