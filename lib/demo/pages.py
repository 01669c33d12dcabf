"""Printed statements: what a bank sends by post or gives out as a PDF."""

from lib.demo.banks import grouped, sterling, uk, way
from lib.demo.paper import Paper

LINES = 45  # of a page
COLUMNS = (("Date", 45, "left"), ("Type", 110, "left"), ("Description", 165, "left"), ("Paid in", 420, "right"), ("Paid out", 485, "right"), ("Balance", 550, "right"))


def natwest_pages(case, statement):
    """NatWest on paper: oldest first, totals in and out on the first page, a balance after every line."""
    paper, account = Paper(), case.account
    parts = [statement.lines[start : start + LINES] for start in range(0, len(statement.lines), LINES)]
    for number, lines in enumerate(parts, start=1):
        paper.page()
        top = head(paper, account, statement, f"Page {number} of {len(parts)}", is_first=number == 1)
        for line in lines:
            money = ("", grouped(-line.amount)) if line.amount < 0 else (grouped(line.amount), "")
            row(paper, top, (uk(line.on), way("natwest", line), line.text[:60], *money, grouped(line.balance)))
            top += 14
    return f"{case.person.surname} statement {statement.to_date:%Y-%m}.pdf", paper.pdf()


def head(paper, account, statement, page, is_first):
    """What stands above the lines of a page; gives where they begin."""
    top = 40
    for text in (account.account_name, f"Sort code {account.sort_code}", f"Account number {account.account_number}", f"{uk(statement.from_date)} to {uk(statement.to_date)}", page):
        paper.text(45, top, text)
        top += 14
    if is_first:
        for label, amount in (
            ("Paid in", sum(line.amount for line in statement.lines if line.amount > 0)),
            ("Paid out", -sum(line.amount for line in statement.lines if line.amount < 0)),
        ):
            paper.text(330, top, label)
            paper.text(550, top, sterling(amount), align="right")
            top += 14
    row(paper, top + 10, [heading for heading, *_ in COLUMNS])
    return top + 26


def row(paper, top, cells):
    """One row, each cell in its column."""
    for text, (_, x, align) in zip(cells, COLUMNS, strict=True):
        if text:
            paper.text(x, top, text, align=align)
