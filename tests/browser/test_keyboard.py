"""An officer's morning by the keyboard alone: My work says what is first, one thing is done and one is put off, and nothing is clicked."""

import re
import shutil
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import expect

from lib import my_work
from lib.store import Actor, open_store
from tests.browser.acting import WAIT, keep_picture, settled
from tests.conftest import TODAY
from tests.gate_server import running

# An account whose one review has exceptions to go through.
TO_GO_THROUGH = re.compile(r"(^|\D)1 to review, the oldest from .*; ([2-9]|\d\d+) to answer")


@pytest.fixture(scope="module")
def path(council, tmp_path_factory):
    home = tmp_path_factory.mktemp("keyboard") / "council"
    shutil.copytree(council.parent, home, ignore=shutil.ignore_patterns("files"))
    return home / council.name


@pytest.fixture(scope="module")
def begin(path):
    """The link to My work with something in hand that stands two before such an account."""
    store = open_store(path)
    items = my_work.due(store, Actor("officer1", "officer", ("Westmarch",), "officer1"), TODAY)
    store.close()
    place = next(place for place, item in enumerate(items) if TO_GO_THROUGH.search(item["note"]))
    return f"/my_work?{urlencode({'item': items[place - 2]['item']})}"


@pytest.fixture(scope="module")
def server(path, begin):
    with running(path, script="app.py", today=TODAY) as started:
        yield started


@pytest.fixture
def page(browser, server, begin):
    """A window whose mouse is gone: a click would be a fault of the test."""
    context = browser.new_context(base_url=server.url, viewport={"width": 1500, "height": 1000})
    context.set_default_timeout(WAIT)
    window = context.new_page()
    window.goto(f"/login?next={quote(begin, safe='')}")
    tab_to(window, window.get_by_label("Username"))
    window.keyboard.type("officer1")
    window.keyboard.press("Tab")
    window.keyboard.type("officer1-reckoner-demo")
    window.keyboard.press("Enter")
    yield window
    context.close()


def tab_to(page, target, at_most=60):
    """Press Tab until this has the focus."""
    for _ in range(at_most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {target}.")


def press(page, key):
    page.keyboard.press(key)
    settled(page)


def summary(page):
    """(due, late, done today, done this week) as the line on top says."""
    line = page.get_by_text(re.compile(r"^\d+ things? today, "))
    line.wait_for()
    settled(page)
    return tuple(int(number) for number in re.match(r"(\d+) things? today, (\d+) late\..*today: (\d+), this week: (\d+)\.", line.inner_text()).groups())


def test_the_first_thing_is_done_another_is_put_off_and_the_place_is_kept(page, request):
    before = summary(page)
    page.keyboard.press("Shift+?")
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    page.get_by_text("Put off what is in hand, with a reason").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    # On to an account whose one review has exceptions to go through, and into it.
    in_hand = page.get_by_text(re.compile(r"^\d+ of \d+$"))
    for _ in range(2):
        was = in_hand.inner_text()
        page.keyboard.press("n")
        expect(in_hand).not_to_have_text(was)
        settled(page)
    expect(page.get_by_text(TO_GO_THROUGH).first).to_be_visible()
    place, _ = in_hand.inner_text().split(" of ")
    press(page, "d")
    needs = page.get_by_text(re.compile(r"^Needs you \d+ of \d+ lines?$"))
    needs.wait_for()
    settled(page)
    left = int(re.search(r"\d+", needs.inner_text())[0])
    for key, place_in in (("n", 2), ("p", 1)):
        page.keyboard.press(key)
        page.get_by_text(re.compile(rf"^{place_in} of \d+$")).wait_for()
        settled(page)
    why = page.get_by_label(re.compile("^Why"))
    page.keyboard.press("w")
    expect(why).to_be_focused()
    page.keyboard.type("The papers were seen")
    press(page, "Tab")
    page.keyboard.press("e")
    page.get_by_text(re.compile(rf"^Needs you {left - 1} of")).wait_for()
    settled(page)
    page.keyboard.press("z")
    page.get_by_text(re.compile(rf"^Needs you {left} of")).wait_for()
    settled(page)
    page.keyboard.press("w")
    expect(why).to_be_focused()
    page.keyboard.type("The papers were seen")
    press(page, "Tab")
    page.keyboard.press("e")
    page.get_by_text(re.compile(rf"^Needs you {left - 1} of")).wait_for()
    keep_picture(page, request, "review")

    # Back, where the place is kept and the deed counted.
    page.evaluate("document.activeElement.blur()")
    link = page.get_by_role("link", name="My work", exact=True)
    tab_to(page, link, at_most=200)
    page.evaluate("window.wasLoaded = true")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="My work").wait_for()
    # The site map is followed without loading the page anew, and whoever came by keys goes on from there.
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-current", "page")
    assert page.evaluate("window.wasLoaded")
    after = summary(page)
    assert (after[2], after[3]) == (before[2] + 1, before[3] + 1)
    # What was answered may have been all that one payee waited for, which is an item further down.
    assert in_hand.inner_text().split(" of ")[0] == place

    # Put off with a reason, taken back, put off again.
    for again in (False, True):
        page.keyboard.press("s")
        dialog = page.get_by_role("dialog", name="Put it off")
        dialog.wait_for()
        tab_to(page, dialog.get_by_label("Why?", exact=True))
        page.keyboard.type("In hospital until Tuesday")
        tab_to(page, dialog.get_by_role("button", name="Put it off"))
        page.keyboard.press("Enter")
        page.get_by_text(re.compile("^Put off until 23 Nov 2026")).wait_for()
        page.get_by_text("1 put off", exact=True).wait_for()
        assert summary(page)[0] == after[0] - 1
        if not again:
            page.keyboard.press("z")
            page.get_by_text("It is on the list again.").wait_for()
            assert summary(page)[0] == after[0]
    keep_picture(page, request)
