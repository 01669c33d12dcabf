"""Texts as they are read, for the tests of the reader."""

from datetime import date

from lib.statements.reading import read

TODAY = date(2026, 11, 22)


def reading_of(text, name="statement.csv", encoding="utf-8"):
    """The reading of a text."""
    return read(name, text.encode(encoding), today=TODAY)


def only_statement(text, **more):
    """The one statement of a text that must be read whole."""
    reading = reading_of(text, **more)
    assert (reading["status"], reading["rejected_lines"], len(reading["statements"])) == ("read", [], 1), reading["reason"]
    return reading["statements"][0]


def signed(statement):
    """The amounts of a statement, oldest first."""
    return [row["amount"] for row in statement["rows"]]
