"""A value as the text of a cell, the same in every kind of file: no spreadsheet takes it for a formula."""

import re
from datetime import date, datetime
from decimal import Decimal

# What a spreadsheet takes for the beginning of a formula or of a command, full-width signs included.
FORMULA = ("=", "+", "-", "@", "%", "|", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What stands before it and is not seen.
UNSEEN = " \u00a0\u200b\u200c\u200d\u2060\ufeff"
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LONGEST = 32_000


def text(value):
    """A value as it stands in a CSV: numbers and days as they are, all else as text that is safe to open."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal() | int() | float():
            return str(value)
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case _:
            return safe(value)


def safe(value):
    """Text that no spreadsheet takes for a formula."""
    said = NO_TEXT.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]
    return f"'{said[: LONGEST - 1]}" if said.lstrip(UNSEEN).startswith(FORMULA) else said
