"""A list taken as a file in a real browser: the file is known again, it is still so, and once a new statement came it is not."""

import re
import shutil
import subprocess
import sys

from playwright.sync_api import expect

from lib import users
from lib.store import open_store
from tests.browser.acting import follow_row, keep_picture, settled, sign_in, visit
from tests.gate_server import ROOT, running
from tests.small_council import AS_AT

PEOPLE = (("una", "auditor", ""), ("jo", "officer", "jo"))
# 500.00 - 45.00 = 455.00: what was spent at the agency was 160.00 and is 205.00 then.
STATEMENT = b"""Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance
29/06/2026,DEB,'00-00-00,00000002,CARE AT HOME,45.00,,455.00
"""


def test_an_export_is_verified_and_found_changed_once_a_statement_came(browser, held_path, tmp_path, request):
    path = shutil.copy(held_path, tmp_path)
    store = open_store(path)
    users.add_demo(store, [{"username": name, "name": f"{name.capitalize()} Example", "role": role, "councils": "Westmarch", "officer": officer} for name, role, officer in PEOPLE])
    store.close()
    with running(path, script="app.py", today=AS_AT) as server:
        auditor = sign_in(browser, server, "una")
        visit(auditor, "/queries?q=spend&question=spend_by_category")
        auditor.get_by_role("button", name="Ask", exact=True).click()
        auditor.get_by_text(re.compile("^1 row · as of")).wait_for()
        settled(auditor)
        auditor.get_by_role("button", name="Download").click()
        with auditor.expect_download() as download:
            auditor.get_by_role("button", name="CSV", exact=True).click()
        taken = tmp_path / download.value.suggested_filename
        download.value.save_as(taken)
        checked = subprocess.run([sys.executable, ROOT / "tools" / "check_export.py", taken], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout

        auditor.get_by_role("link", name="Exports", exact=True).click()
        auditor.get_by_text("Is this file as it was taken?").wait_for()
        settled(auditor)
        auditor.set_input_files("input[type=file]", taken)
        auditor.get_by_text("This is the very file").wait_for()
        settled(auditor)
        follow_row(auditor, "exports")
        still = auditor.get_by_role("button", name="Is this still so?", exact=True)
        still.wait_for()
        settled(auditor)
        still.click()
        auditor.get_by_text("It is still so: the same 1 row.").wait_for()
        settled(auditor)
        keep_picture(auditor, request, "as it was")

        officer = sign_in(browser, server, "jo")
        visit(officer, "/upload")
        officer.get_by_text("Nothing is kept before you press Import").wait_for()
        officer.set_input_files("input[type=file]", [{"name": "june.csv", "mimeType": "text/csv", "buffer": STATEMENT}])
        officer.get_by_role("button", name="Import 1 file").wait_for()
        settled(officer)
        officer.get_by_role("button", name="Import 1 file").click()
        officer.get_by_text("1 file imported.").wait_for()
        keep_picture(officer, request, "new data")

        still.click()
        auditor.get_by_text("It is still so").wait_for(state="hidden")
        settled(auditor)
        keep_picture(auditor, request, "changed")
        differences = auditor.get_by_role("table").last
        expect(differences).to_contain_text("160.00")
        expect(differences).to_contain_text("205.00")
