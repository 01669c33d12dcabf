"""Days printed without their year: the period of the statement tells it, or a year printed before them."""

import re
from datetime import date

from lib.statements.dates import MONTHS

WITHOUT = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ ./-]*([A-Za-z]{3,9})\.?,?|([0-9]{1,2})[/.-]([0-9]{1,2})", re.IGNORECASE)
LAST_TWO = re.compile(r"(.*[A-Za-z]\.?[ '-]*|.*[/.-])((?:19|20)?[0-9]{2})")
DATE_TEXT = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? )?(?:[0-9]{1,2}(?:st|nd|rd|th)?[ ./-]*(?:of )?[A-Za-z]{3,9}\.?,?(?:[ ./'-]*(?:(?:19|20)[0-9]{2}|[0-9]{2}))?|[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-](?:[0-9]{4}|[0-9]{2}))?|[0-9]{4}-[0-9]{2}-[0-9]{2})",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
HALF = 6  # months after which a step back is a new year


def is_day(text):
    """Whether a text is a printed day, with or without its year."""
    return DATE_TEXT.fullmatch(text) is not None and (not (words := re.findall("[A-Za-z]{3,}", without_weekday(text))) or words[0].casefold() in MONTHS)


def without_weekday(text):
    """The text without a day of the week in front."""
    return re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? (?=[0-9])", "", text, flags=re.IGNORECASE)


class Years:
    """Puts years to days, in the order in which they are printed."""

    def __init__(self, period, is_newest_first=False):
        self.period, self.back = period, is_newest_first
        self.year, self.month = None, None
        self.has_rows = False

    def printed(self, year):
        """A year stands in a row of its own: it holds until the next."""
        self.year, self.month, self.has_rows = int(year), None, True

    def complete(self, text):
        """The day with its year, as a text; unchanged where no year is known."""
        text = " ".join(without_weekday(text).split())
        found = WITHOUT.fullmatch(text)
        if not found:
            return self.with_its_year(text)
        month = month_of(found)
        year = self.by_period(month, int(found[1] or found[3])) or self.by_order(month)
        if not month or not year:
            return text
        self.year, self.month = year, month
        return f"{year}-{month:02d}-{int(found[1] or found[3]):02d}"

    def with_its_year(self, text):
        """A day that is printed with its year; numbers alone stay as they are, since their order is told by the whole column."""
        after = LAST_TWO.fullmatch(text)
        parts = WITHOUT.fullmatch(after[1].rstrip(" '/.-")) if after else None
        if not parts:
            return text
        self.year = int(after[2]) if len(after[2]) == 4 else 2000 + int(after[2])
        self.month = month_of(parts)
        return f"{self.year}-{self.month:02d}-{int(parts[1]):02d}" if parts[2] and self.month else text

    def by_period(self, month, day):
        """The year within the period; months before its first month are of its last year."""
        first, last = self.period
        if not month or not last or self.has_rows:
            return None
        if not first:
            return last.year if (month, day) <= (last.month, last.day) else last.year - 1
        inside = [year for year in range(first.year, last.year + 1) if is_within(year, month, day, first, last)]
        if inside and self.year in inside:
            return self.by_order(month) if self.by_order(month) in inside else inside[0]
        return inside[0] if inside else (last.year if month < first.month else first.year)

    def by_order(self, month):
        """The year of the day before, unless the months say that a year has ended between."""
        if not self.year or not self.month or not month:
            return self.year
        if not self.back and self.month - month > HALF:
            return self.year + 1
        if self.back and month - self.month > HALF:
            return self.year - 1
        return self.year


def month_of(found):
    """The number of the month that was printed."""
    if found[2]:
        return MONTHS.get(found[2].casefold())
    return int(found[4]) if 1 <= int(found[4]) <= 12 else None


def is_within(year, month, day, first, last):
    """Whether this is a day between the two."""
    try:
        return first <= date(year, month, day) <= last
    except ValueError:
        return False
