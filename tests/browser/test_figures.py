"""A team leader asks what a figure is made of, down to the line of a statement; and gives last month's report out."""

import io
import re
import shutil

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from lib import users
from lib.store import open_store
from tests.browser.acting import choose, keep_picture, press_row, settled, sign_in
from tests.gate_server import running
from tests.small_council import AS_AT, receive

BET = "BET365 STAKE"
CUT = """
() => [...document.querySelectorAll('[data-testid="stMetric"] *')]
  .filter((part) => getComputedStyle(part).textOverflow === "ellipsis" && part.scrollWidth > part.clientWidth)
  .map((part) => part.innerText)
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory, held_path):
    """The small council in which a3 holds a bet, and its team leader."""
    path = shutil.copy(held_path, tmp_path_factory.mktemp("figures"))
    store = open_store(path)
    receive(store, "a3", [("2026-05-05", "CARE AT HOME", "-80.00"), ("2026-06-12", BET, "-25.00"), ("2026-06-30", "CARE AT HOME", "-80.00")], opening="600.00")
    users.add_demo(store, [{"username": "leader", "name": "Lee Example", "role": "team_leader", "councils": "Westmarch", "officer": ""}])
    store.close()
    return path


@pytest.fixture(scope="module")
def server(path):
    with running(path, script="app.py", today=AS_AT) as started:
        yield started


@pytest.fixture(scope="module")
def page(browser, server):
    page = sign_in(browser, server, "leader", at="/caseload")
    yield page
    page.context.close()


def go_to(page, name, title):
    page.get_by_test_id("stSidebar").locator(f'a[href="{name}"]').click()
    page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
    settled(page)


def row_of(grid, text):
    """Which row of a grid holds a text, the first being 1: a grid names its cells for those who do not see it."""
    return int(grid.locator("td", has_text=text).first.get_attribute("id").split("-")[-1]) + 1


def test_a_figure_is_followed_to_its_list_its_case_and_the_line_of_the_bank(page, request):
    go_to(page, "caseload", "Caseload")
    counted = int(page.get_by_test_id("stMetric").filter(has_text="Findings open").get_by_test_id("stMetricValue").inner_text())
    page.get_by_role("button", name="Show them").last.click()
    page.get_by_role("heading", name=f"Findings: Open: {counted}", exact=True).wait_for()
    settled(page)
    choose(page, page.get_by_role("combobox", name="Count by"), "Rule")
    page.get_by_text("Choose a row or a bar above").wait_for()
    settled(page)
    assert re.search("subject=findings", page.url)
    keep_picture(page, request, "figure")
    press_row(page, page.get_by_test_id("stDataFrame").first, row_of(page.get_by_test_id("stDataFrame").first, "Gambling"))
    page.get_by_role("heading", name="Findings: Gambling: 1", exact=True).wait_for()
    settled(page)
    keep_picture(page, request, "list")
    press_row(page, page.get_by_test_id("stDataFrame").nth(1), 1)
    page.wait_for_url("**/case?*account=a3*")
    found = page.get_by_role("tabpanel", name="Findings").get_by_test_id("stDataFrame").first
    found.wait_for()
    settled(page)
    press_row(page, found, row_of(found, "went to gambling"))
    page.wait_for_url("**/review?*account=a3*")
    page.get_by_test_id("stCode").filter(has_text=BET).first.wait_for()
    settled(page)
    keep_picture(page, request, "line")


def test_a_month_is_chosen_looked_at_issued_and_taken_as_files_that_open(page, request):
    go_to(page, "report", "Report")
    page.set_viewport_size({"width": 900, "height": 1000})
    assert page.get_by_test_id("stMetric").count() == 4 and page.evaluate(CUT) == []
    page.set_viewport_size({"width": 1500, "height": 1000})
    choose(page, page.get_by_role("combobox", name="Period"), "April 2026")
    page.wait_for_url("**period=2026-04**")
    choose(page, page.get_by_role("combobox", name="Council"), "Westmarch")
    page.get_by_role("button", name="Issue this report").wait_for()
    settled(page)
    page.get_by_role("button", name="See what it is made of").first.click()
    page.get_by_text("The numerator: 3 cases").wait_for()
    settled(page)
    keep_picture(page, request, "looked at")
    page.get_by_role("button", name="Issue this report").click()
    page.get_by_text("The report of Westmarch for April 2026 is issued.").wait_for()
    settled(page)
    keep_picture(page, request, "issued")
    files = {}
    for label in ("Excel", "Word"):
        with page.expect_download() as taken:
            page.get_by_role("button", name=label, exact=True).first.click()
        files[label] = (taken.value.suggested_filename, taken.value.path().read_bytes())

    assert [name for name, _ in files.values()] == [f"performance_westmarch_2026-04_2026-04.{kind}" for kind in ("xlsx", "docx")]
    book, document = openpyxl.load_workbook(io.BytesIO(files["Excel"][1])), docx.Document(io.BytesIO(files["Word"][1]))
    figures = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert any("Active agreements" in row and 3 in row for row in figures)
    assert any("Active agreements" in cell.text for table in document.tables for cell in table._cells)
    grids = page.get_by_test_id("stDataFrame").count()
    page.get_by_text("Issued reports", exact=True).click()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(grids + 1)
    assert re.search("period=2026-04", page.url)
