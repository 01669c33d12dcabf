"""The pages of what self-audits and samples of pounds prove, as people use them; and the report to the manager."""

import io
import json
import shutil
from datetime import date
from decimal import Decimal

import pytest
from docx import Document

from lib import checks, money_sample, self_audit_report, sessions, users
from lib.errors import NotAllowed, UserError
from lib.serve import the_store
from lib.store import Actor, open_store
from tests.on_page import figures, lists
from tests.small_council import AS_AT
from tests.test_pages import opened
from tests.told_audits import tell

PEOPLE = (("lee", "team_leader"), ("una", "auditor"), ("sue", "senior_officer"))
LEE, UNA, SUE = (Actor(name, role, ("Westmarch",), name=f"{name.capitalize()} Example") for name, role in PEOPLE)
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture(scope="module")
def told(held_path, tmp_path_factory):
    """The folder of the small council's store with two months of self-audit, of which May's is finished and April's is not, and people."""
    folder = tmp_path_factory.mktemp("told") / "council"
    folder.mkdir()
    store = open_store(shutil.copy(held_path, folder))
    tell(store, APRIL, {"jo": (40, 6, 0), "sam": (50, 10, 0)}, closed=False)
    tell(store, MAY, {"jo": (40, 20, 1), "sam": (50, 4, 0)}, risk={"jo": (3, 2)}, excluded=1)
    users.add_demo(store, [{"username": name, "name": name, "role": role, "councils": "Westmarch", "officer": ""} for name, role in PEOPLE])
    store.close()
    return folder


@pytest.fixture
def people(told, tmp_path, monkeypatch):
    """{username: who Streamlit is told is there}, on a copy of that store."""
    path = shutil.copytree(told, tmp_path / "council") / "reckoner.duckdb"
    monkeypatch.setenv("RECKONER_STORE", str(path))
    monkeypatch.setenv("RECKONER_TODAY", str(AS_AT))
    store = the_store()
    return {name: {"username": name, "sid": sessions.sid_of(sessions.start(store, name, "127.0.0.1"))} for name, _ in PEOPLE}


def faults(app):
    return [error.value for error in app.error] + list(app.exception)


def said(app):
    return [text.value for text in app.text]


def test_the_page_says_what_the_newest_finished_month_proves_and_what_not(people):
    app = opened(people["una"], "self_audit_result", cycle="2026-05-westmarch")
    assert not faults(app)
    assert [figure[:2] for figure in figures(app)][:2] == [("Wrong at most", "40 %"), ("Found wrong by chance", "1 of 24")]
    assert "With 95 % confidence no more than 40 % of the month's 90 reviews are wrong: 36 at most. Chance drew 24 of them, and 1 was wrong." in said(app)
    assert "Nothing can be said about 1 of 2 officers: from 4 cases, even without a single error, 50 % could be wrong." in said(app)
    assert any(line.startswith("Of 3 reviews that were picked for risk this month, 2 were wrong") for line in said(app))
    officers, twelve = (opened(people["una"], "self_audit_result", cycle="2026-05-westmarch", tab=tab) for tab in ("Officers", "Twelve months"))
    rows = {row["officer"]: row for frame in lists(officers) for row in frame if "says_month" in row}
    assert rows["jo"]["says_month"].startswith("No more than 15 % of 40 reviews wrong")
    months = [row for frame in lists(twelve) for row in frame if "state_words" in row]
    assert [row["state_words"] for row in months][-3:] == ["No self-audit", "Not closed yet", "Finished"]
    # April is not closed: it proves nothing yet, and no report of it goes out.
    april = opened(people["una"], "self_audit_result", cycle="2026-04-westmarch")
    assert "0 of 16 items that chance drew are closed. What the sample proves is said when all are." in said(april)
    assert "Issue this report" not in [button.label for button in april.button]


def test_a_senior_officer_sees_the_month_and_no_comparison_of_officers(people):
    app = opened(people["sue"], "self_audit_result", tab="Officers")
    assert not faults(app)
    assert "Officers are compared by team leaders and auditors, and only where reviews were drawn." in said(app)
    assert "Issue this report" not in [button.label for button in app.button]


def test_a_report_is_issued_once_the_month_is_closed_and_stays_as_it_went_out(people):
    app = opened(people["lee"], "self_audit_result", cycle="2026-05-westmarch")
    next(button for button in app.button if button.label == "Issue this report").click().run()
    assert not faults(app)
    store = the_store()
    (report,) = store.rows("from decisions.self_audit_report")
    assert (report["council"], report["month"], json.loads(report["figures"])["month"]["errors"]) == ("Westmarch", MAY, 1)
    content = self_audit_report.content(store, UNA, "Westmarch", report["report_id"])
    assert not [fault for fault in checks.evidence_faults(store) if "self-audit's report" in fault]
    with pytest.raises(NotAllowed):
        self_audit_report.content(store, SUE, "Westmarch", report["report_id"])
    with pytest.raises(UserError, match="16 items of April 2026 are not closed yet"):
        self_audit_report.issue(store, LEE, "2026-04-westmarch", AS_AT)
    document = Document(io.BytesIO(content))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert text[0] == "Self-audit of reviews: May 2026" and document.core_properties.author == ""
    assert any(line.startswith("With 95 % confidence no more than 40 %") for line in text)
    assert any(line.startswith("Seed: sss") for line in text)
    pictures = document.element.body.xpath(".//wp:docPr/@descr")
    assert len(pictures) == 2 and "May 2026 likely 2.2%, at most 40%" in pictures[0]
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert ["Passed", "23", "1"] in tables[0] and ["May 2026", "90", "24", "1", "2.2%", "40%"] in tables[1]
    assert any(row[0] == "jo" for table in tables for row in table)
    without = Document(io.BytesIO(self_audit_report.export(store, SUE, "2026-05-westmarch", AS_AT)))
    assert "Officers" not in [paragraph.text for paragraph in without.paragraphs]


def test_a_sample_of_pounds_is_drawn_and_looked_at_on_its_page(people):
    app = opened(people["una"], "money_sample", **{"from": "2026-04-01", "to": "2026-06-29"})
    assert not faults(app)
    assert "1 payment of £80.00 went out in these days. The sample is 95 % sure." in said(app)
    app.text_input(key="draw_tolerable").set_value("40")
    next(button for button in app.button if button.label == "Draw").click().run()
    assert not faults(app)
    store = the_store()
    (row,) = store.rows("from trackers.money_sample_item")
    assert "0 of 1 payments are looked at. What they prove is said when all are." in said(app)
    money_sample.check(store, UNA, "Westmarch", row["money_sample_id"], row["transaction_id"], "75.50", "Twice for one hour")
    seen = opened(people["lee"], "money_sample", sample=row["money_sample_id"])
    assert not faults(seen)
    assert [figure[1] for figure in figures(seen)][:2] == ["£80.00", "1 of 1"]
    assert "Draw" not in [button.label for button in seen.button]
    assert store.value("select pounds_wrong from trackers.money_sample") == Decimal("4.50")
