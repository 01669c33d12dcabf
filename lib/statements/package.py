"""The ZIP inside a workbook, opened with care: unique safe names, counted while unpacked, no DTD."""

import io
import re
import zipfile
from dataclasses import dataclass

from lib.errors import UserError
from lib.statements import limits
from lib.statements.archive import BROKEN, inflate, refuse_unsafe
from lib.statements.markup import walk as walk_any

DAMAGED = "This workbook is damaged or cut short. Download it again, or open it and save it as .xlsx."
ENTITIES = "This workbook declares entities (DOCTYPE), which no spreadsheet program does, so it was not opened. Download it again."


@dataclass(frozen=True)
class Package:
    """The parts of a workbook by name, and what to say about it."""

    parts: dict
    messages: tuple

    def part(self, path):
        """One part, or None."""
        return self.parts.get(path) or self.parts.get(path.casefold())


def open_package(content):
    """The parts of a workbook that hold cells; anything that runs or embeds is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return package_of(archive)
    except BROKEN:
        raise UserError(DAMAGED) from None


def package_of(archive):
    """The Package of an open ZIP."""
    entries = archive.infolist()
    if len(entries) > limits.WORKBOOK_ENTRIES:
        raise UserError(f"This workbook has {len(entries)} parts; at most {limits.WORKBOOK_ENTRIES} are opened. Save it again as .xlsx.")
    refuse_unsafe("This workbook", entries)
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) < len(names):
        raise UserError("This workbook has two parts of the same name, so two programs would read two different things. Download it again.")
    if any("vbaproject" in name.casefold() or "/activex/" in name.casefold() or "/macrosheets/" in name.casefold() for name in names):
        raise UserError("This workbook holds macros (programs), so it was not opened. Open it and save it as .xlsx without macros.")
    if any("/embeddings/" in name.casefold() for name in names):
        raise UserError("This workbook has other files embedded in it, so it was not opened. Save only the statement's sheet as .xlsx.")
    parts, left, links = {}, limits.WORKBOOK_BYTES, any("/externallinks/" in name.casefold() for name in names)
    for entry in entries:
        if not entry.filename.casefold().endswith((".xml", ".rels")):
            continue
        part = inflate(archive, entry, left, "This workbook")
        left -= len(part)
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", part[:100_000]) or b"<\x00!\x00D\x00O\x00C" in part[:1000] or b"\x00<\x00!\x00D\x00O\x00C" in part[:1000]:
            raise UserError(ENTITIES)
        links = links or (entry.filename.endswith(".rels") and b'TargetMode="External"' in part)
        if re.match(r"(?:/?xl/(?:workbook|sharedstrings|styles|_rels/|worksheets/(?!_rels))|_rels/|\[content)", entry.filename.casefold()):
            parts[entry.filename.lstrip("/")] = part
            parts.setdefault(entry.filename.lstrip("/").casefold(), part)
    return Package(parts, ("This workbook links to other files or web pages. The links were not followed.",) if links else ())


def walk(content, begin, end, text):
    """Go through an XML part of a workbook: begin(name, attributes), end(name), text(characters)."""
    walk_any(content, begin, end, text, DAMAGED, ENTITIES)
