"""Lines that belong together: a transaction may take several, with its amount on the first or on the last of them."""

import statistics
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lib.statements.pages.body import cells_of, what_of, with_whole_years
from lib.statements.pages.years import YEAR

FAR = 2.1  # line pitches after which a text belongs to nothing beside it
DISTINCT = 1.12  # how much wider the gap between two transactions is than within one
USUAL_PITCH = 12


@dataclass
class Entry:
    """Lines of a page that belong together, and what they say in each column."""

    what: str  # transaction, opening balance, closing balance, total, year
    lines: list
    day: str | None = None
    kind: str = ""
    text: list = field(default_factory=list)
    money: dict = field(default_factory=dict)
    stray: str | None = None

    @property
    def number(self):
        """The line of the file at which it begins."""
        return min(line.number for line in self.lines)

    def take(self, row):
        """Add what one line says."""
        self.lines.append(row.line)
        self.day = self.day or row.day or None
        self.kind = self.kind or row.kind
        self.text += [text for text in (row.at_left, row.text) if text]
        self.money |= row.money
        self.stray = self.stray or row.stray


@dataclass(frozen=True)
class Body:
    """The lines between a heading row and what ends them, by columns; each with what it is."""

    rows: list
    what: list
    pitch: float

    def __len__(self):
        return len(self.rows)

    def gap(self, one, other):
        """The distance between two of the lines."""
        return abs(self.rows[other].line.top - self.rows[one].line.top)


def body_of(heading, lines, edges):
    """The Body under a heading."""
    rows = with_whole_years(cells_of(line, heading, edges) for line in lines)
    steps = [step for one, other in pairwise(lines) if 0 < (step := other.top - one.top) < 40]
    return Body(rows, [what_of(row) for row in rows], statistics.median(steps) if steps else USUAL_PITCH)


def where_text_stands(bodies):
    """Whether the other lines of a transaction stand `above` or `below` the one with its amount; None where it differs."""
    starts = ends = 0
    for body in bodies:
        for first, last, before, after in blocks(body):
            row = body.rows[first]
            if row.day and after is not None and not body.rows[after].day:
                return "above"
            starts += before is None and after is not None and body.gap(last, after) <= FAR * body.pitch
            ends += after is None and before is not None and body.gap(before, first) <= FAR * body.pitch
    if starts == ends:
        return None
    return "above" if starts > ends else "below"


def blocks(body):
    """Runs of text lines as (first, last, the amount line before, the one after): None where another kind of line is there."""
    place = 0
    while place < len(body):
        if body.what[place] != "text":
            place += 1
            continue
        first = place
        while place < len(body) and body.what[place] == "text":
            place += 1
        before = first - 1 if first and body.what[first - 1] == "money" else None
        yield first, place - 1, before, place if place < len(body) and body.what[place] == "money" else None


def entries_of(body, stands):
    """(entries, lines that are no part of one), both in the order of the page."""
    body = without_afterwords(body)
    owner = {place: place for place in range(len(body)) if body.what[place] == "money"}
    for first, last, before, after in blocks(body):
        owner |= shared_out(body, first, last, before, after, stands)
    entries: dict = {}
    left = []
    for place, row in enumerate(body.rows):
        what = body.what[place]
        if YEAR.fullmatch(row.day):
            entries[f"year {place}"] = Entry("year", [row.line] if what == "day" else [], row.day)
        elif what == "day":
            entries[place] = Entry("day", [row.line], row.day)
        if place in owner or (what == "text" and row.day) or what in ("opening balance", "closing balance", "total"):
            key = owner.get(place, place)
            entry = entries.setdefault(key, Entry("transaction" if what in ("text", "money") else what, []))
            entry.take(row)
        elif what not in ("day",):
            left.append(row.line)
    return list(entries.values()), left


def without_afterwords(body):
    """The Body without the balances that follow its closing balance, such as those of other accounts."""
    what, is_closed = list(body.what), False
    for place, row in enumerate(body.rows):
        is_closed |= what[place] == "closing balance"
        if is_closed and what[place] == "money" and not row.day and set(row.money) == {"balance"}:
            what[place] = "left"
    return replace(body, what=what)


def shared_out(body, first, last, before, after, stands):
    """Which amount line each text line of a run belongs to."""
    if before is None and after is None:
        return {}
    split = {"above": first, "below": last + 1}.get(stands) if stands else widest(body, first, last, before, after)
    owner = {}
    nearest = before
    for place in range(first, split if before is not None else first):
        if body.gap(nearest, place) > FAR * body.pitch:
            break
        owner[place], nearest = before, place
    nearest = after
    for place in range(last, split - 1 if after is not None else last, -1):
        if body.gap(place, nearest) > FAR * body.pitch:
            break
        owner[place], nearest = after, place
    return owner


def widest(body, first, last, before, after):
    """The first text line that belongs to the amount after it: behind the widest gap, if that is distinct."""
    if before is None:
        return first
    if after is None:
        return last + 1
    gaps = [(body.gap(place - 1, place), place) for place in range(first, after + 1)]
    most, place = max(gaps)
    others = [gap for gap, other in gaps if other != place]
    return place if most > DISTINCT * statistics.median(others) else last + 1
