"""A complaint comes in: the officer reads the case's timeline, adds the letter of complaint, and takes a chronology that names no third party."""

import io
import shutil
from datetime import timedelta

import docx
import pytest
from playwright.sync_api import expect

from lib.store import now, open_store
from tests.browser.acting import choose, keep_picture, settled, sign_in
from tests.gate_server import running
from tests.small_council import AS_AT
from tests.told_council import told

TODAY = max(AS_AT, now().date())
COMPLAINT = b"%PDF-1.7\nThe complaint of Ada Example1, 12 June\n%%EOF\n"


@pytest.fixture(scope="module")
def path(tmp_path_factory, folder_of):
    return shutil.copytree(folder_of(told), tmp_path_factory.mktemp("chronology") / "told") / "reckoner.duckdb"


def test_a_complaint_is_answered_with_a_chronology(browser, path, request):
    with running(path, script="app.py", today=TODAY) as server:
        page = sign_in(browser, server, "jo", at=f"/case?account=a1&tab=Timeline&event=note&since={AS_AT - timedelta(days=1)}")
        settled(page)
        expect(page.get_by_role("combobox", name="Kind").first).to_have_value("note")
        keep_picture(page, request, "timeline")

        page.get_by_role("tab", name="Documents").click()
        page.locator("input[type=file]").set_input_files({"name": "../complaint.pdf", "mimeType": "application/pdf", "buffer": COMPLAINT})
        page.get_by_text("complaint.pdf").first.wait_for()
        settled(page)
        choose(page, page.get_by_role("combobox", name="Kind").last, "Correspondence")
        page.get_by_label("What it is, in a few words").fill("Complaint of 12 June")
        page.get_by_role("button", name="Add it").click()
        page.get_by_text("The document is kept, byte for byte.").wait_for()
        settled(page)
        keep_picture(page, request, "documents")

        page.get_by_role("tab", name="Chronology").click()
        page.get_by_text("Annex: statements, letters and documents").wait_for()
        settled(page)
        page.get_by_text("Names of payees and of other people", exact=True).click()
        page.get_by_text("Names of payees and of other people, as far as the case knows them").wait_for()
        settled(page)
        page.get_by_role("textbox", name="Words to black out").fill("worried")
        page.get_by_role("textbox", name="Words to black out").press("Control+Enter")
        page.get_by_text("Single words are blacked out, in 1 place.").wait_for()
        settled(page)
        keep_picture(page, request, "chronology")
        with page.expect_download() as taken:
            page.get_by_role("button", name="Download the Word file").click()
        text = said_in(taken.value.path())

    assert taken.value.suggested_filename == f"chronology_{TODAY}.docx"
    assert "For: A complaint" in text and "Complaint of 12 June (correspondence)." in text and "Other person 1 rang" in text
    assert "Kim Helper" not in text and "worried" not in text and "20-00-00" not in text
    store = open_store(path)
    assert store.value("select count(*) from dashboards.act where action = 'export_chronology' and actor = 'jo'") == 1
    store.close()


def said_in(path):
    document = docx.Document(io.BytesIO(path.read_bytes()))
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *(cell.text for table in document.tables for row in table.rows for cell in row.cells)])
