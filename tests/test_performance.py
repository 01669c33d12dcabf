"""The performance report: every figure worked out a second time, what stands behind it, its files, and what is issued."""

import io
import json
import re
import shutil
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import load_workbook

from lib import access, as_known, checks, performance, report_files, report_issue, safeguarding
from lib.errors import NotAllowed, UserError
from lib.monitoring import refresh_store
from lib.performance import Period
from lib.sqlfiles import sql_files
from lib.store import OPERATOR, Actor, open_store
from tests import debt_council, recomputed
from tests.conftest import TODAY
from tests.debt_council import SAM
from tests.small_council import JO, LEE

MEASURES = sql_files("measures")
JUNE, SECOND_QUARTER = Period(date(2026, 6, 1), date(2026, 6, 30)), Period(date(2026, 4, 1), date(2026, 6, 30))
LATER = date(2026, 8, 20)
UNA = Actor("una", "auditor", ("Westmarch",), "")


@pytest.fixture(scope="module")
def demo(council, tmp_path_factory):
    """The made-up council with months of work in it: returns asked for and worked, reviews, a misspend, debts that move."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(council.parent, folder, dirs_exist_ok=True)
    store = open_store(folder / council.name)
    lived_in(store)
    refresh_store(store, OPERATOR, TODAY)
    yield store
    store.close()


def lived_in(store):
    """Rows as the services write them, spread over a year, so that each measure has something to count."""
    accounts = store.rows(
        "select account_id, agreement_id, council from staging.account where exists (from reconciliation.period where period.account_id = account.account_id) order by all"
    )
    returns = store.rows("select return_id, agreement_id, council from reconciliation.return_clock order by return_id limit 12")
    asked = store.rows("select distinct account_id, agreement_id, council from trackers.finding where amount is not null order by account_id limit 6")
    with store.change(OPERATOR, "note", "a year's work") as change:
        change.execute("update raw.statement set received_at = least(to_date + 6, ?)::timestamp", [TODAY])
        for place, row in enumerate(returns):
            on = TODAY - timedelta(days=35 * (place % 9) + 10)
            steps(change, "return", row["return_id"], row, [("request", "requested", on)] + ([("receive", "received", on + timedelta(days=5 * place))] if place % 3 == 0 else []))
        for place, row in enumerate(accounts[:20]):
            period = change.row(
                "from reconciliation.period where account_id = ? and covered_from is not null order by period_from limit 1 offset ?", [row["account_id"], place % 3]
            )
            if period:
                completed = {"review_id": f"v{place}", "account_id": row["account_id"], "agreement_id": row["agreement_id"], "council": row["council"], "completed_by": "jo"}
                completed |= {"outcome": ("agreed", "difference_explained")[place % 2], "findings_raised": place % 3 % 2, "findings_upheld": 0}
                at = f"{TODAY - timedelta(days=17 * place)} 10:00:00"
                change.execute(
                    "insert into decisions.review by name select $review_id as review_id, $account_id as account_id, $agreement_id as agreement_id, $council as council,"
                    " $from::date as period_from, $to::date as period_to, $at::timestamp as opened_at, $at::timestamp as completed_at, $completed_by as completed_by, $outcome as outcome,"
                    " $findings_raised as findings_raised, $findings_upheld as findings_upheld",
                    completed | {"from": period["period_from"], "to": period["period_to"], "at": at},
                )
        for place, row in enumerate(asked):
            on, case = TODAY - timedelta(days=40 * place + 20), f"m{place}"
            change.execute("insert into decisions.misspend values (?, ?, ?, ?, 'x', 'jo', ?)", [case, row["agreement_id"], row["account_id"], row["council"], on])
            end = [[], [("decide", "decided", on + timedelta(days=30))], [("drop", "dropped", on + timedelta(days=10))]][place % 3]
            found = change.rows("from trackers.finding where account_id = ? and amount is not null limit 2", [row["account_id"]])
            for finding in found:
                change.execute("insert into decisions.misspend_line values (?, ?, ?, null, ?, 'x', ?)", [case, row["agreement_id"], finding["finding_id"], on, finding["amount"]])
            steps(
                change,
                "misspend",
                case,
                row,
                [("open", "opened", on), ("ask", "evidence_asked", on + timedelta(days=1)), *end],
                json.dumps({"lines": [one["finding_id"] for one in found]}),
            )
        for place, debt in enumerate(change.rows("select distinct debt_id, agreement_id, council from decisions.debt order by debt_id")):
            for kind, amount, back in (("paid", "-20.00", 25), ("paid", "5.00", 12), ("written_off", "-7.50", 40 + place)):
                change.insert("decisions.debt_entry", [debt | {
                    "entry_id": f"e{place}{kind}{back}", "kind": kind, "amount": Decimal(amount), "on_day": TODAY - timedelta(days=back), "detail": "{}", "decided_by": "jo", "decided_at": noon(TODAY),
                }])  # fmt: skip
        told = change.row("select surplus_id, agreement_id, council, amount from trackers.surplus where amount > 0 order by agreement_id limit 1")
        surplus = {"case_id": told["surplus_id"], "agreement_id": told["agreement_id"], "council": told["council"]}
        last = change.value("select max(step_number) from decisions.step where case_id = ?", [surplus["case_id"]])
        steps(
            change,
            "surplus",
            surplus["case_id"],
            surplus,
            [("object", "objection", TODAY - timedelta(days=9)), ("reject_objection", "recovered", TODAY - timedelta(days=2))],
            number=last,
        )
        change.insert(
            "decisions.surplus_receipt",
            [told | {"receipt_id": "came", "on_day": TODAY - timedelta(days=2), "receipt_number": "R-1", "decided_by": "jo", "decided_at": noon(TODAY)}],
        )


def noon(day):
    return datetime.combine(day, time(12))


def steps(change, kind, case_id, whose, taken, detail="{}", number=0):
    for place, (step, state, on) in enumerate(taken, start=1):
        change.insert("decisions.step", [{
            "kind": kind, "case_id": case_id, "step_number": number + place, "agreement_id": whose["agreement_id"], "council": whose["council"], "step": step, "state": state, "on_day": on,
            "detail": detail, "decided_by": "jo", "decided_at": noon(on),
        }])  # fmt: skip


@pytest.fixture(scope="module")
def audits(demo):
    return {whose: recomputed.Audit(demo, whose) for whose in (None, "Westmarch", "Easthaven")}


PERIODS = (
    Period(date(2026, 11, 1), TODAY), Period(date(2026, 10, 1), date(2026, 10, 31)), Period(date(2026, 7, 1), date(2026, 9, 30)), Period(date(2026, 1, 1), date(2026, 3, 31)),
)  # fmt: skip


@pytest.mark.parametrize(("whose", "which"), [(None, 0), (None, 1), (None, 2), (None, 3), ("Westmarch", 2), ("Easthaven", 0)])
def test_every_figure_is_what_pandas_makes_of_the_audit_views(demo, audits, whose, which):
    period = PERIODS[which]
    found = performance.figures(demo, OPERATOR, period, whose, restricted=False)
    assert {one["measure"]: (one["numerator"], one["denominator"], one["value"]) for one in found} == {
        one["measure"]: settled(one, recomputed.of(audits[whose], one["measure"], period.from_day, period.to_day)) for one in found
    }


def settled(one, figure):
    """With nothing to divide by, nothing is divided."""
    numerator, denominator, value = figure
    return numerator, denominator or (None if one["denominator"] is None else denominator), value


def test_the_months_of_a_trend_are_what_pandas_makes_of_them_too(demo, audits):
    period = PERIODS[0]
    for one in performance.figures(demo, OPERATOR, period, restricted=False):
        assert len(one["trend"]) == 13
        for row in one["trend"][-3:]:
            last = min(performance.month_end(row["month"]), period.to_day)
            wanted = recomputed.of(audits[None], one["measure"], row["month"], last)[2]
            # What came back of a surplus until the report's end counts for the month in which the person was told.
            if one["measure"] != "surplus_recovery":
                assert row["value"] == wanted, (one["measure"], row["month"])


def test_every_measure_counts_something_on_the_made_up_council(demo):
    """Else the comparison would compare nothing with nothing."""
    found = [performance.figures(demo, OPERATOR, period, restricted=False) for period in PERIODS]
    assert {one["measure"] for one in found[0]} == {one["measure"] for figures in found for one in figures if one["cases"] or one["denominator"]}


@pytest.mark.parametrize("measure", [file.name for file in MEASURES])
def test_the_cases_behind_a_figure_and_its_parts_add_up_to_it(demo, measure):
    period = PERIODS[2]
    one = next(one for one in performance.figures(demo, OPERATOR, period) if one["measure"] == measure)
    rows = performance.behind(demo, OPERATOR, measure, period)
    assert sum((row["numerator"] for row in rows), Decimal(0)) == one["numerator"]
    assert sum((row["denominator"] or 0 for row in rows), Decimal(0)) == (one["denominator"] or 0)
    parts = performance.parts(demo, OPERATOR, measure, period)
    assert list(parts) == ["council", *one["by"]]
    for by, broken_down in parts.items():
        assert {row["part"]: row["numerator"] for row in broken_down} == {value: sum(row["numerator"] for row in rows if row[by] == value) for value in {row[by] for row in rows}}


@pytest.mark.parametrize("file", MEASURES, ids=lambda file: file.name)
def test_a_measure_says_what_it_is(file, empty_store):
    header = file.header
    assert header["definition"].endswith(".") and header["title"] and header["source"] and header["numerator"] and header["theme"]
    assert header["value"] in ("sum", "share", "median", "rate") and ("denominator" in header) == (header["value"] in ("share", "rate"))
    assert header["direction"] in report_files.BETTER and header["taken"] in (performance.AT_END, "in the month") and header["unit"]
    columns = [row["column_name"] for row in empty_store.rows(f"describe {file.text}", {"from_day": JUNE.from_day, "to_day": JUNE.to_day})]
    assert [name for name in columns if name not in header.get("by", {})] == list(performance.COLUMNS)
    assert header.get("by", {}).keys() <= set(columns)
    assert len({one.header["place"] for one in MEASURES}) == len(MEASURES)


def test_with_nothing_to_take_a_share_of_there_is_no_figure_and_with_none_of_them_it_is_nought(store):
    found = {one["measure"]: one for one in performance.figures(store, OPERATOR, JUNE)}
    assert found["returns_in_time"]["value"] is None and found["active_agreements"]["value"] == 0
    assert report_files.said(None, "percent") == "none" and report_files.said(Decimal(0), "percent") == "0.0%"


# Walls, and what is restricted


def test_nobody_sees_another_councils_cases_in_a_figure_or_behind_it(held):
    every, ours = performance.figures(held, OPERATOR, JUNE), performance.figures(held, LEE, JUNE)
    assert (every[0]["value"], ours[0]["value"]) == (Decimal(4), Decimal(3))
    assert {row["council"] for row in performance.behind(held, LEE, "active_agreements", JUNE)} == {"Westmarch"}
    assert performance.behind(held, LEE, "active_agreements", JUNE, "Easthaven") == []
    assert [row["part"] for row in performance.parts(held, LEE, "active_agreements", JUNE)["council"]] == ["Westmarch"]
    with pytest.raises(NotAllowed):
        report_issue.issue(held, LEE, "Easthaven", SECOND_QUARTER, LATER)


def test_concerns_are_counted_for_those_who_may_see_them_and_stand_in_no_file(held):
    before = {actor.username: performance.figures(held, actor, JUNE) for actor in (SAM, UNA)}
    workbook = cells(report_issue.export(held, LEE, "xlsx", JUNE, "Westmarch", LATER))
    safeguarding.raise_concern(held, JO, "g1", next(iter(safeguarding.SIGNS)), "What was seen", date(2026, 6, 30))
    today = Period(date.today().replace(day=1), date.today())
    assert next(one for one in performance.figures(held, LEE, today) if one["measure"] == "concerns_raised")["value"] == 1
    assert {actor.username: performance.figures(held, actor, JUNE) for actor in (SAM, UNA)} == before
    for actor in (SAM, UNA):
        with pytest.raises(NotAllowed):
            performance.behind(held, actor, "concerns_raised", today)
    assert cells(report_issue.export(held, LEE, "xlsx", JUNE, "Westmarch", LATER)) == workbook
    assert not any("concern" in str(cell).lower() for row in workbook for cell in row)


# Files


@pytest.fixture
def owes(filled):
    """The small council with a debt and half a year behind it, to work on."""
    return filled(with_a_debt)


def with_a_debt(store):
    debt_council.somebody_owes(store)
    debt_council.raised(store)


def cells(workbook):
    return [[cell.value for cell in row] for sheet in load_workbook(io.BytesIO(workbook)) for row in sheet.iter_rows()]


def test_the_workbook_has_typed_numbers_a_frozen_header_and_every_definition(owes):
    book = load_workbook(io.BytesIO(report_issue.export(owes, LEE, "xlsx", SECOND_QUARTER, "Westmarch", LATER)))
    assert book.sheetnames == ["Figures", "Trend", "Parts", "Definitions", "Not held here", "About"]
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    figures = {row[1].value: row for row in book["Figures"].iter_rows(min_row=2)}
    assert (figures["Active agreements"][2].value, figures["Active agreements"][2].data_type, figures["Active agreements"][3].value) == (3, "n", "agreements")
    debt = figures["Debts left to pay"][2]
    assert (debt.value, debt.data_type, debt.number_format) == (160, "n", "#,##0.00")
    assert figures["Returns worked in time"][2].value is None
    trend = list(book["Trend"].iter_rows(values_only=True))
    assert trend[0][2:] == tuple(f"{performance.month_before(SECOND_QUARTER.to_day, back):%b %Y}" for back in range(12, -1, -1))
    assert next(row for row in trend if row[0] == "Active agreements")[-6:] == (3, 3, 3, 3, 3, 3)
    defined = {row[1]: row for row in book["Definitions"].iter_rows(min_row=2, values_only=True)}
    shown = {one["title"]: one for one in performance.measures(owes, LEE, restricted=False)}
    assert defined.keys() == shown.keys() == figures.keys()
    assert all((defined[title][2], defined[title][3], defined[title][4]) == (one["definition"], one["numerator"], one["denominator"]) for title, one in shown.items())
    assert [row[0] for row in book["Not held here"].iter_rows(min_row=2, values_only=True)] == list(performance.NOT_HELD)
    parts = [row for row in book["Parts"].iter_rows(min_row=2, values_only=True) if row[0] == "Debts left to pay"]
    assert ("By", "Part") and ("Debts left to pay", "Kind", "contribution", 160) in [row[:4] for row in parts]


def test_the_page_for_management_says_the_headlines_every_measure_and_what_is_not_held(owes):
    document = Document(io.BytesIO(report_issue.export(owes, LEE, "docx", SECOND_QUARTER, "Westmarch", LATER)))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Direct payments: performance: April to June 2026" in said and "Westmarch. As known on 20 August 2026." in said
    assert "Fraud referrals: Cases handed to the fraud team are kept there." in said
    headlines, pictures, figures = document.tables
    assert [cell.paragraphs[0].text for cell in headlines.rows[0].cells] == ["Active agreements", "Net pounds a week", "Returns received in time", "Surplus recovered"]
    assert [cell.paragraphs[1].text for cell in headlines.rows[0].cells][:2] == ["3", "£270.00"]
    assert ["Debts left to pay", "£160.00", "£0.00", ""] in [[cell.text for cell in row.cells] for row in figures.rows]
    described = re.findall(r'descr="([^"]*)"', document.element.xml)
    assert len(described) == 2 and "Jun 2026 £270.00" in described[0]
    assert len(document.inline_shapes) == 2 and len(pictures.rows) == 1


def test_who_takes_a_report_leaves_a_row_in_the_activity_log(owes):
    report_issue.export(owes, UNA, "docx", JUNE, None, LATER)
    act = owes.row("from audit.activity order by seq desc limit 1")
    assert (act["actor"], act["action"], act["subject"]) == ("una", "export", "performance report")


def test_a_report_can_be_made_as_it_was_known_then(owes):
    refresh_store(owes, OPERATOR, LATER)
    then = as_known.with_known(owes, JUNE.to_day, "then")
    content = report_issue.export(owes, LEE, "xlsx", JUNE, "Westmarch", LATER, reads=then, known="As known on 30 Jun 2026.")
    assert ["Known", "As known on 30 Jun 2026."] in cells(content)


# Issued


def test_an_issued_report_stays_as_it_was_byte_for_byte_whatever_becomes_known(owes):
    report_id = report_issue.issue(owes, LEE, "Westmarch", SECOND_QUARTER, LATER)
    kept = {kind: report_issue.content(owes, UNA, "Westmarch", report_id, kind) for kind in report_issue.FILES}
    said = json.loads(owes.value("select figures from decisions.report"))
    with owes.change(OPERATOR, "pay_debt", "x") as change:
        debt = change.row("select debt_id, agreement_id, council from decisions.debt")
        change.insert(
            "decisions.debt_entry",
            [debt | {"entry_id": "e9", "kind": "paid", "amount": Decimal("-60.00"), "on_day": JUNE.to_day, "detail": "{}", "decided_by": "jo", "decided_at": noon(LATER)}],
        )
    left = {one["measure"]: one["value"] for one in performance.figures(owes, LEE, SECOND_QUARTER, "Westmarch")}["debts_left"]
    assert (left, {one["measure"]: one["value"] for one in said}["debts_left"]) == (Decimal("100.00"), "160.00")
    assert {kind: report_issue.content(owes, UNA, "Westmarch", report_id, kind) for kind in report_issue.FILES} == kept
    assert [row["issued_by"] for row in access.see(owes, UNA, "dashboards.report")] == ["lee"]
    assert checks.evidence_faults(owes) == []


def test_a_report_whose_kept_file_was_changed_is_not_handed_out(owes):
    report_id = report_issue.issue(owes, LEE, "Westmarch", SECOND_QUARTER, LATER)
    sha256 = owes.value("select workbook_sha256 from decisions.report")
    (owes.places.evidence / sha256).chmod(0o600)
    (owes.places.evidence / sha256).write_bytes(b"other")
    with pytest.raises(UserError, match="is not what was received or written"):
        report_issue.content(owes, LEE, "Westmarch", report_id, "xlsx")
    assert [fault for fault in checks.evidence_faults(owes) if fault.startswith("A report of Westmarch to 30 Jun 2026")]


def test_a_period_that_is_not_over_is_not_issued(owes):
    with pytest.raises(UserError, match="Issue its report when it is over"):
        report_issue.issue(owes, LEE, "Westmarch", JUNE, JUNE.to_day)
    report_issue.issue(owes, LEE, "Westmarch", JUNE, JUNE.to_day + timedelta(days=1))


def test_the_report_of_another_council_is_not_there(owes):
    report_id = report_issue.issue(owes, OPERATOR, "Easthaven", JUNE, LATER)
    for council in ("Easthaven", "Westmarch"):
        with pytest.raises((NotAllowed, UserError)):
            report_issue.content(owes, LEE, council, report_id, "xlsx")
    assert access.see(owes, LEE, "dashboards.report") == []


def test_months_and_quarters_that_can_be_reported():
    months, quarters = performance.periods(date(2026, 2, 10))
    assert (months[0], months[1], months[12]) == (
        Period(date(2026, 2, 1), date(2026, 2, 10)),
        Period(date(2026, 1, 1), date(2026, 1, 31)),
        Period(date(2025, 2, 1), date(2025, 2, 28)),
    )
    assert (quarters[0], quarters[1]) == (Period(date(2026, 1, 1), date(2026, 2, 10)), Period(date(2025, 10, 1), date(2025, 12, 31)))
    assert quarters[1].before == Period(date(2025, 7, 1), date(2025, 9, 30)) and months[1].trend_from == date(2025, 1, 1)
    assert performance.words_of(quarters[0]) == "January to February 2026, until 10 February"
    assert performance.words_of(months[1]) == "January 2026"
