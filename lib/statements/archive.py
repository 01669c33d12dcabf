"""A ZIP of statements: its files, within bounds and counted while they are unpacked."""

import io
import itertools
import zipfile
import zlib
from pathlib import PurePosixPath

from lib.errors import UserError
from lib.statements import limits
from lib.statements.sniff import kind_of_bytes

IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, IndexError)


def unpack(name, content):
    """The (name, content) of each file in a ZIP of statements; any other file, a workbook too, is returned as it is."""
    if len(content) > limits.ARCHIVE_BYTES:
        raise UserError(f"{name} has {len(content) / 1e6:.0f} MB; a ZIP may have {limits.ARCHIVE_BYTES // 10**6} MB. Bring the statements in several ZIPs.")
    if kind_of_bytes(content) != "zip":
        return [(name, content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return files_of(name, archive)
    except UserError:
        raise
    except BROKEN:
        raise UserError(f"{name} is damaged or has a password: it cannot be unpacked. Pack it again without a password.") from None


def files_of(name, archive):
    """The files of an open ZIP."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > limits.ARCHIVE_ENTRIES:
        raise UserError(f"{name} holds {len(entries):,} files; at most {limits.ARCHIVE_ENTRIES:,} are unpacked. Bring them in several ZIPs.")
    refuse_unsafe(name, entries)
    found, left = [], limits.ARCHIVE_BYTES
    for entry in entries:
        if any(part in entry.filename for part in IGNORED):
            continue
        content = inflate(archive, entry, left, name)
        left -= len(content)
        if kind_of_bytes(content) in ("zip", "damaged-zip", "archive"):
            raise UserError(f"{name} holds another packed file ({entry.filename}). Unpack that first.")
        found.append((entry.filename, content))
    if not found:
        raise UserError(f"{name} is an empty ZIP: there is no statement in it.")
    return found


def refuse_unsafe(name, entries):
    """Refuse names that lead elsewhere, names that come twice, entries with a password and entries that overlap."""
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise UserError(f"{name} holds two files of the same name, so it is not sure which one counts. Pack it again.")
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or "\x00" in entry.filename or ":" in path.parts[0]:
            raise UserError(f"{name} holds a file whose name leads elsewhere. It was not unpacked; tell your administrator where it came from.")
        if entry.flag_bits & 1:
            raise UserError(f"{name} has a password. Unpack it and bring the statements in it.")
    places = sorted((entry.header_offset, entry.header_offset + 30 + entry.compress_size) for entry in entries)
    if any(end > start for (_, end), (start, _) in itertools.pairwise(places)):
        raise UserError(f"{name} is built so that its files overlap, as in an attack. It was not unpacked; tell your administrator where it came from.")


def inflate(archive, entry, left, name):
    """The bytes of one entry, stopped as soon as they are more than is left or than a packed file can honestly hold."""
    parts, size = [], 0
    with archive.open(entry) as packed:
        while part := packed.read(1 << 16):
            size += len(part)
            if size > left:
                raise UserError(f"{name} is too big when it is unpacked. Bring fewer files at a time.")
            if size > limits.SMALL_ENTRY and size > limits.INFLATION * max(entry.compress_size, 1):
                raise UserError(f"{name} grows more than {limits.INFLATION} times when it is unpacked, as in an attack. It was not unpacked.")
            parts.append(part)
    return b"".join(parts)
