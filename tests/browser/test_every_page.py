"""Every page as every role that may open it, read by axe in a real browser: in light for all, in dark for the one who sees most."""

import shutil
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from lib.access import OPERATIONS
from lib.store import open_store
from tests.browser.acting import settled, sign_in
from tests.conftest import TODAY
from tests.gate_server import running
from tests.test_pages import site, titles

PEOPLE = {"officer": "officer1", "senior_officer": "senior", "team_leader": "leader", "auditor": "auditor", "administrator": "admin"}
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FAULTS = """
async () => {
  // The side beside each page is a third of it. It is read until it is in order, and then again only where it says something else.
  const dark = matchMedia("(prefers-color-scheme: dark)").matches, side = dark + document.querySelector('[data-testid="stSidebar"]').innerText;
  window.sidesRead ??= new Set();
  // The rows of a list are made alike: the first eight stand for those below.
  const exclude = [".list tbody tr:nth-child(n+9)", ...window.sidesRead.has(side) ? ['[data-testid="stSidebar"]'] : []];
  // In the dark a page that was read in light is the same in other colours.
  const runOnly = dark ? {type: "rule", values: ["color-contrast", "link-in-text-block"]} : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const answer = await axe.run({exclude}, {runOnly, resultTypes: ["violations"]});
  const faults = answer.violations.flatMap((fault) => fault.nodes
    // The parts of a date stand close; the calendar's button beside them does the same and keeps its distance (WCAG 2.5.8: an equivalent control).
    .filter((node) => fault.id !== "target-size" || !node.html.includes('role="spinbutton"'))
    .map((node) => `${fault.id} (${fault.impact}): ${node.html}`));
  if (!faults.length) window.sidesRead.add(side);
  return faults;
}
"""
# Where a case of each kind is opened: one of each that the made-up council has.
CASES = {
    "review": "select account_id as account, oldest_period as period from dashboards.account where needs_you > 0 order by all limit 1",
    "case": "select account_id as account from dashboards.account where needs_you > 0 order by all limit 1",
    "surplus": "select agreement_id as agreement, surplus_id as surplus from decisions.surplus limit 1",
    "debt": "select agreement_id as agreement, debt_id as debt from decisions.debt limit 1",
    "suspensions": "select agreement_id as agreement, suspension_id as suspension from decisions.suspension limit 1",
    "returns": 'select agreement_id as agreement, return_id as "return" from reconciliation.return_due order by all limit 1',
    "letters": "select letter_id as letter from decisions.letter where not is_restricted limit 1",
}


@pytest.fixture(scope="module")
def council_copy(council, tmp_path_factory):
    """(path, {page: the link of a case}) of a copy of the made-up council."""
    home = tmp_path_factory.mktemp("every_page") / "council"
    shutil.copytree(council.parent, home, ignore=shutil.ignore_patterns("files"))
    store = open_store(home / council.name)
    links = {page: "&".join(f"{name}={value}" for name, value in store.row(question).items()) for page, question in CASES.items()}
    store.close()
    return home / council.name, links


@pytest.fixture(scope="module")
def server(council_copy):
    with running(council_copy[0], script="app.py", today=TODAY) as started:
        yield started


@pytest.fixture(scope="module")
def reader(browser, server, request):
    """The page of somebody signed in, where axe waits to be asked."""
    page = sign_in(browser, server, PEOPLE[request.param], color_scheme="light")
    page.context.add_init_script(AXE)
    page.evaluate(AXE)
    yield page
    page.context.close()


def faults(page, title):
    page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
    settled(page)
    if page.evaluate(FAULTS):
        # What is still fading in has too little contrast for a moment; a fault of ours stays.
        page.wait_for_timeout(1500)
        return page.evaluate(FAULTS)
    return []


def faults_in_the_dark(page, title, go_there=lambda: None):
    """The same page once the person's machine asks for dark colours, and they go there again."""
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "dark")
    go_there()
    found = faults(page, title)
    page.emulate_media(color_scheme="light")
    expect(page.locator(".stApp")).not_to_have_css("color-scheme", "dark")
    return found


def read_by(*roles):
    """The test is for these roles; a module's tests go through one reader's pages after another's."""
    return pytest.mark.parametrize("reader", roles, indirect=True)


@read_by(*PEOPLE)
def test_whoever_may_open_a_page_can_read_it(reader, request):
    role, found = request.node.callspec.params["reader"], {}
    for name, operation in site().items():
        if role in OPERATIONS[operation]:
            link = reader.locator(f'[data-testid="stSidebar"] a[href="{name}"]')
            link.click()
            found[name] = faults(reader, titles()[name])
            if role == "team_leader":
                found[name] += faults_in_the_dark(reader, titles()[name], link.click)
                # Each part of a page is drawn when it is opened. Those within a part are read before another takes its place.
                for name_of_part in reversed(reader.get_by_role("tab").all_inner_texts()):
                    part = reader.get_by_role("tab", name=name_of_part, exact=True)
                    part.click()
                    expect(part).to_have_attribute("aria-selected", "true")
                    expect(reader.get_by_role("tabpanel", name=name_of_part, exact=True)).not_to_be_empty()
                    found[name] += faults(reader, titles()[name])
    assert {name: said for name, said in found.items() if said} == {}


@read_by("team_leader")
def test_an_open_case_of_each_kind_can_be_read(reader, council_copy):
    found = {}
    for name, link in council_copy[1].items():
        reader.goto(f"/{name}?{link}")
        found[name] = faults(reader, titles()[name]) + faults_in_the_dark(reader, titles()[name])
    assert {name: said for name, said in found.items() if said} == {}


@read_by("officer")
def test_a_fault_would_be_seen(reader):
    reader.goto("/")
    reader.get_by_role("heading", level=1, name="My work", exact=True).wait_for()
    settled(reader)
    reader.evaluate("document.querySelector('h1').style.color = '#eeeeee'")
    assert any("color-contrast (serious)" in fault for fault in faults(reader, "My work"))
    reader.evaluate("document.querySelector('h1').style.color = '#222222'")
    assert any("color-contrast (serious)" in fault for fault in faults_in_the_dark(reader, "My work"))
