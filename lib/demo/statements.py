"""Statement files: a ledger cut into spans, each written the way its bank would."""

from dataclasses import dataclass
from datetime import date

from lib.demo.banks import WRITERS as BANK_WRITERS
from lib.demo.cards import WRITERS as CARD_WRITERS
from lib.demo.lines import Line
from lib.demo.ofx import ofx
from lib.demo.pages import natwest_pages
from lib.demo.workbook import lloyds_xlsx

WRITERS = BANK_WRITERS | CARD_WRITERS | {"ofx": ofx, "lloyds_xlsx": lloyds_xlsx, "natwest_pages": natwest_pages}


@dataclass(frozen=True)
class Statement:
    """One file's worth of a ledger: some lines, and the balance before and after them."""

    from_date: date
    to_date: date
    opening: int
    closing: int
    lines: tuple[Line, ...]


def cut(case, ledger, problem, last):
    """The statements of an account that the council was sent: all of them, unless one was planted as missing."""
    statements, balance = [], ledger.opening
    for place, (first_day, last_day) in enumerate(case.spans):
        lines = [line for line in ledger.lines if first_day <= line.on <= last_day]
        if not lines:
            continue
        opening, balance = balance, lines[-1].balance
        lines = [line for line in lines if line._replace(balance=0) != problem.left_out]
        if place != problem.missing_file:
            span = max(first_day, ledger.opened_on), min(last_day, ledger.closed_on or last)
            statements.append(Statement(*span, opening, lines[-1].balance, tuple(lines)))
    return statements


def write_statements(folder, case, statements):
    """Write one account's files into the folder that bears its account_id, and give their paths."""
    place, paths = folder / case.account.account_id, []
    place.mkdir(parents=True)
    for statement in statements:
        name, content = WRITERS[case.account.layout](case, statement)
        paths.append(place / name)
        paths[-1].write_bytes(content)
    return paths
