"""Two answers to one question, row by row: what is new, what is gone, what is changed. Rows here are lists of text."""

import hashlib
import json
from collections import Counter

NEW, GONE, CHANGED = "new", "gone", "changed"


def key_of(columns, rows):
    """The places of the fewest columns by which no two rows are alike, ids first; None where rows repeat."""
    ids = [place for place, column in enumerate(columns) if column.endswith("_id")]
    order = ids + [place for place in range(len(columns)) if place not in ids]
    for many in range(max(len(ids), 1), len(order) + 1):
        if len({_at(row, order[:many]) for row in rows}) == len(rows):
            return order[:many]
    return None


def mark(row, key):
    """A short hash of what a row is known by: to tell it again without keeping it."""
    return hashlib.sha256(json.dumps(_at(row, key or range(len(row)))).encode()).hexdigest()[:20]


def between(then, now, key, compared, left_out=()):
    """[(what, the row then, the row now, the places that changed)], in the order of the rows. left_out are marks of rows that were there and not taken."""
    if key is None or any(len({_at(row, key) for row in rows}) < len(rows) for rows in (then, now)):
        return _of_repeating(then, now, compared, left_out, key)
    there, old = {_at(row, key): row for row in now}, {_at(row, key): row for row in then}
    found = []
    for known_by, row in old.items():
        other = there.get(known_by)
        changed = [place for place in compared if other and other[place] != row[place]]
        if other is None:
            found.append((GONE, row, None, []))
        elif changed:
            found.append((CHANGED, row, other, changed))
    return found + [(NEW, None, row, []) for known_by, row in there.items() if known_by not in old and mark(row, key) not in left_out]


def _of_repeating(then, now, compared, left_out, key):
    """Rows that are known by nothing are new or gone as a whole."""
    now = [row for row in now if mark(row, key) not in left_out]
    old, new = (Counter(_at(row, compared) for row in rows) for rows in (then, now))
    return [(what, *pair, []) for what, pair in _beyond(then, new, compared, True)] + [(what, *pair, []) for what, pair in _beyond(now, old, compared, False)]


def _beyond(rows, others, compared, is_then):
    """The rows of which there are more here than there."""
    left = Counter(others)
    for row in rows:
        if left[_at(row, compared)] > 0:
            left[_at(row, compared)] -= 1
        else:
            yield (GONE, (row, None)) if is_then else (NEW, (None, row))


def _at(row, places):
    return tuple(row[place] for place in places)
