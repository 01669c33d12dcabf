"""Signing in and out as a person does it, in a real browser."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from lib import users
from lib.store import OPERATOR, open_store
from tests.gate_server import running

WAIT = 120_000


@pytest.fixture(scope="module")
def server(tmp_path_factory, empty_path):
    path = shutil.copy(empty_path, tmp_path_factory.mktemp("sign_in") / "council.duckdb")
    store = open_store(path)
    users.add_demo(store, [{"username": "officer1", "name": "Olive", "role": "officer", "councils": "Northshire", "officer": "O1"}])
    users.add(store, OPERATOR, "newt", "Newt", "auditor", ["Northshire"], password="copper lantern thirteen whales")
    store.close()
    with running(path) as started:
        yield started


@pytest.fixture
def page(browser, server):
    """A new browser window that fails the test when the browser complains."""
    context = browser.new_context(base_url=server.url)
    context.set_default_timeout(WAIT)
    window = context.new_page()
    window.complaints = complaints = []

    def hear(message):
        # Streamlit's page looks for its server below its own address first, and is told that it is not there.
        if message.type in ("error", "warning") and "/review/_stcore/" not in message.location["url"]:
            complaints.append(f"{message.text} {message.location['url']}")

    window.on("console", hear)
    window.on("pageerror", lambda error: complaints.append(str(error)))
    yield window
    context.close()


def test_somebody_signs_in_works_and_signs_out(page):
    page.goto("/review?case=1")
    page.get_by_label("Username").fill("officer1")
    page.get_by_label("Password").fill("officer1-reckoner-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("Olive is officer of Northshire").wait_for()
    assert page.url.endswith("/review?case=1")

    cookie = next(cookie for cookie in page.context.cookies() if cookie["name"] == "reckoner")
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Strict", -1)
    assert "reckoner" not in page.evaluate("document.cookie")

    page.set_input_files("input[type=file]", {"name": "march.csv", "mimeType": "text/csv", "buffer": b"a,b\n"})
    page.get_by_text("march.csv").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.path().read_text() == "secret of officer1"

    other_tab = page.context.new_page()
    other_tab.goto("/")
    other_tab.get_by_text("Olive is officer of Northshire").wait_for()
    assert page.complaints == []
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("status").get_by_text("You are signed out.").wait_for()
    other_tab.get_by_role("heading", name="Sign in").wait_for()
    page.goto("/review?case=1")
    page.get_by_role("heading", name="Sign in").wait_for()


def test_a_wrong_password_is_said_where_a_screen_reader_hears_it(page):
    page.goto("/login")
    page.get_by_label("Username").fill("officer1")
    page.get_by_label("Password").fill("not the one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_role("alert").inner_text() == "The username or password is not right."
    assert page.title().startswith("Error: ")
    assert page.get_by_label("Username").input_value() == "officer1"


def test_a_one_time_password_leads_to_choosing_ones_own(page):
    page.goto("/login")
    page.get_by_label("Username").fill("newt")
    page.get_by_label("Password").fill("copper lantern thirteen whales")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("New password", exact=True).fill("violet kettle under bridges")
    page.get_by_label("New password again").fill("violet kettle under bridges")
    page.get_by_role("button", name="Save and sign in").click()
    page.get_by_text("Newt is auditor of Northshire").wait_for()
    assert page.complaints == []


def test_the_made_up_councils_people_are_one_click_away(page):
    page.goto("/login")
    page.get_by_role("button", name="Sign in as officer1").click()
    page.get_by_text("Olive is officer of Northshire").wait_for()


def test_the_sign_in_page_has_no_accessibility_fault(page):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto("/login")
        faults = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}).response["violations"]
        assert [fault["id"] for fault in faults] == []
