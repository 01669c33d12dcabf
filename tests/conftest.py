"""What every test may ask for."""

import fcntl
import os
import shutil
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from lib.store import EngineError, open_store

TODAY = date(2026, 11, 22)


def put_away(store):
    """Close a store that nobody opens again: what its file lacks need not be written into it, which takes longer than many a test."""
    with suppress(EngineError):  # closed already
        store.con.execute("pragma disable_checkpoint_on_shutdown")
    store.close()


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """once(name, make): a folder of this process's own, copied from one that make(folder) filled. It is filled once, whichever process asks first: the others wait."""
    ours = tmp_path_factory.getbasetemp()
    shared = ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours

    def filled(name, make):
        first = shared / "once" / name
        first.parent.mkdir(exist_ok=True)
        with first.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not first.exists():
                building = first.with_suffix(".building")
                building.mkdir()
                make(building)
                building.rename(first)
        return Path(shutil.copytree(first, tmp_path_factory.mktemp(name) / name))

    return filled


@pytest.fixture(scope="session", autouse=True)
def components():
    """Streamlit looks through every installed package for components each time a page is tested; what is installed does not change meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def council(once):
    """The made-up council's store, built once and lived in for three months, which costs a third of its year; tests that change it work on a copy of its folder."""
    from lib.demo.build import build

    return once("council", lambda folder: build(folder / "demo" / "reckoner.duckdb", TODAY, cases=60, months=3)) / "demo" / "reckoner.duckdb"


@pytest.fixture(scope="session")
def empty_path(once):
    """An empty store's file. Building its views takes a second, copying it none."""
    return once("empty", lambda folder: open_store(folder / "reckoner.duckdb", create=True).close()) / "reckoner.duckdb"


@pytest.fixture
def store(tmp_path, empty_path):
    """An empty store of its own, with evidence, key and anchor beside it."""
    opened = open_store(shutil.copy(empty_path, tmp_path))
    yield opened
    put_away(opened)


@pytest.fixture(scope="session")
def empty_store(empty_path):
    """An empty store that nobody writes to: for asking what columns a table has."""
    opened = open_store(empty_path)
    yield opened
    put_away(opened)


@pytest.fixture(scope="session")
def folder_of(once, empty_path):
    """folder_of(fill, ...): the folder of a store that fill(store), and what else is named, have filled one after another. Each is filled once, whoever asks for it."""

    @cache
    def filled_once(*fills):
        *before, fill = fills
        begin = filled_once(*before) if before else empty_path.parent

        def make(folder):
            shutil.copytree(begin, folder, dirs_exist_ok=True)
            opened = open_store(folder / empty_path.name)
            fill(opened)
            opened.close()

        return once(" ".join(f"{one.__module__}.{one.__qualname__}" for one in fills), make)

    return filled_once


@pytest.fixture
def filled(folder_of, tmp_path):
    """filled(fill, ...): a copy of such a store to work on, with evidence, key and anchor beside it."""
    opened = []

    def copy(*fills):
        shutil.copytree(folder_of(*fills), tmp_path, dirs_exist_ok=True)
        opened.append(open_store(tmp_path / "reckoner.duckdb"))
        return opened[-1]

    yield copy
    for store in opened:
        put_away(store)


@pytest.fixture(scope="session")
def extracted(folder_of, tmp_path_factory):
    """A store with the small extract, for tests that only look, and for extracts whose rows have keys of their own."""
    from tests.small_extract import move_in

    opened = open_store(shutil.copytree(folder_of(move_in), tmp_path_factory.mktemp("extracted") / "own") / "reckoner.duckdb")
    yield opened
    put_away(opened)


@pytest.fixture(scope="session")
def held_path(folder_of):
    """The small council's store, where a1 holds £1,500.00 on 30 June: £780.00 more than the 8 weeks of £90.00 that stay. Tests work on a copy."""
    from tests.small_council import HOLDING

    return folder_of(*HOLDING) / "reckoner.duckdb"


@pytest.fixture
def held(tmp_path, held_path):
    """A copy of that store to work on."""
    opened = open_store(shutil.copy(held_path, tmp_path))
    yield opened
    put_away(opened)


@pytest.fixture(scope="session")
def owing(folder_of):
    """The folder of the small council's store in which somebody owes a contribution. Tests work on a copy."""
    from tests.debt_council import OWING

    return folder_of(*OWING)


@pytest.fixture
def owes(owing, tmp_path):
    """A copy of that store to work on."""
    from tests import debt_council

    opened = debt_council.copy_of(owing, tmp_path)
    yield opened
    put_away(opened)


@pytest.fixture
def with_debt(filled):
    """with_debt(step): such a store where the debt was raised and has gone up the ladder to this step of debt_council (none: no further), and the debt's id."""
    from tests.debt_council import OWING, raised, the_debt

    def copy(*step):
        store = filled(*OWING, raised, *step)
        return store, the_debt(store)

    return copy


@pytest.fixture(scope="session")
def reviewed(once, held_path):
    """The file of the small council's store in which three reviews were completed, to be looked at again. Tests work on a copy of its folder."""
    from tests import self_audit_council

    return once("reviewed", lambda folder: self_audit_council.folder(folder / "store", held_path)) / "store" / held_path.name
