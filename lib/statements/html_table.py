"""A web page named .xls, as some banks call their export: its tables are read as they are shown, and nothing in it is run or fetched."""

import html
import re

from lib.errors import UserError
from lib.statements import limits
from lib.statements.delimited import read_any
from lib.statements.grid import Grid
from lib.statements.model import Row, Table

TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)|<![^>]*>
    |<(/?)([A-Za-z][A-Za-z0-9:]{0,30})((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>
    |<(/?)([A-Za-z][A-Za-z0-9:]{0,30})([^<>]*)>  # a quote that never closes""",
    re.DOTALL | re.VERBOSE,
)
SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*([0-9]{1,6})", re.IGNORECASE)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|\shidden(?![\w-])", re.IGNORECASE)
WITHOUT_END = ("br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr")
NOT_SHOWN = ("script", "style", "title", "xml", "noscript", "template", "select")
PARTS = ("table", "tr", "td", "th")
NO_TABLE = "This is a web page with no statement in it (a page to sign in, or one that was saved by mistake). Download the statement itself, or ask for the bank's CSV export."


def read(file, layout, today):
    """All that the tables of a web page say, read as one."""
    if len(file.content) > limits.TEXT_BYTES:
        raise UserError(f"This web page has {len(file.content) / 1e6:.0f} MB; at most {limits.TEXT_BYTES // 10**6} MB are read. Ask for a shorter period.")
    page = Page()
    page.go_through(file.text)
    rows = without_empty_columns(page.grid.rows)
    if len(rows) < 2:
        raise UserError(NO_TABLE)
    return read_any(Table(rows, None, None, [], page.messages()), layout, today)


class Page:
    """Collects the cells of every table of a page while it is gone through."""

    def __init__(self):
        self.grid, self.number, self.hidden, self.links = Grid(), 0, 0, 0
        self.tables = []  # for each table that is open: [cells of its row or None, its cell or None, rows still spanned]
        self.unseen = []  # names of the elements that are open inside one that is not shown

    def go_through(self, text):
        """Every tag and the text before it, in turn."""
        end = 0
        for token in TOKEN.finditer(text):
            self.text(text[end : token.start()])
            end = token.end()
            if name := token[2] or token[5]:
                self.tag(name.casefold(), bool(token[1] or token[4]), token[3] or token[6] or "")
        self.text(text[end:])
        while self.tables:
            self.close_table()

    def text(self, text):
        """Text of the innermost open cell, where it is shown."""
        if text and not self.unseen and self.tables and self.tables[-1][1] is not None:
            self.tables[-1][1].append(html.unescape(text))

    def tag(self, name, closes, attributes):
        """One tag."""
        if self.unseen and name in PARTS and self.unseen[0] not in NOT_SHOWN and self.tables and self.tables[-1][1] is not None:
            self.unseen = []  # hidden text ends with its cell, whether its tag is closed or not
        if self.unseen:
            if closes and name in self.unseen:
                del self.unseen[len(self.unseen) - 1 - self.unseen[::-1].index(name) :]
            elif not closes and name == self.unseen[0]:
                self.unseen.append(name)
        elif name == "table":
            self.close_table() if closes else self.tables.append([None, None, {}])
            self.hidden += bool(not closes and HIDDEN.search(attributes))
        elif name == "tr" and self.tables:
            self.close_row()
            self.tables[-1][0] = None if closes else {}
            self.hidden += bool(not closes and HIDDEN.search(attributes))
        elif name in ("td", "th") and self.tables:
            self.close_cell()
            if not closes:
                self.open_cell(attributes)
        elif not closes and name not in WITHOUT_END and not attributes.endswith("/") and (name in NOT_SHOWN or HIDDEN.search(attributes)):
            self.unseen.append(name)
            self.hidden += name not in NOT_SHOWN
        elif name in ("br", "p", "div"):
            self.text(" ")
        self.links += name == "a" and not closes

    def open_cell(self, attributes):
        """A cell opens; it stands behind those that span down into its row."""
        table = self.tables[-1]
        if table[0] is None:
            table[0] = {}
        spans = {name.casefold(): int(number) for name, number in SPAN.findall(attributes)}
        table[1] = []
        self.place(table, min(spans.get("colspan", 1) or 1, limits.COLUMNS * 2), min(spans.get("rowspan", 1) or 1, limits.ROWS))
        self.hidden += bool(HIDDEN.search(attributes))

    def place(self, table, width, height):
        """Take the next free places of the row for a cell."""
        cells, spanned = table[0], table[2]
        first = len(cells) + 1
        while spanned.get(first, 0) > 0:
            spanned[first] -= 1
            cells[first] = ""
            first += 1
        for place in range(first, first + width):
            cells[place] = table[1] if place == first else ""
            if height > 1:
                spanned[place] = height - 1
        if len(cells) > limits.COLUMNS * 4:
            raise UserError(f"Row {self.number + 1} has more than {limits.COLUMNS * 4} columns; at most {limits.COLUMNS} are read. Ask for the bank's CSV export.")

    def close_cell(self):
        """A cell closes."""
        self.tables[-1][1] = None

    def close_row(self):
        """A row closes: its cells are kept."""
        self.close_cell()
        cells = self.tables[-1][0]
        if cells:
            self.number += 1
            self.grid.put(self.number, {place: shown(parts) for place, parts in cells.items()})
        self.tables[-1][0] = None

    def close_table(self):
        """A table closes; one that was opened inside a cell gives way to that cell."""
        if self.tables:
            self.close_row()
            self.tables.pop()

    def messages(self):
        """What to say about this page."""
        said = ["This is a web page (HTML); its table was read as a browser shows it."]
        if self.hidden:
            said.append(
                f"{self.hidden} part{'s' * (self.hidden > 1)} of this page {'are' if self.hidden > 1 else 'is'} hidden: hidden rows and cells were read like the others, other hidden text was left out."
            )
        if self.links:
            said.append("The page has links. They were not followed.")
        return said


def shown(parts):
    """The text of a cell as a browser shows it."""
    return " ".join("".join(parts).replace("\xa0", " ").split())


def without_empty_columns(rows):
    """The rows without the columns in which nothing stands, which pages use for space."""
    filled = sorted({place for row in rows for place, cell in enumerate(row.cells) if cell != ""})
    return [Row(row.number, tuple(row.cells[place] if place < len(row.cells) else "" for place in filled), row.source) for row in rows]
