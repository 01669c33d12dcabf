"""What every test may ask for."""

import shutil
from datetime import date

import pytest

from lib.store import open_store

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def council(tmp_path_factory):
    """The made-up council's store, built once by the public commands; tests that change it work on a copy of its folder."""
    from lib.demo.build import build

    path = tmp_path_factory.mktemp("council") / "demo" / "reckoner.duckdb"
    build(path, TODAY, cases=60)
    return path


@pytest.fixture(scope="session")
def empty_path(tmp_path_factory):
    """An empty store's file. Building its views takes a second, copying it none."""
    path = tmp_path_factory.mktemp("empty") / "reckoner.duckdb"
    open_store(path, create=True).close()
    return path


@pytest.fixture
def store(tmp_path, empty_path):
    """An empty store of its own, with evidence, key and anchor beside it."""
    opened = open_store(shutil.copy(empty_path, tmp_path))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def empty_store(empty_path):
    """An empty store that nobody writes to: for asking what columns a table has."""
    opened = open_store(empty_path)
    yield opened
    opened.close()
