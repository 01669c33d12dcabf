"""Every page as every role: nothing breaks on an empty store, who may not gets a sentence, and the site map names every page."""

import ast
import os
import re
import shutil
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib import exports, sessions, users
from lib.access import OPERATIONS, ROLES, scope_of
from lib.config import ROOT
from lib.serve import the_store
from lib.store import OPERATOR
from lib.ui import place, words

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
REFUSED = "This isn't there, or your role may not see or do it."


@pytest.fixture(scope="module")
def people(tmp_path_factory, empty_path):
    """{role: who Streamlit is told is there}, in an empty store that the pages open as their own."""
    path = shutil.copy(empty_path, tmp_path_factory.mktemp("pages"))
    before = os.environ.get("RECKONER_STORE")
    os.environ["RECKONER_STORE"] = str(path)
    store = the_store()
    rows = [{"username": f"{role.replace('_', '')}1", "name": role, "role": role, "councils": "Westmarch", "officer": role if "officer" in role else ""} for role in ROLES]
    users.add_demo(store, rows)
    tokens = {row["role"]: (row["username"], sessions.start(store, row["username"], "127.0.0.1")) for row in rows}
    yield {role: {"username": username, "sid": sessions.sid_of(token)} for role, (username, token) in tokens.items()}
    os.environ.pop("RECKONER_STORE")
    if before:
        os.environ["RECKONER_STORE"] = before


def opened(user, page=None, **place):
    """The app as somebody sees it at a page."""
    app = AppTest.from_file(str(ROOT / "tests" / "app_elsewhere.py"), default_timeout=120)
    app.user = user
    if page:
        for name, value in place.items():
            app.query_params[name] = value
        app.switch_page(f"../pages/{page}.py")
    return app.run()


def site():
    """{page: the operation that opens it}, read from app.py as it stands."""
    return {name: operation for name, _, operation, _ in _entries()}


def titles():
    """{page: its title}."""
    return {name: title for name, title, *_ in _entries()}


def _entries():
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    said = next(node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "SITE")
    return [entry for entries in ast.literal_eval(said).values() for entry in entries]


def test_every_page_is_on_the_site_map():
    assert sorted(site()) == PAGES
    assert set(site().values()) <= OPERATIONS.keys()


def test_what_a_page_leads_to_is_there():
    assert {*place.PAGE_OF.values(), *(page for page, *_ in place.LEADS_TO.values())} <= set(PAGES)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_on_an_empty_store_or_says_who_may(people, role, name):
    app = opened(people[role], name)
    said = [error.value.replace("\\", "") for error in app.error]
    may = scope_of(users.sessions.actor_of(the_store(), **people[role]), site()[name])
    assert not app.exception
    assert said == ([] if may else [REFUSED])
    assert [title.value for title in app.title] == [titles()[name]]


def test_whoever_is_not_signed_in_sees_nothing_but_the_way_in(people):
    app = opened({"username": "officer1", "sid": "of nobody"})
    assert [text.value for text in app.text] == ["You are not signed in. Sign in, and you come back here."]
    assert not app.title and not app.get("html")


def offered_to(person):
    """The titles on the site map that somebody sees."""
    drawn = next(element.proto.body for element in opened(person).sidebar.get("html") if "site-map" in element.proto.body)
    return set(re.findall(r"</span>([^<]+)</a>", drawn))


def test_a_page_that_is_not_there_for_a_role_is_not_offered(people):
    offered = {role: offered_to(people[role]) for role in ("officer", "administrator")}
    assert "People" in offered["administrator"]
    assert "People" not in offered["officer"]
    assert "Review" not in offered["administrator"]
    assert "Review" in offered["officer"]


def test_what_a_person_can_put_right_is_one_sentence_each():
    app = AppTest.from_function(_page_with_faults).run()
    assert [error.value.replace("\\", "") for error in app.error] == ["Row 3 is not a date.", "Row 4 is [not](http://x) money."]
    assert not app.exception


def test_a_fault_of_ours_is_a_sentence_with_a_number_and_no_traceback():
    app = AppTest.from_function(_page_that_breaks).run()
    assert not app.exception
    assert len(app.error) == 1 and "it is our fault" in app.error[0].value and "ZeroDivision" not in app.error[0].value


def _page_with_faults():
    from lib.errors import SeveralErrors
    from lib.ui.session import friendly_errors

    with friendly_errors():
        raise SeveralErrors(["Row 3 is not a date.", "Row 4 is [not](http://x) money."])


def _page_that_breaks():
    from lib.ui.session import friendly_errors

    with friendly_errors():
        1 / 0


def test_money_and_days_are_written_as_people_write_them():
    assert words.money("-1234.5") == "-£1,234.50"
    assert words.span(date(2026, 3, 1), date(2026, 3, 31)) == "1 to 31 Mar 2026"
    assert words.span(date(2025, 12, 30), date(2026, 1, 2)) == "30 Dec 2025 to 2 Jan 2026"
    assert words.moment("2026-07-01T12:00:00.000000Z") == "1 Jul 2026 13:00"


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_an_export_never_holds_a_formula(text):
    csv = exports.to_csv({"a": "A"}, [{"a": text}]).decode("utf-8-sig").splitlines()
    assert csv[1].lstrip('"').startswith("'")
    assert b"<f>" not in _sheet(exports.to_sheets({"List": ({"a": "A"}, [{"a": text}])}))


def _sheet(workbook):
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(workbook)).read("xl/worksheets/sheet1.xml")


def test_an_export_leaves_an_activity_row(store):
    exports.export(store, OPERATOR, "lines", {"a": "A"}, [{"a": 1, "agreement_id": "AG1", "council": "Westmarch"}], "csv")
    last = store.row("select action, subject, agreement_id from activity.entry order by seq desc limit 1")
    assert last == {"action": "export", "subject": "lines", "agreement_id": "AG1"}


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_asks_calls_and_shows(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names} | {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Try)]
    assert not imported & {"duckdb", "lib.store", "lib.sqlfiles"}
    assert "unsafe_allow_html" not in path.read_text(encoding="utf-8")
    assert ast.get_docstring(tree)
