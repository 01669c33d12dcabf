"""Money back, as people do it in a real browser: a surplus from calculation to recovered through two people, and a day early refused."""

import csv
import io
import re
from datetime import timedelta

import docx
import pytest
from playwright.sync_api import expect

from lib.receiving import import_files
from lib.store import OPERATOR, open_store
from tests.browser.acting import TODAY, choose, keep_picture, move_in, settled, sign_in, visit
from tests.gate_server import running

TAKEN_ON = TODAY + timedelta(days=22)  # the first day after Easthaven's days to object


class Council:
    """A store with one account whose surplus was planted, and who looks after it."""

    def __init__(self, once):
        self.path, store = move_in(once)
        home = self.path.parent
        with (home / "files" / "truth.csv").open(encoding="utf-8", newline="") as kept:
            planted = [row["account_id"] for row in csv.DictReader(kept) if row["rule_id"] == "surplus"]
        statements = [file for account_id in planted for file in sorted((home / "files" / "statements" / account_id).iterdir())]
        import_files(store, OPERATOR, [(f"{file.parent.name}/{file.name}", file.read_bytes()) for file in statements], as_at=TODAY)
        found = store.row(
            "from dashboards.possible_surplus where basis_on >= ? and surplus > 1000 and safe_to_recoup between 1000 and 2500 + surplus order by surplus",
            [TODAY - timedelta(days=23)],
        )
        self.agreement_id, self.officer, self.surplus = found["agreement_id"], found["officer"], found["surplus"]
        self.is_card = found["account_type"] == "prepaid_card"
        store.close()


@pytest.fixture(scope="module")
def council(once):
    return Council(once)


def press(page, name):
    settled(page)
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def test_a_surplus_goes_from_calculation_to_recovered_through_two_people(browser, council, request):
    with running(council.path, script="app.py", today=TODAY) as server:
        officer = sign_in(browser, server, council.officer, at=f"/surplus?agreement={council.agreement_id}")
        settled(officer)
        choose(officer, officer.get_by_role("combobox", name="Why is the money there?"), "Not known yet")
        press(officer, "Take it up")
        officer.get_by_text("The surplus is taken up.").wait_for()
        officer.wait_for_url(re.compile("[?&]surplus="))
        here = officer.url.removeprefix(server.url)

        leader = sign_in(browser, server, "leader", at=here)
        press(leader, "Checked")
        leader.get_by_text("Checked. It is on record with your name.").wait_for()

        visit(officer, here)
        officer.get_by_label("How much is to be taken").fill("1000.00")
        officer.get_by_label("How much is to be taken").press("Tab")
        officer.get_by_role("spinbutton", name="day, On which day").click()
        officer.keyboard.type(f"{TAKEN_ON:%d%m%Y}")
        press(officer, "Write the letter")
        officer.get_by_text("The letter is written.").wait_for()
        officer.wait_for_url(re.compile("[?&]letter="))
        visit(officer, f"/letters?letter={re.search('letter=([^&]+)', officer.url)[1]}")
        with officer.expect_download() as taken:
            officer.get_by_role("button", name="Word file").click()
        text = said_in(taken.value.path())
        assert "£1,000.00" in text and f"{TAKEN_ON.day} {TAKEN_ON:%B %Y}" in text
        keep_picture(officer, request, "letter")
        press(officer, "Mark as sent")
        officer.get_by_text("is marked as sent on").wait_for()
        visit(officer, here)
        press(officer, "The person was told")
        officer.get_by_text("The person was told. It is on record with your name.").wait_for()

        visit(leader, here)
        leader.get_by_text(re.compile("The person can object until")).first.wait_for()
        settled(leader)
        expect(leader.get_by_role("button", name="Authorise", exact=True)).to_be_disabled()
        keep_picture(leader, request, "too early")

    with running(council.path, script="app.py", today=TAKEN_ON) as server:
        leader = sign_in(browser, server, "leader", at=here)
        press(leader, "Authorise")
        leader.get_by_text("Authorised. It is on record with your name.").wait_for()
        senior = sign_in(browser, server, "senior", at=here)
        press(senior, "Taken from the card" if council.is_card else "Invoiced")
        senior.get_by_text("What came back", exact=True).wait_for()
        settled(senior)
        senior.get_by_label("Number of the receipt, where no line shows it").fill("R-4711")
        senior.get_by_label("Number of the receipt, where no line shows it").press("Tab")
        press(senior, "Match it")
        senior.get_by_text("Matched.").wait_for()
        senior.get_by_text("Came back", exact=False).first.wait_for()
        keep_picture(senior, request)

    store = open_store(council.path)
    row = store.row("from audit.surplus where agreement_id = ?", [council.agreement_id])
    assert (row["state"], str(row["recovered"]), row["authorised_by"]) == ("recovered", "1000.00", "leader")
    store.close()


def said_in(path):
    document = docx.Document(io.BytesIO(path.read_bytes()))
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + [cell.text for table in document.tables for row in table.rows for cell in row.cells])
