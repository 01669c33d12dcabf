"""A team leader finds an officer who carries too much and moves ten cases; the officer who gets them signs in and reads the hand-over."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from lib import access, users
from lib.store import open_store
from tests.browser.acting import choose, follow_row, keep_picture, press_row, settled, sign_in
from tests.gate_server import running
from tests.small_council import AS_AT, JO, move_in

NOTE = "Mrs Example likes to be rung before noon."


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A store in which jo carries twelve cases, sam and lou two each; no statement has come yet."""
    path = tmp_path_factory.mktemp("moving") / "reckoner.duckdb"
    store = open_store(path, create=True)
    move_in(store, [(str(number), "Westmarch", "jo" if number <= 12 else "sam" if number <= 14 else "lou") for number in range(1, 17)], AS_AT)
    people = [("jo", "officer", "jo"), ("sam", "officer", "sam"), ("leader", "team_leader", "")]
    users.add_demo(store, [{"username": name, "name": f"{name.title()} Example", "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in people])
    store.close()
    return path


def test_a_team_leader_moves_ten_cases_of_an_overloaded_officer_who_no_longer_sees_them(browser, path, request):
    with running(path, script="app.py", today=AS_AT) as server:
        leader = sign_in(browser, server, "leader")
        leader.get_by_role("link", name="Workload").click()
        leader.get_by_text("jo, Westmarch: Overloaded: 600% of the team's median").wait_for()
        settled(leader)
        follow_row(leader, "workload", "jo")
        leader.get_by_role("heading", name="The work of Jo Example").wait_for()
        settled(leader)
        cases = leader.get_by_test_id("stDataFrame")
        press_row(leader, cases, 1)
        leader.get_by_text("1 case chosen, £90.00 a week.").wait_for()
        settled(leader)
        press_row(leader, cases, 10, modifiers=["Shift"])
        leader.get_by_text("10 cases chosen, £900.00 a week.").wait_for()
        settled(leader)
        choose(leader, leader.get_by_role("combobox", name="Move them to"), "Sam Example")
        leader.get_by_text("10 cases, £900.00 a week: from Jo Example to Sam Example.").wait_for()
        settled(leader)
        leader.get_by_label("Hand-over").fill(NOTE)
        keep_picture(leader, request, "before")
        leader.get_by_role("button", name="Move 10 cases").click()
        leader.get_by_text("10 cases moved to Sam Example").wait_for()
        leader.get_by_text("sam, Westmarch: Overloaded: 600% of the team's median").wait_for()
        settled(leader)
        keep_picture(leader, request, "after")

        sam = sign_in(browser, server, "sam", at="/my_work?kind=handover")
        expect(sam.get_by_role("link", name="New case: read the hand-over")).to_have_count(10)
        settled(sam)
        follow_row(sam, "my work")
        sam.wait_for_url("**/case?*")
        sam.get_by_text(NOTE, exact=True).wait_for()
        settled(sam)
        keep_picture(sam, request, "hand-over")

        jo = sign_in(browser, server, "jo", at=sam.url[len(server.url) :])
        expect(jo.get_by_role("cell", name="Westmarch")).to_have_count(2)

    store = open_store(path)
    moved = store.rows("select to_officer, decided_by, note, count(*) as cases from decisions.case_move group by all")
    assert moved == [{"to_officer": "sam", "decided_by": "leader", "note": NOTE, "cases": 10}]
    assert len(access.see(store, replace(JO, username="sam", officer="sam"), "dashboards.account")) == 12
    store.close()
