"""Every page, opened by ten people at once over a large store, beside an empty Streamlit page opened the same way."""

import asyncio
import re
import time
from statistics import median, quantiles

from bench.store import AS_AT, fill, new_store
from lib import users
from lib.access import OPERATIONS
from tests.gate_server import ROOT, running

EMPTY = ROOT / "bench" / "empty_app.py"
PEOPLE = 10
SETTLED = "[data-test-script-state=notRunning]"
WAIT = 180_000


def pages(home, accounts, lines, rounds=2):
    """Print p50 and p95 of click to rendered for each page, as ten people at once."""
    store = new_store(home, accounts, officers=PEOPLE)
    fill(store, 60, lines)
    people = [{"username": f"officer{n + 1}", "name": f"Officer {n + 1}", "role": "officer", "officer": f"officer{n + 1}", "councils": "Westmarch"} for n in range(PEOPLE)]
    people += [{"username": f"{role}{n}", "name": role, "role": role, "officer": "", "councils": "Westmarch"} for role in ("team_leader", "auditor") for n in range(PEOPLE)]
    users.add_demo(store, people)
    held = store.row("select count(*) as lines, count(distinct account_id) as accounts from reconciliation.transaction")
    path = store.places.path
    store.close()
    print(f"each page as {PEOPLE} people at once, {held['accounts']:,} accounts and {held['lines']:,} lines; seconds from click to rendered:")
    with running(path, script=EMPTY, today=AS_AT) as server:
        empty = asyncio.run(_opened(server.url, "officer", {"One": {}, "Two": {}}, rounds * 3))
    at_rest = _spread([one for times in empty.values() for one in times])
    print(f"  {'an empty page':<16} p50 {at_rest[0]:.2f}  p95 {at_rest[1]:.2f}")
    with running(path, script=ROOT / "app.py", today=AS_AT) as server:
        for role in ("officer", "team_leader", "auditor"):
            for title, times in asyncio.run(_opened(server.url, role, _site(role), rounds)).items():
                p50, p95 = _spread(times)
                print(f"  {title:<16} p50 {p50:.2f}  p95 {p95:.2f}  {p95 / at_rest[1]:.1f} times the empty page  ({role})")


async def _opened(url, role, site, rounds):
    """{title: seconds of each opening} of the pages of a role, ten people clicking the same link at the same moment."""
    from playwright.async_api import async_playwright

    async with async_playwright() as started:
        browser = await started.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tabs = [await _signed_in(browser, url, f"{role}{number + (role == 'officer')}") for number in range(PEOPLE)]
        times = {title: [] for title in site}
        for _ in range(rounds):
            for title in site:
                times[title] += await asyncio.gather(*(_click(tab, title) for tab in tabs))
        await browser.close()
        return times


async def _signed_in(browser, url, username):
    context = await browser.new_context(base_url=url, viewport={"width": 1400, "height": 900})
    context.set_default_timeout(WAIT)
    tab = await context.new_page()
    await tab.goto("/")
    await tab.get_by_label("Username").fill(username)
    await tab.get_by_label("Password").fill(users.demo_password(username))
    await tab.get_by_role("button", name="Sign in", exact=True).click()
    await tab.get_by_role("heading", level=1).wait_for()
    await tab.locator(SETTLED).wait_for()
    return tab


async def _click(tab, title):
    link = tab.get_by_test_id("stSidebar").get_by_role("link", name=re.compile(f"(^| ){title}$"))
    began = time.monotonic()
    await link.click()
    await tab.get_by_role("heading", level=1, name=title, exact=True).wait_for()
    await tab.locator(SETTLED).wait_for()
    return time.monotonic() - began


def _site(role):
    """The titles in the side bar of a role."""
    site = re.findall(r'\("(\w+)", "([^"]+)", "(\w+)", "\w+"\)', (ROOT / "app.py").read_text(encoding="utf-8"))
    assert site, "app.py has no site map that could be read"
    return {title: name for name, title, operation in site if role in OPERATIONS[operation]}


def _spread(times):
    return median(times), quantiles(times, n=20)[-1]
