"""The case as people use it: who opens it, what each tab shows, and what a figure opens."""

import shutil

import pytest

from lib import case_head, holds, sessions, surplus, users
from lib.errors import NotAllowed
from lib.serve import the_store
from tests.on_page import column, list_with, lists
from tests.small_council import AS_AT, JO, LEE
from tests.test_pages import opened

PEOPLE = (("jo", "officer", "jo"), ("sam", "officer", "sam"), ("lee", "team_leader", ""), ("una", "auditor", ""))
TABS = ("Overview", "Reviews", "Statements", "Findings", "Money back", "What was agreed", "Who looked")


@pytest.fixture(scope="module")
def people(held_path, tmp_path_factory):
    """{username: who Streamlit is told is there}, on a copy of the store where a1 holds £1,500.00 on 30 June. They look, and save nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECKONER_STORE", str(shutil.copy(held_path, tmp_path_factory.mktemp("case"))))
        patch.setenv("RECKONER_TODAY", str(AS_AT))
        store = the_store()
        users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])
        yield {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name, *_ in PEOPLE}


def faults(app):
    return [error.value for error in app.error] + list(app.exception)


def said(app):
    return [text.value for text in app.main.get("text")]


@pytest.mark.parametrize("who", ["jo", "lee", "una"])
def test_every_tab_opens_for_everybody_who_may_see_the_case(people, who):
    for tab in TABS:
        app = opened(people[who], "case", account="a1", tab=tab)
        assert not faults(app), tab
        assert any("p1 · g1 · a1" in line and "Active since 1 Jan 2026" in line for line in said(app)), tab


def test_an_account_without_a_statement_says_what_would_fill_it(people):
    for tab in TABS:
        assert not faults(opened(people["jo"], "case", account="a2", tab=tab)), tab
    assert any("No statement covers a day of this account yet" in line for line in said(opened(people["jo"], "case", account="a2")))


def test_a_case_of_somebody_else_is_not_opened(people):
    app = opened(people["sam"], "case", account="a1")
    assert not faults(app) and not any("a1" in line for line in said(app))
    for account_id in ("a1", "a4", "a9"):
        with pytest.raises(NotAllowed):
            case_head.head(the_store(), JO.__class__("sam", "officer", ("Westmarch",), "sam"), account_id, AS_AT)


def test_the_filters_of_the_list_are_in_the_link(people):
    store_says = {"": {"a1", "a2", "a3"}, "jo": {"a1", "a2"}, "sam": {"a3"}}
    for officer, accounts in store_says.items():
        app = opened(people["lee"], "case", **({"officer": officer} if officer else {}))
        assert set(column(lists(app)[0], "account_id")) == accounts
    assert set(column(lists(opened(people["lee"], "case", waits="without"))[0], "account_id")) == {"a2", "a3"}
    assert "Choose other filters" in " ".join(said(opened(people["lee"], "case", paid="own_bank", officer="sam", waits="needs_you")))


def test_a_day_and_a_month_open_their_lines(people):
    app = opened(people["jo"], "case", account="a1")
    app.session_state["days_as_table"] = app.session_state["money_as_table"] = True
    app.toggle(key="plain_tables").set_value(True).run()
    app.selectbox(key="balance by day_pick").set_value(0).run()
    assert any(line.value == "**The lines of 30 Jun 2026**" for line in app.markdown)
    app.selectbox(key="money out by month_pick").set_value(0).run()
    assert any(line.value == "**Care agency out, June 2026**" for line in app.markdown)
    assert not faults(app)


def test_a_month_in_the_link_leaves_the_statements_of_that_month(people):
    app = opened(people["jo"], "case", account="a1", tab="Statements", month="2026-04-01")
    assert any("1 to 30" in line or "2 Apr to 30 Jun 2026" in line for line in said(app)) and not faults(app)
    nothing = opened(people["jo"], "case", account="a1", tab="Statements", month="2026-01-01")
    assert "No statement covers a day of January 2026." in said(nothing)
    next(button for button in nothing.button if button.label.startswith("Every statement")).click().run()
    assert "No statement covers a day of January 2026." not in said(nothing)


def test_a_forecast_gives_a_range_in_words_and_what_it_takes_for_granted(people):
    app = opened(people["jo"], "case", account="a1")
    assert "It is above the line of surplus already." in " ".join(said(app))
    assumed = list_with(app, "words")
    assert assumed[0]["words"] == "It begins with what the accounts held on 30 Jun 2026, the last day that statements cover"
    crossings = list_with(app, "pace_words", "over")
    assert column(crossings, "pace_words") == ["Slow", "As lately", "As planned"]


def test_each_clock_that_runs_stands_in_the_head_with_its_day_and_its_place(held):
    surplus_id = surplus.calculate(held, JO, "g1", "unknown", "", AS_AT)
    holds.begin(held, JO, "g1", "dispute", AS_AT, None, "They see it otherwise")
    head = case_head.head(held, LEE, "a1", AS_AT)
    found = {clock["kind"]: clock for clock in head["clocks"]}
    assert (found["surplus"]["step"], found["surplus"]["page"], found["surplus"]["link"]) == ("notify", "surplus", {"agreement": "g1", "surplus": surplus_id})
    assert found["hold"]["days_late"] is None and found["hold"]["step"] == "dispute"
    assert found["statutory_review"]["due_on"] == head["statutory_review_due_on"] and found["statutory_review"]["days_late"] == (AS_AT - head["statutory_review_due_on"]).days
    known = [clock["days_late"] for clock in head["clocks"] if clock["days_late"] is not None]
    assert known == sorted(known, reverse=True)


def test_a_link_that_knows_but_a_day_opens_the_review_of_that_day(people):
    app = opened(people["jo"], "review", account="a1", on="2026-06-15")
    period = the_store().value("select period_from from trackers.review where account_id = 'a1' and date '2026-06-15' between period_from and period_to")
    assert not faults(app) and app.query_params["period"] in (f"{period}", [f"{period}"]) and "on" not in app.query_params
    later = opened(people["jo"], "review", account="a1", on="2030-01-01")
    assert "No review covers 1 Jan 2030: its statement has not come." in said(later) and not faults(later)
    # Of somebody else's account the answer is the same as of one that has no statement.
    assert "No review covers 15 Jun 2026: its statement has not come." in said(opened(people["sam"], "review", account="a1", on="2026-06-15"))
