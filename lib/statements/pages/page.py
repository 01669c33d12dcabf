"""What a page shows: words with their place, in lines as a reader sees them. PDF text and scans come to the same."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Word:
    """One word and where it stands, in points from the top left corner of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def height(self):
        """How high the word is."""
        return self.bottom - self.top


@dataclass(frozen=True)
class TextLine:
    """Words side by side on one page, of which it has the name. `number` counts the lines of the whole file."""

    page: str
    words: tuple
    number: int = 0

    @cached_property
    def text(self):
        """The words as one text."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self):
        """(x0, top, x1, bottom) around all words."""
        return min(word.x0 for word in self.words), min(word.top for word in self.words), max(word.x1 for word in self.words), max(word.bottom for word in self.words)

    @property
    def top(self):
        """Where the line begins."""
        return self.box[1]

    @property
    def bottom(self):
        """Where the line ends."""
        return self.box[3]


@dataclass(frozen=True)
class Page:
    """One page: its size, its visible words, whether they were recognised in a picture, and by how many degrees that was turned."""

    number: int
    width: float
    height: float
    words: tuple
    is_scan: bool = False
    turn: float = 0.0

    @property
    def name(self):
        """What a line's source calls the page."""
        return f"page {self.number}" + (f" turned {self.turn:.2f}" if self.turn else "")


def lines_of(page, words):
    """The words as lines, from top to bottom: those of a line share most of their height."""
    rows: list = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom) / 2):
        for row in rows[-3:]:
            shared = min(row[0].bottom, word.bottom) - max(row[0].top, word.top)
            if shared >= min(row[0].height, word.height) / 2:
                row.append(word)
                break
        else:
            rows.append([word])
    lines = [TextLine(page, tuple(sorted(row, key=lambda word: word.x0))) for row in rows]
    return sorted(lines, key=lambda line: line.top)


def chunks_of(words, gap):
    """Words side by side, split where they stand further apart than `gap`."""
    chunks: list = []
    for word in words:
        if chunks and word.x0 - chunks[-1][-1].x1 <= gap:
            chunks[-1].append(word)
        else:
            chunks.append([word])
    return chunks


def place_of(lines):
    """Where these lines stand, in a plain form that can be read back: `page 2 (40.0 151.2 555.0 170.5)`."""
    boxes = [line.box for line in lines]
    left, top, right, bottom = (pick(box[side] for box in boxes) for side, pick in enumerate((min, min, max, max)))
    return f"{lines[0].page} ({left:.1f} {top:.1f} {right:.1f} {bottom:.1f})"


def source_of(lines):
    """What a row's source says: its place, and the text as it stands."""
    return f"{place_of(lines)}: {' / '.join(line.text for line in lines)}"
