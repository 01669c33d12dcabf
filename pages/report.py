"""How the team did in a month or a quarter: each measure with its definition, its trend and its cases; as files, and issued."""

import streamlit as st

from lib import performance, report_files, report_issue
from lib.ui import place, report_parts, words
from lib.ui.as_at_parts import known_store
from lib.ui.session import act, actor, as_at, may, part, say, store, view
from lib.ui.tables import show


def in_words(one):
    """A figure as the page writes it."""
    return one | {
        "said": report_files.said(one["value"], one["unit"]), "said_before": report_files.said(one["before"], one["unit"]), "better": report_files.BETTER[one["direction"]],
        "said_numerator": report_files.counted(one, "numerator"), "said_denominator": report_files.counted(one, "denominator") if headers[one["measure"]]["denominator"] else "",
        "numerator_words": headers[one["measure"]]["numerator"], "denominator_words": headers[one["measure"]]["denominator"],
    }  # fmt: skip


@part
def measure(one):
    """One measure: what it is, its months, its parts and its cases."""
    report_parts.about(one)
    months = [row | {"said": report_files.said(row["value"], one["unit"]), "month_words": f"{row['month']:%B %Y}"} for row in one["trend"]]
    pressed = report_parts.trend(one, months, period)
    if pressed:
        place.narrow("period", f"{pressed:%Y-%m}")
    for by, rows in performance.parts(reads, actor(), one["measure"], period, council).items():
        report_parts.parts(one, ({"council": "Council"} | one["by"])[by], by, rows)
    report_parts.cases(one, performance.behind(reads, actor(), one["measure"], period, council))


def files():
    """The report as files, and issuing it."""
    here, person, today, said = store(), actor(), as_at(), words.code
    with st.container(horizontal=True, vertical_alignment="center"):
        for kind, (label, mime) in report_issue.FILES.items():
            st.download_button(
                label, lambda kind=kind: report_issue.export(here, person, kind, period, council, today, said, reads, known and f"As known on {words.day(period.to_day)}."),
                file_name=report_issue.file_name(period.from_day, period.to_day, council, kind), mime=mime, icon=":material/download:", on_click="ignore",
            )  # fmt: skip
        if council and period.to_day < today and may("issue_report", council=council):
            st.button("Issue this report", on_click=act, args=(issue,), icon=":material/verified:", help="Its figures and both files are kept as they are now")


def issue():
    report_issue.issue(store(), actor(), council, period, as_at(), words.code)
    say(f"The report of {council} for {performance.words_of(period)} is issued. Its figures and both files stay as they are.")


def issued():
    """Reports that went out, as they were."""
    chosen = show(
        words.ordered(view("dashboards.report"), "-issued_at"),
        report_parts.ISSUED,
        "issued reports",
        "No report was issued yet. Choose a council and a period that is over, and issue its report.",
        pick="Get its files",
    )
    if chosen:
        files_of(chosen)


def files_of(report):
    """Both files of an issued report, byte for byte."""
    here, person = store(), actor()
    for kind, (label, mime) in report_issue.FILES.items():
        st.download_button(
            f"{label} as issued", lambda kind=kind: report_issue.content(here, person, report["council"], report["report_id"], kind), mime=mime, icon=":material/download:",
            file_name=report_issue.file_name(report["period_from"], report["period_to"], report["council"], kind), key=f"issued_{kind}", on_click="ignore",
        )  # fmt: skip


with place.filters():
    council = place.choose("Council", sorted(actor().councils), "council", everything="All my councils")
    period = report_parts.choose_period(performance.periods(as_at()), performance.words_of)
    known = report_parts.choose_known(period.to_day < as_at())
reads = known_store(period.to_day, "then") if known else store()
with st.spinner("Adding up", show_time=True):
    headers = {one["measure"]: one for one in performance.measures(reads, actor())}
    figures = [in_words(one) for one in performance.figures(reads, actor(), period, council)]
by_name = {one["measure"]: one for one in figures}
files()
report_parts.headlines([by_name[name] for name in performance.HEADLINES])
report_parts.every_measure(figures)
if place.of("measure") in by_name:
    measure(by_name[place.of("measure")])
not_held = [{"title": title, "why": why} for title, why in performance.NOT_HELD.items()]
place.folded("Not held here", "not_held", lambda: show(not_held, report_parts.NOT_HELD, "not held here", ""))
place.folded("Issued reports", "issued", issued)
