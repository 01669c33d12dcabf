"""A case's timeline, documents and chronology on its page: filters in the link, where a row leads, and who may do what."""

import shutil

import pytest

from lib import sessions
from lib.serve import the_store
from tests.on_page import lists
from tests.test_chronology import TODAY, concern
from tests.test_pages import opened
from tests.told_council import SAID, told


@pytest.fixture(scope="module")
def people(folder_of, tmp_path_factory):
    """{username: who is signed in} to a copy whose pages are looked at and save nothing."""
    with pytest.MonkeyPatch.context() as patch:
        yield signed_in(shutil.copytree(folder_of(told), tmp_path_factory.mktemp("pages") / "store"), patch)


def signed_in(folder, patch):
    patch.setenv("RECKONER_STORE", str(folder / "reckoner.duckdb"))
    patch.setenv("RECKONER_TODAY", str(TODAY))
    store = the_store()
    return {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name in ("jo", "lee", "una")}


def at(who, tab, **link):
    return opened(who, "case", account="a1", tab=tab, **link)


def shown(app, column):
    """What the lists that have this column show, as text."""
    return " ".join(str(rows) for rows in [frame.value.to_dict("records") for frame in app.dataframe] + lists(app) if rows and column in rows[0])


def test_the_timeline_shows_a_concern_to_those_only_who_may_know(folder_of, tmp_path, monkeypatch):
    people = signed_in(shutil.copytree(folder_of(told), tmp_path / "store"), monkeypatch)
    concern(the_store())
    for who, may_know in (("jo", False), ("lee", True)):
        app = at(people[who], "Timeline")
        assert not app.exception and not app.error
        assert "A surplus was taken up" in shown(app, "what") and ("safeguarding concern" in shown(app, "what")) == may_know, who


def test_filters_of_the_timeline_live_in_the_link(people):
    app = at(people["jo"], "Timeline", event="note", order="oldest")
    assert "A note was made." in shown(app, "what") and "surplus" not in shown(app, "what")
    assert "Nothing happened on these days" in " ".join(text.value for text in at(people["jo"], "Timeline", event="note", since="2026-07-01").text)


@pytest.mark.parametrize(("event", "title"), [("surplus", "Surplus"), ("letter", "Letters"), ("finding", "Review"), ("hold", "Returns")])
def test_each_row_opens_its_spot(people, event, title):
    assert picked(people, event).title[0].value == title


def test_what_has_no_page_of_its_own_is_shown_in_full(people):
    assert SAID in [text.value for text in picked(people, "note").text]


def picked(people, event):
    app = at(people["jo"], "Timeline", event=event)
    app.toggle(key="plain_tables").set_value(True).run()
    app.selectbox(key="timeline_pick").select_index(0).run()
    assert not app.exception and not app.error
    return app


@pytest.mark.parametrize("who", ["jo", "una"])
def test_documents_are_added_by_those_who_write_in_the_case(people, who):
    app = at(people[who], "Documents")
    assert not app.exception and not app.error
    assert "slip.pdf" in shown(app, "title") and "Statement, 5 Jan 2026 to 30 Jun 2026" in shown(app, "title")
    assert ("Add it" in {button.label for button in app.button}) == (who == "jo")


def test_a_document_without_a_file_is_one_sentence_each(people):
    app = at(people["jo"], "Documents")
    next(button for button in app.button if button.label == "Add it").click().run()
    said = [error.value.replace("\\", "") for error in app.error]
    assert said == ["Choose the file that is to be kept.", "Choose what kind of document it is.", "Say in a few words what the document is."]


@pytest.mark.parametrize("who", ["lee", "una"])
def test_only_who_may_see_concerns_is_asked_whether_to_take_them_along(people, who):
    app = at(people[who], "Chronology")
    assert not app.exception and not app.error
    assert ("chronology_concerns" in {box.key for box in app.checkbox}) == (who == "lee")


def test_ticking_a_redaction_shows_at_once_what_its_reader_reads(people):
    app = at(people["jo"], "Chronology")
    app.checkbox(key="chronology_complaint_third_parties").check().run()
    app.text_area(key="chronology_words").set_value("surplus").run()
    text = str(lists(app))
    assert "Other person 1" in text and "Kim Helper" not in text and "surplus" not in text.casefold()
