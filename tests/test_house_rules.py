"""The shape of the house: what may read and import what, and what each file must say of itself."""

import ast
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from lib import policy
from lib.access import OPERATIONS, OWN
from lib.monitoring import COLUMNS
from lib.sqlfiles import ASKED_LAYERS, TABLE_LAYERS, VIEW_LAYERS, build_order, sql_file, sql_files
from tests.cases import CASES, all_cases

ROOT = Path(__file__).parent.parent
VIEWS = [file for layer in VIEW_LAYERS for file in sql_files(layer)]
RULES, MEASURES, AUDIT_TESTS, CHECKS, QUERIES = (sql_files(layer) for layer in ("rules", "measures", "audit_tests", "checks", "queries"))
FILES = [*VIEWS, *RULES, *MEASURES, *AUDIT_TESTS, *CHECKS, *QUERIES]
SEEN = ("trackers", "dashboards", "audit")

# What a SELECT may read. Data flows from left to right: what is found comes after what is reconciled, who looked comes last.
MAY_READ = {
    "staging": {"raw", "decisions", "staging"},
    "reconciliation": {"raw", "decisions", "staging", "reconciliation"},
    "trackers": {"raw", "decisions", "findings", "staging", "reconciliation", "trackers"},
    "dashboards": {*TABLE_LAYERS, *VIEW_LAYERS} - {"identity", "audit"},
    "audit": {*TABLE_LAYERS, *VIEW_LAYERS, "store"} - {"identity"},
    # What rules find is stored, so a rule that read findings would read itself.
    "rules": {"raw", "decisions", "staging", "reconciliation"},
    "measures": {*TABLE_LAYERS, *VIEW_LAYERS} - {"identity", "audit"},
    "audit_tests": {*TABLE_LAYERS, *VIEW_LAYERS} - {"identity", "audit"},
    "checks": {*TABLE_LAYERS, *VIEW_LAYERS, "store"},
    "queries": {"audit"},
}

# Services that change what is kept: pages call them, lib/ui only shows.
SERVICES = {
    "lib.receiving", "lib.reviews", "lib.payees", "lib.policy", "lib.caseload", "lib.categories", "lib.users", "lib.kept",
    "lib.statements", "lib.demo", "lib.exports", "lib.audit_queries", "lib.checks", "lib.outstanding", "lib.own_layouts",
    "lib.steps", "lib.holds", "lib.surplus", "lib.surplus_steps", "lib.debt", "lib.debt_ledger", "lib.debt_plans", "lib.debt_pack", "lib.debt_steps", "lib.misspend", "lib.returns",
    "lib.suspension", "lib.recommendations", "lib.letters", "lib.safeguarding", "lib.restricted",
    "lib.moving",
    "lib.diary", "lib.search",
    "lib.documents", "lib.chronology",
    "lib.my_work", "lib.snooze",
    "lib.performance", "lib.report_files", "lib.report_issue",
    "lib.self_audit_proof", "lib.self_audit_result", "lib.self_audit_report", "lib.self_audit_files", "lib.money_units", "lib.money_sample",
    "lib.self_audit", "lib.self_audit_plan", "lib.self_audit_draw", "lib.self_audit_drawn", "lib.self_audit_blind",
    "lib.taken", "lib.evidence_pack", "lib.backup",
    "lib.saved_questions", "lib.copies", "lib.sql_box",
    "lib.whole_audit",
    "lib.performance", "lib.report_files", "lib.report_issue", "lib.team",
}  # fmt: skip

# What the files of each folder leave alone.
LEAVE_ALONE = {
    "app.py": {"duckdb", "lib.store", "lib.sqlfiles", "pages"} | SERVICES,
    "pages/*.py": {"duckdb", "lib.store", "lib.sqlfiles", "lib.kept", "pages", "app"},
    # A table that is shown may be taken away as a file, and that is an export.
    "lib/ui/*.py": {"duckdb", "lib.sqlfiles", "pages", "app"} | SERVICES - {"lib.exports"},
    "lib/**/*.py": {"pages", "app"},
}

# Streamlit is run by these two, and known only to lib/ui otherwise.
RUN_STREAMLIT = {"lib/gate.py", "lib/serve.py"}
KNOW_DUCKDB = {"lib/store.py", "lib/sqlfiles.py", "lib/copies.py", "lib/sql_box.py"}

# SQL put together from parts, and why that is not SQL built from values.
PUT_TOGETHER = {
    "lib/access.py": "column names that the code gives; walls and values are $names",
    "lib/activity.py": "the log's own columns",
    "lib/as_known.py": "table names and conditions that it gives itself; moments and days are $names",
    "lib/sql_box.py": "one SELECT that was parsed and refused unless it is harmless, in a process of its own; paths of copies",
    "lib/copies.py": "views with their walls, and columns that their headers name; walls are $names",
    "lib/caseload/load.py": "table and column names of lib/caseload/tables.py",
    "lib/categories.py": "its own columns",
    "lib/kept.py": "files under sql/, and $names written out one by one",
    "lib/monitoring.py": "files under sql/rules, and $names written out one by one",
    "lib/performance.py": "files under sql/measures and the columns their headers name; walls and values are $names",
    "lib/built.py": "files under sql/, and the schemas they stand in",
    "lib/in_memory.py": "files under sql/, the tables they fill, and days",
    "lib/store.py": "names of tables that the code gives",
}


def code_of(text):
    """A SELECT without its comments and without what stands between quotation marks."""
    return re.sub(r"/\*.*?\*/|--[^\n]*|'(?:[^']|'')*'", " ", text, flags=re.DOTALL)


def settings_in(text):
    return set(re.findall(r"\bsetting = '(\w+)'", text))


@cache
def settings_behind(file):
    """The settings that a SELECT or anything behind it names."""
    built = {view.full_name: view for view in VIEWS}
    return settings_in(file.text).union(*(settings_behind(built[name]) for name in file.reads & built.keys()))


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def with_parents(name):
    """'lib.ui.session' is also 'lib.ui' and 'lib'."""
    parts = name.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts) + 1)}


def imported_by(path):
    return {name for imported in imports(path) for name in with_parents(imported)}


def place(path):
    return path.relative_to(ROOT).as_posix()


def python_files(pattern="lib/**/*.py"):
    return [path for path in sorted(ROOT.glob(pattern)) if path.name != "__init__.py" or path.read_text().strip()]


# SQL


def test_data_flows_one_way():
    for file in FILES:
        assert {name.split(".")[0] for name in file.reads} <= MAY_READ[file.layer], file.full_name


def test_what_a_select_reads_is_there(empty_store):
    there = {row["name"] for row in empty_store.rows("select table_schema || '.' || table_name as name from information_schema.tables")}
    for file in FILES:
        assert file.reads <= there, file.full_name


def test_a_file_is_one_bare_select_in_lower_case():
    for file in FILES:
        assert file.tree["statements"] and len(file.tree["statements"]) == 1, file.full_name
        code = code_of(file.text)
        assert ";" not in code, file.full_name
        assert not re.search(r"\b(SELECT|FROM|WHERE|JOIN|GROUP|ORDER|UNION|CASE|WHEN|AND|OR)\b", code), file.full_name


def test_time_is_a_value():
    for file in FILES:
        assert not re.search(r"\b(current_date|current_timestamp|now|today|localtimestamp|get_current_\w+)\b", code_of(file.text), re.IGNORECASE), file.full_name


def test_money_stays_decimal():
    for file in FILES:
        code = code_of(file.text)
        assert not re.search(r"\b(avg|mean|double|float|real)\b", code, re.IGNORECASE), file.full_name
        assert not re.search(r"(?<!/)/(?!/)", code), file.full_name


def test_a_view_says_what_it_is_and_how_it_is_kept():
    for file in VIEWS:
        header = file.header
        assert header["summary"].endswith((".", "?")) and header["grain"].startswith("one row per"), file.full_name
        assert header["kept"] in ("view", "table"), file.full_name
        assert ("recomputed" in header) == file.is_kept, file.full_name
        assert header.get("recomputed", "by account") in ("by account", "with the caseload", "with the findings"), file.full_name
        assert header.get("seen_by", "see_case") in OPERATIONS, file.full_name


def test_what_is_recomputed_by_account_knows_its_account(empty_store):
    for file in [file for file in VIEWS if file.header.get("recomputed") == "by account"]:
        assert "account_id" in columns_of(empty_store, file), file.full_name


def test_what_people_see_has_walls(empty_store):
    """These two are read by other views alone."""
    for file in [file for file in VIEWS if file.layer in SEEN and file.full_name not in ("trackers.verdict", "trackers.case_state")]:
        operation = file.header["seen_by"]
        wanted = {"council", "officer"} if OWN in OPERATIONS[operation].values() else {"council"}
        assert wanted <= columns_of(empty_store, file), file.full_name


def test_what_people_may_see_of_other_layers_has_walls_too(empty_store):
    for file in [file for file in VIEWS if "seen_by" in file.header and file.layer not in SEEN]:
        assert {"council", "officer"} <= columns_of(empty_store, file), file.full_name


def test_a_rule_says_what_it_asks_and_why():
    for rule in RULES:
        header = rule.header
        assert header.keys() >= {"title", "why", "severity", "ask", "policy", "owner", "reviewed"}, rule.full_name
        assert header["why"].endswith(".") and header["ask"].endswith("?"), rule.full_name
        assert header["severity"] in ("low", "medium", "high", "critical"), rule.full_name
        assert type(header["reviewed"]) is date, rule.full_name


def test_a_rule_gives_the_columns_of_a_finding(empty_store):
    for rule in RULES:
        assert tuple(row["column_name"] for row in empty_store.rows(f"describe {rule.text}")) == COLUMNS, rule.full_name


def test_a_rule_names_the_settings_it_reads():
    """Those in its own text, each; and no other than those behind it."""
    for rule in RULES:
        named = set(rule.header["policy"])
        assert settings_in(rule.text) <= named <= settings_behind(rule), rule.full_name


def test_every_setting_that_is_read_is_described():
    described = {each["setting"] for each in policy.describe()}
    assert set().union(*(settings_behind(file) for file in FILES)) <= described


def test_a_check_has_a_title_and_gives_sentences(empty_store):
    for check in CHECKS:
        assert check.header["title"], check.full_name
        found = empty_store.rows(f"describe {check.text}", {name: ["cash_count"] for name in check.parameters} or None)
        assert [row["column_name"] for row in found] == ["subject_id", "message"], check.full_name


def test_a_query_has_a_title_a_question_and_a_default_for_each_parameter():
    for query in QUERIES:
        assert query.header["title"] and query.header["question"].endswith("?"), query.full_name
        assert query.header.get("params", {}).keys() == query.parameters, query.full_name


# Worked examples


def test_every_worked_example_belongs_to_a_sql_file():
    for path in CASES.glob("*/*.md"):
        assert path.parent.name in (*VIEW_LAYERS, *ASKED_LAYERS), path
        assert sql_file(f"{path.parent.name}.{path.stem}"), path
        assert path.read_text(encoding="utf-8").startswith(f"# {path.stem}\n"), path


def test_every_rule_and_check_has_a_hit_and_a_near_miss():
    for file in [*RULES, *CHECKS]:
        cases = [case for case in all_cases() if case.sql_file == file.full_name]
        assert any(case.expect for case in cases) and any(not case.expect and case.given for case in cases), file.full_name


def test_every_setting_of_a_rule_is_shown_for_two_councils_or_two_days():
    for rule in RULES:
        cases = [case for case in all_cases() if case.sql_file == rule.full_name]
        given = [row for case in cases for row in case.given.get("staging.policy", [])]
        for setting in settings_in(rule.text):
            holds = {(row["council"], row["effective_from"], row["value"]) for row in given if row["setting"] == setting}
            assert len(holds) > 1, (rule.full_name, setting)


# Python


@pytest.mark.parametrize("files", LEAVE_ALONE)
def test_imports_keep_to_their_place(files):
    for path in python_files(files):
        assert not imported_by(path) & LEAVE_ALONE[files], place(path)


def test_only_the_shown_side_knows_streamlit():
    for path in python_files():
        if not place(path).startswith("lib/ui/") and place(path) not in RUN_STREAMLIT:
            assert not imported_by(path) & {"streamlit", "lib.ui"}, place(path)


def test_only_the_store_knows_duckdb():
    for path in python_files():
        if place(path) not in KNOW_DUCKDB:
            assert "duckdb" not in imported_by(path), place(path)


def test_only_the_made_up_council_lives_in_another_time():
    """Whoever could set the clock could backdate a decision; whoever could put off what follows could leave figures behind."""
    for path in [*python_files(), *python_files("pages/*.py"), *python_files("bench/*.py"), ROOT / "app.py"]:
        if not place(path).startswith("lib/demo/"):
            assert not imported_by(path) & {"lib.wall_clock.at", "lib.monitoring.unfollowed"}, place(path)
            assert not re.search(r"\b(wall_clock\.(at|_lived)|monitoring\.(_?unfollowed))\b", path.read_text(encoding="utf-8")), place(path)


def test_pages_hold_no_sql_and_no_try():
    for path in python_files("pages/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not any(isinstance(node, ast.Try) for node in ast.walk(tree)), place(path)
        words = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        assert not any(re.match(r"\s*(select|insert|update|delete|from|with)\s+\w+\.\w+", word) for word in words), place(path)


def test_the_words_of_every_picture_can_be_read():
    """Axe does not look into pictures, where Streamlit writes in a grey that is too pale on a light page."""
    drawn = [figure for path in sorted((ROOT / "lib").rglob("*.py")) for figure in re.findall(r"plotly_chart\(\s*(\w+)", path.read_text(encoding="utf-8"))]
    assert drawn and set(drawn) == {"readable"}


def test_statement_text_is_never_markup():
    for path in [*python_files(), *python_files("pages/*.py"), ROOT / "app.py"]:
        assert "unsafe_allow_html" not in path.read_text(encoding="utf-8"), place(path)


def test_no_sql_is_built_from_values():
    paths = [*python_files(), *python_files("pages/*.py")]
    assert {place(path) for path in paths if list(built_sql(path))} == PUT_TOGETHER.keys()


def built_sql(path):
    """Lines where SQL that is not written out is run."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        place_of_sql = (
            {"execute": 0, "rows": 0, "row": 0, "value": 0, "arrow": 0, "answer": 1}.get(node.func.attr)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            else None
        )
        sql = node.args[place_of_sql : place_of_sql + 1] if place_of_sql is not None else []
        if any(isinstance(part, ast.JoinedStr | ast.BinOp | ast.Call) for one in sql for part in ast.walk(one)):
            yield node.lineno


def test_a_module_says_which_idea_it_is():
    for path in [*python_files(), *python_files("pages/*.py"), ROOT / "app.py"]:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), place(path)


@cache
def columns_of(store, file):
    about = {row["column_name"] for row in store.rows(f"describe {file.full_name}")} if file in build_order() else None
    return about or {row["column_name"] for row in store.rows(f"describe {file.text}", dict.fromkeys(file.parameters))}
