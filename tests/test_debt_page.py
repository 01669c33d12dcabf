"""The debt and misspend pages with somebody who owes: each stage opens for each role, and the forms do what they say."""

import os
import shutil
from decimal import Decimal

import pytest

from lib import debt_ledger, misspend, sessions, users
from lib.serve import the_store
from tests import debt_council as made
from tests.debt_council import DAY, KIT, OWING, raised, up_the_ladder
from tests.on_page import figures
from tests.small_council import AS_AT, JO, LEE
from tests.test_pages import opened

ROLES = {"jo": "officer", "lee": "team_leader", "aud": "auditor"}


def people(store):
    users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": "jo" if name == "jo" else ""} for name, role in ROLES.items()])


@pytest.fixture
def shown(folder_of, tmp_path, monkeypatch):
    """shown(fill, ...): a copy of the store where somebody owes, and what else is named was filled, as the pages show it."""

    def copy(*fills):
        shutil.copytree(folder_of(*OWING, people, *fills), tmp_path, dirs_exist_ok=True)
        monkeypatch.setenv("RECKONER_STORE", str(tmp_path / "reckoner.duckdb"))
        monkeypatch.setenv("RECKONER_TODAY", str(AS_AT))
        return the_store()

    yield copy
    the_store().close()


@pytest.fixture
def council(shown):
    return shown()


def page(store, name, username="jo", **place):
    """A page as somebody sees it; nothing may be wrong on it."""
    user = {"username": username, "sid": sessions.sid_of(sessions.start(store, username, "127.0.0.1"))}
    return well(opened(user, name, **place))


def well(app):
    assert not app.exception and [error.value for error in app.error] == []
    return app


def press(app, label):
    return well(next(button for button in app.button if button.label == label).click().run())


def texts(app):
    return " ".join(element.value for element in [*app.text, *app.markdown])


def today(day):
    os.environ["RECKONER_TODAY"] = str(day)


def test_the_tracker_lists_what_is_due_and_what_can_be_raised(council):
    app = page(council, "debt", part="Raise a debt")
    assert "Contributions behind that no debt claims yet" in [one.value for one in app.subheader]
    raised(council)
    app = page(council, "debt")
    assert [value for _, value, *_ in figures(app)][:2] == ["£160.00", "1"]


def test_a_debt_is_raised_from_the_list_of_arrears(council):
    app = page(council, "debt", part="Raise a debt")
    app.session_state["plain_tables"] = True
    app.run()
    next(box for box in app.selectbox if box.key == "contributions behind_pick").select_index(0).run()
    press(app, "Raise the debt")
    assert council.row("select amount, stage from audit.debt") == {"amount": 160, "stage": "raised"}


def test_a_debt_opens_at_every_stage_for_everybody_who_may_see_it(shown):
    council = shown(raised)
    debt_id = made.the_debt(council)

    def seen():
        return {username: page(council, "debt", username, agreement="g1", debt=debt_id) for username in ROLES}

    seen()
    up_the_ladder(council, debt_id)
    today(AS_AT + 60 * DAY)
    seen()
    debt_ledger.propose(council, JO, "g1", debt_id, "write_off", "10.00", "Seen", AS_AT + 60 * DAY, "hardship")
    made.hold(council, AS_AT + 60 * DAY, None)
    last = seen()
    assert {username: any("Breathing space since" in warning.value for warning in app.warning) for username, app in last.items()} == dict.fromkeys(ROLES, True)
    assert [username for username, app in last.items() if "Approve it" in [button.label for button in app.button]] == ["lee"]
    assert [username for username, app in last.items() if "Pack for the debt team" in [button.label for button in app.get("download_button")]] == ["jo", "lee"]


def test_a_payment_is_noted_by_its_form_and_what_is_wrong_is_said(shown):
    council = shown(raised)
    debt_id = made.the_debt(council)
    app = page(council, "debt", agreement="g1", debt=debt_id)
    app.text_input(key="pay_amount").set_value("160.01")
    app.text_input(key="pay_receipt").set_value("R1")
    next(button for button in app.button if button.label == "Note the payment").click().run()
    assert any("can't be more" in error.value.replace("\\", "") for error in app.error)
    app.text_input(key="pay_amount").set_value("60.00")
    app.text_input(key="pay_receipt").set_value("R1")
    press(app, "Note the payment")
    assert council.value("select outstanding from audit.debt") == 100


def test_a_plan_is_proposed_and_shown_with_its_instalments(shown):
    council = shown(raised)
    debt_id = made.the_debt(council)
    app = page(council, "debt", agreement="g1", debt=debt_id)
    app.text_input(key="plan_instalment").set_value("50.00")
    app.text_input(key="plan_affordability").set_value("Has £60.00 a month")
    press(app, "Propose the plan")
    assert "Write and send the letter with the plan first" in texts(app)
    plan = council.row("from decisions.repayment_plan")
    made.letter(council, "plan", plan["plan_id"], "repayment_plan", AS_AT, 160)
    press(app.run(), "The person agrees")
    assert council.value("select stage from audit.debt") == "in_plan"
    today(AS_AT + DAY)
    app.run()
    app.text_input(key=f"reason_{plan['plan_id']}_break").set_value("Nothing came")
    press(app, "It is not kept")
    assert council.value("select stage from audit.debt") == "plan_ended"


def test_a_first_letter_is_written_and_its_going_out_is_said(shown):
    from lib import letters

    council = shown(raised)
    debt_id = made.the_debt(council)
    app = page(council, "debt", agreement="g1", debt=debt_id)
    app.checkbox(key="letter_letter_1_address_checked").set_value(True)
    press(app, "Write the letter")
    letter_id = council.value("select letter_id from decisions.letter")
    letters.mark_sent(council, JO, "g1", letter_id, AS_AT, "post")
    press(app.run(), "The first letter went out")
    assert council.value("select stage from audit.debt") == "letter_1"


def test_an_overpayment_is_proposed_and_approved_on_its_page(council):
    app = page(council, "debt", part="Raise a debt", account="a1")
    lines = app.multiselect(key="over_lines")
    lines.select(lines.options[0])
    app.text_input(key="over_amount").set_value("90.00")
    app.text_input(key="over_reason").set_value("One week was paid twice")
    app.checkbox(key="over_own_fault").set_value(True)
    press(app, "Propose it")
    debt_id = council.value("select debt_id from audit.debt")
    app = page(council, "debt", "lee", agreement="g1", debt=debt_id)
    assert "the council's own mistake" in texts(app)
    press(app, "Approve it")
    assert council.row("select stage, outstanding from audit.debt") == {"stage": "raised", "outstanding": 90}


def test_a_question_goes_from_upheld_findings_to_its_debt(council):
    found = made.upheld(council, actor=KIT)
    app = page(council, "misspend")
    app.session_state["plain_tables"] = True
    app.run()
    next(box for box in app.selectbox if box.key == "upheld findings_pick").select_index(0).run()
    app.text_input(key="question_reason").set_value("Gambling is outside the plan")
    press(app, "Begin to ask")
    case = council.value("select misspend_id from decisions.misspend")
    where = {"agreement": "g1", "misspend": case}
    app = press(page(council, "misspend", **where), "Write the letter that asks")
    made.letter(council, "misspend", case, "line_query", AS_AT)
    press(app.run(), "The letter with our questions went out")
    app.text_input(key="meeting_note").set_value("At home, on 9 July")
    press(app, "A meeting was offered")
    app.selectbox(key="view_met").select("no")
    app.text_input(key="view_note").set_value("Robin Example: no need is met")
    press(app, "Note the practitioner's view")
    lees = page(council, "misspend", "lee", **where)
    assert "14 days to answer, and 0 have passed" in texts(lees)
    today(AS_AT + 14 * DAY)
    lees.run()
    lees.text_area(key="decide_reason").set_value("It meets no need, and she knew")
    press(lees, "Decide")
    press(app.run(), "Raise the debt")
    assert council.row("select kind, amount from audit.debt") == {"kind": "misspend", "amount": Decimal("50.53")}
    assert council.value("select count(*) from trackers.misspend_line where is_decided") == len(found)


def test_an_auditor_sees_a_question_and_is_offered_nothing(council):
    case = misspend.open_question(council, JO, "g1", "a1", made.upheld(council, actor=LEE), "Gambling", AS_AT)
    app = page(council, "misspend", "aud", agreement="g1", misspend=case)
    assert {button.label for button in app.main.get("button")} <= {"All questions"}
