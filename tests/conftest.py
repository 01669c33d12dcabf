"""What every test may ask for."""

import pytest

from lib.store import open_store


@pytest.fixture
def store(tmp_path):
    """An empty store of its own, with evidence, key and anchor beside it."""
    opened = open_store(tmp_path / "reckoner.duckdb", create=True)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory):
    """An empty store that nobody writes to: for asking what columns a table has."""
    opened = open_store(tmp_path_factory.mktemp("empty") / "reckoner.duckdb", create=True)
    yield opened
    opened.close()
