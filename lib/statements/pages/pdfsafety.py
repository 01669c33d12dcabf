"""Is a PDF safe to open? Passwords, programs in it, attachments, pages that lie, and streams that unpack to too much."""

import zlib

from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfplumber.utils.exceptions import PdfminerException

from lib.errors import UserError
from lib.statements.limits import PDF_BYTES, PDF_OBJECTS, PDF_PAGES

OTHER = "Ask for the bank's own PDF or its CSV export."
LOCKED = "This PDF is protected by a password. Open it, print it to a new PDF without one, and bring that, or ask for the bank's CSV export."
DAMAGED = "This PDF is damaged and cannot be read. Download it again from the bank."
PROGRAMS = {
    "JS": "a program (JavaScript)",
    "JavaScript": "a program (JavaScript)",
    "Launch": "an order to start a program",
    "EmbeddedFile": "a file attached",
    "EmbeddedFiles": "a file attached",
    "XFA": "a form with programs (XFA)",
    "RichMedia": "a film or an animation",
}
NOTES = ("FreeText", "Stamp", "Ink", "Square", "Redact", "Widget", "Line", "Polygon")  # drawn over the page, and not read


def why_not_opened(error):
    """What to say where the library could not open a file."""
    inner = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    return LOCKED if isinstance(inner, PDFPasswordIncorrect) or "Password" in type(inner).__name__ else DAMAGED


def check_structure(document):
    """Refuse what no bank sends; give what should be said of the rest."""
    held, unpacked, notes = set(), 0, 0
    numbers = sorted({number for table in document.xrefs for number in table.get_objids()})
    if len(numbers) > PDF_OBJECTS:
        raise UserError(f"This PDF has {len(numbers):,} parts; no statement has so many. {OTHER}")
    refuse_circles(document, numbers)
    count_pages(document)
    for number in numbers:
        thing = part_of(document, number)
        unpacked += unpacked_size(thing, PDF_BYTES - unpacked)
        if unpacked > PDF_BYTES:
            raise UserError(f"This PDF unpacks to more than {PDF_BYTES // 10**6} MB. {OTHER}")
        held |= names_in(thing) & PROGRAMS.keys()
        notes += isinstance(thing, dict) and "Rect" in thing and name_of(thing.get("Subtype")) in NOTES
    if held:
        raise UserError(f"This PDF has {PROGRAMS[sorted(held)[0]]} in it, which no statement needs, so it was not read. {OTHER}")
    return said_of(document, notes)


def said_of(document, notes):
    """What a person should know of a PDF before its figures are taken."""
    messages = []
    if notes:
        messages.append(f"Notes or form fields ({notes}) are drawn over the pages. What they show was not read: look at the pages.")
    if document.encryption:
        messages.append("This PDF is locked against copying or changes, as some banks do; it opens without a password and was read.")
    return messages


def part_of(document, number):
    """One object of the file; a broken one is nothing."""
    try:
        return document.getobj(number)
    except MemoryError:
        raise
    except Exception:  # the library raises whatever its parts raise on damaged files
        return None


def refuse_circles(document, numbers):
    """Refuse a file in which a reference leads back to itself: whoever followed it would never end."""
    for number in numbers:
        seen, thing = set(), part_of(document, number)
        while isinstance(thing, PDFObjRef):
            if thing.objid in seen:
                raise UserError(DAMAGED)
            seen.add(thing.objid)
            thing = part_of(document, thing.objid)


def count_pages(document):
    """Refuse a page tree that contains itself, lies about its number, or is too long."""
    root = resolve1(document.catalog.get("Pages"))
    leaves, seen, waiting = 0, set(), [document.catalog.get("Pages")]
    while waiting:
        node = waiting.pop()
        if isinstance(node, PDFObjRef):
            if node.objid in seen:
                raise UserError(f"The pages of this PDF contain each other, so two programs would show two different things. {OTHER}")
            seen.add(node.objid)
        node = resolve1(node)
        if not isinstance(node, dict):
            continue
        kids = resolve1(node.get("Kids"))
        if isinstance(kids, list):
            waiting += kids
        else:
            leaves += 1
        if leaves > PDF_PAGES or len(waiting) > PDF_OBJECTS:
            raise UserError(f"This PDF has more than {PDF_PAGES} pages. Ask for a shorter period.")
    told = resolve1(root.get("Count")) if isinstance(root, dict) else None
    if not leaves:
        raise UserError(DAMAGED)
    if isinstance(told, int) and told != leaves:
        raise UserError(f"This PDF says that it has {told:,} pages and holds {leaves}: it is cut short or was changed. {OTHER}")


def unpacked_size(thing, room):
    """How many bytes a stream unpacks to, counted up to a little more than `room`; pictures are bounded when they are drawn."""
    if not isinstance(thing, PDFStream) or name_of(thing.get("Subtype")) == "Image":
        return 0
    filters = resolve1(thing.get("Filter"))
    filters = [name_of(one) for one in (filters if isinstance(filters, list) else [filters])]
    data = thing.rawdata or b""
    if thing.decipher and thing.objid is not None:
        data = thing.decipher(thing.objid, thing.genno, data, thing.attrs)
    size = len(data)
    for _ in [name for name in filters if name in ("FlateDecode", "Fl")]:
        data = inflated(data, room)
        size = max(size, len(data))
    return size


def inflated(data, room):
    """The data unpacked, as far as a little more than `room`; what is not packed is nothing."""
    try:
        return zlib.decompressobj().decompress(data, room + 1)
    except zlib.error:
        return b""


def names_in(thing):
    """The names an object uses as keys and values, as far as it goes by itself."""
    found, waiting, steps = set(), [thing.attrs if isinstance(thing, PDFStream) else thing], 0
    while waiting and steps < 2_000:
        steps += 1
        one = waiting.pop()
        if isinstance(one, dict):
            found |= {str(key) for key in one}
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, PSLiteral):
            found.add(name_of(one))
    return found


def name_of(literal):
    """A PDF name as a text."""
    name = getattr(resolve1(literal), "name", "")
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)
