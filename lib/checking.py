"""What a person says of a statement that was read from pages: line by line, cell by cell. Nothing is repaired without one."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from lib.errors import SeveralErrors, UserError
from lib.statements.amounts import NotAnAmount, read_amount
from lib.statements.checked import CELLS, corrected, figures_of, lines_of
from lib.statements.dates import form_of, resolve
from lib.statements.tocheck import LINES, LOOK
from lib.statements.words import clean

# What a person may say of a line, and what stands of it before.
AGREES, CORRECTED, ADDED, NO_PAYMENT = "agrees", "corrected", "added", "no_payment"
TO_CHECK, UNREAD = "to_check", "unread"
WHAT_NOW = {
    "lines": "Confirm each line on the page Check pages.",
    "compare": "Compare its lines with the pages on the page Check pages.",
    "look": "Look at its pages on the page Check pages.",
}


@dataclass
class Check:
    """One reading under a person's eyes: what was said of which line and figure, step by step, so that each step can be taken back."""

    reading: dict
    said: dict = field(default_factory=dict)  # line number: (what, its cells; None where it is no payment)
    figures: dict = field(default_factory=dict)  # (statement, place): value, or None for not printed
    seen_all: bool = False  # said of all lines together, where that may be
    steps: list = field(default_factory=list)

    @property
    def how(self):
        """How closely a person must look: lines, compare or look."""
        return self.reading["to_check"]["how"]

    @cached_property
    def read(self):
        """{line number: the line as the reader had it}."""
        return {line["line_number"]: line for line in lines_of(self.reading)}

    @cached_property
    def now(self):
        """The reading with all that was said so far, added up anew."""
        return corrected(self.reading, {number: cells for number, (_, cells) in self.said.items()}, self.figures)

    @cached_property
    def lines(self):
        """Every line as it stands now, in the order of the pages: its cells, its state, and whether the statement breaks there."""
        breaks = {statement["break"]["line"]: statement["break"] for statement in self.now["statements"] if statement["break"]}
        rows = []
        for number in sorted(self.read.keys() | self.said.keys()):
            state, cells = self.said.get(number, (None, None))
            line = self.read.get(number, {}) | (cells or {})
            rows.append(line | {"line_number": number, "state": state or (UNREAD if line["reason"] else TO_CHECK), "break": breaks.get(number)})
        return rows

    @property
    def printed(self):
        """The balances and totals printed around the lines, as they stand now."""
        return [figure | {"value": self.figures.get((figure["statement"], figure["place"]), figure["value"])} for figure in figures_of(self.reading)]

    @property
    def left(self):
        """The lines of which a person must still say something."""
        return [line for line in self.lines if line["state"] == UNREAD or (self.how == LINES and line["state"] == TO_CHECK)]

    @property
    def is_done(self):
        """Whether nothing is left to say."""
        return not self.left and (self.how == LINES or self.seen_all)

    def agree(self, number, texts, today):
        """This is what the page shows of a line: its cells as texts (posted_on, description, money_out, money_in, balance)."""
        was, cells = self.read.get(number), cells_of(texts, today)
        what = ADDED if was is None else CORRECTED if any(cells[cell] != was[cell] for cell in CELLS) else AGREES
        self._step()
        self.said[number] = what, (self.said[number][1] if number in self.said and was is None else {}) | cells

    def leave_out(self, number):
        """This line is no payment."""
        self._step()
        if number in self.read:
            self.said[number] = NO_PAYMENT, None
        else:
            del self.said[number]

    def add(self, above, texts, today):
        """A payment that the reader missed, below another line. Gives its number."""
        line, cells = next(line for line in self.lines if line["line_number"] == above), cells_of(texts, today)
        taken = [*self.read, *self.said, *(skipped["line"] for skipped in self.reading["skipped_lines"])]
        source = f"{line['source'].partition(': ')[0]}: written in by a person, below line {above}"
        self._step()
        self.said[max(taken) + 1] = ADDED, cells | {"statement": line["statement"], "source": source, "reason": None}
        return max(taken) + 1

    def print_as(self, figure, text):
        """What a figure around the lines is printed as; an empty text where it is not there."""
        value = money(text, "The figure")
        self._step()
        self.figures[figure["statement"], figure["place"]] = value

    def agree_with_all(self):
        """All lines are what the pages show. Those recognised in a picture are confirmed one by one instead."""
        if self.how == LINES:
            raise UserError("These lines were recognised in a picture: confirm them one by one.")
        if self.left:
            raise UserError(f"Say first what line {self.left[0]['line_number']} is, which could not be read.")
        self._step()
        self.seen_all = True

    def undo(self):
        """Take back the newest step; gives the line it was about, or None."""
        if not self.steps:
            return None
        then, (self.said, self.figures, self.seen_all) = self.said, self.steps.pop()
        self._forget()
        return next((number for number in then if then[number] != self.said.get(number)), None)

    def result(self):
        """The reading to keep, with what a person said of it."""
        if not self.is_done:
            raise UserError(f"{len(self.left)} of {len(self.lines)} lines are still to be checked.")
        if not all(statement["rows"] for statement in self.now["statements"]):
            raise UserError("No payment is left of this statement, so there is nothing to keep. Put the file away.")
        lines = [
            {"line_number": number, "statement": self.read.get(number, cells)["statement"], "said": what, "was": values_of(self.read.get(number)), "cells": values_of(cells)}
            for number, (what, cells) in sorted(self.said.items())
        ]
        figures = [
            {"what": figure["what"], "line": figure["line"], "statement": figure["statement"], "was": figure["value"], "value": self.figures[key]}
            for figure in figures_of(self.reading)
            if (key := (figure["statement"], figure["place"])) in self.figures
        ]
        return self.now | {"checked": {"how": self.how, "why": self.reading["to_check"]["why"], "lines": lines, "figures": figures}}

    def _step(self):
        """Remember how it stood. Whoever changes something after all was agreed agrees again."""
        self.steps.append((dict(self.said), dict(self.figures), self.seen_all))
        self.seen_all = False
        self._forget()

    def _forget(self):
        for name in ("now", "lines"):
            self.__dict__.pop(name, None)


def why_not(reading):
    """Why a reading may not be kept before a person has looked at its pages; None where it may."""
    wanted, checked = reading["to_check"], reading.get("checked")
    if not wanted:
        return None
    if not checked:
        return f"{' '.join(wanted['why'])} {WHAT_NOW[wanted['how']]}"
    said = {line["line_number"] for line in checked["lines"]}
    unsaid = [row["line_number"] for statement in reading["statements"] for row in statement["rows"] if row["line_number"] not in said]
    return f"Line {unsaid[0]} was not confirmed. {WHAT_NOW[LINES]}" if wanted["how"] == LINES and unsaid else None


def unasked(reading):
    """The reading as it is taken where nobody is there to look: one that nothing contradicts needs nobody, though it prints no totals."""
    return reading | {"to_check": None} if reading["to_check"] and reading["to_check"]["how"] == LOOK else reading


def cells_of(texts, today):
    """The cells of a line as a person typed them: {posted_on, description, money_out, money_in, balance}, all texts. Every fault is said at once."""
    faults = []

    def heard(read, *values):
        try:
            return read(*values)
        except UserError as error:
            return faults.append(str(error))

    posted_on = heard(day, texts["posted_on"], today)
    out, into = heard(money, texts["money_out"], "Money out"), heard(money, texts["money_in"], "Money in")
    balance = heard(money, texts["balance"], "The balance")
    if not faults and (out is None) == (into is None):
        faults.append("Write the amount under money out or under money in, and only there.")
    if any(value is not None and Decimal(value) < 0 for value in (out, into)):
        faults.append("Write the amount without a minus: the column says which way it went.")
    if faults:
        raise SeveralErrors(faults)
    return {"posted_on": posted_on, "description": clean(texts["description"])[0], "amount": into or f"{-Decimal(out):.2f}", "balance": balance}


def day(text, today):
    """A day that a person typed, day first, as plain text."""
    found, why = resolve(text, form_of(text), "day", today)
    if not found:
        raise UserError(why or "Write the day, like 31/03/2026.")
    return found.isoformat()


def money(text, name):
    """Pounds that a person typed, as plain text; None for nothing."""
    if not text.strip():
        return None
    try:
        return f"{read_amount(text.strip()).value:.2f}"
    except NotAnAmount:
        raise UserError(f"{name}: '{text[:40]}' is not an amount like 1,234.50.") from None


def values_of(line):
    """The cells of a line alone; None where there is none."""
    return line and {cell: line[cell] for cell in CELLS}
