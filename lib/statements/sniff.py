"""What kind of file this is, told by its bytes and not by its name."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from lib.statements.encoding import decode

MAGIC = [
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"\x09\x08", "xls"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
]
TYPES = {
    "csv": "csv tsv txt tab dat asc prn",
    "xlsx": "xlsx xlsm",
    "ofx": "ofx qfx qbo ofc",
    "pdf": "pdf",
    "xls": "xls xlt",
    "html": "xls html htm",
    "xml-spreadsheet": "xls xml",
    "qif": "qif",
    "mt940": "mt940 940 sta mt9 txt",
    "camt053": "xml",
}
CALLED = {"csv": "delimited text (CSV)", "html": "a web page (HTML)", "xml-spreadsheet": "an Excel 2003 XML file"}
OFX = re.compile(r"(?:^|>)[ \t]*<OFX>", re.IGNORECASE | re.MULTILINE)  # anywhere else it is a word in a description
QIF_RECORD = re.compile(r"D ?[0-9][^\r\n]{3,20}(?:[\r\n]{1,2}[A-Z$/%][^\r\n]{0,200}){1,12}[\r\n]{1,2}\^")
PROGRAMS = "exe com bat cmd scr pif js jse vbs vbe wsf ps1 msi jar lnk hta dll sh py pyw reg url iso img apk app cpl"


@dataclass(frozen=True)
class File:
    """One file: its name, bytes and kind; the text of a text file, and what to say before it is read."""

    name: str
    content: bytes
    kind: str
    text: str | None = None
    messages: tuple = ()
    with_scans: bool = False  # whether pictures may be read here, which takes long


def sniff(name, content):
    """The File with its kind. A file that is not text in a known encoding is a UserError."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending in PROGRAMS.split():
        return File(name, content, "wrong-ending")
    kind = kind_of_bytes(content)
    text, messages = None, []
    if kind is None:
        text, said = decode(content)
        messages = [said] if said else []
        kind = kind_of_text(text)
    if ending and kind in TYPES and ending not in TYPES[kind].split():
        messages.append(f"The file is called .{ending[:12]}, but it is {CALLED.get(kind, kind.upper())}; it was read as that.")
    return File(name, content, kind, text, tuple(messages))


def kind_of_bytes(content):
    """The kind of a file that is not text; None for text."""
    start = content[:1024]
    if not content.strip():
        return "empty"
    if b"%PDF-" in start:
        return "two-in-one" if b"PK\x03\x04" in content and b"PK\x05\x06" in content else "pdf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return kind_of_zip(content)
    if start[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return "image"
    if start[:2] == b"BM" and b"\x00" in start[:32]:
        return "image"
    return next((kind for magic, kind in MAGIC if content.startswith(magic)), None)


def kind_of_zip(content):
    """What a ZIP holds, told by the names in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, IndexError, UnicodeDecodeError):
        return "damaged-zip"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "[Content_Types].xml" in names:
        return "docx" if any(name.startswith(("word/", "ppt/")) for name in names) else "xlsx"
    return "ods" if "mimetype" in names and "content.xml" in names else "zip"


def kind_of_text(text):
    """The kind of a text file."""
    start = text[:8000].lstrip("\ufeff \t\r\n")
    head = start.casefold()
    if not start:
        return "empty" if not text.strip() else "csv"
    if OFX.search(text[:20_000]) or re.match(r"ofxheader\s*[:=]", head) or "<?ofx" in head:
        return "ofx"
    if head.startswith("<"):
        return kind_of_markup(head)
    if re.search(r"^!(?:type:|account|option:|clear:)", head, re.MULTILINE) or QIF_RECORD.match(start):
        return "qif"
    if re.search(r"^[ \t]*(?:\{1:[^\n]*)?:(?:20|60[FM]|61):", start[:2000], re.MULTILINE) or re.match(r"\{1:F01", start):
        return "mt940"
    if head.startswith("mime-version:"):
        return "mhtml"
    return "json" if re.match(r"[\[{]\s*[\"{\[]", start) else "csv"


def kind_of_markup(head):
    """The kind of a text that begins with a tag."""
    if re.match(r"<(?:!doctype html|html|head|body|table|div|meta|style|!--\[if)", head):
        return "html"
    if re.search(r"camt\.0?5[234]\.|<(?:[a-z0-9_.-]{1,40}:)?bktocstmr(?:stmt|acctrpt|dbtcdtntfctn)", head):
        return "camt053"
    if "urn:schemas-microsoft-com:office:spreadsheet" in head or "excel.sheet" in head:
        return "xml-spreadsheet"
    return "html" if "<html" in head or "<table" in head else "xml"
