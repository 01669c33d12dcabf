"""The tour: the made-up council is built, every page is opened as somebody who works there, and its picture taken in light and in dark."""

import io
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from lib import as_known, team
from lib.config import ROOT
from lib.demo.build import build
from lib.store import open_store
from tests.gate_server import running

AS_AT = date(2026, 11, 26)
HOME = ROOT / "docs" / "tour"
SIZE = {"width": 1400, "height": 900}
SCHEMES = ("light", "dark")
MONTHS = 3  # of the months before, those that are counted for the caseload page

# page: (who opens it, the SELECT of a place on it or nothing, a sentence).
PAGES = {
    "my_work": ("officer1", None, "What needs me today, in the order it matters; each with a key to the spot where it is done, and a way to put it off with a reason."),
    "upload": ("officer1", None, "Statements in: any number of files, and for each one sentence that says what it is or what is in the way."),
    "check": ("officer1", None, "What was read from pages and does not prove itself is held against the page, line by line."),
    "review": ("officer1", "select account_id as account, oldest_period as period from dashboards.account where officer = 'officer1' and needs_you > 1 order by all limit 1", "One exception at a time, answered by one key, beside the very row of the file it came from."),
    "case": ("officer1", "select account_id as account from dashboards.account where officer = 'officer1' and needs_you > 0 order by all limit 1", "One person: how they are paid, what their statements show, and whatever is open."),
    "tasks": ("officer1", None, "What was set to be done in a case, by whom and by when."),
    "search": ("officer1", "select 'wages' as q", "A person, an account, a payee, an amount, a day or words of a note, found from any page among the cases one may see."),
    "surplus": ("senior", "select agreement_id as agreement, surplus_id as surplus from decisions.surplus order by all limit 1", "Money above what policy keeps, worked out term by term, and each step with who may take it."),
    "misspend": ("leader", None, "Questions about spending, from the first letter to the decision."),
    "debt": ("senior", "select agreement_id as agreement, debt_id as debt from decisions.debt order by all limit 1", "What is owed, its ledger, its clock without held days, and what may be done next."),
    "returns": ("officer1", None, "Whom to chase today; in its other parts what came and was not worked, and where each return stands."),
    "suspensions": ("leader", "select agreement_id as agreement, suspension_id as suspension from decisions.suspension order by from_date limit 1", "A pause of payments, and the gate that it must pass first."),
    "letters": ("senior", "select letter_id as letter from decisions.letter where not is_restricted order by written_on, letter_id limit 1", "Letters that wait to be sent, those that went out, and each as it reads."),
    "caseload": ("leader", "select 'agreements' as subject", "The team, today or as at any day, with the end of last month beside each figure; every bar and figure opens its list, and can be compared by month, council and officer."),
    "workload": ("leader", None, "Who carries too much and why, moving cases with a hand-over, and the cases that nobody touched."),
    "report": ("leader", None, "How the team did in a month or quarter: each measure with what it counts, thirteen months beside it, as a workbook and a page for management."),
    "self_audit_result": ("auditor", None, "What the monthly self-audit proves and what it does not, in plain words: a month, twelve months, each point, officers where the numbers allow, and the report to the manager."),
    "money_sample": ("auditor", None, "A sample of pounds for the annual audit: which payments are looked at, and how much money is wrong at most."),
    "whole_audit": ("auditor", None, "The auditor's 24 tests over every case of a year: each count opens its list, each row its case, and what can't be tested says which column would bring it."),
    "self_audit": ("leader", None, "Some of a month's reviews are looked at again: planned, drawn by a seed that anybody can repeat, done blind, scored and answered."),
    "queries": ("auditor", "select 'cash_taken' as question", "Any question an auditor has: saved ones found by words, or one SELECT of one's own, asked in a box of its own on nothing but what one may see."),
    "exports": ("auditor", None, "Every list that was taken, with what it answered: asked again, or held against a file that came back."),
    "activity": ("auditor", None, "Who did what and who looked, in a chain that shows any later change."),
    "concerns": ("leader", None, "Safeguarding concerns, for those few who may know of them."),
    "extracts": ("leader", None, "The caseload in: first what an extract would change, then that."),
    "policy": ("auditor", None, "Each council's thresholds, since when, by whom, and the source behind them."),
    "layouts": ("leader", None, "Which exports of which banks are known, and those that the team taught."),
    "people": ("admin", None, "Who may sign in, in which role and for which council."),
    "my_account": ("officer1", None, "One's own password."),
}  # fmt: skip


def pictures(page):
    """The names of a page's pictures, light and dark."""
    return [f"{page}-{scheme}.webp" for scheme in SCHEMES]


def text(titles):
    """The tour as Markdown: each page with its sentence and its two pictures. titles are those of the site map, in its order."""
    parts = ["# A tour\n\nMade by `make tour` from the made-up council, so it shows the pages as they are.\n"]
    for page, title in titles.items():
        seen = " ".join(f"![{title}, {scheme}](tour/{picture})" for scheme, picture in zip(SCHEMES, pictures(page), strict=True))
        parts.append(f"## {title}\n\n{PAGES[page][2]}\n\n{seen}\n")
    return "\n".join(parts)


def take():
    """Build the council, take every picture, and write docs/tour.md."""
    from tests.test_pages import titles

    HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "council" / "reckoner.duckdb"
        build(path, AS_AT, cases=60)
        store = open_store(path)
        for day in as_known.month_ends(AS_AT, MONTHS):
            team.count_month(store, day, AS_AT)
        places = {page: "&".join(f"{name}={value}" for name, value in (store.row(question) or {}).items()) if question else "" for page, (_, question, _) in PAGES.items()}
        store.close()
        with running(path, script="app.py", today=AS_AT) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            for scheme in SCHEMES:
                for who in dict.fromkeys(who for who, *_ in PAGES.values()):
                    _as_one(browser, server, who, scheme, {page: (titles()[page], places[page]) for page, (by, *_) in PAGES.items() if by == who})
            browser.close()
    (ROOT / "docs" / "tour.md").write_text(text(titles()), encoding="utf-8")


def _as_one(browser, server, who, scheme, pages):
    """Sign in once, and take the pictures of this person's pages."""
    context = browser.new_context(base_url=server.url, viewport=SIZE, color_scheme=scheme)
    context.set_default_timeout(120_000)
    window = context.new_page()
    window.goto("/login")
    window.get_by_label("Username").fill(who)
    window.get_by_label("Password").fill(f"{who}-reckoner-demo")
    window.get_by_role("button", name="Sign in", exact=True).click()
    window.get_by_role("heading", level=1).wait_for()
    for page, (title, place) in pages.items():
        window.goto(f"/{page}?{place}" if place else f"/{page}")
        window.get_by_role("heading", level=1, name=title, exact=True).wait_for()
        window.locator("[data-test-script-state=notRunning]").wait_for()
        expect(window.get_by_test_id("stSkeleton")).to_have_count(0, timeout=120_000)
        window.wait_for_timeout(1500)  # Pictures and grids are drawn after the page stands.
        Image.open(io.BytesIO(window.screenshot())).convert("RGB").save(HOME / f"{page}-{scheme}.webp", lossless=True, method=6)
    context.close()


if __name__ == "__main__":
    take()
