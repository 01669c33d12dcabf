"""Audit queries in a real browser: a saved question found by words and asked with parameters, a hostile SELECT refused, one without end stopped."""

import re
import shutil

from lib import users
from lib.store import open_store
from tests.browser.acting import keep_picture, settled, sign_in, visit
from tests.gate_server import running
from tests.small_council import AS_AT


def test_a_saved_question_with_parameters_a_hostile_select_and_one_without_end(browser, held_path, tmp_path, request):
    path = shutil.copy(held_path, tmp_path)
    store = open_store(path)
    users.add_demo(store, [{"username": "una", "name": "Una Example", "role": "auditor", "councils": "Westmarch", "officer": ""}])
    store.close()
    with running(path, script="app.py", today=AS_AT) as server:
        page = sign_in(browser, server, "una", at="/queries?q=spend&question=spend_by_category")
        settled(page)
        page.get_by_role("spinbutton", name="day, To day").click()
        page.keyboard.type("30062026")
        page.get_by_role("button", name="Ask", exact=True).click()
        page.get_by_text(re.compile("^1 row · as of")).wait_for()
        assert "p_from_day=2026-04-01" in page.url and "p_to_day=2026-06-30" in page.url
        keep_picture(page, request, "saved")

        visit(page, "/queries?tab=Your own SELECT")
        for hostile, said in (("select * from read_text('/etc/passwd')", "read_text can't be used here"), ("select * from identity.person", "Only the views of schema audit")):
            page.get_by_label("One SELECT").fill(hostile)
            page.get_by_label("One SELECT").press("Control+Enter")
            page.get_by_role("button", name="Ask", exact=True).click()
            page.get_by_text(said).wait_for()
            settled(page)
        keep_picture(page, request, "refused")

        page.get_by_label("One SELECT").fill("select count(*) from range(1000000000) as a, range(1000000000) as b")
        page.get_by_label("One SELECT").press("Control+Enter")
        page.get_by_role("button", name="Ask", exact=True).click()
        page.get_by_role("button", name="Stop the question", exact=True).click()
        page.get_by_text("The question was stopped before it was answered.").wait_for()
    store = open_store(path)
    acts = store.rows("select action, count(*) as acts from activity.entry where actor = 'una' and starts_with(action, 'query') group by action order by action")
    assert acts == [{"action": "query", "acts": 1}, {"action": "query_refused", "acts": 3}]
    store.close()
