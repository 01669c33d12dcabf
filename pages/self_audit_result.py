"""What the monthly self-audit proves and what it does not: a month, the twelve months to it, its points, its officers; and the report to the manager."""

import streamlit as st

from lib import self_audit_report, self_audit_result
from lib.ui import place, self_audit_result_parts
from lib.ui.session import act, actor, as_at, may, say, store, view


def files(cycle):
    """The report as a Word page, and issuing it."""
    here, person, today = store(), actor(), as_at()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Word", lambda: self_audit_report.export(here, person, cycle["cycle_id"], today), file_name=self_audit_report.file_name(cycle["month"], cycle["councils"]),
            mime=self_audit_report.WORD, icon=":material/download:", on_click="ignore", help="The report to the manager, with pictures",
        )  # fmt: skip
        if cycle["state"] == "closed" and may("issue_self_audit", council=cycle["council"]):
            st.button("Issue this report", on_click=act, args=(issue, cycle), icon=":material/verified:", help="Its figures and its page are kept as they are now")


def issue(cycle):
    self_audit_report.issue(store(), actor(), cycle["cycle_id"], as_at())
    say(f"The report of {cycle['month']:%B %Y} is issued. Its figures and its page stay as they are.")


def issued():
    """Reports that went out, each as it was."""
    here, person = store(), actor()
    chosen = self_audit_result_parts.reports(view("dashboards.self_audit_report"))
    if chosen and may("compare_officers", council=chosen["council"]):
        st.download_button(
            "Word as issued", lambda: self_audit_report.content(here, person, chosen["council"], chosen["report_id"]), file_name=self_audit_report.file_name(chosen["month"], [chosen["council"]]),
            mime=self_audit_report.WORD, icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    elif chosen:
        st.text("An issued report names officers, so team leaders and auditors may take it.")


def twelve(cycles, found):
    """The months beside each other; one that is chosen is shown."""
    same = {row["month"]: row["cycle_id"] for row in cycles if set(row["councils"]) == set(found["cycle"]["councils"])}
    pressed = self_audit_result_parts.twelve(found, lambda month: place.here(cycle=same[month]) if month in same else None)
    if pressed in same:
        place.narrow("cycle", same[pressed])


cycles = self_audit_result.cycles(store(), actor())
cycle_id = self_audit_result_parts.choose(cycles)
if cycle_id:
    with st.spinner("Adding up", show_time=True):
        found = self_audit_result.result(store(), actor(), cycle_id, as_at())
    self_audit_result_parts.headlines(found)
    files(found["cycle"])
    parts = {
        "The month": lambda: self_audit_result_parts.month(found),
        "Twelve months": lambda: twelve(cycles, found),
        "Points": lambda: self_audit_result_parts.points(found),
        "Officers": lambda: self_audit_result_parts.officers(found["officers"]),
        "Reports": issued,
    }
    place.one_of(parts, "tab")
