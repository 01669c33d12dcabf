"""What somebody may choose, and what is made of what a browser says of it."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui.choices import Choice
from tests.on_page import choices, choose

BOX = Choice("kind", "Kind", "box", "", print, {"": "Everything", "note": "Notes", "<b>": "=1+1"})
DAY = Choice("since", "Since", "day", None, print)


@pytest.mark.parametrize(("choice", "said", "read"), [(BOX, "note", "note"), (BOX, "", ""), (BOX, "<b>", "<b>"), (DAY, "2026-02-28", date(2026, 2, 28)), (DAY, "", None)])
def test_what_is_offered_can_be_chosen(choice, said, read):
    assert choice.read(said) == read


@pytest.mark.parametrize(("choice", "said"), [(BOX, "notes"), (BOX, "Notes"), (BOX, None), (BOX, ["note"]), (DAY, "2026-02-29"), (DAY, "28/02/2026"), (DAY, 20260228)])
def test_nothing_else_can(choice, said):
    with pytest.raises((TypeError, ValueError)):
        choice.read(said)


def _page():
    import streamlit as st

    from lib.ui import place

    with place.filters():
        kind = place.choose("Kind", ["note", "call"], "kind", "Everything", str.upper, clears=("row",))
        since = place.choose_day("Since", "since", None)
        st.text(f"{kind} {since}")
    way = place.pick("Way", {"in": "Came in", "out": "Went out"}, "way")
    place.one_of({"First": lambda: st.text("the first"), "Second": lambda: st.text("the second")}, "part")
    st.text(f"{way} {sorted(st.query_params.to_dict().items())}")


def said(app):
    assert not app.exception
    return [text.value for text in app.text]


def test_a_choice_lives_in_the_link_and_takes_out_what_was_about_the_one_before():
    app = AppTest.from_function(_page)
    app.query_params["row"] = "7"
    app.run()
    assert said(app) == ["None None", "the first", "in [('row', '7')]"]
    assert choices(app)["Kind"]["options"] == ["Everything", "NOTE", "CALL"]
    choose(app, "Kind", "call")
    assert said(app) == ["call None", "the first", "in [('kind', 'call')]"]
    choose(app, "Way", "out")
    assert said(app)[2].startswith("out ")
    choose(app, "Since", "2026-02-28")
    assert said(app)[0] == "call 2026-02-28"
    choose(app, "", "Second")
    assert said(app)[1] == "the second"
    choose(app, "Kind", "")
    choose(app, "Since", "")
    assert said(app) == ["None None", "the second", "out [('part', 'Second'), ('way', 'out')]"]


@pytest.mark.parametrize(("label", "value"), [("Kind", "visit"), ("Kind", {"a": 1}), ("Since", "2026-02-30"), ("Since", 5), ("Way", "through"), ("", "Third")])
def test_what_no_box_offers_changes_nothing(label, value):
    app = AppTest.from_function(_page)
    app.query_params["kind"] = "note"
    choose(app.run(), label, value)
    assert said(app) == ["note None", "the first", "in [('kind', 'note')]"]


@pytest.mark.parametrize("link", [{"kind": "visit"}, {"since": "yesterday"}, {"part": "Third"}, {"way": "through"}])
def test_a_link_that_names_no_option_is_as_one_that_says_nothing(link):
    app = AppTest.from_function(_page)
    for name, value in link.items():
        app.query_params[name] = value
    assert said(app.run())[:2] == ["None None", "the first"] and said(app)[2].startswith("in ")


def test_a_box_of_more_than_can_be_looked_through_is_typed_in():
    def many():
        import streamlit as st

        from lib.ui import place

        st.text(place.choose("Person", [f"person {number}" for number in range(place.MANY)], "person", "Everybody") or "nobody")

    app = AppTest.from_function(many).run()
    assert not app.get("bidi_component")
    app.selectbox[0].select("person 3").run()
    assert said(app) == ["person 3"]
