"""Every page, opened by ten people at once over a large store, beside an empty Streamlit page opened the same way."""

import asyncio
import os
import re
import shutil
import time
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

from bench.store import AS_AT, fill, new_store, review
from lib import self_audit_plan, users
from lib.access import OPERATIONS
from lib.store import Actor
from tests.gate_server import ROOT, running

EMPTY = ROOT / "bench" / "empty_app.py"
PEOPLE = 10
SETTLED = "[data-test-script-state=notRunning]"
# Measured in the page itself, until it stands under its title with every part that the browser fetches when it is first needed, and is painted.
# Looked at when the page changes: ten browsers that look at every frame paint all the time, and take half of the machine for it.
# Its title is read as it stands in the page: as it is seen, the whole page would have to be laid out to answer.
CLICK = """title => new Promise((tell) => {
  let began;
  const painted = () => requestAnimationFrame(() => setTimeout(() => tell(performance.now() - began)));
  const look = () => document.querySelector("[data-test-script-state=notRunning]") && !document.querySelector('[data-testid="stSkeleton"]')
    && document.querySelector("h1")?.textContent.trim() === title && (changes.disconnect(), painted());
  const changes = new MutationObserver(look);
  const begin = () => {
    const link = [...document.querySelectorAll('[data-testid="stSidebar"] a')].find((one) => one.innerText.trim().split("\\n").pop().trim() === title);
    if (!link) return setTimeout(begin, 50);
    began = performance.now();
    link.click();
    changes.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  };
  begin();
})"""
WAIT = 180_000
SECOND = os.sysconf("SC_CLK_TCK")


def pages(home, accounts, lines, rounds=3):
    """Print p50 and p95 of click to rendered for each page, as ten people at once, and beside each how much longer its p95 is than that of an empty page clicked in between."""
    store = team(home, accounts, lines)
    held = store.row("select count(*) as lines, count(distinct account_id) as accounts from reconciliation.transaction")
    path = store.places.path
    store.close()
    print(
        f"each page as {PEOPLE} people at once, {held['accounts']:,} accounts and {held['lines']:,} lines; seconds from click to rendered, of pages that each has opened before, and of the first time:"
    )
    copied = _copy(path)
    for role in ("officer", "team_leader", "auditor"):
        # Each role finds a server that was just started: what it opens first was computed for nobody before.
        with running(path, script=EMPTY, today=AS_AT) as empty, running(copied, script=ROOT / "app.py", today=AS_AT) as server:
            _idle(empty)
            _idle(server)
            nothing, first, again = asyncio.run(_opened(empty.url, server.url, role, list(_site(role)), rounds))
            at_rest = _spread(nothing)
            print(f"  {'an empty page':<18} p50 {at_rest[0]:.2f}  p95 {at_rest[1]:.2f}  ({role}, {len(nothing)} clicks)")
            for title, times in again.items():
                p50, p95 = _spread(times)
                print(f"  {title:<18} p50 {p50:.2f}  p95 {p95:.2f}  {p95 / at_rest[1]:.1f} times the empty page; first time p95 {_spread(first[title])[1]:.2f}")


def _copy(path):
    """A copy of a store, for another server: each store has one process."""
    shutil.copytree(path.parent, path.parent.with_name("copied"))
    return path.parent.with_name("copied") / path.name


def team(home, accounts, lines):
    """A store of a team that keeps up with its work, with the people who sign in."""
    until = AS_AT - timedelta(days=10)
    store = new_store(home, accounts, officers=PEOPLE, since=until - timedelta(days=30 * (lines // 60 // accounts) - 1))
    fill(store, 60, lines, until=until)
    review(store, lines)
    people = [{"username": f"officer{n + 1}", "name": f"Officer {n + 1}", "role": "officer", "officer": f"officer{n + 1}", "councils": "Westmarch"} for n in range(PEOPLE)]
    people += [{"username": f"{role}{n}", "name": role, "role": role, "officer": "", "councils": "Westmarch"} for role in ("team_leader", "auditor") for n in range(PEOPLE)]
    users.add_demo(store, people)
    leader = Actor("team_leader0", "team_leader", ("Westmarch",))
    self_audit_plan.plan(store, leader, self_audit_plan.Wanted(("Westmarch",), AS_AT - timedelta(days=30), ("auditor0",)), AS_AT)
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


async def _opened(empty, url, role, titles, rounds):
    """(seconds of each click on an empty page, {title: seconds of the first opening}, {title: seconds of each later one}), ten people clicking the same link at the same moment."""
    from playwright.async_api import async_playwright

    async with async_playwright() as started:
        browser = await started.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        people = [f"{role}{number + (role == 'officer')}" for number in range(PEOPLE)]
        resting = [await _signed_in(browser, empty, username) for username in people]
        tabs = [await _signed_in(browser, url, username) for username in people]
        # What stands open already can't be opened.
        await _all_click(tabs, titles[-1])
        nothing, first, again = [], {}, {title: [] for title in titles}
        for number in range(rounds + 1):
            for title in titles:
                nothing += await _all_click(resting, ("Two", "One")[len(nothing) // PEOPLE % 2])
                times = await _all_click(tabs, title)
                if number:
                    again[title] += times
                else:
                    first[title] = times
        await browser.close()
        return nothing, first, again


async def _all_click(tabs, title):
    return await asyncio.gather(*(_click(tab, title) for tab in tabs))


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
