"""The pages of pauses and concerns as people use them: two clicks raise one, and nobody else's page shows it."""

import os
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from lib import safeguarding, sessions, users
from lib.config import ROOT
from lib.serve import the_store
from tests.on_page import figures
from tests.small_council import AS_AT, LEE, move_in, receive

PEOPLE = (("jo", "officer", "jo"), ("sue", "senior_officer", ""), ("lee", "team_leader", ""), ("max", "team_leader", ""), ("una", "auditor", ""))
LINES = [("2026-04-02", "CARE AT HOME", "-80.00"), ("2026-04-20", "BET365", "-20.00"), ("2026-06-30", "CARE AT HOME", "-80.00")]


def moved_in(store):
    move_in(store)
    receive(store, "a1", LINES, opening="1680.00")
    users.add_demo(store, [{"username": name, "name": name.title(), "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])


@pytest.fixture
def people(tmp_path, folder_of):
    """{username: who Streamlit is told is there}, in the small council."""
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


def at(user, page, **place):
    app = AppTest.from_file(str(ROOT / "tests" / "app_elsewhere.py"), default_timeout=120)
    app.user = user
    for name, value in place.items():
        app.query_params[name] = value
    app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception and not [error.value for error in app.error]
    return app


def button(app, label):
    return next(one for one in app.button if one.label == label)


def form(app, **values):
    """Fill in widgets by their keys."""
    for key, value in values.items():
        next(one for kind in (app.selectbox, app.text_area, app.text_input, app.date_input) for one in kind if one.key == key).set_value(value)
    return app


def said(app):
    return [text.value.replace("\\", "") for kind in (app.success, app.error, app.info) for text in kind]


def shown(app):
    """All that stands on a page."""
    return [repr((type(one).__name__, getattr(one, "label", None), str(getattr(one, "value", None)))) for one in app.main]


PAGES = (
    ("case", {"account": "a1"}), ("review", {"account": "a1", "period": "2026-04-01"}), ("suspensions", {}), ("letters", {}), ("surplus", {}), ("activity", {"since": "2026-01-01"}), ("caseload", {}),
    ("my_work", {}),
)  # fmt: skip
# An auditor has no such page; a team leader's work tells of concerns, and may.
MAY_NOT = {("jo", "activity"), ("sue", "activity"), ("una", "my_work"), ("lee", "my_work")}


def everything(people, pages=PAGES):
    return {(name, page): shown(at(people[name], page, **place)) for name in ("jo", "sue", "lee", "una") for page, place in pages if (name, page) not in MAY_NOT}


def test_two_clicks_raise_a_concern_and_no_page_of_others_is_another_afterwards(people):
    everything(people, PAGES[:2])  # whoever looks for the first time leaves a row that says so
    before = everything(people)
    app = at(people["jo"], "case", account="a1")
    button(app, safeguarding.SIGNS["adult_unaware"]).click().run()
    assert safeguarding.CONFIRMED in said(app)
    app = at(people["sue"], "review", account="a1", period="2026-04-01")
    button(app, safeguarding.SIGNS["cash_by_somebody_else"]).click().run()
    assert safeguarding.CONFIRMED in said(app)
    concerns = safeguarding.concerns(the_store(), LEE)
    assert {(row["sign"], row["raised_by"], row["description"]) for row in concerns} == {("adult_unaware", "jo", None), ("cash_by_somebody_else", "sue", "BET365")}
    after = everything(people)
    assert [page for page in before if before[page] != after[page]] == []


def test_what_was_written_about_a_concern_does_not_stay_on_the_page(people):
    app = at(people["jo"], "case", account="a1")
    form(app, concern_note_a1="Seen at the door")
    button(app, safeguarding.SIGNS["other"]).click().run()
    assert said(app) == [safeguarding.CONFIRMED]
    assert next(one for one in app.text_area if one.key == "concern_note_a1").value == ""
    assert safeguarding.concerns(the_store(), LEE)[0]["note"] == "Seen at the door"


def test_a_team_leader_tells_the_hub_and_the_clock_stops(people):
    app = at(people["jo"], "case", account="a1")
    button(app, safeguarding.SIGNS["adult_unaware"]).click().run()
    concern = safeguarding.concerns(the_store(), LEE)[0]
    app = at(people["lee"], "concerns")
    assert [value for _, value, *_ in figures(app)] == ["1", "0", "0"]
    app = at(people["lee"], "concerns", agreement="g1", concern=concern["concern_id"])
    form(app, did="told_mash", did_note="The hub, reference 7")
    button(app, "Write it down").click().run()
    form(app, referral_name="P Example", referral_address="The hub")
    button(app, "Write the letter").click().run()
    assert said(app) == ["The referral is written. Read it, send it, and mark it as sent here."]
    assert safeguarding.concerns(the_store(), LEE)[0]["state"] == "told"
    assert len(safeguarding.open_concern(the_store(), LEE, "g1", concern["concern_id"])["letters"]) == 1


def test_a_pause_is_proposed_by_one_and_approved_by_another_who_reads_what_it_does(people):
    app = form(at(people["jo"], "suspensions", agreement="g1"), propose_ground="no_returns", propose_why="Three letters, no answer")
    button(app, "Propose it").click().run()
    assert said(app)[0].startswith("Proposed.")
    pause = the_store().row("from decisions.suspension")
    here = {"agreement": "g1", "suspension": pause["suspension_id"]}
    for name, box, choice, note in (
        ("jo", "sw_agreed", "agreed", "P Example"), ("jo", "alternative_care", "not_needed", "The daughter stays"), ("jo", "wages_and_notice_covered", "nobody_employed", "Agency only"),
        ("jo", "capacity_and_representative", "can_decide", "Seen in May"), ("jo", "review_date", None, None), ("lee", "safeguarding_screened", "screened", None),
    ):  # fmt: skip
        app = at(people[name], "suspensions", **here)
        form(app, box=box).run()
        form(app, **{f"{key}_{box}": value for key, value in (("said", choice), ("note", note)) if value})
        button(app, "Fill the box").click().run()
        assert not app.error, said(app)
    app = form(at(people["jo"], "suspensions", **here), notice_alternative="Your daughter cares for you.", notice_what_now="Nothing.")
    button(app, "Write the letter").click().run()
    assert said(app) == ["The notice is written. Send it under Letters and mark it as sent: that fills its box."]
    app = at(people["max"], "suspensions", **here)
    assert button(app, "Approve the pause").disabled
    from lib import letters

    letters.mark_sent(the_store(), LEE, "g1", the_store().value("select letter_id from decisions.letter"), AS_AT, "post")
    app = at(people["max"], "suspensions", **here)
    assert "Reckoner stops no payment: enter the pause where payments are made." in [text.value for text in app.text]
    button(app, "Approve the pause").click().run()
    assert said(app) == ["Approved. It is on record with your name."]
    app = form(at(people["max"], "suspensions", **here), continue_reason="Still nothing")
    button(app, "Let it go on").click().run()
    assert said(app) == ["Goes on after review. It is on record with your name."]
    assert [value for _, value, *_ in figures(at(people["jo"], "suspensions"))] == ["1", "0", "0", "1"]


def test_another_way_of_being_paid_is_recommended_with_what_the_accounts_show(people):
    app = form(
        at(people["jo"], "suspensions", agreement="g1"),
        recommend_to="managed_account",
        recommend_grounds="Letters go unread",
        recommend_name="P Example",
        recommend_address="Team 4",
    )
    button(app, "Write the letter").click().run()
    assert said(app) == ["Recommended. The letter to the practitioner waits under Letters."]
    row = the_store().row("from trackers.recommendation")
    assert (row["to_account_type"], row["grounds"], row["is_done"], row["sent_on"]) == ("managed_account", "Letters go unread", False, None)
