"""One line under a heading row: what it says in each column, and what it is."""

import re
from dataclasses import dataclass, replace

from lib.statements.pages.edges import LIKE_AMOUNT, tokens_of
from lib.statements.pages.headings import MONEY
from lib.statements.pages.printed import PERIOD
from lib.statements.pages.years import YEAR, is_day

SLACK = 4  # points a word may begin before its heading
BROKEN_YEAR = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{2})?")

# Rows that print a balance or a total, as they are compared: lower-case letters alone.
OPENING = re.compile(
    r"(?:your|statement)*(?:opening|start(?:ing)?|previous|initial)(?:statement)?balance.{0,40}|(?:balance)?broughtforward.{0,40}|balance(?:from|onlast).*statement.{0,40}|(?:balance)?bfw?d?"
)
CLOSING = re.compile(
    r"(?:your|statement)*(?:closing|end(?:ing)?|final|new)(?:statement)?balance.{0,40}|(?:balance)?carriedforward.{0,40}|balanceat(?:close|end).{0,40}|(?:balance)?cfw?d?"
)
TOTAL = re.compile(
    r"(?:grand|sub)?totals?(?:(?:payments?|receipts?|money|paid|in|out|and|credits?|debits?|withdrawals?|withdrawn|deposits?|outgoings|transactions?|amounts?|forthe|for|this|statement|period|of|page)*)"
)


@dataclass(frozen=True)
class Cells:
    """One line by its columns."""

    line: object
    day: str
    kind: str
    text: str
    money: dict
    stray: str | None  # an amount that stands in no column
    at_left: str  # what stands under the date and is none


def cells_of(line, heading, edges):
    """A line by the columns of its heading."""
    texts: dict = {}
    money: dict = {}
    stray = None
    for token in tokens_of(line.words):
        column = edges.column(token, heading) if LIKE_AMOUNT.fullmatch(token.text) else None
        if column:
            money[column.role] = f"{money[column.role]} {token.text}" if column.role in money else token.text
            continue
        if LIKE_AMOUNT.fullmatch(token.text) and token.x0 >= heading.first_money - SLACK:
            stray = token.text
        texts.setdefault(text_column(token, heading), []).append(token.text)
    day, rest = day_in(texts.get("posted_on", []))
    text = (rest if day else []) + texts.get("description", [])
    return Cells(line, day, " ".join(texts.get("kind", [])), " ".join(text), money, stray, "" if day else " ".join(rest))


def text_column(token, heading):
    """What the column of words holds in which this word begins."""
    columns = [column for column in heading.columns if column.role not in MONEY]
    begun = [column for column in columns if column.x0 <= token.x0 + SLACK]
    return (begun[-1] if begun else columns[0]).role


def day_in(words):
    """(the day these words begin with, the words after it)."""
    for end in range(len(words), 0, -1):
        text = " ".join(words[:end])
        if is_day(text) or YEAR.fullmatch(text):
            return text, words[end:]
    return "", words


def with_whole_years(rows):
    """The rows with a year that was broken over two lines put together: `16/12/20` above `25`."""
    rows = list(rows)
    for place in range(len(rows) - 1):
        first, second = rows[place], rows[place + 1]
        start, end = first.day or first.at_left, second.at_left or second.day
        if BROKEN_YEAR.fullmatch(start) and re.fullmatch("[0-9]{2,4}", end) and re.fullmatch(r"[0-9]+/[0-9]+/[0-9]{4}", start + end):
            rows[place], rows[place + 1] = replace(first, day=start + end, at_left=""), replace(second, day="", at_left="")
    return rows


def what_of(row):
    """What a line is: a balance, a total, money, a day or a year alone, text, or nothing of the table."""
    letters = re.sub("[^a-z]", "", f"{row.at_left}{row.kind}{row.text}".casefold())
    moved = [role for role in row.money if role != "balance"]
    figures = {re.sub("[^0-9]", "", text) for text in row.money.values()}
    if row.money and (not moved or not row.day or ("forward" in letters and len(figures) == 1)):
        for what, pattern in (("opening balance", OPENING), ("closing balance", CLOSING)):
            if pattern.fullmatch(letters):
                return what
    if moved and not row.day and TOTAL.fullmatch(letters) and ("balance" not in row.money or len(moved) == 2):
        return "total"
    if row.money:
        return "money"
    if row.day and PERIOD.match(row.line.text):
        return "left"
    if row.day and not row.text and not row.kind:
        return "day"
    return "text" if (row.text or row.kind) and not row.at_left else "left"
