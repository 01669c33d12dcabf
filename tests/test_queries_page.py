"""The page Audit queries as people use it: a saved question, a SELECT of one's own, sharing it, and what was asked before."""

import shutil

import pytest

from lib import sessions, users
from lib.serve import the_store
from lib.store import open_store
from tests.on_page import column, lists
from tests.small_council import AS_AT
from tests.test_pages import opened

PEOPLE = (("lee", "team_leader"), ("una", "auditor"), ("jo", "officer"))


@pytest.fixture(scope="module")
def people(held_path, tmp_path_factory):
    """{username: who Streamlit is told is there}, on a copy of the small council's store."""
    path = shutil.copy(held_path, tmp_path_factory.mktemp("queries_page"))
    open_store(path).close()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RECKONER_STORE", str(path))
        environment.setenv("RECKONER_TODAY", str(AS_AT))
        store = the_store()
        users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": "jo" if role == "officer" else ""} for name, role in PEOPLE])
        yield {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name, *_ in PEOPLE}


def texts(app):
    return [text.value for text in app.text]


def faults(app):
    return [error.value.replace("\\", "") for error in app.error] + list(app.exception)


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()


def test_a_saved_question_is_opened_by_its_link_and_asked_with_its_parameters(people):
    app = opened(people["una"], "queries", question="spend_by_category", p_from_day="2026-04-01")
    assert not faults(app)
    assert "How much went out for each spend category between two days?" in texts(app)
    press(app, "Ask")
    assert not faults(app)
    assert any(text.startswith("1 row · as of ") for text in texts(app))
    assert app.query_params["p_from_day"] == "2026-04-01"
    assert column(lists(app)[-1], "amount") == ["£160.00"]
    assert len(app.get("plotly_chart")) == 1


def test_an_officer_has_no_audit_queries(people):
    assert len(faults(opened(people["jo"], "queries"))) == 1


def test_a_select_of_ones_own_is_asked_shared_and_found_by_a_colleague(people):
    app = opened(people["lee"], "queries", tab="Your own SELECT", view="agreement")
    assert not faults(app)
    app.text_area[0].set_value("select * from identity.person").run()
    press(app, "Ask")
    assert "Only the views of schema audit can be read here, not identity.person." in faults(app)[0]
    app.text_area[0].set_value("select account_id, amount from audit.transaction where posted_on >= $since::date").run()
    next(box for box in app.text_input if box.key == "own_since").set_value("2026-06-01").run()
    press(app, "Ask")
    assert not faults(app)
    assert any(text.startswith("1 row · as of ") for text in texts(app))
    next(box for box in app.text_input if box.label == "Title").set_value("Lines since")
    next(box for box in app.text_input if box.label.startswith("What it asks")).set_value("Which lines came since a day?")
    press(app, "Share it")
    assert not faults(app)
    assert the_store().value("select params from decisions.question") == '{"since": "2026-06-01"}'
    found = opened(people["una"], "queries", q="lines since")
    assert not faults(found)
    assert column(lists(found)[0], "title") == ["Lines since"]
    again = opened(people["lee"], "queries", tab="What I asked")
    assert not faults(again)
    assert next(iter(again.dataframe[0].value["rows"])) == 1
