"""The activity page: the newest acts first, no more of them read than shown, narrowed, and one opened."""

import shutil

import pytest

from lib import access, sessions, users
from lib.serve import the_store
from lib.ui import words
from tests.on_page import choose, column, lists
from tests.small_council import AS_AT, LEE
from tests.test_pages import opened


@pytest.fixture(scope="module")
def lee(held_path, tmp_path_factory):
    """Who Streamlit is told is there: a team leader, on a copy of the store in which 120 people were let in."""
    path = shutil.copy(held_path, tmp_path_factory.mktemp("activity"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RECKONER_STORE", str(path))
        environment.setenv("RECKONER_TODAY", str(AS_AT))
        store = the_store()
        users.add_demo(store, [{"username": "lee", "name": "Lee Example", "role": "team_leader", "councils": "Westmarch", "officer": ""}])
        for number in range(120):
            with store.change(LEE, "see_case" if number % 3 else "add_note", f"thing {number}", council="Westmarch", after={"number": number}):
                pass
        yield {"username": "lee", "sid": sessions.sid_of(sessions.start(store, "lee", "127.0.0.1"))}


def acts():
    return words.ordered(access.see(the_store(), LEE, "dashboards.recent_activity", {"since": words.weeks_before(AS_AT, 2)}), "-seq")


def test_the_newest_hundred_are_shown_and_the_rest_is_counted(lee):
    app = opened(lee, "activity")
    assert not app.exception and not app.error
    every = acts()
    assert column(lists(app)[0], "seq") == [f"{row['seq']:,}" for row in every[:100]]
    assert f"These are the first 100 of {len(every):,}. Narrow them above, or take all of them as a file." in [text.value for text in app.text]


def test_what_is_chosen_narrows_the_list_and_its_count(lee):
    app = opened(lee, "activity")
    choose(app, "What", "add_note")
    fits = [row for row in acts() if row["action"] == "add_note"]
    assert len(fits) == 40 and column(lists(app)[0], "seq") == [f"{row['seq']:,}" for row in fits]
    assert not [text.value for text in app.text if "the first" in text.value]


def test_an_act_is_opened_though_it_is_not_among_those_that_are_shown(lee):
    oldest = [row for row in acts() if row["subject"] == "thing 0"][-1]
    app = opened(lee, "activity", row=oldest["seq"])
    assert f"Chain {oldest['chain_hash']}" in [text.value for text in app.text] and '"number": 0' in "".join(code.value for code in app.code).replace('":0', '": 0')


@pytest.mark.parametrize("row", ["0", "none", "-1", "9" * 40, "1; drop table activity.entry", "²"])
def test_a_link_that_names_no_act_opens_none(lee, row):
    app = opened(lee, "activity", row=row)
    assert not app.exception and not app.error and not app.code
