"""The site map in the order of a day, who is here, and one handler for what goes wrong."""

import streamlit as st

from lib.access import scope_of
from lib.errors import NotAllowed
from lib.ui.frame import banner, settle_page, show_logo, site_map, ways
from lib.ui.place import go, of, page_file
from lib.ui.search_parts import box
from lib.ui.session import actor, at_page, friendly_errors, show_said
from lib.ui.work_parts import left_for

# Section: (file under pages/, title, the operation that opens it, icon).
SITE = {
    "Work": [
        ("my_work", "My work", "decide_exception", "inbox"),
        ("upload", "Upload", "import_statement", "upload_file"),
        ("check", "Check pages", "import_statement", "document_search"),
        ("review", "Review", "see_case", "fact_check"),
        ("case", "Case", "see_case", "folder_open"),
        ("tasks", "Tasks", "write_entry", "task_alt"),
        ("search", "Search", "see_case", "search"),
    ],
    "Money": [
        ("surplus", "Surplus", "see_case", "savings"),
        ("misspend", "Misspend", "see_case", "rule"),
        ("debt", "Debt", "see_case", "account_balance_wallet"),
        ("returns", "Returns", "see_case", "assignment_return"),
        ("suspensions", "Suspensions", "see_case", "pause_circle"),
        ("letters", "Letters", "see_case", "mail"),
    ],
    "Team": [
        ("caseload", "Caseload", "see_dashboard", "groups"),
        ("workload", "Workload", "move_case", "balance"),
        ("report", "Report", "see_report", "monitoring"),
    ],
    "Checking": [
        ("self_audit", "Self-audit", "see_case", "verified_user"),
        ("self_audit_result", "Self-audit results", "see_self_audit", "query_stats"),
        ("money_sample", "Sample of pounds", "see_self_audit", "payments"),
        ("queries", "Audit queries", "ask_questions", "query_stats"),
        ("whole_audit", "Every case tested", "see_whole_audit", "checklist"),
        ("activity", "Activity", "see_activity", "history"),
        ("exports", "Exports", "see_export", "file_export"),
        ("concerns", "Concerns", "see_concern", "shield_person"),
    ],
    "Set-up": [
        ("extracts", "Caseload load", "load_caseload", "database_upload"),
        ("policy", "Policy", "see_policy", "tune"),
        ("layouts", "Bank layouts", "see_policy", "table_view"),
        ("people", "People", "see_users", "badge"),
    ],
    "You": [("my_account", "My account", "change_own_password", "key")],
}
# Where a day begins.
FIRST = {"team_leader": "caseload", "auditor": "caseload", "administrator": "people"}

pages = {name: (st.Page(page_file(name), title=title), operation) for entries in SITE.values() for name, title, operation, _ in entries}
# Every page has its own address; the bare one leads to where this person's day begins.
home = st.Page(lambda: None, title="Reckoner", url_path="home", default=True)
# Of Streamlit's own site map a screen reader is told of lists that are none.
page = st.navigation([home, *(opened for opened, _ in pages.values())], position="hidden")
settle_page(page)
with friendly_errors():
    here = actor()
    at_page((page.url_path, of("account")))
    left_for()
    if page == home:
        go(FIRST.get(here.role, "my_work"))
    site_map(here, {section: [(name, title, icon) for name, title, operation, icon in entries if scope_of(here, operation)] for section, entries in SITE.items()})
    ways(page)
    show_logo()
    banner()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(page.title, anchor=False)
        if scope_of(here, "see_case"):
            box()
    show_said()
    if not any(opened == page and scope_of(here, operation) for opened, operation in pages.values()):
        raise NotAllowed
    page.run()
