"""Which sheets are one statement: it ends where an account, a period or a total is printed that differs."""

from dataclasses import dataclass, field

from lib.statements.pages.entries import body_of, entries_of, where_text_stands
from lib.statements.pages.page import source_of
from lib.statements.pages.printed import printed_in

KEYS = ("sort_code", "account_number", "from", "to", "credits", "debits", "section")


@dataclass
class Part:
    """What belongs to one statement: its entries, the lines around its tables, and what tells it from others."""

    heading: object
    entries: list = field(default_factory=list)
    around: list = field(default_factory=list)
    signs: dict = field(default_factory=dict)
    pages: list = field(default_factory=list)

    def is_another(self, signs, pages):
        """Whether these signs and page numbers are of another statement."""
        differs = any(self.signs[key] != signs[key] for key in KEYS if key in self.signs and key in signs)
        return differs or (bool(self.pages) and any(number == 1 for number, _ in pages))


def parts_of(sheets, edges, today, heard):
    """The Part for each statement of the file; every line that is no entry goes to `heard` with the reason."""
    bodies = {id(sheet): body_of(sheet.heading, sheet.body, edges) for sheet in sheets if sheet.heading}
    layout = next(sheet.heading.layout for sheet in sheets if sheet.heading)
    stands = (layout and layout.text_stands) or where_text_stands(bodies.values())
    parts: list = []
    waiting: list = []  # lines above the first table, or below the last, of which it is not known yet whose they are
    for place, sheet in enumerate(sheets):
        skip(sheet, heard)
        if not sheet.heading:
            waiting += sheet.above
            continue
        entries, left = entries_of(bodies[id(sheet)], stands)
        last = max((line.number for entry in entries for line in entry.lines), default=0)
        has_next = place + 1 < len(sheets) and sheets[place + 1].heading and sheets[place + 1].page == sheet.page
        below = [line for line in left if line.number > last]
        around = waiting + sheet.above + sheet.beside
        part = part_for(parts, sheet, around, today)
        part.entries += entries
        part.around += around + [line for line in left if line not in below or not has_next]
        waiting = below if has_next else []
        heard.skipped += [(line.number, "beside or below the table", source_of([line])) for line in left]
    if waiting and not sheets[-1].heading:
        parts[-1].pages += printed_in(waiting, today).pages
    return parts


def part_for(parts, sheet, around, today):
    """The Part this sheet belongs to: the one before it, or a new one."""
    told = printed_in(around, today)
    signs = told.signs | section_of(sheet.heading.layout, around)
    if not parts or parts[-1].is_another(signs, told.pages):
        parts.append(Part(sheet.heading))
    parts[-1].signs = signs | parts[-1].signs
    parts[-1].pages += told.pages
    return parts[-1]


def section_of(layout, lines):
    """The title of a part of its own, such as a savings pot, where the layout says how one looks."""
    if not layout or not layout.sections:
        return {}
    found = [line.text for line in lines if layout.sections.fullmatch(line.text.strip())]
    return {"section": " ".join(found[-1].split()).casefold()} if found else {}


def skip(sheet, heard):
    """Account for the lines that stand around a table."""
    for lines, why in ((sheet.above, "above the header"), (sheet.beside, "beside or below the table"), (sheet.heading.lines if sheet.heading else (), "header")):
        heard.skipped += [(line.number, why, source_of([line])) for line in lines]
