"""Every worked example under tests/cases gives what it says, and every SELECT has one."""

import pytest

from lib.sqlfiles import ASKED_LAYERS, VIEW_LAYERS, sql_file, sql_files
from tests.cases import all_cases, run_case

CASES = all_cases()
FILES = [file for layer in (*VIEW_LAYERS, *ASKED_LAYERS) for file in sql_files(layer)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.sql_file}: {case.title}")
def test_worked_example(empty_store, case):
    assert in_any_order(run_case(empty_store, sql_file(case.sql_file), case)) == in_any_order(case.expect)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.full_name)
def test_every_select_has_a_worked_example_with_rows(file):
    assert any(case.expect for case in CASES if case.sql_file == file.full_name)


def in_any_order(rows):
    return sorted(rows, key=lambda row: sorted(map(str, row.items())))
