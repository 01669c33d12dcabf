"""The surplus page as people use it: the tracker, a position as on a day, a case at each step."""

import shutil
from datetime import timedelta

import pytest

from lib import letters, sessions, surplus, users
from lib.serve import the_store
from lib.store import open_store
from tests.small_council import AS_AT, JO, LEE
from tests.test_pages import opened

PEOPLE = (("jo", "officer", "jo"), ("lee", "team_leader", ""), ("una", "auditor", ""))


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


def faults(app):
    return [error.value for error in app.error] + list(app.exception)


@pytest.mark.parametrize("who", ["jo", "lee", "una"])
def test_a_surplus_opens_at_every_step_for_everybody_who_may_see_it(people, who):
    store = the_store()
    places = [{}, {"agreement": "g1"}]
    surplus_id = surplus.calculate(store, JO, "g1", "unknown", "", AS_AT)
    places.append({"agreement": "g1", "surplus": surplus_id})
    assert not any(faults(opened(people[who], "surplus", **place)) for place in places)
    letters.mark_sent(store, JO, "g1", surplus.prepare_notice(store, JO, "g1", surplus_id, "100.00", AS_AT + timedelta(days=15), "invoice", AS_AT), AS_AT, "post")
    surplus.notify(store, JO, "g1", surplus_id, AS_AT)
    told = opened(people[who], "surplus", **places[-1])
    assert not faults(told)
    assert any("is taken from agreement g1 on 15 July 2026" in text.value for text in told.text)
    for step in ("authorise", "invoice"):
        surplus.go_on(store, LEE, "g1", surplus_id, step, AS_AT + timedelta(days=15))
    taken = opened(people[who], "surplus", **places[-1])
    assert not faults(taken)
    assert ("Match it" in [button.label for button in taken.button]) == (who != "una")
