"""Every page, opened by ten people at once over a large store, beside an empty Streamlit page opened the same way."""

import asyncio
import os
import re
import time
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

from bench.store import AS_AT, fill, new_store, review
from lib import users
from lib.access import OPERATIONS
from tests.gate_server import ROOT, running

EMPTY = ROOT / "bench" / "empty_app.py"
PEOPLE = 10
SETTLED = "[data-test-script-state=notRunning]"
# Measured in the page itself, frame by frame, until it stands under its title with every part that the browser fetches when it is first needed.
CLICK = """title => new Promise((tell) => {
  const link = [...document.querySelectorAll('[data-testid="stSidebar"] a')].find((one) => one.innerText.trim().split("\\n").pop().trim() === title);
  const began = performance.now();
  link.click();
  const look = () => document.querySelector("h1")?.innerText.trim() === title && document.querySelector("[data-test-script-state=notRunning]")
    && !document.querySelector('[data-testid="stSkeleton"]') ? tell(performance.now() - began) : requestAnimationFrame(look);
  requestAnimationFrame(look);
})"""
WAIT = 180_000
SECOND = os.sysconf("SC_CLK_TCK")


def pages(home, accounts, lines, rounds=3):
    """Print p50 and p95 of click to rendered for each page, as ten people at once."""
    store = team(home, accounts, lines)
    held = store.row("select count(*) as lines, count(distinct account_id) as accounts from reconciliation.transaction")
    path = store.places.path
    store.close()
    print(f"each page as {PEOPLE} people at once, {held['accounts']:,} accounts and {held['lines']:,} lines; seconds from click to rendered:")
    with running(path, script=EMPTY, today=AS_AT) as server:
        _idle(server)
        empty = asyncio.run(_opened(server.url, "officer", {"One": {}, "Two": {}}, rounds * 3))
    at_rest = _spread([one for times in empty.values() for one in times])
    print(f"  {'an empty page':<16} p50 {at_rest[0]:.2f}  p95 {at_rest[1]:.2f}")
    with running(path, script=ROOT / "app.py", today=AS_AT) as server:
        _idle(server)
        for role in ("officer", "team_leader", "auditor"):
            for title, times in asyncio.run(_opened(server.url, role, _site(role), rounds)).items():
                p50, p95 = _spread(times)
                print(f"  {title:<16} p50 {p50:.2f}  p95 {p95:.2f}  {p95 / at_rest[1]:.1f} times the empty page  ({role})")


def team(home, accounts, lines):
    """A store of a team that keeps up with its work, with the people who sign in."""
    until = AS_AT - timedelta(days=10)
    store = new_store(home, accounts, officers=PEOPLE, since=until - timedelta(days=30 * (lines // 60 // accounts) - 1))
    fill(store, 60, lines, until=until)
    review(store, lines)
    people = [{"username": f"officer{n + 1}", "name": f"Officer {n + 1}", "role": "officer", "officer": f"officer{n + 1}", "councils": "Westmarch"} for n in range(PEOPLE)]
    people += [{"username": f"{role}{n}", "name": role, "role": role, "officer": "", "councils": "Westmarch"} for role in ("team_leader", "auditor") for n in range(PEOPLE)]
    users.add_demo(store, people)
    return store


def _idle(server):
    """Wait until a server that was just started has looked whether its figures hold."""
    spent = None
    while spent is None or _cpu(server) - spent > SECOND // 10:
        spent = _cpu(server)
        time.sleep(1)


def _cpu(server):
    """How long a server's process has been at work, in ticks of the machine's clock."""
    return sum(map(int, Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]))


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
    return await tab.evaluate(CLICK, title) / 1000


def _site(role):
    """The titles in the side bar of a role."""
    site = re.findall(r'\("(\w+)", "([^"]+)", "(\w+)", "\w+"\)', (ROOT / "app.py").read_text(encoding="utf-8"))
    assert site, "app.py has no site map that could be read"
    return {title: name for name, title, operation in site if role in OPERATIONS[operation]}


def _spread(times):
    return median(times), quantiles(times, n=20)[-1]
