"""What every test may ask for."""

import shutil
from datetime import date
from functools import cache

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


@pytest.fixture(scope="session")
def folder_of(tmp_path_factory, empty_path):
    """folder_of(fill): the folder of a store that fill(store) has filled. It is filled once, whoever asks for it."""

    @cache
    def filled_once(fill):
        folder = tmp_path_factory.mktemp(fill.__name__)
        opened = open_store(shutil.copy(empty_path, folder))
        fill(opened)
        opened.close()
        return folder

    return filled_once


@pytest.fixture
def filled(folder_of, tmp_path):
    """filled(fill): a copy of such a store to work on, with evidence, key and anchor beside it."""
    opened = []

    def copy(fill):
        shutil.copytree(folder_of(fill), tmp_path, dirs_exist_ok=True)
        opened.append(open_store(tmp_path / "reckoner.duckdb"))
        return opened[-1]

    yield copy
    for store in opened:
        store.close()


@pytest.fixture(scope="session")
def held_path(tmp_path_factory, empty_path):
    """The small council's store, where a1 holds £1,500.00 on 30 June: £780.00 more than the 8 weeks of £90.00 that stay. Tests work on a copy."""
    from tests.small_council import move_in, receive

    path = shutil.copy(empty_path, tmp_path_factory.mktemp("held"))
    opened = open_store(path)
    move_in(opened)
    receive(opened, "a1", [("2026-04-02", "CARE AT HOME", "-80.00"), ("2026-06-30", "CARE AT HOME", "-80.00")], opening="1660.00")
    opened.close()
    return path


@pytest.fixture
def held(tmp_path, held_path):
    """A copy of that store to work on."""
    opened = open_store(shutil.copy(held_path, tmp_path))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def owing(tmp_path_factory, empty_path):
    """The folder of the small council's store in which somebody owes a contribution. Tests work on a copy."""
    from tests import debt_council

    return debt_council.folder(tmp_path_factory.mktemp("owing"), empty_path)


@pytest.fixture
def owes(owing, tmp_path):
    """A copy of that store to work on."""
    from tests import debt_council

    opened = debt_council.copy_of(owing, tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory, held_path):
    """The file of the small council's store in which three reviews were completed, to be looked at again. Tests work on a copy of its folder."""
    from tests import self_audit_council

    return self_audit_council.folder(tmp_path_factory.mktemp("reviewed") / "store", held_path)
