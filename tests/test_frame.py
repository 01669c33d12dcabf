"""The organisation's name and logo from config.toml, and taking back what was done last."""

import pytest
from streamlit.testing.v1 import AppTest

from lib.config import ROOT, ConfigError
from lib.ui import frame


@pytest.fixture
def words(monkeypatch):
    """What config.toml says under [words]."""
    said = {"organisation": "Westmarch"}
    monkeypatch.setattr(frame, "settings", lambda: {"words": said})
    frame.logo.clear()
    yield said
    frame.logo.clear()


def test_without_a_logo_there_is_none(words):
    assert frame.logo() is None


def test_a_logo_is_part_of_the_page_itself(words, tmp_path):
    drawing = tmp_path / "logo.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    words["logo"] = str(drawing)
    assert frame.logo().startswith("data:image/svg+xml;base64,")
    words["logo"] = (ROOT / "docs" / "review.png").relative_to(ROOT).as_posix()
    frame.logo.clear()
    assert frame.logo().startswith("data:image/png;base64,")


@pytest.mark.parametrize("path", ["config.toml", "not_there.svg", "docs"])
def test_a_logo_that_is_none_is_said_in_a_sentence(words, path):
    words["logo"] = path
    with pytest.raises(ConfigError, match="is no SVG or PNG file"):
        frame.logo()


def _page():
    import streamlit as st

    from lib.ui.session import at_page, offer_undo, say, show_said

    def take_back(what):
        st.session_state["taken_back"] = what
        say(f"{what} is taken back.")

    at_page(st.query_params.get("page", "first"))
    show_said()
    offer_undo()
    st.button("Do it", on_click=lambda: say("Done to *one*.", undo=(take_back, "one")))


def test_what_was_done_can_be_taken_back_until_the_page_is_left():
    app = AppTest.from_function(_page).run()
    assert [button.label for button in app.button] == ["Do it"]
    app.button[0].click().run()
    assert app.success[0].value == "Done to \\*one\\*\\."
    app.run()
    assert "Undo" in [button.label for button in app.button]
    app.button(key="undo_said").click().run()
    assert app.session_state["taken_back"] == "one"
    assert [said.value.replace("\\", "") for said in app.success] == ["one is taken back."]
    assert "Undo" not in [button.label for button in app.button]


def test_on_another_page_it_is_not_offered():
    app = AppTest.from_function(_page).run()
    app.button[0].click().run()
    app.query_params["page"] = "second"
    app.run()
    assert "Undo" not in [button.label for button in app.button]
