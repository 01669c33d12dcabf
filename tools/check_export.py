"""Is this export as it was taken? For anybody, without Reckoner: `python check_export.py FILE` reads a list's ZIP or workbook.

Needs Python 3.10 or later and nothing else; a Parquet file needs pyarrow. It works the hash of the rows out anew and holds it
against the one in the file. Exit code 0: the rows are those that were taken; 1: they are not; 2: the file can't be read.
The rule is told in docs/exports.md. It says whether the rows still fit their own hash; that nobody wrote both anew is told
only by the store itself, which keeps the hash (the page Exports).
"""

import csv
import hashlib
import io
import json
import re
import sys
import zipfile
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LARGEST = 200_000_000


def rows_hash(columns, rows):
    """The hash of rows of text in any order. columns are those of the provenance: [{"heading", "kind"}]."""
    kinds = [column["kind"] for column in columns]
    lines = sorted(line([cell(value, kind) for value, kind in zip(row, kinds, strict=False)]) for row in rows)
    return hashlib.sha256(b"".join([line([column["heading"] for column in columns]), *lines])).hexdigest()


def line(texts):
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def cell(said, kind):
    if kind != "number" or said == "":
        return said
    try:
        number = format(Decimal(said), "f")
    except InvalidOperation:
        return said
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if number in ("-0", "") else number


def of_zip(archive):
    """(provenance, headings, rows) of a ZIP with a CSV and its provenance."""
    about = next(name for name in archive.namelist() if name.endswith(".provenance.json"))
    said = json.loads(content(archive, about))
    table = content(archive, said["file"])
    if hashlib.sha256(table).hexdigest() != said["file_sha256"]:
        print(f"{said['file']} is not the very file that was taken: its bytes differ. Its rows are looked at next.")
    headings, *rows = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    return said, headings, [row for row in rows if row]


def of_workbook(archive):
    """(provenance, headings, rows) of a workbook: its first sheet, and its sheet About."""
    strings = texts_of(archive)
    about = {row[0]: row[1] for row in sheet(archive, 2, strings) if len(row) > 1}
    said = json.loads(about["All of it as JSON"])
    many = len(said["columns"])
    headings, *rows = ((row + [""] * many)[:many] for row in sheet(archive, 1, strings))
    return said, headings, [[day(value) if column["kind"] == "day" else value for value, column in zip(row, said["columns"], strict=False)] for row in rows if any(row)]


def texts_of(archive):
    """The texts that a workbook's cells point to."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [unescaped("".join(text.text or "" for text in one.iter(f"{SHEET}t"))) for one in tree(archive, "xl/sharedStrings.xml").iter(f"{SHEET}si")]


def unescaped(text):
    """A workbook writes a sign that XML can't hold as _x000D_, and _x005F_ for a _ that stands before what looks like that."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def sheet(archive, number, strings):
    """The cells of a sheet as text, row by row."""
    for row in tree(archive, f"xl/worksheets/sheet{number}.xml").iter(f"{SHEET}row"):
        cells = []
        for one in row.iter(f"{SHEET}c"):
            place = column_of(one.get("r", ""), len(cells))
            cells += [""] * (place - len(cells))
            cells.append(said_in(one, strings))
        yield cells


def said_in(one, strings):
    value = one.find(f"{SHEET}v")
    if one.get("t") == "s":
        return strings[int(value.text)]
    if one.get("t") == "inlineStr":
        return "".join(text.text or "" for text in one.iter(f"{SHEET}t"))
    if value is None or not value.text:
        return ""
    # A workbook keeps 15 digits of a number; the rest is noise of its arithmetic.
    return format(float(value.text), ".15g") if one.get("t", "n") == "n" else value.text


def column_of(place, default):
    letters = re.match(r"[A-Z]*", place)[0]
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1 if letters else default


def day(serial):
    """A workbook's day, counted from 30 December 1899."""
    return (date(1899, 12, 30) + timedelta(days=int(float(serial)))).isoformat() if re.fullmatch(r"[0-9.]+", serial) else serial


def of_parquet(path):
    """(provenance, headings, rows) of a Parquet file."""
    import pyarrow.parquet as parquet

    table = parquet.read_table(path)
    said = json.loads(table.schema.metadata[b"reckoner"])
    rows = [["" if value is None else str(value) for value in row.values()] for row in table.to_pylist()]
    return said, [column["heading"] for column in said["columns"]], rows


def content(archive, name):
    if archive.getinfo(name).file_size > LARGEST:
        raise ValueError(f"{name} is too big")
    return archive.read(name)


def tree(archive, name):
    text = content(archive, name)
    if b"<!DOCTYPE" in text:
        raise ValueError(f"{name} declares entities")
    return ElementTree.fromstring(text)  # noqa: S314 (nothing but the standard library, and no entities)


def read(path):
    if path.endswith(".parquet"):
        return of_parquet(path)
    with zipfile.ZipFile(path) as archive:
        return of_workbook(archive) if "[Content_Types].xml" in archive.namelist() else of_zip(archive)


def main(words):
    if len(words) != 1:
        print(__doc__)
        return 2
    try:
        said, headings, rows = read(words[0])
    except (OSError, KeyError, ValueError, StopIteration, IndexError, TypeError, ImportError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        print(f"{words[0]} can't be read as an export: {error}.")
        return 2
    print(f"{said['list']}: taken by {said['taken_by']} at {said['taken_at']}, {said['rows']} rows, as at {said['as_at']}.")
    if headings != [column["heading"] for column in said["columns"]]:
        print("The headings are not those that were taken.")
        return 1
    if len(rows) != said["rows"] or rows_hash(said["columns"], rows) != said["rows_sha256"]:
        print(f"The rows are NOT those that were taken: {len(rows)} are here.")
        return 1
    print("The rows are those that were taken.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
