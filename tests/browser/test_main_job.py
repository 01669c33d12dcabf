"""The main job as an officer does it, in a real browser on a real store: statements in, a reviewed account out."""

import csv
import re

import pytest
from playwright.sync_api import expect

from lib.receiving import import_files
from lib.store import OPERATOR
from tests.browser.acting import TODAY, keep_picture, move_in, say_columns, settled, sign_in, visit
from tests.gate_server import running

# A card programme, a managed account and a bank, whose files sort by their names.
NAMES = re.compile(r"card-|client account|barclays|Starling|\d{6}_\d{8}_")
BROKEN = b"Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance\n31/02/2026,DEB,'00-10-20,12345678,NO SUCH DAY,1.00,,2.00\n"


class Council:
    """A store where officer1's three accounts of three banks lack their newest statement, and those statements."""

    def __init__(self, once):
        self.path, store = move_in(once)
        home = self.path.parent
        self.newest, earlier = [], []
        with (home / "files" / "truth.csv").open(encoding="utf-8", newline="") as kept:
            planted = {row["account_id"] for row in csv.DictReader(kept) if row["occurred_on"] >= "2026-10-01"}
        for account_id, files in self.accounts(store, home / "files" / "statements", planted):
            earlier += [(f"{account_id}/{file.name}", file.read_bytes()) for file in files[-4:-1]]
            self.newest.append({"name": f"{account_id} {files[-1].name}", "mimeType": "text/csv", "buffer": files[-1].read_bytes()})
        import_files(store, OPERATOR, earlier, as_at=TODAY)
        self.account_id = self.newest[0]["name"].split(" ")[0]
        self.period = store.value("select max(period_from) from staging.review_period where account_id = ? and period_to < ?", [self.account_id, TODAY])
        store.close()

    def accounts(self, store, statements, planted):
        """Three accounts of officer1, each of another bank, with their files oldest first; the first is reviewed every month and has something to find."""
        found = {}
        for row in store.rows(
            "select account_id from staging.account join staging.agreement using (agreement_id, officer)"
            " where officer = 'officer1' and closed_on is null order by return_frequency_months = 1 and list_contains(?, account_id) desc, account_id",
            [sorted(planted)],
        ):
            files = sorted((statements / row["account_id"]).iterdir())
            named = NAMES.match(files[0].name)
            if named and len(files) > 4:
                found.setdefault(named[0], (row["account_id"], files))
        return list(found.values())[:3]


@pytest.fixture(scope="module")
def council(once):
    return Council(once)


@pytest.fixture(scope="module")
def server(council):
    with running(council.path, script="app.py") as started:
        yield started


def periods_to_review(page):
    """What the team leader's page says is still to review."""
    officers = page.get_by_role("table", name="officers", exact=True)
    officers.wait_for()
    settled(page)
    # Read in one go: a table that is drawn anew between two readings has no such row.
    head, *rows = officers.evaluate("table => [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText))")
    return sum(int(row[head.index("To review")]) for row in rows)


def needs_you(page):
    words = page.get_by_text(re.compile(r"^Needs you \d+ of \d+ lines?$"))
    words.wait_for()
    settled(page)
    return int(re.search(r"\d+", words.inner_text())[0])


def settle(page, left):
    """Answer the exception in hand by its key, with a reason, and wait for the next."""
    why = page.get_by_label(re.compile("^Why"))
    expect(why).to_have_count(1)
    why.fill("The papers were seen")
    why.press("Tab")
    page.keyboard.press("e")
    page.get_by_text(re.compile(rf"^Needs you {left - 1} of")).wait_for()
    settled(page)


def test_statements_go_in_and_a_reviewed_account_comes_out(browser, server, council, request):
    page = sign_in(browser, server, "officer1", at="/upload")
    page.get_by_text("Nothing is kept before you press Import").wait_for()
    page.set_input_files("input[type=file]", [*council.newest, {"name": "broken.csv", "mimeType": "text/csv", "buffer": BROKEN}])
    page.get_by_text(re.compile("broken.csv . 1 line can't be read")).wait_for()
    page.get_by_role("button", name="Import 3 files").wait_for()
    settled(page)
    page.get_by_role("button", name="Import 3 files").click()
    page.get_by_text("3 files imported.").wait_for()

    visit(page, f"/review?account={council.account_id}&period={council.period}")
    left = needs_you(page)
    settle(page, left)
    page.keyboard.press("z")
    page.get_by_text(re.compile(rf"^Needs you {left} of")).wait_for()
    settled(page)
    for still in range(left, 0, -1):
        settle(page, still)

    settled(page)  # While a run goes on, what stood before it still stands beside what it draws.
    page.get_by_role("tab", name="Reconciliation").click()
    page.get_by_label("What for").wait_for()
    settled(page)
    page.get_by_label("What for").fill("Wages of October")
    page.get_by_label("Pounds").fill("312.40")
    page.get_by_role("button", name="Note it").click()
    page.get_by_text("Nothing is noted as owed").wait_for(state="hidden")
    settled(page)

    page.get_by_role("button", name=re.compile("^Accept the other")).click()
    page.get_by_text("The other lines are accepted").wait_for()
    settled(page)
    leader = sign_in(browser, server, "leader", at="/caseload")
    before = periods_to_review(leader)
    explanation = page.get_by_label("Your explanation")
    if explanation.count():
        explanation.fill("The bank's letter of 3 November settles it")
        explanation.press("Tab")
    page.get_by_role("button", name="Complete the review").click()
    page.get_by_text("Completed and locked").wait_for()
    settled(page)
    keep_picture(page, request)
    here = page.url
    page.get_by_role("button", name="Next review").click()
    page.wait_for_url(lambda url: url != here)
    page.context.close()

    visit(leader, "/caseload")
    assert periods_to_review(leader) == before - 1
    leader.context.close()


def test_a_table_that_no_layout_knows_is_read_once_an_officer_says_which_column_is_which(browser, server):
    page = sign_in(browser, server, "officer2", at="/upload")
    page.get_by_text("Nothing is kept before you press Import").wait_for()
    table = b"Acme card programme\nwhen,what,how much,left\n03/10/2026,BRIGHT CARE,80.00,420.00\n02/10/2026,TOP UP,-100.00,500.00\n"
    page.set_input_files("input[type=file]", [{"name": "acme.csv", "mimeType": "text/csv", "buffer": table}])
    page.get_by_text("Say which column is which in acme.csv").wait_for()
    say_columns(page, page, {"Date": "1: when", "Description": "2: what", "Amount, in and out in one column": "3: how much", "Balance": "4: left"})
    page.get_by_text("Spending is printed without a minus").click()
    page.get_by_text("It reads as 2 to 3 Oct 2026, 2 lines, proven; 0 lines can't be read.").wait_for()
    settled(page)
    page.get_by_label("What is this export called?").fill("Acme card")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="Keep this layout and read the file").click()
    page.get_by_text("Acme card is kept. Files like this one are read by it from now on.").wait_for()
    page.get_by_text("acme.csv: The statement does not say whose account it is. Choose the account.", exact=True).wait_for()
    page.context.close()
