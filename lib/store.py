"""The DuckDB store: opened by one process, written through one door, read on cursors of their own."""

import os
import re
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from lib.activity import Log
from lib.answers import ALL, Answer, Answers, written_by
from lib.built import build_tables
from lib.config import Places, places, settings
from lib.errors import UserError
from lib.sqlfiles import TABLE_LAYERS, VIEW_LAYERS
from lib.turns import Turns
from lib.wall_clock import now

# DuckDB may reach nothing but its own file, and nobody may loosen that later.
ENGINE = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}


# How many rows go from one store to another at a time.
BATCH = 100_000

# What the engine raises.
EngineError = duckdb.Error


class StoreInUse(UserError):
    """The store is open in another process."""


class StoreIsReadOnly(UserError):
    """Nothing can be saved now."""


class NoStore(UserError):
    """There is no store yet."""


@dataclass(frozen=True)
class Actor:
    """Who asks: a signed-in person, or the operator of the command line."""

    username: str
    role: str
    councils: tuple[str, ...] = ()
    officer: str = ""
    name: str = ""
    session: str | None = None


OPERATOR = Actor("operator", "operator", name="Operator")


class Reads:
    """Asking a store, or a transaction under way on it. Each says where its cursor comes from."""

    _cursor: Callable

    def rows(self, sql, values=None):
        """The rows of a SELECT as dicts, with Decimal money and real dates."""
        with self._cursor() as cursor:
            cursor.execute(sql, values) if values is not None else cursor.execute(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql, values=None):
        """The first row of a SELECT, or None."""
        return next(iter(self.rows(sql, values)), None)

    def value(self, sql, values=None):
        """The first value of a SELECT, or None."""
        row = self.row(sql, values)
        return next(iter(row.values())) if row else None

    def answer(self, tables, question, values=None, officer=ALL):
        """The rows of a question that reads no other tables than these, or those of one officer."""
        return Answer(self.rows(question, values)).of(officer)


class Change(Reads):
    """One transaction under way: what is written through it is kept whole, or not at all."""

    def __init__(self, store, con, actor):
        self.store, self.con, self.actor, self.entries, self.written = store, con, actor, [], set()

    def execute(self, sql, values=None):
        self.written |= written_by(sql)
        return self.con.execute(sql, values) if values is not None else self.con.execute(sql)

    @contextmanager
    def _cursor(self):
        yield self.con

    def fill(self, table, select, values=None):
        """Fill an empty table with what a SELECT of the house gives."""
        self.execute(f"insert into {table} {select}", values)

    def ask(self, select, values=None):
        """What a SELECT of the house gives, as an Arrow table."""
        return self.arrow(select, values)

    def insert(self, table, rows):
        """Add rows (dicts, where a missing column is empty, or an Arrow table) in one go, in the table's own types."""
        if not len(rows):
            return
        if isinstance(rows, list):
            rows = pa.Table.from_pylist(rows, schema=self.store.schema_of(table, self.con))
        with self.given(incoming=rows):
            self.execute(f"insert into {table} by name select * from incoming")

    def insert_from(self, table, there, sql, values=None):
        """Add what a SELECT gives in another store, a batch at a time, so that a large table is never in memory twice."""
        with self.given(incoming=there.execute(sql, values).to_arrow_reader(BATCH)):
            self.execute(f"insert into {table} by name select * from incoming")

    def arrow(self, sql, values=None):
        """The rows of a SELECT as an Arrow table, every type kept."""
        return self.execute(sql, values).to_arrow_table()

    @contextmanager
    def given(self, **tables):
        """Let SELECTs read rows that are in memory, under these names."""
        for name, rows in tables.items():
            self.con.register(name, pa.Table.from_pylist(rows) if isinstance(rows, list) else rows)
        try:
            yield
        finally:
            for name in tables:
                self.con.unregister(name)

    def record(self, action, subject, **about):
        """Leave a row in the activity log, in this same transaction: council, agreement_id, reason, before, after."""
        self.entries.append({"happened_at": now(), "action": action, "subject": subject, **about})


class Store(Reads):
    """An open store. Reads are free; every write is a change()."""

    def __init__(self, where, con, log):
        self.places, self.con, self.log = where, con, log
        self.answers = Answers()
        self.lock = Turns()
        self.is_changing = False
        self.read_only_because = None
        self.known = None  # (day, "then" or "now") of a store as it was on another day
        self._schemas = {}
        self.contradictions = ()  # titles of the checks that found something: shown on every page

    @contextmanager
    def _cursor(self):
        """One connection shared by two threads gives wrong answers, so every read has a cursor of its own."""
        cursor = self.con.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def answer(self, tables, question, values=None, officer=ALL):
        """The same, from memory where none of these tables was written since."""
        return self.answers.of(tables, question, values, lambda: self.rows(question, values), officer)

    @contextmanager
    def change(self, actor, action, subject, **about):
        """One transaction with its activity row inside. Any exception rolls all of it back.

        What is raised inside must not be caught inside: DuckDB then reports a commit that kept nothing.
        """
        with self.computing(actor) as change:
            yield change
            change.record(action, subject, **about)

    @contextmanager
    def computing(self, actor):
        """One transaction without an activity row of its own, for part of an act that leaves one: what it writes only follows from what is there."""
        if self.read_only_because:
            raise StoreIsReadOnly(self.read_only_because)
        with self._begun() as con:
            change = Change(self, con, actor)
            try:
                yield change
                head = self.log.append(change, change.entries)
                con.commit()
                self.answers.forget(change.written)
            except BaseException as error:
                roll_back(con)
                if isinstance(error, duckdb.FatalException):
                    self.read_only_because = "Saving is not possible: the store must be reopened. Your last change was not stored. Restart Reckoner."
                    raise StoreIsReadOnly(self.read_only_because) from error
                raise
            if change.entries:
                self._make_sure(con, head)

    @contextmanager
    def trial(self, actor):
        """Do it all, look at what it would give, and take it back: nothing of it is kept."""
        with self._begun() as con:
            try:
                yield Change(self, con, actor)
            finally:
                roll_back(con)

    @contextmanager
    def _begun(self):
        """A transaction on a connection of its own. There is one at a time: another inside it would not see it, and might outlive it."""
        with self.lock:
            if self.is_changing:
                raise RuntimeError("A change is under way already. Write through that one.")
            con = self.con.cursor()
            self.is_changing = True
            try:
                con.begin()
                yield con
            finally:
                self.is_changing = False
                con.close()

    def schema_of(self, table, con):
        """The columns of a table as Arrow knows them, asked for once: tables change only when a store is opened."""
        if table not in self._schemas:
            self._schemas[table] = con.execute(f"select * from {table} limit 0").to_arrow_table().schema
        return self._schemas[table]

    @contextmanager
    def snapshot(self):
        """Tables that belong together, as they all stand at this moment, for somebody who only reads. Nobody waits for it."""
        with self._cursor() as con:
            con.begin()
            try:
                yield Change(self, con, OPERATOR)
            finally:
                roll_back(con)

    def _make_sure(self, con, head):
        """Read back what was said to be kept, then anchor it."""
        seq, chain_hash = head
        if con.execute("select chain_hash from activity.entry where seq = ?", [seq]).fetchone() != (chain_hash,):
            self.read_only_because = "The last change was not kept although the store said so. Restart Reckoner before going on."
            raise StoreIsReadOnly(self.read_only_because)
        try:
            self.log.drop_anchor(seq, chain_hash)
        except OSError as error:
            self.read_only_because = f"The activity log's anchor can't be written ({error.strerror}). Your last change was kept; make room and restart Reckoner."
            raise StoreIsReadOnly(self.read_only_because) from error

    def close(self):
        self.con.close()


def open_store(path=None, create=False):
    """Open the store at path (else the council's own), with its tables and views up to date."""
    where = path if isinstance(path, Places) else places(path)
    if where.path.stem in (*TABLE_LAYERS, *VIEW_LAYERS, "store", "words"):
        raise UserError(f"A store can't be called {where.path.name}: its parts have that name. Choose another.")
    if not where.path.exists() and not create:
        raise NoStore(f"There is no store at {where.path.name} yet. Make one with `python -m lib init`, or the made-up council with `python -m lib demo`.")
    _make_folders(where)
    store = Store(where, _connect(where.path), Log(where))
    build_tables(store.con)
    lost = store.log.rows_lost(store.con)
    if lost:
        store.read_only_because = f"The newest {lost} rows of the activity log are missing from the store, though they were anchored. Nothing can be saved until the store is restored: run `python -m lib verify`."
    return store


def _connect(path):
    try:
        return duckdb.connect(str(path), config={**ENGINE, "threads": str(settings()["store"]["threads"])})
    except duckdb.IOException as error:
        held = re.search(r"PID (\d+)", str(error))
        if "lock" in str(error).lower():
            raise StoreInUse(f"The store {path.name} is open in another process{f' ({held[1]})' if held else ''}. Use the running app, or stop it first.") from error
        raise UserError(f"The store {path.name} can't be opened: {str(error).splitlines()[0]}") from error


def _make_folders(where):
    os.umask(0o077)
    for folder in (where.path.parent, where.evidence, where.keys, where.anchor):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def empty(**engine):
    """A connection to a store in memory with the same tables and views, and nothing in them."""
    con = duckdb.connect(config=ENGINE | engine)
    build_tables(con)
    return con


def roll_back(con):
    """Take back what was not committed."""
    # DuckDB has already rolled back when the commit itself failed.
    with suppress(duckdb.Error):
        con.rollback()
