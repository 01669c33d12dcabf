"""The self-audit in a real browser: planned, drawn, looked at blind, and both looks side by side."""

import shutil

from playwright.sync_api import expect

from tests.browser.acting import choose, follow_row, keep_picture, settled, sign_in
from tests.gate_server import running
from tests.self_audit_council import AFTER, MONTH, WHY_EXPLAINED


def press(page, name):
    settled(page)
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def test_a_month_is_planned_drawn_and_looked_at_blind_before_both_looks_are_seen(browser, reviewed, tmp_path, request):
    path = shutil.copytree(reviewed.parent, tmp_path / "own") / reviewed.name
    with running(path, script="app.py", today=AFTER) as server:
        leader = sign_in(browser, server, "lee", at="/self_audit")
        choose(leader, leader.get_by_role("combobox", name="Month"), f"{MONTH:%B %Y}")
        choose(leader, leader.get_by_role("combobox", name="Who looks a second time"), "Una Example")
        leader.keyboard.press("Escape")
        press(leader, "Store the plan")
        leader.get_by_text("SHA-256 of the seed:").wait_for()
        settled(leader)
        leader.get_by_role("tab", name="Draw").click()
        press(leader, "Draw")
        leader.get_by_text("Seed, published with the draw:").wait_for()
        settled(leader)
        with leader.expect_download() as taken:
            leader.get_by_role("button", name="The population").click()
        assert "review of a2" in taken.value.path().read_text(encoding="utf-8-sig")
        keep_picture(leader, request, "draw")

        auditor = sign_in(browser, server, "una", at="/self_audit?step=Check")
        settled(auditor)
        # Both looks stand side by side with their words read to the end.
        auditor.get_by_test_id("stSidebar").get_by_text("Plain tables").click()
        settled(auditor)
        follow_row(auditor, "my second looks", "g1")
        auditor.get_by_role("button", name="Begin", exact=True).wait_for()
        settled(auditor)
        press(auditor, "Begin")
        auditor.get_by_text("End the second look").wait_for()
        settled(auditor)
        assert WHY_EXPLAINED not in auditor.content() and "confirmed by" not in auditor.content()
        keep_picture(auditor, request, "blind")
        answered = auditor.get_by_text("Every question is answered.")
        while not answered.is_visible():
            asked = auditor.locator("[data-testid=stForm]").first
            asked.get_by_text("Asked", exact=True).click()
            before = auditor.get_by_text("not answered yet").text_content()
            asked.get_by_role("button", name="Keep my answer").click()
            expect(auditor.get_by_text(before, exact=True)).to_have_count(0)
            settled(auditor)
        auditor.get_by_text("The form agrees with the statement").click()
        press(auditor, "I am through: show me both looks")
        auditor.get_by_text("Both looks side by side").wait_for()
        expect(auditor.get_by_role("table").first).to_contain_text(WHY_EXPLAINED)
        keep_picture(auditor, request, "both")
