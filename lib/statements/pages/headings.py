"""The heading row of a table on a page: its known phrases tell where the columns stand."""

import re
from dataclasses import dataclass, replace
from functools import cache

from lib.statements.generic import RANKS
from lib.statements.layouts import load_layouts, plain
from lib.statements.pages.page import chunks_of

MONEY = ("money_in", "money_out", "amount", "balance")
ROLES = ("posted_on", "kind", "description", *MONEY)
MORE = {"gbp amount": "amount", "gbp balance": "balance", "payment type and details": "description", "withdrawn": "money_out", "money in out": "amount"}
NAMES_DAY = re.compile("date|day|datum|dato|posted|booked", re.IGNORECASE)
LEFT, RIGHT = 15, 8  # points beside the outer headings that still belong to the table
STACKED = 1.8  # line heights within which a heading may have a second line


@dataclass(frozen=True)
class Column:
    """One column: what it holds, its heading, and where that stands."""

    role: str | None
    phrase: str
    x0: float
    x1: float


@dataclass(frozen=True)
class Heading:
    """A heading row: its columns from left to right, and the lines it takes."""

    columns: tuple
    lines: tuple
    layout: object = None

    @property
    def phrases(self):
        """The headings as they are compared."""
        return tuple(column.phrase for column in self.columns)

    @property
    def money(self):
        """The columns of amounts."""
        return [column for column in self.columns if column.role in MONEY]

    @property
    def first_money(self):
        """Where the columns of amounts begin."""
        return min(column.x0 for column in self.money)

    def holds(self, word):
        """Whether a word stands between the outer edges of the table."""
        return word.x0 >= self.columns[0].x0 - LEFT and word.x0 < self.columns[-1].x1 + RIGHT


def headings_in(lines, layouts):
    """The heading rows among these lines."""
    found, taken = [], set()
    for place, line in enumerate(lines):
        if place in taken or not NAMES_DAY.search(line.text):
            continue
        heading = heading_of(line.words, (line,), layouts)
        below = lines[place + 1] if place + 1 < len(lines) else None
        if heading is None and below and below.top - line.top <= STACKED * (line.bottom - line.top):
            heading = heading_of(stacked(line, below), (line, below), layouts)
            taken |= {place + 1} if heading else set()
        if heading:
            found.append(heading)
    return found


def heading_of(words, lines, layouts):
    """The Heading these words make, or None: it needs a date, an amount and hardly any other word between."""
    columns, unknown, apart = [], [], 0
    chunks = words if isinstance(words, list) else chunks_of(words, 0.9 * (lines[0].bottom - lines[0].top))
    for chunk in chunks:
        phrases, strange = phrases_in(chunk)
        columns += phrases
        apart += bool(phrases)
        unknown += [(chunk[0].x0, strange)] if strange else []
    if len(columns) < 3 or apart < 2:  # headings all in one run of words are a text
        return None
    between = sum(strange for x0, strange in unknown if columns[0].x0 < x0 < columns[-1].x0)
    known = sum(len(column.phrase.replace(" ", "")) for column in columns)
    heading = with_roles(columns, lines, layouts)
    roles = {column.role for column in heading.columns}
    is_table = "posted_on" in roles and roles & {"money_in", "money_out", "amount"}
    return heading if is_table and between <= known / 3 else None


def phrases_in(chunk):
    """(columns, letters that belong to none) of words that stand close together or touch."""
    letters = [letter for word in chunk for letter in letters_of(word)]
    text, found, strange, place = "".join(letter[0] for letter in letters), [], 0, 0
    while place < len(text):
        phrase = next((phrase for phrase in vocabulary() if text.startswith(phrase, place)), None)
        if phrase is None or (len(phrase) < 4 and not stands_alone(letters, place, len(phrase))):
            place, strange = place + 1, strange + 1
            continue
        span = letters[place : place + len(phrase)]
        found.append(Column(None, vocabulary()[phrase], min(letter[1] for letter in span), max(letter[2] for letter in span)))
        place += len(phrase)
    # A sign such as (£) belongs to the phrase before it, and amounts end under it.
    ends = [column.x0 for column in found[1:]] + [max(word.x1 for word in chunk)]
    return [replace(column, x1=max(column.x1, end)) for column, end in zip(found, ends[: len(found)], strict=True)], strange


def stands_alone(letters, place, length):
    """Whether a short phrase is a word of its own, so that `in` is not found within `interest`."""
    end = place + length
    return letters[place][3] and (end == len(letters) or letters[end][3])


def letters_of(word):
    """Each letter or digit as (letter, x0, x1, whether it begins a word), with its share of the word's width."""
    width, text = (word.x1 - word.x0) / len(word.text), word.text
    return [(letter.casefold()[0], word.x0 + at * width, word.x0 + (at + 1) * width, at == 0 or not text[at - 1].isalnum()) for at, letter in enumerate(text) if letter.isalnum()]


def stacked(upper, lower):
    """Two lines of a heading as chunks: what stands below a word belongs to it."""
    gap = 0.9 * (upper.bottom - upper.top)
    chunks = chunks_of(upper.words, gap)
    for chunk in chunks_of(lower.words, gap):
        above = next((one for one in chunks if one[0].x0 < chunk[-1].x1 and chunk[0].x0 < one[-1].x1), None)
        if above:
            above += chunk
        else:
            chunks.append(chunk)
    return sorted(chunks, key=lambda chunk: min(word.x0 for word in chunk))


def with_roles(columns, lines, layouts):
    """The Heading with what each column holds: as the layout of these headings says, else by the headings alone."""
    layout = next((layout for layout in layouts if tuple(column.phrase for column in columns) in layout.headers), None)
    told = {plain(name): role for role, names in layout.columns.items() for name in names} if layout else {}
    taken, given = set(), []
    for column in columns:
        role = told.get(column.phrase) or role_of(column.phrase)
        given.append(replace(column, role=None if role in taken else role))
        taken.add(role)
    if {"money_in", "money_out"} <= taken:
        given = [replace(column, role=None) if column.role == "amount" else column for column in given]
    return Heading(tuple(given), lines, layout)


def role_of(phrase):
    """What a heading holds when no layout says so."""
    if phrase in MORE:
        return MORE[phrase]
    return next((role for role, _ in sorted(RANKS.get(phrase, ()), key=lambda one: one[1]) if role in ROLES), None)


@cache
def vocabulary():
    """Every heading we know, without blanks, the longest first; each with the heading as it is compared."""
    names = {heading for layout in load_layouts() if layout.container == "pdf" for header in layout.headers for heading in header}
    names |= set(MORE) | {heading for heading, ranks in RANKS.items() if any(role in ROLES for role, _ in ranks)}
    return {name.replace(" ", ""): name for name in sorted(names, key=lambda name: -len(name.replace(" ", ""))) if re.search("[a-z]", name)}
