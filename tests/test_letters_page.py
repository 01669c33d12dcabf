"""The letters page as people use it: what waits is read, sent or set aside, and a letter is written without a case."""

import os
import shutil
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib import holds, letters, reviews, sessions, users
from lib.config import ROOT
from lib.monitoring import follow
from lib.serve import the_store
from lib.store import OPERATOR
from tests.letter_facts import FACTS
from tests.small_council import AS_AT, JO, move_in, receive

PEOPLE = (("jo", "officer", "jo"), ("una", "auditor", ""))
HOME = {"name": "Ada Example1", "address": "1 High Street\nWestmarch"}


def moved_in(store):
    move_in(store)
    with store.change(OPERATOR, "load_caseload", "no address") as change:
        person = {"load_number": 2, "row_number": 2, "person_id": "p1", "forename": "Ada", "surname": "Example1", "council": "Westmarch", "client_type": "adult"}
        change.insert("raw.person", [person])
        follow(change, AS_AT, caseload=True)
    users.add_demo(store, [{"username": name, "name": name.title(), "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])


@pytest.fixture
def people(tmp_path, folder_of):
    """{username: who Streamlit is told is there}, in the small council, where the address of Ada of g1 is not known."""
    home = shutil.copytree(folder_of(moved_in), tmp_path / "pages")
    before = {name: os.environ.get(name) for name in ("RECKONER_STORE", "RECKONER_TODAY")}
    os.environ |= {"RECKONER_STORE": str(home / "reckoner.duckdb"), "RECKONER_TODAY": str(AS_AT)}
    opened = the_store()
    yield {name: {"username": name, "sid": sessions.sid_of(sessions.start(opened, name, "127.0.0.1"))} for name, *_ in PEOPLE}
    opened.close()
    for name, value in before.items():
        os.environ.pop(name)
        if value:
            os.environ[name] = value


def at(user, **place):
    app = AppTest.from_file(str(ROOT / "tests" / "app_elsewhere.py"), default_timeout=120)
    app.user = user
    for name, value in place.items():
        app.query_params[name] = value
    app.switch_page("../pages/letters.py").run()
    assert not app.exception and not app.error
    return app


def by_label(kind, label):
    return next(one for one in kind if one.label == label)


def fill_in(app, **values):
    """Fill in boxes by the first words of their labels."""
    for label, value in values.items():
        words = label.replace("_", " ")
        next(one for kind in (app.text_input, app.text_area, app.date_input, app.selectbox) for one in kind if one.label.startswith(words)).set_value(value)
    return app


def said(app):
    return [one.value.replace("\\", "") for kind in (app.success, app.error, app.warning) for one in kind]


def shown(app):
    return "\n".join(one.value.replace("\\", "") for kind in (app.text, app.markdown) for one in kind)


def written(store, template="line_query", **more):
    return letters.prepare(store, JO, "g1", template, FACTS[template], AS_AT, **HOME, **more)


def state(letter_id):
    return the_store().value("select state from trackers.letter where letter_id = ?", [letter_id])


def test_a_letter_is_read_on_the_page_and_marked_as_sent(people):
    letter_id = written(the_store())
    app = at(people["jo"], letter=letter_id)
    assert "Dear Ada Example1," in shown(app) and "What we would like to know" in shown(app)
    assert app.table[0].value.iloc[0].tolist()[2] == "£312\\.40"
    fill_in(app, How="by_hand")
    by_label(app.button, "Mark as sent").click().run()
    assert said(app)[0].endswith("is marked as sent on 30 Jun 2026.") and state(letter_id) == "sent"
    assert not [one for one in app.button if one.label == "Mark as sent"] and "sent 30 Jun 2026, by hand, said by jo" in shown(app)


def test_a_day_that_cannot_be_is_said_and_nothing_is_marked(people):
    letter_id = written(the_store())
    app = fill_in(at(people["jo"], letter=letter_id), It_went_out_on=date(2026, 7, 1))
    by_label(app.button, "Mark as sent").click().run()
    assert said(app) == ["This day is still to come. Say it when the letter has gone out."] and state(letter_id) == "to_send"


def test_a_letter_is_set_aside_with_a_reason(people):
    letter_id = written(the_store())
    app = at(people["jo"], letter=letter_id)
    by_label(app.button, "Set aside").click().run()
    assert said(app) == ["Say why it won't go out: the reason stays with the letter."] and state(letter_id) == "to_send"
    fill_in(app, Why_it="Wrong payments")
    by_label(app.button, "Set aside").click().run()
    assert state(letter_id) == "set_aside" and "set aside: Wrong payments" in shown(app)


def test_a_hold_and_a_day_that_has_come_are_said_before_a_letter_goes_out(people):
    late, held = written(the_store(), takes_effect_on=AS_AT), written(the_store())
    assert said(at(people["jo"], letter=late)) == ["The day it names has come: write it anew."]
    assert said(at(people["jo"], letter=held)) == []
    holds.begin(the_store(), JO, "g1", "hospital", AS_AT, None, "The daughter called")
    assert said(at(people["jo"], letter=held)) == ["In hospital: do not send it now."]


def test_an_auditor_reads_a_letter_and_is_offered_nothing_to_do(people):
    letter_id = written(the_store())
    app = at(people["una"], letter=letter_id)
    assert "Dear Ada Example1," in shown(app) and [one.label for one in app.button if one.label in ("Mark as sent", "Set aside")] == []
    assert "There is no agreement that you may write a letter for." in shown(at(people["una"], tab="Write a letter"))
    assert the_store().value("select count(*) from activity.entry where action = 'look_at_letter' and actor = 'una'") == 1


def test_a_link_to_a_letter_that_is_not_ones_own_or_is_restricted_shows_the_lists(people):
    others = letters.prepare(the_store(), OPERATOR, "g3", "line_query", FACTS["line_query"], AS_AT, **HOME)
    hidden = letters.prepare_restricted(the_store(), JO, "g1", FACTS["referral_safeguarding"], AS_AT, **HOME)
    for letter_id in (others, hidden, "none"):
        assert "No letter waits." in shown(at(people["jo"], letter=letter_id))


def test_questions_asked_in_a_review_become_a_letter_to_the_person_whose_address_is_written_here(people):
    receive(the_store(), "a1", [("2026-01-20", "*BET* [365](x)", "-20.00"), ("2026-03-30", "CARE AT HOME", "-80.00")], opening="500.00")
    finding = the_store().row("from trackers.exception where account_id = 'a1' and amount = 20")
    reviews.decide(the_store(), JO, "a1", finding["exception_id"], "query", "Ask")
    app = at(people["jo"], tab="Write a letter", agreement="g1")
    by_label(app.button, "Write the letter").click().run()
    assert said(app) == ["Nobody knows the name or the address this letter goes to. Put it into the caseload, or write it here."]
    fill_in(app, Their_address="1 High Street")
    by_label(app.button, "Write the letter").click().run()
    assert said(app) == ["The letter is written and waits to be sent. Read it before it goes out."]
    assert "Dear Ada Example1," in shown(app) and "*BET* [365](x)" in app.table[0].value.to_string().replace("\\", "")


def test_a_final_account_and_a_word_to_the_practitioner_are_written_on_the_page(people):
    app = at(people["jo"], tab="Write a letter", agreement="g1")
    app.segmented_control[0].set_value("end_and_final_account").run()
    fill_in(app, Their_address="1 High Street", It_ended_on=date(2026, 5, 31), The_sums="In the account: 88.10", Left_over="88.10")
    by_label(app.button, "Write the letter").click().run()
    assert "£88.10 is left over." in shown(app)
    app = at(people["jo"], tab="Write a letter", agreement="g1")
    app.segmented_control[0].set_value("referral_practitioner").run()
    fill_in(
        app,
        What_it_is="Money left over",
        Why_you="No wages since May.",
        What_you_ask="Look at the plan.",
        What_you_know="One",
        Their_name="Sol Worker",
        Their_address="Locality team",
    )
    by_label(app.button, "Write the letter").click().run()
    assert "Dear Sol Worker," in shown(app) and "• One" in shown(app)
    assert {row["template"] for row in the_store().rows("from trackers.letter")} == {"end_and_final_account", "referral_practitioner"}
