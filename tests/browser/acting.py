"""What a person does in the browser, over and over: signs in, waits, says which column is which."""

import csv
from datetime import date
from pathlib import Path

from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import expect

from lib import categories, policy, users
from lib.caseload import load
from lib.demo import write_council
from lib.store import OPERATOR, open_store

TODAY = date(2026, 11, 22)
WAIT = 120_000
ROW, BOX = 35, 14  # pixels: the height of a row of a grid, and how far in its box to choose it stands


def move_in(once):
    """(path, open store) of a made-up council with its caseload and its people, and no statement yet; its files are in the folder files beside it."""
    path = once("moved_in", _move_in) / "reckoner.duckdb"
    return path, open_store(path)


def _move_in(home):
    write_council(home / "files", TODAY, cases=100)
    store = open_store(home / "reckoner.duckdb", create=True)
    policy.load(store, OPERATOR, as_at=TODAY)
    categories.load(store, OPERATOR)
    load(store, OPERATOR, home / "files" / "extracts", as_at=TODAY)
    with (home / "files" / "users.csv").open(encoding="utf-8", newline="") as kept:
        users.add_demo(store, list(csv.DictReader(kept)))
    store.close()


def sign_in(browser, server, username, at="/", **looks):
    """The page that somebody asked for and saw once they had signed in."""
    context = browser.new_context(base_url=server.url, viewport={"width": 1500, "height": 1000}, **looks)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.goto(at)
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(f"{username}-reckoner-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", level=1).wait_for()
    return page


def settled(page):
    """Wait until the page stands still, with those parts that the browser fetches when they are first needed.

    A run that was only just asked for has not begun yet: wait for what it draws first, then for this.
    """
    page.locator("[data-test-script-state=notRunning]").wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    # The keys of what was drawn work once the browser has shown it.
    page.evaluate("() => new Promise((go_on) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go_on))))")


def visit(page, at):
    """Go to an address, and wait until its page stands there."""
    page.goto(at)
    page.get_by_role("heading", level=1).wait_for()
    settled(page)


def choose(page, box, option):
    """Choose an option of a box. The list of Streamlit's boxes closes when the page scrolls or is drawn anew, so the box is brought to the middle first, and opened again."""
    if box.evaluate("box => box.tagName") == "SELECT":
        box.select_option(label=option)
        return settled(page)
    for patience in (*[5_000] * 9, WAIT):
        box.evaluate("box => box.scrollIntoView({block: 'center', behavior: 'instant'})")
        box.click()
        box.fill(option)
        try:
            page.get_by_role("option", name=option).first.click(timeout=patience)
            break
        except TooLate:
            settled(page)
    settled(page)


def follow_row(page, name, text=""):
    """Follow the first row of a list that says a text; what is further down is drawn as it is scrolled to."""
    rows = page.get_by_role("table", name=name, exact=True).locator("tbody tr")
    rows.first.wait_for()
    row, drawn = rows.filter(has_text=text).first, 0
    while not row.count() and rows.count() > drawn:
        drawn = rows.count()
        rows.last.scroll_into_view_if_needed()
        page.evaluate("() => new Promise((go_on) => requestAnimationFrame(() => requestAnimationFrame(go_on)))")
    row.get_by_role("link").click()


def press_row(page, grid, number, **how):
    """Press the box before a row of a grid, the first being 1."""
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": BOX, "y": ROW * number + ROW // 2}, **how)


def say_columns(page, wizard, columns):
    """Choose the column of each role in a wizard of the page."""
    for role, column in columns.items():
        settled(page)
        choose(page, wizard.get_by_label(role, exact=True), column)


def keep_picture(page, request, moment="end"):
    """A picture of this moment for whoever wants to look: --output says where."""
    folder = Path(request.config.getoption("--output"))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{request.node.name} {moment}.png")
