"""Dates as banks print them: day or month first is decided from the whole column, never from one cell."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from lib.statements.limits import FIRST_YEAR

MONTHS = {name: number for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)}
LONG_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
MONTHS |= {name: number for number, name in enumerate(LONG_MONTHS, start=1)} | {"sept": 9}
TIME = r"(?:[ ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:[ ]?[AaPp][Mm])?(?:[ ]?(?:UTC|GMT|BST|Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
ISO_TIME = r"(?:[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?[ ]?(?:UTC|GMT|BST|Z|[+-][0-9]{2}:?[0-9]{2})?)?"
WEEKDAY = r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*[, ]+)?"
ISO = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){ISO_TIME}")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
NUMERIC = re.compile(rf"([0-9]{{1,2}})([-/. ])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){TIME}")
NUMERIC_IN_TEXT = re.compile(r"(?<![0-9./-])([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9./-])")
DAY_NAME = re.compile(rf"{WEEKDAY}([0-9]{{1,2}})(?:st|nd|rd|th)?[-/. ]*([a-z]{{3,9}})\.?[-/., ]*([0-9]{{4}}|[0-9]{{2}}){TIME}", re.IGNORECASE)
NAME_DAY = re.compile(rf"{WEEKDAY}([a-z]{{3,9}})\.?[-/. ]*([0-9]{{1,2}})(?:st|nd|rd|th)?[-/., ]+([0-9]{{4}}){TIME}", re.IGNORECASE)
DATE_LIKE = re.compile(
    r"\s*['\"]?(?:[0-9]{1,4}([-/. ])[0-9]{1,2}\1[0-9]{2,4}|(?:19|20)[0-9]{6}|[0-9]{1,2}(?:st|nd|rd|th)?[-/. ]*[A-Za-z]{3,9}[-/., ]*[0-9]{2,4}|[A-Za-z]{3,9} [0-9]{1,2},? [0-9]{4})(?![0-9])"
)
EXCEL_DAY_ZERO = date(1899, 12, 30)


def read_dates(cells, today, told=None):
    """For each cell (date, reason): one of them is None, both are for an empty cell. And what to say about the column.

    `told` is the order, `day` or `month` first, that the file itself names; it counts where the column shows none.
    """
    forms = [form_of(cell) for cell in cells]
    order, messages = order_of(forms, today, told)
    return [resolve(cell, form, order, today) for cell, form in zip(cells, forms, strict=False)], messages


def form_of(cell):
    """How a cell writes its date: (form, parts)."""
    if isinstance(cell, datetime):
        return "cell", cell.date()
    if isinstance(cell, date):
        return "cell", cell
    if isinstance(cell, Decimal):
        return "serial", cell
    text = cell.strip().removeprefix("'").strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    if not text:
        return "empty", None
    if found := NUMERIC.fullmatch(text):
        return "numeric", (int(found[1]), int(found[3]), found[4], found[2])
    if found := ISO.fullmatch(text):
        return "iso", (int(found[1]), int(found[3]), int(found[4]))
    if found := COMPACT.fullmatch(text):
        return "iso", (int(found[1]), int(found[2]), int(found[3]))
    if (found := DAY_NAME.fullmatch(text)) and found[2].lower() in MONTHS:
        return "words", (int(found[1]), MONTHS[found[2].lower()], found[3])
    if (found := NAME_DAY.fullmatch(text)) and found[1].lower() in MONTHS:
        return "words", (int(found[2]), MONTHS[found[1].lower()], found[3])
    return "none", None


def order_of(forms, today, told=None):
    """Whether numeric dates of this column are `day`, `month` or `mixed` first, and what to say."""
    pairs = [parts for form, parts in forms if form == "numeric"]
    kinds = {form for form, _ in forms} - {"empty", "none"}
    messages = []
    is_day_first, is_month_first = orders_of(pairs)
    if is_day_first and is_month_first:
        return "mixed", ["Some dates put the day first and some the month. Only those that can be read in one way were read: ask for the bank's own export."]
    if is_month_first:
        messages.append("Dates were read month first (American order), because 13 and above cannot be a month.")
    elif not is_day_first and any(first != second and sign != "." for first, second, _, sign in pairs):  # dots are never American
        is_month_first = told == "month"
        messages.append(f"No day is above 12. The dates were read {told} first, as the file says." if told else unsure(pairs, today))
    if short := [full_year(parts[2], today) for form, parts in forms if form in ("numeric", "words") and len(parts[2]) == 2]:
        messages.append(f"Years are written with two digits: {max(short) % 100:02d} was read as {max(short)}.")
    if len(kinds) > 1:
        messages.append("The dates are written in more than one way. Each was read as it stands; check that nobody changed the file.")
    if "serial" in kinds:
        messages.append("Some dates are spreadsheet day numbers without a date format.")
    return ("month" if is_month_first else "day"), messages


def orders_of(pairs):
    """Whether dates show that the day comes first, and whether they show that the month does."""
    return any(one[0] > 12 >= one[1] for one in pairs), any(one[1] > 12 >= one[0] for one in pairs)


def order_in(text):
    """The order, `day` or `month` first, that the dates in a text show; None where they show none or both."""
    shown = orders_of([(int(found[1]), int(found[3])) for found in NUMERIC_IN_TEXT.finditer(text)])
    return {(True, False): "day", (False, True): "month"}.get(shown)


def unsure(pairs, today):
    """What to say where every day is 12 or less."""
    said = "No day is above 12, so the dates could be in American order. They were read day first, as UK banks write them."
    days_first = [(full_year(year, today), second, first) for first, second, year, _ in pairs]
    months_first = [(full_year(year, today), first, second) for first, second, year, _ in pairs]
    in_order = [sequence in (sorted(sequence), sorted(sequence, reverse=True)) for sequence in (days_first, months_first)]
    return said + (" In American order they would follow each other: check one date." if in_order == [False, True] else "")


def resolve(cell, form_and_parts, order, today):
    """(date, None), (None, a sentence), or (None, None) for an empty cell."""
    form, parts = form_and_parts
    shown = str(cell).strip()[:40]
    if form == "empty":
        return None, None
    try:
        if form == "cell":
            found = parts
        elif form == "iso":
            found = date(*parts)
        elif form == "words":
            found = date(full_year(parts[2], today), parts[1], parts[0])
        elif form == "serial":
            found = EXCEL_DAY_ZERO + timedelta(days=int(parts))
        elif form == "numeric":
            first, second, year, _ = parts
            if order == "mixed" and first <= 12 and first != second:
                return None, f"'{shown}' may be day or month first: this file has both."
            if order == "month":
                first, second = second, first
            found = date(full_year(year, today), second, first)
        elif shown.isdigit() and len(shown) == 5:
            return None, f"'{shown}' is a spreadsheet day number, not a date."
        else:
            return None, f"'{shown}' is not a date."
    except (ValueError, OverflowError):
        return None, f"'{shown}' is not a date."
    if found > today:
        return None, f"'{shown}' is in the future."
    if found.year < FIRST_YEAR:
        return None, f"'{shown}' is before {FIRST_YEAR}."
    return found, None


def full_year(text, today):
    """A year of two digits is the latest one that is not in the future."""
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year else year - 100
