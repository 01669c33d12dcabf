"""Writes the least that an old Excel program would open: one BIFF stream in an OLE file."""

import struct
from datetime import date

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_workbook(*sheets, names=("Workbook",), hidden=(), locked=False):
    """The bytes of an .xls file of sheets of rows; dates, numbers, texts and None."""
    streams = [_padded(biff(sheets, hidden, locked))] + [_padded(b"x")] * (len(names) - 1)
    return compound(dict(zip(names, streams, strict=True)))


def biff(sheets, hidden=(), locked=False):
    """The records of a workbook: its globals, then its sheets."""
    first = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6)) + (_record(0x002F, bytes(6)) if locked else b"")
    first += b"".join(_record(0x00E0, struct.pack("<HH", 0, form) + bytes(16)) for form in (0, 14))
    bodies = [_sheet(rows) for rows in sheets]
    names = [f"Sheet{number}".encode() for number, _ in enumerate(sheets, start=1)]
    place = len(first) + sum(12 + len(name) for name in names) + 4
    for number, (name, body) in enumerate(zip(names, bodies, strict=True)):
        first += _record(0x0085, struct.pack("<IBBBB", place, int(number in hidden), 0, len(name), 0) + name)
        place += len(body)
    return first + _record(0x000A, b"") + b"".join(bodies)


def _sheet(rows):
    cells = b"".join(_cell(number, place, value) for number, row in enumerate(rows) for place, value in enumerate(row) if value is not None)
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6)) + cells + _record(0x000A, b"")


def _cell(row, column, value):
    if isinstance(value, bool):
        return _record(0x0205, struct.pack("<HHHBB", row, column, 0, value, 0))
    if isinstance(value, date):
        return _record(0x0203, struct.pack("<HHHd", row, column, 1, (value - date(1899, 12, 30)).days))
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value.encode("utf-16-le")) // 2, 1) + value.encode("utf-16-le"))


def _record(kind, content):
    return struct.pack("<HH", kind, len(content)) + content


def _padded(content):
    """At least as long as a stream that has sectors of its own."""
    return content.ljust(-(-max(len(content), 4096) // SECTOR) * SECTOR, b"\x00")


def compound(streams):
    """An OLE file of streams: a header, one sector of the allocation table, one of names, and the streams."""
    table, entries, place = [FAT, END], [_entry("Root Entry", 5, END, 0, child=1)], 2
    for number, (name, content) in enumerate(streams.items(), start=1):
        sectors = len(content) // SECTOR
        table += [*range(place + 1, place + sectors), END]
        entries.append(_entry(name, 2, place, len(content), right=number + 1 if number < len(streams) else FREE))
        place += sectors
    if place > SECTOR // 4 or len(entries) > 4:
        raise ValueError("too much for one sector")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6xIIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0, 0)
    header += struct.pack("<I", FREE) * 108
    names = b"".join(entries).ljust(SECTOR, b"\x00")
    return header + struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table))) + names + b"".join(streams.values())


def _entry(name, kind, start, size, right=FREE, child=FREE):
    text = name.encode("utf-16-le") + b"\x00\x00"
    return text.ljust(64, b"\x00") + struct.pack("<HBBIII36xIQ", len(text), kind, 1, FREE, right, child, start, size)
