"""A page cut into sheets: a heading row, the lines under it, and what stands around."""

from dataclasses import dataclass, field, replace

from lib.statements.pages.edges import AMOUNT, nearest, tokens_of
from lib.statements.pages.headings import headings_in
from lib.statements.pages.page import lines_of
from lib.statements.pages.years import is_day


@dataclass
class Sheet:
    """One table on one page; without a heading it is a page that holds none."""

    page: str
    heading: object = None
    body: list = field(default_factory=list)
    above: list = field(default_factory=list)
    beside: list = field(default_factory=list)


def sheets_of(pages, layouts):
    """The sheets of all pages, their lines numbered through the file. A page without headings may go on with those before."""
    sheets, before, number = [], None, 1
    for page in pages:
        lines = lines_of(page.name, page.words)
        headings = headings_in(lines, layouts)
        if not headings and before and goes_on(lines, before):
            headings = [replace(before, lines=())]
        found = cut(page, headings) if headings else [Sheet(page.name, above=lines)]
        number = numbered(found, number)
        before = headings[-1] if headings else before
        sheets += found
    return sheets


def cut(page, headings):
    """One sheet for each heading row of a page."""
    tops = [heading.lines[0].top if heading.lines else 0 for heading in headings]
    sheets = []
    for place, (heading, top) in enumerate(zip(headings, tops, strict=True)):
        end = tops[place + 1] if place + 1 < len(tops) else page.height + 1
        used = {word for line in heading.lines for word in line.words}
        here = [word for word in page.words if top <= middle(word) < end and word not in used]
        inside = [word for word in here if heading.holds(word)]
        sheet = Sheet(page.name, heading, lines_of(page.name, inside))
        sheet.beside = lines_of(page.name, [word for word in here if not heading.holds(word)])
        sheet.above = lines_of(page.name, [word for word in page.words if middle(word) < top]) if place == 0 else []
        sheets.append(sheet)
    return sheets


def middle(word):
    """The middle of a word's height."""
    return (word.top + word.bottom) / 2


def goes_on(lines, heading):
    """Whether a page without headings has lines of the table before: a day on the left, an amount under a heading of amounts."""
    for line in lines:
        tokens = tokens_of(line.words)
        begins = any(is_day(" ".join(token.text for token in tokens[:end])) for end in (1, 2, 3)) and tokens[0].x0 < heading.first_money
        if begins and any(AMOUNT.fullmatch(token.text) and nearest(token, heading) for token in tokens):
            return True
    return False


def numbered(sheets, number):
    """Give every line of these sheets its number in the file; returns the next."""
    everything = [line for sheet in sheets for line in (*sheet.above, *sheet.body, *sheet.beside, *(sheet.heading.lines if sheet.heading else ()))]
    numbers = {id(line): number + place for place, line in enumerate(sorted(everything, key=lambda line: (line.top, line.box[0])))}

    def with_number(lines):
        return [replace(line, number=numbers[id(line)]) for line in lines]

    for sheet in sheets:
        if sheet.heading:
            sheet.heading = replace(sheet.heading, lines=tuple(with_number(sheet.heading.lines)))
        sheet.above, sheet.body, sheet.beside = (with_number(lines) for lines in (sheet.above, sheet.body, sheet.beside))
    return number + len(everything)
