"""The cells of one sheet: only those that are there, each as the text, number or date that is stored."""

import posixpath
import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from lib.statements.grid import Grid, put_cell
from lib.statements.package import walk

DATE_FORMATS = {14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58}
NOT_DATE_CODE = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.', re.IGNORECASE)
HYPERLINK = re.compile(r'HYPERLINK\(\s*"(?:[^"]|"")*"\s*,\s*"((?:[^"]|"")*)"\s*\)', re.IGNORECASE)
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheets_of(package):
    """([(title, path, is hidden)], whether days are counted from 1904) of a workbook."""
    sheets, targets, is_1904 = [], {}, []

    def begin(name, attributes):
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith("\nid")), None)
            sheets.append((attributes.get("name", ""), relation, attributes.get("state", "visible") != "visible"))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            is_1904.append(True)
        elif name == "Relationship" and attributes.get("TargetMode") != "External":
            targets[attributes.get("Id")] = attributes.get("Target", "")

    for path in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if package.part(path):
            walk(package.part(path), begin, ignore, ignore)
    paths = [(title, path_of(targets.get(relation, "")), is_hidden) for title, relation, is_hidden in sheets]
    return [one for one in paths if package.part(one[1])], bool(is_1904)


def path_of(target):
    """The path of a part named in a relation."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def ignore(*_):
    """Nothing to do here."""


def shared_strings(package):
    """The texts that cells refer to by number; readings for other scripts (rPh) are left out."""
    strings: list = []
    parts: list = []
    inside: list = []

    def begin(name, _):
        inside.append(name)
        if name == "si":
            parts.clear()

    def end(name):
        inside.pop()
        if name == "si":
            strings.append("".join(parts))

    def text(characters):
        if inside and inside[-1] == "t" and "rPh" not in inside:
            parts.append(characters)

    if content := package.part("xl/sharedStrings.xml"):
        walk(content, begin, end, text)
    return strings


def styles_of(package):
    """For each cell style whether it shows a date."""
    codes, styles, inside = {}, [], []

    def begin(name, attributes):
        inside.append(name)
        if name == "numFmt":
            codes[attributes.get("numFmtId")] = attributes.get("formatCode", "")
        elif name == "xf" and "cellXfs" in inside:
            styles.append(attributes.get("numFmtId", "0"))

    if content := package.part("xl/styles.xml"):
        walk(content, begin, lambda name: inside.pop(), ignore)
    return [shows_date(number, codes.get(number)) for number in styles]


def shows_date(number, code):
    """Whether a number format is one for dates."""
    if code is None:
        return number.isdigit() and int(number) in DATE_FORMATS
    letters = NOT_DATE_CODE.sub("", code.split(";")[0]).casefold()
    return any(letter in letters for letter in "dy") or ("m" in letters and "0" not in letters and "#" not in letters)


def read_sheet(package, path, strings, is_date_style, is_1904):
    """(rows, messages) of one sheet."""
    reader = Sheet(strings, is_date_style, is_1904)
    walk(package.part(path), reader.begin, reader.end, reader.text)
    return reader.grid.rows, reader.messages()


class Sheet:
    """Collects the filled cells of a sheet while it is walked through."""

    def __init__(self, strings, is_date_style, is_1904):
        self.strings, self.is_date_style = strings, is_date_style
        self.day_zero = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
        self.grid, self.cells = Grid(), {}
        self.number = self.place = self.hidden = self.formulas = self.without_value = 0
        self.is_hidden = False
        self.kind, self.style, self.parts = "n", 0, {}
        self.inside = None

    def begin(self, name, attributes):
        """A tag opens."""
        if name == "row":
            told = attributes.get("r", "")
            self.number = int(told) if told.isdigit() and len(told) < 8 else self.number + 1
            self.cells, self.place, self.is_hidden = {}, 0, attributes.get("hidden") in ("1", "true")
        elif name == "c":
            if found := CELL.fullmatch(attributes.get("r", "")):
                self.place = column_of(found[1])
            else:
                self.place += 1
            style = attributes.get("s", "0")
            self.kind, self.style, self.parts = attributes.get("t", "n"), int(style) if style.isdigit() and len(style) < 7 else 0, {}
        elif name in ("v", "f", "t") and self.inside != "rPh":
            self.inside = name
            self.parts.setdefault(name, [])
        elif name == "rPh":
            self.inside = "rPh"

    def text(self, characters):
        """Characters of a value, a formula or a text."""
        if self.inside in ("v", "f", "t"):
            self.parts.setdefault(self.inside, []).append(characters)

    def end(self, name):
        """A tag closes."""
        if name in ("v", "f", "t", "rPh"):
            self.inside = None if name == "rPh" or self.inside != "rPh" else "rPh"
        elif name == "c":
            put_cell(self.cells, self.number, self.place, self.cell())
        elif name == "row":
            self.hidden += self.grid.put(self.number, self.cells) and self.is_hidden

    def cell(self):
        """The stored value of the cell that closes: a text, a number or a date; empty where there is none."""
        value = "".join(self.parts.get("v", ()))
        if "f" in self.parts:
            self.formulas += 1
            if not value.strip() and self.kind != "str":
                return self.formula("".join(self.parts["f"]))
        if self.kind == "s":
            place = int(value) if value.strip().isdigit() else -1
            text = self.strings[place] if 0 <= place < len(self.strings) else ""
        elif self.kind == "inlineStr":
            text = "".join(self.parts.get("t", ()))
        elif self.kind == "b":
            text = {"1": "TRUE", "0": "FALSE"}.get(value, value)
        elif self.kind == "n":
            return self.figure(value.strip())
        else:
            text = value
        return text

    def formula(self, formula):
        """A formula without a stored value: the words of a link are kept, any other is shown as a formula and so rejected."""
        found = HYPERLINK.fullmatch(formula.strip())
        if found:
            return found[1].replace('""', '"')
        self.without_value += 1
        return f"={formula[:200]}"

    def figure(self, value):
        """A number, or the date that it shows."""
        if not value:
            return ""
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value[:60]
        if not number.is_finite() or abs(number) > 10**18 or (number and number.adjusted() < -18):
            return value[:60]
        if self.style < len(self.is_date_style) and self.is_date_style[self.style] and 1 <= number < 2_958_466:
            return self.day_zero + timedelta(days=int(number), seconds=round(float(number % 1) * 86_400))
        return number

    def messages(self):
        """What to say about this sheet."""
        said = []
        if self.hidden:
            said.append(f"{self.hidden} hidden row{'s were' if self.hidden > 1 else ' was'} read like the others.")
        if self.formulas:
            said.append(f"{self.formulas} cell{'s hold' if self.formulas > 1 else ' holds'} a formula; the stored value or text was read, and nothing was computed.")
        if self.without_value:
            said.append(f"{self.without_value} formula{'s have' if self.without_value > 1 else ' has'} no stored value: open the workbook in Excel and save it.")
        return said


def column_of(letters):
    """The number of a column from its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
