"""A folder, a ZIP or a workbook becomes sheets: rows of text, as somebody typed them."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from lib.box import Box, OurFault, TooLate, TooMuch
from lib.errors import UserError
from lib.statements.sniff import kind_of_bytes

MOST_ENTRIES = 200
MOST_BYTES = 200_000_000
MOST_ROWS = 1_000_000
SUFFIXES = (".csv", ".tsv", ".xlsx", ".zip")


class CantRead(UserError):
    """A file of the extract can't be read."""


@dataclass(frozen=True)
class Sheet:
    """One CSV file, or one sheet of a workbook. Row 1 is rows[0]."""

    file: str  # as it is named to a person: people.csv, or caseload.xlsx (people)
    name: str  # the part that says which table it is: people
    rows: list[list[str]]


def unpack_source(source):
    """The (name, bytes) pairs of a folder, a file, or the bytes of an upload."""
    if isinstance(source, bytes):
        return [("upload", source)]
    source = Path(source)
    if not source.exists():
        raise CantRead(f"There is no {source}. Give a folder of CSV files, a ZIP or a workbook.")
    paths = [source] if source.is_file() else sorted(path for path in source.iterdir() if path.suffix.lower() in SUFFIXES)
    if not paths:
        raise CantRead(f"The folder {source.name} holds no extract. Put CSV files such as people.csv, or caseload.xlsx, into it.")
    return [(path.name, path.read_bytes()) for path in paths]


def read_sheets(files):
    """Every sheet of the (name, bytes) pairs; ZIPs and workbooks are opened."""
    sheets = [sheet for name, content in files for sheet in _open(Path(name).name, content)]
    seen = {}
    for sheet in sheets:
        other = seen.setdefault(plain(sheet.name), sheet)
        if other is not sheet:
            raise CantRead(f"{other.file} and {sheet.file} have the same name. Load one of them.")
    return sheets


def plain(name):
    """A name without its capitals, blanks and signs."""
    return re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")


def _open(name, content, within=None):
    shown = f"{within}: {name}" if within else name
    if len(content) > MOST_BYTES:
        raise CantRead(f"{shown} is larger than {MOST_BYTES // 1_000_000} MB. Split the extract.")
    if not content.startswith(b"PK"):
        return [Sheet(shown, Path(name).stem, _csv_rows(shown, _decode(shown, content)))]
    if kind_of_bytes(content) == "xlsx":
        return _workbook(shown, content)
    if within:
        raise CantRead(f"{shown} is a ZIP inside a ZIP. Unpack it first.")
    inside = [(entry, data) for entry, data in _unzip(shown, content).items() if _is_wanted(entry)]
    return [sheet for entry, data in inside for sheet in _open(entry.rpartition("/")[2], data, shown)]


def _is_wanted(entry):
    name = entry.rpartition("/")[2]
    return name.lower().endswith(SUFFIXES) and not name.startswith(".") and not entry.startswith("__MACOSX/")


def _unzip(shown, content):
    """{entry: bytes}, with no more than we are ready to hold: sizes are counted while unpacking, never believed."""
    entries, left = {}, MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if len(files) > MOST_ENTRIES:
                raise CantRead(f"{shown} holds {len(files)} files; at most {MOST_ENTRIES} are read.")
            for info in files:
                if info.filename in entries:
                    raise CantRead(f"{shown} holds {info.filename} twice. Make the file again.")
                with archive.open(info) as entry:
                    entries[info.filename] = entry.read(left + 1)
                left -= len(entries[info.filename])
                if left < 0:
                    raise CantRead(f"{shown} unpacks to more than {MOST_BYTES // 1_000_000} MB. Split the extract.")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, LookupError) as error:
        raise CantRead(f"{shown} can't be unpacked: it is damaged or locked with a password. Make it again.") from error
    return entries


def _workbook(shown, content):
    """A workbook is a program's work to open, so it is opened in the box."""
    box = Box()
    try:
        answer = box.ask("workbook", content)
    except (TooLate, TooMuch) as error:
        raise CantRead(f"{shown}: {error} Copy the tables to a new workbook, or send them as CSV files.") from error
    except OurFault as error:
        raise CantRead(f"{shown}: {error}") from error
    finally:
        box.close()
    if "refused" in answer:
        raise CantRead(f"{shown}: {answer['refused']}")
    return [Sheet(f"{shown} ({name})", name, rows) for name, rows in answer["sheets"]]


def _csv_rows(shown, text):
    if "\n" not in text:
        text = text.replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise CantRead(f"{shown} is not a CSV file: {error}. Look for a quotation mark that is never closed.") from error
    if len(rows) > MOST_ROWS:
        raise CantRead(f"{shown} has more than {MOST_ROWS:,} rows. Split the extract.")
    return rows


def _decode(shown, content):
    """Text in UTF-8, in UTF-16 that says so, or in the Windows-1252 of older programs."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        if b"\x00" not in content:
            return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        if b"\x00" not in content:
            return content.decode("cp1252")
    except UnicodeDecodeError:
        pass
    raise CantRead(f"{shown} is not text. Save it as CSV UTF-8, or as a workbook (.xlsx).")
