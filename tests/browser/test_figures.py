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
from tests.browser.acting import choose, follow_row, keep_picture, settled, sign_in
from tests.gate_server import running
from tests.small_council import AS_AT, receive

BET = "BET365 STAKE"
CUT = """
() => [...document.querySelectorAll(".figures li *")].filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.innerText)
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


def card(page, label):
    """A figure on top."""
    return page.locator(".figures li").filter(has_text=label)


def test_a_figure_is_followed_to_its_list_its_case_and_the_line_of_the_bank(page, request):
    go_to(page, "caseload", "Caseload")
    counted = int(card(page, "Findings open").locator("strong").inner_text())
    page.evaluate("window.wasLoaded = true")
    card(page, "Findings open").get_by_role("link", name="Show them").click()
    page.get_by_role("heading", name=f"Findings: Open: {counted}", exact=True).wait_for()
    settled(page)
    choose(page, page.get_by_role("combobox", name="Count by"), "Rule")
    page.get_by_text("Choose a row or a bar above").wait_for()
    settled(page)
    assert re.search("subject=findings", page.url)
    keep_picture(page, request, "figure")
    follow_row(page, "findings by rule", "Gambling")
    page.get_by_role("heading", name="Findings: Gambling: 1", exact=True).wait_for()
    settled(page)
    keep_picture(page, request, "list")
    follow_row(page, "findings gambling")
    page.wait_for_url("**/case?*account=a3*")
    page.get_by_role("tabpanel", name="Findings").get_by_role("table").first.wait_for()
    settled(page)
    follow_row(page, "findings", "went to gambling")
    page.wait_for_url("**/review?*account=a3*")
    page.get_by_test_id("stCode").filter(has_text=BET).first.wait_for()
    settled(page)
    keep_picture(page, request, "line")
    # All of it was followed without loading the page anew, and the browser's way back leads to each place as it was.
    assert page.evaluate("window.wasLoaded")
    page.go_back()
    page.wait_for_url("**/case?*account=a3*")
    page.go_back()
    page.get_by_role("heading", name="Findings: Gambling: 1", exact=True).wait_for()
    settled(page)


def test_a_month_is_chosen_looked_at_issued_and_taken_as_files_that_open(page, request):
    go_to(page, "report", "Report")
    page.set_viewport_size({"width": 900, "height": 1000})
    assert page.locator(".figures li").count() == 4 and page.evaluate(CUT) == []
    page.set_viewport_size({"width": 1500, "height": 1000})
    choose(page, page.get_by_role("combobox", name="Period"), "April 2026")
    page.wait_for_url("**period=2026-04**")
    choose(page, page.get_by_role("combobox", name="Council"), "Westmarch")
    page.get_by_role("button", name="Issue this report").wait_for()
    settled(page)
    card(page, "Active agreements").get_by_role("link", name="See what it is made of").click()
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
    page.get_by_text("Issued reports", exact=True).click()
    page.get_by_test_id("stDataFrame").wait_for()
    assert re.search("period=2026-04", page.url)


def column_of(page, name, number):
    """A column of a list as it stands, and how it is sorted."""
    table = page.get_by_role("table", name=name, exact=True)
    return table.locator(f"tbody tr :nth-child({number})").all_inner_texts(), table.locator(f"thead th:nth-child({number})").get_attribute("aria-sort")


def test_a_list_is_sorted_by_its_headings_as_numbers_and_walked_by_the_arrows(page):
    go_to(page, "report", "Report")
    as_given, _ = column_of(page, "performance", 1)
    heading = page.get_by_role("table", name="performance", exact=True).get_by_role("button", name="Numerator", exact=True)
    place = 1 + page.locator("thead button").all_inner_texts().index("Numerator")

    def values():
        said, turn = column_of(page, "performance", place)
        return [float(one.strip("£%").replace(",", "")) for one in said if one], turn

    heading.click()
    up, turn = values()
    assert up == sorted(up) and turn == "ascending"
    heading.click()
    down, turn = values()
    # Of a long list so many rows are drawn as are scrolled to: the others come then, in the same order.
    assert down == sorted(down, reverse=True) and down[0] >= up[-1] and turn == "descending"
    page.get_by_role("table", name="performance", exact=True).locator("tbody tr").last.scroll_into_view_if_needed()
    expect(page.get_by_role("table", name="performance", exact=True).locator("tbody tr")).not_to_have_count(len(as_given))
    every, _ = values()
    assert every == sorted(every, reverse=True) and min(every) == up[0]
    heading.click()
    assert column_of(page, "performance", 1)[0][: len(as_given)] == as_given and values()[1] is None
    links = page.get_by_role("table", name="performance", exact=True).get_by_role("link")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.first).to_be_focused()


HOSTILE = '<img src=x onerror=alert(1)> --> </script></style> "&quot; *a* [b](c)'


def test_what_a_cell_says_is_text(page):
    page.evaluate(
        """(said) => {
          const part = document.createElement("div");
          part.className = "list";
          part.dataset.list = JSON.stringify({name: "made here", height: 300, columns: [{label: said, side: "left", width: 100}], rows: [{cells: [said], to: "case"}, {cells: [[said, "2"]]}]});
          document.querySelector(".stApp").append(part);
        }""",
        HOSTILE,
    )
    table = page.get_by_role("table", name="made here")
    assert [cell.inner_text().strip() for cell in table.locator("th").all()] == [HOSTILE] * 3
    assert table.locator("img").count() == 0


def test_boxes_days_and_tabs_go_by_keys_and_keep_the_focus(page):
    go_to(page, "activity", "Activity")
    page.evaluate("window.wasLoaded = true")
    since = page.get_by_label("Since", exact=True)
    since.focus()
    # Month, day and year, as this browser writes them; years that are still being typed are no years.
    page.keyboard.type("06122026")
    page.wait_for_url("**since=2026-06-12**")
    settled(page)
    expect(since).to_be_focused()
    expect(since).to_have_value("2026-06-12")
    who = page.get_by_label("Who", exact=True)
    who.focus()
    page.keyboard.type("lead")
    page.wait_for_url("**who=leader**")
    settled(page)
    expect(who).to_be_focused()
    expect(since).to_have_value("2026-06-12")

    page.get_by_role("link", name="Workload", exact=True).click()
    page.get_by_role("heading", level=1, name="Workload").wait_for()
    cold = page.get_by_role("tab", name="Cold cases")
    page.get_by_role("tab", name="Who carries what").focus()
    page.keyboard.press("ArrowRight")
    expect(cold).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**part=Cold**")
    expect(cold).to_have_attribute("aria-selected", "true")
    expect(cold).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Cold cases")).not_to_be_empty()

    page.go_back()
    expect(page.get_by_role("tab", name="Who carries what")).to_have_attribute("aria-selected", "true")
    page.go_back()
    page.get_by_role("heading", level=1, name="Activity").wait_for()
    settled(page)
    # The folder of what draws them is served, and nothing beside it.
    asked = {name: page.request.get(f"/_stcore/bidi-components/reckoner.choices/{name}").status for name in ("choices.js", "..%2Fchoices.py", "../choices.py", "")}
    assert asked.pop("choices.js") == 200 and set(asked.values()) <= {400, 404}
    expect(who).to_have_value("leader")
    expect(page.get_by_role("link", name="Activity", exact=True)).to_have_attribute("aria-current", "page")
    assert page.evaluate("window.wasLoaded")


def test_the_search_box_opens_the_search_without_loading_the_page_anew(page):
    go_to(page, "caseload", "Caseload")
    page.evaluate("window.wasLoaded = true")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search", exact=True)).to_be_focused()
    page.keyboard.type(" BET365 ")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Search").wait_for()
    page.get_by_role("table", name="lines of statements found").wait_for()
    expect(page.locator(".search-box input")).to_have_value("")
    assert page.url.endswith("search?q=BET365") and page.evaluate("window.wasLoaded")
