"""A drop of many files as an officer makes it: what is known goes in, what needs a person gets one, and a line opens its page."""

import re
from dataclasses import replace

import pytest

from lib.demo.paper import Paper
from tests.browser.acting import choose, follow_row, keep_picture, move_in, say_columns, settled, sign_in
from tests.gate_server import running
from tests.printed_statements import LEDGER, STYLES
from tests.test_pdf import on_paper

ACME = b"Acme card programme\nwhen,what,how much,left\n03/10/2026,BRIGHT CARE,80.00,420.00\n02/10/2026,TOP UP,-100.00,500.00\n"
BETA = b"day;text;paid;got\n01/10/2026;WAGES;50.00;\n04/10/2026;REFUND;;5.00\n"


class Council:
    """A store with a caseload and no statement yet; forty files of officer1's accounts, and the account whose statement is printed."""

    def __init__(self, once):
        self.path, store = move_in(once)
        home = self.path.parent
        rows = store.rows("select account_id, sort_code, account_number from staging.account where officer = 'officer1' and closed_on is null order by account_id")
        store.close()
        printed = next(row for row in rows if row["sort_code"] and row["account_number"])
        self.printed, others = printed["account_id"], [row["account_id"] for row in rows if row is not printed]
        files = [(account_id, file) for account_id in others for file in sorted((home / "files" / "statements" / account_id).iterdir())]
        one_of_each_kind = {file.suffix: (account_id, file) for account_id, file in files}
        named = [(f"{account_id} {file.name}", file.read_bytes()) for account_id, file in list(dict.fromkeys([*one_of_each_kind.values(), *files]))[:36]]
        named += [(f"{others[0]} acme.csv", ACME), (f"{others[1]} beta.csv", BETA), ("printed.pdf", pages_of(printed)), ("letter.pdf", letter())]
        self.files = [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in named]


def pages_of(account):
    """A printed statement of an account in which a scanning program took a digit for a letter."""
    sort_code = "-".join(account["sort_code"][at : at + 2] for at in (0, 2, 4))
    style = replace(STYLES["natwest_pdf"], head=(f"Sort code {sort_code}  Account number {account['account_number']}",))
    whole = on_paper(style, LEDGER[:8], packed=False)
    misread = whole.replace(b"312.00)", b"3l2.00)", 1)
    assert misread != whole
    return misread


def letter():
    """A letter that came with the statements."""
    paper = Paper()
    paper.page()
    for place, text in enumerate(("Dear Officer,", "please find my statements enclosed.", "Yours sincerely")):
        paper.text(50, 80 + 20 * place, text)
    return paper.pdf()


@pytest.fixture(scope="module")
def council(once):
    return Council(once)


@pytest.fixture(scope="module")
def server(council):
    with running(council.path, script="app.py") as started:
        yield started


def keep_layout(page, file, name, columns):
    """Say in the wizard of a file which column is which, and keep that."""
    wizard = page.get_by_test_id("stExpander").filter(has_text=file)
    say_columns(page, wizard, columns)
    wizard.get_by_label("What is this export called?").fill(name)
    page.keyboard.press("Tab")
    settled(page)
    wizard.get_by_role("button", name="Keep this layout and read the file").click()
    page.get_by_text(f"{name} is kept. Files like this one are read by it from now on.").wait_for()
    settled(page)


def test_forty_files_go_in_two_are_mapped_one_page_is_corrected_and_a_line_opens_its_page(browser, server, council, request):
    page = sign_in(browser, server, "officer1", at="/upload")
    page.get_by_text("Nothing is kept before you press Import").wait_for()
    page.get_by_text("Plain tables").click()
    page.set_input_files("input[type=file]", council.files)
    page.get_by_role("button", name="Import 36 files (3 wait for you)").wait_for()
    page.get_by_text("Needs you 3", exact=True).wait_for()
    settled(page)
    keep_picture(page, request)

    first, second = (file["name"] for file in council.files[36:38])
    keep_layout(page, first, "Acme card", {"Date": "1: when", "Description": "2: what", "Amount, in and out in one column": "3: how much", "Balance": "4: left"})
    keep_layout(page, second, "Beta ledger", {"Date": "1: day", "Description": "2: text", "Money out": "3: paid", "Money in": "4: got"})
    page.get_by_role("button", name="Import 38 files (1 waits for you)").wait_for()
    settled(page)

    page.get_by_role("link", name="Check the pages of 1 file").click()
    page.get_by_text("It could not be read: Line 13: '3l2.00' is not an amount.").wait_for()
    page.get_by_alt_text(re.compile("line 13 is framed")).or_(page.get_by_text("line 13 is framed")).first.wait_for()
    settled(page)
    for label, text in (("Date", "18/12/2025"), ("Money out", "312.00"), ("Balance, if printed", "1,170.84"), ("What it says", "A ASSISTANT WAGES WK 51")):
        page.get_by_label(label, exact=True).first.fill(text)
    page.keyboard.press("Enter")
    page.get_by_text("To be looked at as a whole").wait_for()
    page.get_by_text("Proven", exact=True).wait_for()
    settled(page)
    keep_picture(page, request, "corrected")
    page.keyboard.press("a")
    page.get_by_role("button", name="Done with these pages").click()
    page.get_by_role("link", name="Go on with Upload").click()
    page.get_by_role("button", name="Import 39 files").wait_for()
    settled(page)
    page.get_by_role("button", name="Import 39 files").click()
    page.get_by_text("39 files imported.").wait_for()
    settled(page)

    follow_row(page, "reviews of these accounts", council.printed)
    page.get_by_text(re.compile(r"^Needs you \d+ of \d+ lines?$")).wait_for()
    settled(page)
    page.get_by_text(re.compile(r"^All \d+$")).click()
    choose(page, page.get_by_label("Show in its file", exact=True), "ASSISTANT")
    page.get_by_text("row 13 is framed").wait_for()
    page.get_by_text(re.compile("Corrected by officer1 against the page")).wait_for()
    settled(page)
    keep_picture(page, request, "its page")

    page.get_by_role("link", name="Case", exact=True).click()
    page.get_by_role("heading", level=1, name="Case", exact=True).wait_for()
    settled(page)
    follow_row(page, "cases", council.printed)
    page.get_by_role("tab", name="Statements").wait_for()
    settled(page)
    page.get_by_role("tab", name="Statements").click()
    choose(page, page.get_by_role("combobox", name="Choose", exact=True), "29 Dec 2025")
    choose(page, page.get_by_label("Show where it came from", exact=True), "ASSISTANT")
    page.get_by_text("row 13 is framed").wait_for()
    page.get_by_role("button", name="The file as received").wait_for()
    settled(page)
    assert page.get_by_text("Something went wrong").count() == 0
    keep_picture(page, request, "its case")
    page.context.close()
