"""Which column an amount stands in: the heading whose edge is nearest, and the edge it shares with the others of its column."""

import re
from collections import Counter
from dataclasses import replace

from lib.statements.pages.page import Word

NEAR = 45  # points between an amount's edge and its heading's
SAME, SAME_IN_SCAN = 4, 14  # points within which edges are the same
AMOUNT = re.compile(r"[-+(]*[£€$]?[-+]?(?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)\.[0-9]{2}\)?-?(?:CR|DR|OD|D|C)?", re.IGNORECASE)
LIKE_AMOUNT = re.compile(r"[-+(]*[£€$]?[-+]?[0-9OIlS][0-9OIlS., ]*[.,][0-9OIlS]{1,3}\)?-?(?:CR|DR|OD|D|C)?|£[0-9,]+", re.IGNORECASE)
SIGN_BEFORE = re.compile(r"[-+£€$(]{1,3}")
SIGN_AFTER = re.compile(r"CR|DR|OD|D|C|-|\)", re.IGNORECASE)
CLOSE = 7  # points between an amount and its sign


def tokens_of(words):
    """The words of a line, with signs and letters such as D or OD joined to the amount they stand beside."""
    tokens: list = []
    for word in words:
        last = tokens[-1] if tokens else None
        if last and word.x0 - last.x1 <= CLOSE:
            before = SIGN_BEFORE.fullmatch(last.text) and AMOUNT.fullmatch(word.text)
            after = SIGN_AFTER.fullmatch(word.text) and AMOUNT.fullmatch(last.text) and not last.text[-1].isalpha()
            if before or after:
                tokens[-1] = Word(last.text + word.text, last.x0, word.x1, min(last.top, word.top), max(last.bottom, word.bottom))
                continue
        tokens.append(word)
    return tokens


class Edges:
    """How amounts stand under their headings in one file: by which edge, and how far from the heading's."""

    def __init__(self, bodies, is_scan=False):
        """Learn from all (heading, lines) of a file."""
        self.same = SAME_IN_SCAN if is_scan else SAME
        self.learned = {}
        seen: dict = {}
        for heading, lines in bodies:
            for token in (token for line in lines for token in tokens_of(line.words) if AMOUNT.fullmatch(token.text)):
                if column := nearest(token, heading):
                    seen.setdefault(column.role, []).append((token.x1 - column.x1, token.x0 - column.x0))
        for role, offsets in seen.items():
            right, left = (Counter(round(offset[side] / 3) for offset in offsets).most_common(1)[0] for side in (0, 1))
            self.learned[role] = ("x1", self.middle(right[0], offsets, 0)) if right[1] >= left[1] else ("x0", self.middle(left[0], offsets, 1))

    @staticmethod
    def middle(bin_, offsets, side):
        """The middle of the offsets that are most common."""
        near = sorted(offset[side] for offset in offsets if abs(offset[side] / 3 - bin_) <= 1)
        return near[len(near) // 2]

    def column(self, token, heading):
        """The column of amounts a word stands in, or None."""
        fits = []
        for column in heading.money:
            side, offset = self.learned.get(column.role, ("x1", 0))
            distance = abs(getattr(token, side) - getattr(column, side) - offset)
            if distance <= self.same:
                fits.append((distance, column))
        return min(fits, key=lambda one: one[0])[1] if fits else None


def nearest(token, heading):
    """The column whose heading's right edge is nearest to that of an amount, if it is near or above it."""
    column = min(heading.money, key=lambda column: abs(token.x1 - column.x1))
    is_under = token.x0 < column.x1 and column.x0 < token.x1
    return replace(column) if is_under or abs(token.x1 - column.x1) <= NEAR else None
