"""The pages where lists are taken: what was taken stands under Exports, is asked again there, and a case's evidence wants a reason."""

import shutil

import pytest

from lib import access, exports, sessions, taken, users
from lib.asked import behind
from lib.serve import the_store
from lib.store import open_store
from tests.on_page import list_with
from tests.small_council import AS_AT, JO, receive
from tests.test_pages import opened

PEOPLE = (("una", "auditor", ""), ("jo", "officer", "jo"), ("sam", "officer", "sam"))


@pytest.fixture
def people(held_path, tmp_path, monkeypatch):
    """{username: who Streamlit is told is there}, on a copy of the small council's store from which Jo took a list."""
    path = shutil.copy(held_path, tmp_path)
    open_store(path).close()
    monkeypatch.setenv("RECKONER_STORE", str(path))
    monkeypatch.setenv("RECKONER_TODAY", str(AS_AT))
    store = the_store()
    users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])
    rows = access.see(store, JO, "dashboards.account")
    link = {"page": "case", "link": {"waits": "without"}}
    exports.export(store, JO, "cases", {"account_id": "Account", "balance": "Balance"}, rows, "csv", *behind(rows), link)
    return {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name, *_ in PEOPLE}


def test_what_was_taken_is_asked_again_and_says_what_changed_to_its_taker_and_to_an_auditor(people):
    store = the_store()
    [export] = taken.mine(store, JO)
    app = opened(people["jo"], "exports", export=export["export_id"])
    assert not app.error and not app.exception
    [button] = [button for button in app.button if button.label == "Is this still so?"]
    button.click().run()
    assert [success.value for success in app.success] == ["It is still so: the same 2 rows."]
    receive(store, "a2", [("2026-06-02", "BEN STRANGER", "-40.00")], opening="500.00")
    for who, place in (("jo", {}), ("una", {"by": "others"})):
        app = opened(people[who], "exports", export=export["export_id"], **place)
        next(button for button in app.button if button.label == "Is this still so?").click().run()
        assert not app.error and not app.exception and not app.success
        found = list_with(app, "was")
        assert [[row[name] for name in ("what", "account_id", "balance")] for row in found] == [["Changed", "a2", "460.00"]]
    app = opened(people["sam"], "exports", export=export["export_id"])
    assert not any(button.label == "Is this still so?" for button in app.button)
    assert "You took nothing yet." in " ".join(text.value for text in app.text)


def test_evidence_is_taken_on_the_page_of_its_case_and_wants_a_reason(people):
    app = opened(people["jo"], "case", account="a1", tab="Documents")
    assert not app.error and not app.exception
    assert any(subheader.value == "Evidence pack" for subheader in app.subheader)
    assert "Say first what it is needed for." in [text.value for text in app.text]
    [reason] = [field for field in app.text_input if field.label == "What is it needed for?"]
    reason.set_value("A complaint").run()
    assert "Say first what it is needed for." not in [text.value for text in app.text]
