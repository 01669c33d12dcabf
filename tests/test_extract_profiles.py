"""Every system's profile has a made-up sample, and the sample says what must be read from it."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lib.caseload import load, profile_names
from lib.caseload.load import current
from lib.caseload.profiles import profile
from lib.caseload.tables import TABLES
from lib.store import OPERATOR

SAMPLES = Path(__file__).parent / "extracts"
TODAY = date(2026, 11, 22)
TABLE = {table.name: table for table in TABLES}


@pytest.mark.parametrize("name", profile_names())
def test_a_profile_reads_its_sample(store, name):
    expected = tomllib.loads((SAMPLES / name / "expected.toml").read_text(encoding="utf-8"), parse_float=Decimal)

    counts = load(store, OPERATOR, SAMPLES / name, name, as_at=TODAY)

    assert said(counts) == expected["counts"]
    for row in expected["row"]:
        table = TABLE[row.pop("table")]
        key = tuple(row[part] for part in table.key)
        found = current(store, table)[key if len(key) > 1 else key[0]]
        assert {column: getattr(found, column) for column in row} == row


@pytest.mark.parametrize("name", profile_names())
def test_a_profile_lays_nothing_on_a_column_that_is_not_ours(name):
    system = profile(name)

    assert system.title
    assert system.status
    for layout in system.layouts:
        assert set(layout.table.required) <= {ours for targets in layout.columns.values() for ours in targets} | layout.always.keys()


def test_every_sample_has_a_profile():
    assert {path.name for path in SAMPLES.iterdir()} == set(profile_names())


def said(counts):
    """The counts that are not nought."""
    shown = {name: {what: len(many) if isinstance(many, list) else many for what, many in table.items()} for name, table in counts.items()}
    return {name: filled for name, table in shown.items() if (filled := {what: many for what, many in table.items() if many})}
