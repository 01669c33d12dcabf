"""Stores in memory: a bench on which a few accounts are computed, and a store as it was that is only read."""

from contextlib import contextmanager
from functools import cache

from lib.config import settings
from lib.store import OPERATOR, Change, Store, empty, roll_back


class Bench(Store):
    """A store in memory that one computing after another uses and leaves empty. What each of them asks is planned once: for a few accounts planning is most of the work."""

    def __init__(self, con):
        super().__init__(None, con, None)
        self.planned = {}

    @contextmanager
    def trial(self, actor):
        with self.lock:
            self.con.begin()
            try:
                yield BenchChange(self, self.con, actor)
            finally:
                roll_back(self.con)


class BenchChange(Change):
    """A computing on the bench."""

    def fill(self, table, select, values=None):
        self._again(f"insert into {table} {select}", values)

    def ask(self, select, values=None):
        return self._again(select, values).to_arrow_table()

    def _again(self, sql, values):
        planned = self.store.planned
        if sql not in planned:
            self.con.execute(f"prepare planned_{len(planned)} as {sql}")
            planned[sql] = f"planned_{len(planned)}"
        return self.con.execute(f"execute {planned[sql]}{_given(values)}")


@cache
def bench(whose="saves"):
    """An empty store in memory for computing a few accounts on a copy of their rows. One for all saves of the process: building its views takes a second, and whoever uses it leaves it empty."""
    # One thread: what is computed here is small. No statistics: a plan must hold for the next accounts too.
    return Bench(empty(threads="1", disabled_optimizers="statistics_propagation"))


def as_it_was(fill, read_only_because):
    """A store in memory with the same tables and views, filled by fill(change) and only read from then on."""
    store = Store(None, empty(threads=str(settings()["store"]["threads"])), None)
    with store._cursor() as con:
        fill(Change(store, con, OPERATOR))
    store.read_only_because = read_only_because
    return store


def _given(values):
    """The values of a planned statement, which are days alone."""
    given = ", ".join(f"{name} := date '{day:%Y-%m-%d}'" for name, day in (values or {}).items())
    return f"({given})" if given else ""
