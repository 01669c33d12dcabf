"""One cell: its text becomes a value of the column's kind, or a sentence that says what is wrong with it."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

MONEY = re.compile(r"(?P<sign>-?)£?(?P<pounds>[0-9]{1,3}(,[0-9]{3})*|[0-9]+)(?P<pence>\.[0-9]{1,2})?(?P<after>-?)")
MOST = Decimal("99999999.99")
LONGEST = 2000
NOON = re.compile(r"[T ]00:00(:00(\.0+)?)?$")  # databases export a date as midnight

# What a profile may name. A date the spreadsheet itself knows as one arrives in the first.
DATE_FORMATS = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "DD/MM/YYYY": "%d/%m/%Y",
    "DD.MM.YYYY": "%d.%m.%Y",
    "DD-MMM-YYYY": "%d-%b-%Y",
    "YYYYMMDD": "%Y%m%d",
}
YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


class BadCell(Exception):
    """A cell that can't be used; the message is a sentence."""


def read_cell(column, text, formats, as_at):
    """The value of a cell, None when it is empty. Raises BadCell."""
    text = text.strip()
    if not text:
        if column.required:
            raise BadCell(f"{column.name} is empty. Fill it in.")
        return None
    match column.kind:
        case "text" | "council":
            return _text(text)
        case "choice":
            return _choice(column, text)
        case "date":
            return _date(text, formats)
        case "past_date":
            return _past_date(text, formats, as_at)
        case "signed_money":
            return _money(text)
        case "money" | "number":
            return _not_negative(text)
        case "whole":
            return _whole(text)
        case "yes_no":
            return _yes_no(text)
        case "sort_code":
            return _digits(text, 6, "a sort code")
        case "account_number":
            return _digits(text, 8, "an account number")
    raise ValueError(column.kind)


def _text(text):
    if len(text) > LONGEST:
        raise BadCell(f"The text has {len(text)} characters; at most {LONGEST} are kept. Shorten it.")
    if not text.isprintable() and any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
        raise BadCell("The text holds a control character. Take it out.")
    return text


def _choice(column, text):
    if text.casefold() not in column.values:
        raise BadCell(f"'{_short(text)}' is not a {column.name}. Use one of {', '.join(column.values)}, or translate it in the profile.")
    return text.casefold()


@lru_cache(maxsize=50_000)
def _date(text, formats):
    day = NOON.sub("", text)
    for name in ("YYYY-MM-DD", *formats):
        try:
            found = datetime.strptime(day, DATE_FORMATS[name]).date()
        except ValueError:
            continue
        if day.isascii() and 1900 <= found.year <= 2100:
            return found
        raise BadCell(f"'{_short(text)}' is not between 1900 and 2100. Correct the date, or leave it empty if there is none.")
    raise BadCell(f"'{_short(text)}' is not a date. Write it as {' or '.join(dict.fromkeys((*formats, 'YYYY-MM-DD')))}.")


def _past_date(text, formats, as_at):
    found = _date(text, formats)
    if found > as_at:
        raise BadCell(f"'{_short(text)}' is in the future. Correct the date.")
    return found


def _money(text):
    found = MONEY.fullmatch(text)
    if not found or (found["sign"] and found["after"]):
        raise BadCell(f"'{_short(text)}' is not an amount. Write pounds with at most two decimals, such as 1250.00.")
    amount = Decimal(found["pounds"].replace(",", "") + (found["pence"] or ""))
    if amount > MOST:
        raise BadCell(f"'{_short(text)}' is over {MOST:,}. Correct the amount.")
    return -amount if found["sign"] or found["after"] else amount


def _not_negative(text):
    amount = _money(text)
    if amount < 0:
        raise BadCell(f"'{_short(text)}' is below nought. Correct the amount.")
    return abs(amount)


def _whole(text):
    if not re.fullmatch("[0-9]{1,4}", text):
        raise BadCell(f"'{_short(text)}' is not a whole number. Write one such as 3.")
    return int(text)


def _yes_no(text):
    if text.casefold() not in YES_NO:
        raise BadCell(f"'{_short(text)}' is neither yes nor no. Write yes or no.")
    return YES_NO[text.casefold()]


def _digits(text, length, words):
    digits = re.sub("[ -]", "", text)
    if not re.fullmatch(f"[0-9]{{{length}}}", digits):
        raise BadCell(f"'{_short(text)}' is not {words} of {length} digits. If a leading nought was lost, format the column as text.")
    return digits


def _short(text):
    return text if len(text) <= 60 else f"{text[:57]}..."


def iso(value):
    """The text of a spreadsheet's own date."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != datetime.min.time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
