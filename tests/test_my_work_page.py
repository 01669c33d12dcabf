"""My work as people use it: what is in hand, the next one, putting it off and taking that back, and the line on top."""

import re
import shutil
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs

import pytest

from lib import my_work, sessions, snooze, users
from lib.serve import the_store
from lib.store import open_store
from tests.on_page import choose, lists
from tests.small_council import AS_AT, JO, receive
from tests.test_pages import opened

PEOPLE = (("jo", "officer", "jo"), ("lee", "team_leader", ""))


@pytest.fixture(scope="module")
def people(held_path, tmp_path_factory):
    """{username: who Streamlit is told is there}, on a copy of the store with a review and payees to confirm."""
    path = shutil.copy(held_path, tmp_path_factory.mktemp("my_work"))
    opened_store = open_store(path)
    receive(opened_store, "a2", [("2026-06-02", "BEN STRANGER", "-40.00")], opening="500.00")
    receive(opened_store, "a3", [("2026-06-02", "SAM STRANGER", "-40.00")], opening="500.00")
    opened_store.close()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RECKONER_STORE", str(path))
        environment.setenv("RECKONER_TODAY", str(AS_AT))
        store = the_store()
        users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])
        yield {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name, *_ in PEOPLE}


def texts(app):
    return [text.value for text in app.text]


def in_hand(app):
    return re.search(r'"nth">([^<]*)<', card(app))[1]


def card(app):
    return next(element.proto.body for element in app.get("html") if 'class="in-hand"' in element.proto.body)


def follow(app, label):
    """Go where a link of the card leads, on the same page."""
    page, _, query = unescape(re.search(rf'href="([^"]*)"[^>]*>{label} ', card(app))[1]).partition("?")
    assert page == "my_work"
    app.query_params.clear()
    for name, values in parse_qs(query).items():
        app.query_params[name] = values[0]
    return app.run()


def test_the_line_on_top_counts_what_is_due_what_is_late_and_what_was_done(people):
    app = opened(people["jo"], "my_work")
    assert not app.exception and not app.error
    count = len(my_work.due(the_store(), JO, AS_AT))
    assert f"{count} things today, 0 late. Done today: 0, this week: 0." in texts(app)


def test_next_goes_on_and_the_place_is_kept_when_one_comes_back(people):
    app = opened(people["jo"], "my_work")
    count = len(my_work.due(the_store(), JO, AS_AT))
    assert in_hand(app) == f"1 of {count}"
    follow(app, "Next")
    assert in_hand(app) == f"2 of {count}"
    app.switch_page("../pages/letters.py").run()
    app.switch_page("../pages/my_work.py").run()
    assert in_hand(app) == f"2 of {count}"


def test_whoever_followed_a_row_and_comes_back_finds_what_came_to_stand_there(people):
    app = opened(people["jo"], "my_work")
    items = my_work.due(the_store(), JO, AS_AT)
    rows = lists(app)[0]
    assert [row["agreement_id"] for row in rows] == [item["agreement_id"] for item in items]
    page, _, query = rows[1]["to"].partition("?")
    assert page == items[1]["page"] and parse_qs(query)["left_at"] == [f"1 {items[1]['item']}"]
    app = opened(people["jo"], page, **{name: values[0] for name, values in parse_qs(query).items()})
    assert not app.exception and not app.error
    app.switch_page("../pages/my_work.py").run()
    assert in_hand(app) == f"2 of {len(items)}"
    # What was done is gone, and the next has come to stand in its place.
    gone = opened(people["jo"], page, left_at="1 done|already|2026-01-01")
    gone.switch_page("../pages/my_work.py").run()
    assert in_hand(gone) == f"2 of {len(items)}"


def test_a_leader_narrows_the_list_to_one_owner(people):
    app = opened(people["lee"], "my_work")
    choose(app, "Owner", "sam")
    assert app.query_params["owner"] == "sam"
    assert not app.exception and in_hand(app) == "1 of 1"


def test_what_is_put_off_leaves_the_list_and_stands_below_with_who_and_why(people):
    item = my_work.due(the_store(), JO, AS_AT)[0]
    snooze.put_off(the_store(), JO, item["agreement_id"], item["item"], AS_AT + timedelta(days=7), "In hospital", AS_AT)
    for who in people:
        app = opened(people[who], "my_work")
        assert "1 put off" in [expander.label for expander in app.expander]
        assert in_hand(app).startswith("1 of")
    app.session_state["put_off_items"] = True
    app.run()
    held = next(frame.value for frame in app.dataframe if "reason" in frame.value.columns and "In hospital" in list(frame.value["reason"]))
    assert list(held["put_off_by"]) == ["jo"]
