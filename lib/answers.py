"""Answers that are kept in memory until a table behind them is written: what ten people look at is computed once."""

import re
import threading
from collections import Counter, OrderedDict
from concurrent.futures import Future
from functools import cache, cached_property

from lib.sqlfiles import TABLE_LAYERS, VIEW_LAYERS, sql_files

# Rows kept in all; the answers that were asked for longest ago make room.
MOST_ROWS = 200_000

WRITES = re.compile(r"\b(?:insert\s+(?:or\s+\w+\s+)?into|update|delete\s+from)\s+([a-z_]+\.[a-z_]+)")
ONLY_READS = re.compile(r"\s*(?:/\*.*?\*/\s*)?(?:select|from|with|describe|create temp table|drop table)\b", re.DOTALL)
EVERYTHING = "everything"
ALL = object()  # of all officers


class Answer:
    """The rows of a question, and who of the officers has which. Whoever asks gets rows of their own."""

    def __init__(self, rows):
        self.rows = rows

    def of(self, officer=ALL):
        """All the rows, or those of one officer. What is nobody's is no officer's."""
        if officer is ALL:
            return [dict(row) for row in self.rows]
        return [dict(row) for row in self._by_officer.get(officer, ()) if officer is not None]

    @cached_property
    def _by_officer(self):
        found = {}
        for row in self.rows:
            found.setdefault(row["officer"], []).append(row)
        return found


class Answers:
    """The answers of one store. Whoever asks gets rows of their own; nothing is given that was computed before a write."""

    def __init__(self, most_rows=MOST_ROWS):
        self.most_rows = most_rows
        self.lock = threading.Lock()
        self.written = Counter()  # table: how many transactions have written it
        self.kept = OrderedDict()  # (question, values): (stamp, Answer)
        self.under_way = {}  # (question, values, stamp): an Answer that somebody is computing
        self.rows = 0

    def of(self, tables, question, values, ask, officer=ALL):
        """The rows of a question that reads no other tables than these, or those of one officer; ask() computes them when they are not at hand. Who asks while they are computed waits for them."""
        key = (question, repr(values))
        with self.lock:
            # Taken before asking: an answer that a write overtakes counts as old.
            stamp = tuple(self.written[table] for table in (EVERYTHING, *tables))
            found = self.kept.get(key)
            if found and found[0] == stamp:
                self.kept.move_to_end(key)
                return found[1].of(officer)
            others = self.under_way.get((key, stamp))
            if not others:
                mine = self.under_way[key, stamp] = Future()
        return (others.result() if others else self._compute(key, stamp, ask, mine)).of(officer)

    def _compute(self, key, stamp, ask, mine):
        try:
            answer = Answer(ask())
        except BaseException as error:
            with self.lock:
                del self.under_way[key, stamp]
            mine.set_exception(error)
            raise
        with self.lock:
            del self.under_way[key, stamp]
            self._drop(key)
            self.kept[key] = (stamp, answer)
            self.rows += len(answer.rows) + 1
            while self.rows > self.most_rows:
                self._drop(next(iter(self.kept)))
        mine.set_result(answer)
        return answer

    def times_written(self):
        """{table: how many transactions have written it} by now."""
        with self.lock:
            return self.written.copy()

    def written_since(self, before, tables):
        """Those of these tables that were written since times_written() said this."""
        by_now = self.times_written()
        return [table for table in tables if (by_now[table], by_now[EVERYTHING]) != (before[table], before[EVERYTHING])]

    def forget(self, tables):
        """These tables were written, and it is kept."""
        with self.lock:
            self.written.update(tables)

    def _drop(self, key):
        found = self.kept.pop(key, None)
        self.rows -= len(found[1].rows) + 1 if found else 0


def written_by(sql):
    """The tables that a statement writes; where none can be told, everything."""
    found = set(WRITES.findall(sql))
    return found or (set() if ONLY_READS.match(sql) else {EVERYTHING})


@cache
def rests_on(file):
    """Every table behind a SELECT, kept ones among them, in name order."""
    built = {other.full_name: other for layer in VIEW_LAYERS for other in sql_files(layer)}
    to_look_at, seen = [file], set()
    while to_look_at:
        for name in to_look_at.pop().reads - seen:
            seen.add(name)
            if name in built and not built[name].is_kept:
                to_look_at.append(built[name])
    return tuple(sorted(name for name in seen if name.split(".")[0] in TABLE_LAYERS or name not in built or built[name].is_kept))
