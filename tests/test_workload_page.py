"""The workload page as a team leader uses it: who carries what, a move looked at and made, and cold cases."""

import shutil

import pytest

from lib import sessions, users
from lib.monitoring import follow
from lib.serve import the_store
from lib.store import OPERATOR, open_store
from tests.on_page import choose, column, figures, list_with, lists
from tests.small_council import AS_AT
from tests.test_pages import opened

PEOPLE = (("jo", "officer", "jo"), ("sam", "officer", "sam"), ("lee", "team_leader", ""))


@pytest.fixture
def people(held_path, tmp_path, monkeypatch):
    """{username: who Streamlit is told is there}, on a copy of the store of the small council."""
    path = shutil.copy(held_path, tmp_path)
    open_store(path).close()
    monkeypatch.setenv("RECKONER_STORE", str(path))
    monkeypatch.setenv("RECKONER_TODAY", str(AS_AT))
    store = the_store()
    users.add_demo(store, [{"username": name, "name": f"{name.title()} Example", "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])
    return {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name, *_ in PEOPLE}


def faults(app):
    return [error.value.replace("\\", "") for error in app.error] + list(app.exception)


def said(app):
    return [text.value for text in app.text] + [text.value.replace("\\", "") for text in app.markdown] + [text.value.replace("\\", "") for text in app.success]


def plain(app):
    app.session_state["plain_tables"] = True
    return app.run()


def test_a_team_leader_moves_cases_and_the_new_officer_reads_the_hand_over(people):
    app = plain(opened(people["lee"], "workload", council="Westmarch", officer="jo"))
    assert not faults(app)
    picks = next(box for box in app.multiselect if box.label == "Cases to move")
    assert len(picks.options) == 2 and "Choose cases in the list" in " ".join(said(app))
    picks.select(0).select(1).run()
    choose(app, "Move them to", "sam")
    assert "2 cases, £180.00 a week: from Jo Example to Sam Example." in said(app)
    app.text_area(key="hand_over_note").input("Ring her on Mondays.")
    next(button for button in app.button if button.label == "Move 2 cases").click().run()
    assert not faults(app)
    assert any("2 cases moved to Sam Example" in text for text in said(app))
    assert the_store().value("select count(*) from decisions.case_move where to_officer = 'sam' and decided_by = 'lee'") == 2

    app = opened(people["sam"], "my_work", kind="handover")
    assert not faults(app)
    assert column(lists(app)[0], "agreement_id") == ["g1", "g2"]
    move_id = the_store().value("select move_id from decisions.case_move where agreement_id = 'g1'")
    app = opened(people["sam"], "case", account="a1", handover=move_id)
    assert not faults(app)
    assert "Ring her on Mondays." in said(app)
    assert next(expander.label.replace("\\", "") for expander in app.expander) == "Hand-over from jo to sam, 30 Jun 2026, by lee"
    assert column(lists(opened(people["sam"], "my_work", kind="handover"))[0], "agreement_id") == ["g2"]


def test_without_a_hand_over_nothing_is_moved_and_a_sentence_says_so(people):
    app = plain(opened(people["lee"], "workload", council="Westmarch", officer="jo", to="sam"))
    next(box for box in app.multiselect if box.label == "Cases to move").select(0).run()
    next(button for button in app.button if button.label == "Move 1 case").click().run()
    assert faults(app) == ["Write the hand-over: what the next officer must know."]
    assert not the_store().value("select count(*) from decisions.case_move")


def test_cold_cases_are_those_of_the_filters_and_of_the_days_in_the_link(people):
    app = plain(opened(people["lee"], "workload", part="Cold cases", cold="3", officer="sam", council="Westmarch"))
    assert not faults(app)
    assert app.number_input(key="choose_cold").value == 3
    assert [(row["agreement_id"], row["officer"], row["to"]) for row in list_with(app, "days")] == [("g3", "sam", "case?account=a3")]
    app.number_input(key="choose_cold").set_value(3000).run()
    assert "No running agreement was left alone for so long. Ask for fewer days to see more." in said(app)


def test_a_link_that_says_nonsense_opens_all_the_same(people):
    app = opened(people["lee"], "workload", cold="-1", officer="nobody here", council="Westmarch", to="?", waits="x")
    assert not faults(app)


def test_cases_that_nobody_carries_are_listed_and_can_be_given_to_somebody(people):
    with the_store().change(OPERATOR, "load_caseload", "a case without an officer") as change:
        change.execute("insert into raw.agreement by name select * replace (2 as load_number, null as officer) from raw.agreement where agreement_id = 'g3'")
        follow(change, AS_AT, caseload=True)
    app = plain(opened(people["lee"], "workload", council="Westmarch", officer="-", to="jo"))
    assert not faults(app)
    assert figures(app)[3][1] == "1"
    next(box for box in app.multiselect if box.label == "Cases to move").select(0).run()
    app.text_area(key="hand_over_note").input("Nobody had her.")
    next(button for button in app.button if button.label == "Move 1 case").click().run()
    assert not faults(app)
    assert the_store().rows("select from_officer, to_officer from decisions.case_move") == [{"from_officer": None, "to_officer": "jo"}]
    assert the_store().value("select officer from staging.account where account_id = 'a3'") == "jo"
