"""Pages of words to statements: the tables on them are read like any other table, and held against all that is printed."""

import re

from lib.errors import UserError
from lib.statements.columns import Reader
from lib.statements.currencies import named_in
from lib.statements.dates import read_dates
from lib.statements.generic import OURS
from lib.statements.layouts import Layout
from lib.statements.lookalikes import LETTER, is_letter
from lib.statements.model import Row, Table
from lib.statements.pages.agreement import balances_between, hold_against, missing_pages, totals_of
from lib.statements.pages.edges import Edges
from lib.statements.pages.page import source_of
from lib.statements.pages.parts import parts_of
from lib.statements.pages.printed import printed_in
from lib.statements.pages.sheets import sheets_of
from lib.statements.pages.years import Years
from lib.statements.table import count_left_out, read_lines

CELLS = ("posted_on", "kind", "description", "money_in", "money_out", "amount", "balance")
ASK = "Ask for the bank's statement or its CSV export."
CREDIT_CARD = f"This is a credit card statement, not that of a bank account or prepaid card. {ASK}"
OF_A_CARD = re.compile("credit limit", re.IGNORECASE)
LEAST_DUE = re.compile(r"minimum (?:payment|amount|(?:total )?due)|payment due date", re.IGNORECASE)
NO_TABLE = "No table of payments was found in this file: there is no row of headings such as Date, Description, Paid out, Paid in, Balance."


def read_pages(pages, layouts, today, heard):
    """Put all that these pages say into `heard`."""
    sheets = sheets_of(pages, layouts)
    tables = [sheet for sheet in sheets if sheet.heading]
    if not tables:
        raise UserError(what_else(pages))
    if is_of_a_credit_card(pages) and not any(column.role == "balance" for sheet in tables for column in sheet.heading.columns):
        raise UserError(CREDIT_CARD)
    heading = tables[0].heading
    heard.layout = heading.layout.name if heading.layout else None
    if not heading.layout:
        heard.say(taken(heading))
    edges = Edges([(sheet.heading, sheet.body) for sheet in tables], any(page.is_scan for page in pages))
    for part in parts_of(sheets, edges, today, heard):
        read_part(part, today, heard)
    count_left_out(heard)


def read_part(part, today, heard):
    """One statement of the file."""
    printed, layout = printed_in(part.around, today), part.heading.layout
    is_newest_first = bool(layout) and layout.order == "newest"
    rows = rows_of(part.entries, Years(printed.period, is_newest_first), layout)
    before = len(heard.statements)
    read_rows(rows, layout_of(part.heading), today, heard)
    heard.skipped += [(entry.number, entry.what, source_of(entry.lines)) for entry in part.entries if entry.what != "transaction" and entry.lines]
    for message in printed.messages:
        heard.say(message)
    for statement in heard.statements[before:]:
        statement.account |= {name: value for name, value in printed.account.items() if value}
        if "section" in part.signs and " pot" in f" {part.signs['section']}":
            # A pot is no bank account: its lines must not be taken for those of the account it belongs to.
            statement.account |= {"sort_code": None, "account_number": None, "name": part.signs["section"]}
        statement.from_date, statement.to_date = printed.period
        balances_between(statement, part.entries, is_newest_first)
        statement.totals += totals_of(part.entries)
        hold_against(statement, printed, layout, heard, today)
        check_whole(statement, part, printed, heard)


def rows_of(entries, years, layout):
    """The transactions as rows of cells, every day with its year."""
    rows, day = [], ""
    for entry in entries:
        if entry.what == "year":
            years.printed(entry.day)
            continue
        day = years.complete(entry.day) if entry.day else day
        if entry.what == "transaction":
            kind, text = kind_and_text(entry, layout)
            cells = {"posted_on": day, "kind": kind, "description": text, **entry.money}
            rows.append(Row(entry.number, tuple(cells.get(name, "") for name in CELLS), source_of(entry.lines)))
    return rows


def kind_and_text(entry, layout):
    """The kind of payment, in a column of its own or as the first word of the text."""
    text = " ".join(entry.text)
    first, _, rest = text.partition(" ")
    if layout and not entry.kind and first.upper() in layout.kinds and rest:
        return first, rest
    return entry.kind, text


def read_rows(rows, layout, today, heard):
    """Read the rows like those of any table."""
    reader = Reader(Table(rows), layout, None)
    dates, said = read_dates([row.cells[0] for row in rows], today)
    marks = reader.money_columns(rows)
    read_lines(reader, [(row, posted_on, why) for row, (posted_on, why) in zip(rows, dates, strict=True)], marks, heard)
    for message in said:
        heard.say(message)


def layout_of(heading):
    """The layout of the rows we made: our own columns, those that the heading has."""
    roles = {column.role for column in heading.columns}
    columns = {name: (place,) for place, name in enumerate(CELLS, start=1) if name in roles or name in ("kind", "description")}
    own = heading.layout
    return Layout(name=own.name if own else None, title="", confidence="", columns=columns, order=own.order if own else None, currency=named_in(heading.phrases) or "GBP")


def check_whole(statement, part, printed, heard):
    """Say what stands against taking the statement as whole."""
    pages = missing_pages(part.pages)
    strays = [(entry.number, entry.stray) for entry in part.entries if entry.stray]
    first, last = printed.period
    outside = [line for line in statement.lines if (first and line.posted_on < first) or (last and line.posted_on > last)]
    if pages:
        heard.say(pages)
    if strays:
        heard.say(f"Line {strays[0][0]}: '{strays[0][1]}' stands under none of the headings, so it was not read as an amount. Look at the page.")
    if outside:
        heard.say(f"Line {outside[0].line_number} is of {outside[0].posted_on}, outside the period that the statement prints.")
    if pages or strays or outside:
        statement.is_whole = False


def text_of(pages):
    """All words of the pages."""
    return " ".join(word.text for page in pages for word in page.words)


def is_of_a_credit_card(pages):
    """Whether pages speak of a credit limit and of the least that must be paid."""
    return bool(OF_A_CARD.search(text := text_of(pages)) and LEAST_DUE.search(text))


def taken(heading):
    """Which heading was taken for what, where no layout claims the table."""
    told = [f"'{column.phrase}' for {OURS[column.role]}" for column in heading.columns if column.role]
    return f"No layout claims this statement. Its columns were read by their headings: {', '.join(told)}."


def what_else(pages):
    """What a file without a table seems to be."""
    if is_letter(text_of(pages)):
        return LETTER
    if is_of_a_credit_card(pages):
        return CREDIT_CARD
    return f"{NO_TABLE} {ASK}"
