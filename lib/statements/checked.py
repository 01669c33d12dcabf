"""A reading as a person says that its pages read: cells corrected, lines added or left out, and all of it added up anew."""

from datetime import date
from decimal import Decimal

from lib.statements.figures import day_of, put
from lib.statements.model import Heard, Line, Statement
from lib.statements.reading import told

CELLS = ("posted_on", "description", "amount", "balance")
NO_PAYMENT = "no payment, as a person says who saw the page"


def lines_of(reading):
    """Every line that a person checks, in the order of the pages; one that could not be read has empty cells, and the reason."""
    lines = [{"statement": place, "reason": None} | row for place, statement in enumerate(reading["statements"]) for row in statement["rows"]]
    starts = [(min(row["line_number"] for row in statement["rows"]), place) for place, statement in enumerate(reading["statements"])]
    for rejected in reading["rejected_lines"]:
        place = max((start for start in starts if start[0] <= rejected["line"]), default=min(starts))[1]
        lines.append(dict.fromkeys(CELLS) | {"statement": place, "line_number": rejected["line"], "source": rejected["source"], "reason": rejected["reason"]})
    return sorted(lines, key=lambda line: line["line_number"])


def figures_of(reading):
    """Every balance and total printed around the lines: {"statement", "place", "what", "line", "value"}."""
    return [
        {"statement": number, "place": place} | figure for number, statement in enumerate(reading["statements"]) for place, figure in enumerate(statement["printed"]["figures"])
    ]


def corrected(reading, lines, figures):
    """The reading with {line number: its cells, or None for no payment} and {(statement, place): a figure, or None for none} put in, and added up anew.

    Lines that are not named stay as they were read; one with a number that the file does not have was missed by the reader.
    """
    every, heard, statements = {line["line_number"]: line for line in lines_of(reading)}, Heard(), []
    said = {number: cells and {"line_number": number} | every.get(number, {}) | cells for number, cells in lines.items()}
    kept = [line for line in (every | said).values() if line]
    for number, plain in enumerate(reading["statements"]):
        mine = [line_of(line) for line in kept if line["statement"] == number and line["amount"] is not None]
        values = {place: value for (whose, place), value in figures.items() if whose == number}
        statements.append(told(statement_of(plain, mine, values), heard) if mine else plain | {"lines": 0, "rows": [], "break": None})
    left_out = [every[number] for number, cells in sorted(lines.items()) if cells is None]
    return reading | {
        "statements": statements,
        "rejected_lines": [line for line in reading["rejected_lines"] if line["line"] not in lines],
        "skipped_lines": reading["skipped_lines"] + [{"line": line["line_number"], "why": NO_PAYMENT, "source": line["source"]} for line in left_out],
        "messages": list(dict.fromkeys(reading["messages"] + heard.messages)),
    }


def line_of(row):
    """A plain row as a line."""
    named = {name: row.get(name) for name in ("kind", "external_id", "card_reference", "merchant_code", "merchant")}
    balance = None if row["balance"] is None else Decimal(row["balance"])
    return Line(row["line_number"], date.fromisoformat(row["posted_on"]), row["description"], Decimal(row["amount"]), row["source"], balance, **named)


def statement_of(plain, lines, values):
    """A plain statement with these lines, and with its figures as a person says them."""
    about = plain["printed"]
    statement = Statement(plain["account"], plain["currency"], sorted(lines, key=lambda line: line.line_number), from_date=day_of(about["from"]), to_date=day_of(about["to"]))
    figures = [figure | {"value": values.get(place, figure["value"])} for place, figure in enumerate(about["figures"])]
    put(statement, [figure for figure in figures if figure["value"] is not None])
    return statement
