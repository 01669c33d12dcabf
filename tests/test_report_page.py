"""The report page as people use it: a figure, what it is made of, its files, issuing it; and the day that figures are shown for."""

import shutil
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from lib import sessions, users
from lib.as_known import month_ends
from lib.serve import the_store
from tests.on_page import choices, choose, column, figures, list_with
from tests.small_council import AS_AT
from tests.test_pages import opened

PEOPLE = (("lee", "team_leader"), ("una", "auditor"), ("sue", "senior_officer"), ("jo", "officer"))


@pytest.fixture(scope="module")
def people(held_path, tmp_path_factory):
    """{username: who Streamlit is told is there}, on a copy of the small council's store. They look, and save nothing."""
    with pytest.MonkeyPatch.context() as patch:
        yield signed_in(held_path, tmp_path_factory.mktemp("report"), patch)


def signed_in(held_path, folder, patch):
    patch.setenv("RECKONER_STORE", str(shutil.copy(held_path, folder)))
    patch.setenv("RECKONER_TODAY", str(AS_AT))
    store = the_store()
    users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": "jo" if role == "officer" else ""} for name, role in PEOPLE])
    return {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name, *_ in PEOPLE}


def faults(app):
    return [error.value for error in app.error] + list(app.exception)


def said(app):
    return [text.value for text in app.text]


def buttons(app):
    return [button.label for button in app.button]


@pytest.mark.parametrize("who", ["lee", "una", "sue"])
def test_every_figure_of_the_month_that_is_over_and_what_one_is_made_of(people, who):
    app = opened(people[who], "report")
    assert not faults(app)
    assert [figure[:2] for figure in figures(app)][:2] == [("Active agreements", "3"), ("Net pounds a week", "£270.00")]
    one = opened(people[who], "report", measure="active_agreements", period="2026-06")
    assert not faults(one)
    assert "Direct payment agreements that run on the last day of the month, paused ones included." in said(one)
    assert next(subheader.value.replace("\\", "") for subheader in one.subheader) == "Active agreements: 3"
    assert {"**The numerator: 3 cases**"} <= {markdown.value for markdown in one.markdown}


def test_an_officer_has_no_report(people):
    assert len(opened(people["jo"], "report").error) == 1


def test_a_figure_opens_what_it_is_made_of(people):
    app = opened(people["lee"], "report", period="2026-05")
    to = next(to for label, *_, to in figures(app) if label == "Net pounds a week")
    assert to in column(list_with(app, "said_before"), "to")
    assert parse_qs(urlsplit(to).query) == {"measure": ["net_weekly"], "period": ["2026-05"]}
    app = opened(people["lee"], "report", measure="net_weekly", period="2026-05")
    assert not faults(app)
    assert any("Net pounds a week" in subheader.value for subheader in app.subheader)


def test_a_report_is_issued_once_a_council_is_chosen_by_who_may_and_listed_then(people, held_path, tmp_path, monkeypatch):
    assert "Issue this report" not in buttons(opened(people["lee"], "report"))
    assert "Issue this report" not in buttons(opened(people["una"], "report", council="Westmarch"))
    people = signed_in(held_path, tmp_path, monkeypatch)
    app = opened(people["lee"], "report", council="Westmarch", period="2026-05")
    next(button for button in app.button if button.label == "Issue this report").click().run()
    assert not faults(app)
    assert "The report of Westmarch for May 2026 is issued." in app.success[0].value.replace("\\", "")
    assert the_store().value("select count(*) from decisions.report") == 1
    seen = opened(people["una"], "report")
    seen.session_state["issued"] = True
    seen.run()
    assert [list(frame.value["issued_by"]) for frame in seen.dataframe if "issued_by" in frame.value] == [["lee"]]


def test_as_known_on_its_last_day_is_a_choice_of_a_period_that_is_over(people):
    app = opened(people["lee"], "report", period="2026-05", known="then")
    assert not faults(app)
    assert "Known" in choices(app)
    # The caseload came without a word of when; its statement came later.
    assert figures(app)[0][1] == "3"
    assert "Known" not in choices(opened(people["lee"], "report", period="2026-06"))


# The day that figures are shown for


def shown_as_at(user, **link):
    app = AppTest.from_function(_page_as_at, default_timeout=60)
    app.user = user
    for name, value in link.items():
        app.query_params[name] = value
    return app.run()


def _page_as_at():
    import streamlit as st

    from lib.ui.as_at_parts import as_at_choice

    shown = as_at_choice()
    st.text(f"{shown.day} {len(shown.view('audit.statement'))} {sum(row['count'] for row in shown.tally('audit.statement', ['council']))}")
    st.text(shown.sentence)


def test_today_is_shown_until_a_day_is_chosen_and_the_link_reopens_it(people):
    app = shown_as_at(people["lee"])
    assert (said(app), app.exception) == ([f"{AS_AT} 1 1", ""], [])
    choose(app, "As at", "2026-05-31")
    day, sentence = said(app)
    assert day == "2026-05-31 0 0" and sentence.startswith("On 31 May 2026 nothing was recorded here yet: records begin on")
    assert app.query_params["as_at"] == "2026-05-31"
    known_now = shown_as_at(people["lee"], as_at="2026-05-31", known="now")
    assert said(known_now) == ["2026-05-31 1 1", "This is 31 May 2026 as known now: with all that was recorded later about the days until then, and nothing that was done later."]


def test_any_day_may_be_chosen_and_none_that_is_still_to_come(people):
    app = shown_as_at(people["lee"])
    choose(app, "As at", "another")
    assert said(app)[0].startswith("2026-06-29") and not app.exception
    choose(app, "Day", "2026-06-12")
    assert said(app)[0].startswith("2026-06-12") and app.query_params["as_at"] == "2026-06-12"
    for link in ("2026-07-01", "2026-06-30", "nonsense"):
        assert said(shown_as_at(people["lee"], as_at=link))[0].startswith(f"{AS_AT}")


def test_the_month_ends_that_are_offered_are_the_last_thirteen():
    ends = month_ends(date(2026, 3, 1))
    assert (ends[0], ends[1], ends[-1], len(ends)) == (date(2026, 2, 28), date(2026, 1, 31), date(2025, 2, 28), 13)
