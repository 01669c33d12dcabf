"""Rows that know what was asked: a list that leaves the house says which question it answers, and can be asked again.

A page asks a SELECT and then orders, narrows and words its rows. A Row goes along with all that: it keeps the row as the
SELECT gave it, and the question. What a page made by hand from several rows knows no question, and says so.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, eq=False)
class Asked:
    """One question as it was asked: a SELECT's name, its values, and what it was narrowed to.

    by, sums and middles are given where it was counted (access.tally). reads is the store that was asked. A question that is no
    file under sql/ has its text, and the reason it was asked for.
    """

    name: str
    values: dict | None = None
    equals: dict | None = None
    by: tuple | None = None
    sums: tuple = ()
    middles: tuple = ()
    reads: object = None
    text: str | None = None
    reason: str | None = None

    @property
    def known(self):
        """(day, "then" or "now") of a store that is not the one of today; else (None, None)."""
        return getattr(self.reads, "known", None) or (None, None)


class Row(dict):
    """A row with the question it answers, and itself as it was answered. With words added by | it is still that row."""

    __slots__ = ("asked", "plain")

    def __init__(self, row, asked, plain=None):
        super().__init__(row)
        self.asked, self.plain = asked, row if plain is None else plain

    def __or__(self, more):
        return Row({**self, **more}, self.asked, self.plain)

    def __ror__(self, before):
        return Row({**before, **self}, self.asked, self.plain)


def told(rows, asked):
    """The rows of an answer, each with its question."""
    return [Row(row, asked) for row in rows]


def narrowed(rows, equals):
    """Rows of which a page kept those that have these values: then they are what was asked for. Columns the page made itself narrow nothing."""
    narrower, found = {}, []
    for row in rows:
        if equals and isinstance(row, Row) and row.asked.text is None and all(row.plain.get(name) == value for name, value in equals.items()):
            if id(row.asked) not in narrower:
                narrower[id(row.asked)] = replace(row.asked, equals=(row.asked.equals or {}) | equals)
            row = Row(row, narrower[id(row.asked)], row.plain)
        found.append(row)
    return found


def behind(rows):
    """(the questions behind a list, and for each row which of them it answers and as what): the second is None where the page made it by hand."""
    questions, places, found = [], {}, []
    for row in rows:
        if not isinstance(row, Row):
            found.append(None)
            continue
        if id(row.asked) not in places:
            places[id(row.asked)] = len(questions)
            questions.append(row.asked)
        found.append((places[id(row.asked)], row.plain))
    return questions, found
