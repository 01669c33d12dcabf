"""The returns page with returns on it: letters in bulk, one return, and what a role may not."""

import os
import shutil
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib import sessions, users
from lib.config import ROOT
from lib.monitoring import refresh_store
from lib.serve import the_store
from lib.store import OPERATOR
from tests.test_returns import CHASED_1, FIRST, on_the_day_asked, request_sent

ROLES = {"jo": "officer", "uma": "auditor"}


def on_the_day_of_the_reminder(store):
    refresh_store(store, OPERATOR, CHASED_1)
    users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": name if role == "officer" else ""} for name, role in ROLES.items()])


@pytest.fixture
def people(tmp_path, folder_of, monkeypatch):
    """{username: who Streamlit is told is there}, on the day of g1's first reminder; g2 was never asked."""
    shutil.copytree(folder_of(on_the_day_asked, request_sent, on_the_day_of_the_reminder), tmp_path, dirs_exist_ok=True)
    path = tmp_path / "reckoner.duckdb"
    monkeypatch.setenv("RECKONER_STORE", str(path))
    monkeypatch.setenv("RECKONER_TODAY", CHASED_1.isoformat())
    store = the_store()
    yield {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name in ROLES}
    assert os.environ["RECKONER_STORE"] == str(path)


def opened(user, **place):
    app = AppTest.from_file(str(ROOT / "tests" / "app_elsewhere.py"), default_timeout=120)
    app.user = user
    app.run()
    for name, value in place.items():
        app.query_params[name] = value
    return app.switch_page("../pages/returns.py").run()


def button(app, label):
    return next(one for one in app.button if one.label == label)


def test_whom_to_chase_today_comes_first_and_their_letters_are_written_together(people):
    app = opened(people["jo"])
    today = app.dataframe[0].value
    assert list(today["agreement_id"]) == ["g2", "g1"]
    assert list(today["next_words"]) == ["Ask for papers", "First reminder"]
    button(app, "Write 2 letters now due").click().run()
    assert not app.exception and not [one.value for one in app.error]
    assert the_store().value("select count(*) from decisions.letter") == 3
    assert the_store().value("select count(*) from decisions.step") == 1
    assert "2 letters written, 0 not" in app.markdown[0].value


def test_one_return_offers_what_may_be_done_and_says_what_may_not_and_why(people):
    app = opened(people["jo"], agreement="g1", **{"return": FIRST})
    assert not app.exception and not [one.value for one in app.error]
    assert button(app, "First reminder sent").disabled
    assert any("Its letter must go out first" in text.value for text in app.text)
    app.text_input(key="reason_phone").set_value("Will send them on Friday").run()
    button(app, "Somebody telephoned").click().run()
    app.date_input(key="extend_until").set_value(CHASED_1 + timedelta(days=6))
    app.text_input(key="extend_reason").set_value("Her mother fell ill")
    button(app, "Agree more time").click().run()
    assert not app.exception and not [one.value for one in app.error]
    steps = the_store().rows("select step, reason from decisions.step order by step_number")
    assert [(row["step"], row["reason"]) for row in steps[1:]] == [("phone", "Will send them on Friday"), ("extend", "Her mother fell ill")]
    assert any("Do not call now: agreed extension" in text.value for text in app.text)


def test_an_auditor_sees_it_all_and_changes_nothing(people):
    app = opened(people["uma"], agreement="g1", **{"return": FIRST})
    assert not app.exception and not [one.value for one in app.error]
    assert [one.label for one in app.main.get("button")] == ["All returns"]
    assert not [one.label for one in opened(people["uma"]).button if one.label.startswith("Write")]
