"""The surplus page as people use it: the tracker, a position as on a day, a case at each step."""

import shutil
from datetime import timedelta

import pytest

from lib import letters, sessions, surplus, users
from lib.serve import the_store
from tests.small_council import AS_AT, HOLDING, JO, LEE
from tests.test_pages import opened

PEOPLE = (("jo", "officer", "jo"), ("lee", "team_leader", ""), ("una", "auditor", ""))


def known_people(store):
    users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])


@pytest.fixture
def people(folder_of, tmp_path, monkeypatch):
    """{username: who Streamlit is told is there}, on a copy of the store with a surplus."""
    shutil.copytree(folder_of(*HOLDING, known_people), tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("RECKONER_STORE", str(tmp_path / "reckoner.duckdb"))
    monkeypatch.setenv("RECKONER_TODAY", str(AS_AT))
    return {name: {"username": name, "sid": sessions.sid_of(sessions.start(the_store(), name, "127.0.0.1"))} for name, *_ in PEOPLE}


def test_a_surplus_opens_at_every_step_for_everybody_who_may_see_it(people):
    store = the_store()

    def seen(**place):
        """The page as each of them sees it; nothing may be wrong on it."""
        apps = {who: opened(user, "surplus", **place) for who, user in people.items()}
        assert [(who, fault) for who, app in apps.items() for fault in [*(error.value for error in app.error), *app.exception]] == []
        return apps

    seen()
    seen(agreement="g1")
    surplus_id = surplus.calculate(store, JO, "g1", "unknown", "", AS_AT)
    case = {"agreement": "g1", "surplus": surplus_id}
    seen(**case)
    letters.mark_sent(store, JO, "g1", surplus.prepare_notice(store, JO, "g1", surplus_id, "100.00", AS_AT + timedelta(days=15), "invoice", AS_AT), AS_AT, "post")
    surplus.notify(store, JO, "g1", surplus_id, AS_AT)
    told = seen(**case)
    assert {who: any("is taken from agreement g1 on 15 July 2026" in text.value for text in app.text) for who, app in told.items()} == dict.fromkeys(people, True)
    for step in ("authorise", "invoice"):
        surplus.go_on(store, LEE, "g1", surplus_id, step, AS_AT + timedelta(days=15))
    taken = seen(**case)
    assert [who for who, app in taken.items() if "Match it" in [button.label for button in app.button]] == ["jo", "lee"]
