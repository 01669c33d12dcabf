"""Every case tested: the auditor's tests over the whole population, run in one go, each count with its cases."""

import streamlit as st

from lib import whole_audit
from lib.exports import FORMATS
from lib.ui import place, words
from lib.ui import whole_audit_parts as parts
from lib.ui.session import act, actor, as_at, may, part, say, store


def run_form():
    """Which council and year to test; the run is kept."""
    mine = [name for name in sorted(actor().councils) if may("run_whole_audit", council=name)]
    if not mine:
        return
    with place.filters():
        council = place.choose("Test the cases of", mine[1:], "of", mine[0]) or mine[0]
        years = whole_audit.years(as_at())
        chosen = place.choose("In the year", [str(year) for year in years[1:]], "year", whole_audit.words_of(years[0]), lambda year: whole_audit.words_of(int(year)))
        day = place.choose_day("As at", "day", as_at())
        st.button(
            "Run every test", on_click=act, args=(run, council, int(chosen or years[0]), min(day, as_at())), icon=":material/play_arrow:",
            help="Looks at every case and changes none; the result is kept",
        )  # fmt: skip


def run(council, year, day):
    with st.spinner("Testing every case", show_time=True):
        run_id = whole_audit.run(store(), actor(), council, year, day)
    place.put(run=run_id, result=None)
    say(f"Every case of {council} was tested for {whole_audit.words_of(year)}. The result is kept.")


@part
def one_test(row):
    """One test: what it asks, its counts, its cases and its years."""
    parts.about(row)
    if not row["is_open"]:
        st.text(whole_audit.CLOSED)
        return
    result = parts.counts(row)
    parts.case_list(row, whole_audit.cases(store(), actor(), shown["run_id"], row["test"], result), result)
    pressed = parts.by_year(row, whole_audit.trend(store(), actor(), shown["council"], row["test"]), f"{shown['run_id']}_{result}")
    if pressed:
        place.put(**pressed)
        st.rerun()


run_form()
shown = parts.choose_run(whole_audit.runs(store(), actor()), whole_audit.words_of)
if shown:
    figures = whole_audit.figures(store(), actor(), shown["run_id"])
    parts.headlines(figures)
    parts.every_test(figures)
    here, person = store(), actor()
    st.download_button(
        "The whole run as a workbook", lambda: whole_audit.workbook(here, person, shown["run_id"], words.code), icon=":material/download:", mime=FORMATS["xlsx"], on_click="ignore",
        file_name=f"every_case_{shown['council'].lower().replace(' ', '_')}_{shown['from_day']:%Y}_{shown['to_day']:%Y-%m-%d}.xlsx",
    )  # fmt: skip
    opened = next((row for row in figures if row["test"] == place.of("test")), None)
    if opened:
        one_test(opened)
    parts.not_tested(figures, whole_audit.CLOSED)
