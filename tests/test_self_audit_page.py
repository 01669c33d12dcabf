"""The self-audit's page as people use it: plan, draw, a second look, its score, and the officer's answer."""

import shutil

import pytest

from lib import self_audit, self_audit_blind, sessions
from lib import self_audit_draw as draws
from lib import self_audit_drawn as drawn
from lib import self_audit_plan as plans
from lib.serve import the_store
from tests.on_page import lists
from tests.self_audit_council import AFTER, HELD_BACK, UNA, wanted
from tests.small_council import LEE
from tests.test_pages import opened


@pytest.fixture
def people(reviewed, tmp_path, monkeypatch):
    """{username: who Streamlit is told is there}, on a copy of the store with completed reviews."""
    folder = shutil.copytree(reviewed.parent, tmp_path / "own")
    monkeypatch.setenv("RECKONER_STORE", str(folder / reviewed.name))
    monkeypatch.setenv("RECKONER_TODAY", str(AFTER))
    store = the_store()
    return {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name in ("jo", "lee", "una")}


def faults(app):
    return [error.value for error in app.error] + list(app.exception)


def shown(app):
    """Every word on the page: texts, tables, and what can be chosen but the answers themselves."""
    said = [element.value for kind in ("text", "markdown", "code", "subheader", "text_input") for element in app.get(kind)]
    tables = [frame.value.to_string() for frame in app.dataframe] + [str(rows) for rows in lists(app)]
    return "\n".join(str(one) for one in [*said, *tables])


def test_a_month_is_planned_and_drawn_on_the_page_and_says_how_to_repeat_it(people):
    app = opened(people["lee"], "self_audit")
    app.selectbox(key="plan_month").set_value(wanted().month).run()
    next(box for box in app.multiselect if box.label == "Who looks a second time").set_value(["una"])
    next(button for button in app.button if button.label == "Store the plan").click().run()
    assert not faults(app)
    cycle = drawn.cycles(the_store(), LEE)[0]
    assert any(cycle["seed_sha256"] in text.value for text in app.text) and cycle["seed"] is None
    app = opened(people["lee"], "self_audit", step="Draw")
    next(toggle for toggle in app.toggle if toggle.key == "so_far").set_value(True).run()
    assert "sam" in shown(app)
    next(button for button in app.button if button.label == "Draw").click().run()
    assert not faults(app)
    assert drawn.cycles(the_store(), LEE)[0]["seed"] in [code.value for code in app.code]
    assert "printf '%s' 'SEED|REVIEW' | sha256sum" in [code.value for code in app.code]


def test_a_second_look_shows_nothing_of_the_first_until_it_is_over(people):
    store = the_store()
    cycle = plans.plan(store, LEE, wanted(), AFTER)
    item_id = next(row["item_id"] for row in draws.draw(store, LEE, cycle, AFTER) if row["account_id"] == "a1")
    assert not faults(opened(people["una"], "self_audit", step="Check"))
    app = opened(people["una"], "self_audit", item=item_id)
    next(button for button in app.button if button.label == "Begin").click().run()
    assert not faults(app)
    assert not [word for word in HELD_BACK[:1] + HELD_BACK[3:4] if word in shown(app)]
    assert "BET365" in shown(app) and "Activity" not in shown(app)
    for row in self_audit_blind.questions(store, UNA, item_id):
        self_audit_blind.say(store, UNA, item_id, "exception", row["exception_id"], "query")
    self_audit_blind.finish(store, UNA, item_id, "agreed")
    app = opened(people["una"], "self_audit", item=item_id)
    assert not faults(app)
    assert HELD_BACK[0] in shown(app) and "Differs" in shown(app)
    # Its officer is told only what is scored.
    assert "a1" not in shown(opened(people["jo"], "self_audit"))
    self_audit.score(store, UNA, item_id, {row["point"]: (2, "") for row in self_audit.points(store, UNA, item_id) if row["kind"] == "point"}, {})
    self_audit.tell(store, UNA, item_id, "Look at this together", AFTER)
    app = opened(people["jo"], "self_audit", answer=item_id)
    assert not faults(app)
    assert "Look at this together" in shown(app) and "Answer" in [button.label for button in app.button]
    assert not faults(opened(people["lee"], "self_audit", step="Result"))
