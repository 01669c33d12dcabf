"""What every test may ask for."""

import shutil

import pytest

from lib.store import open_store


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
