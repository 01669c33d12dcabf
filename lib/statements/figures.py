"""The balances, totals and days that a statement prints around its lines, as plain values and back."""

from datetime import date
from decimal import Decimal


def figures_of(statement):
    """[{"what", "line", "value"}]: opening, closing, credits, debits, between. An end has no line; where it is printed again, it has."""
    ends = [("opening", None, value) for value in statement.openings] + [("closing", None, value) for value in statement.closings]
    totals = [(what, number, value) for number, *both in statement.totals for what, value in zip(("credits", "debits"), both, strict=True) if value is not None]
    again = [(what, number, value) for number, what, value in statement.printed_again]
    return [{"what": what, "line": line, "value": f"{value:.2f}"} for what, line, value in ends + totals + again]


def put(statement, figures):
    """Put plain figures into a statement that has none."""
    for figure in figures:
        value, number, what = Decimal(figure["value"]), figure["line"], figure["what"]
        if what == "credits":
            statement.totals.append((number, value, None))
        elif what == "debits":
            statement.totals.append((number, None, value))
        elif number is not None:
            statement.printed_again.append((number, what, value))
        elif what == "opening":
            statement.openings.append(value)
        else:
            statement.closings.append(value)


def printed(statement):
    """All that a statement prints around its lines: {"from", "to", "figures"}."""
    return {"from": text_of(statement.from_date), "to": text_of(statement.to_date), "figures": figures_of(statement)}


def text_of(day):
    """A day as plain text; None where there is none."""
    return None if day is None else day.isoformat()


def day_of(text):
    """A plain day as a date; None where there is none."""
    return None if text is None else date.fromisoformat(text)
