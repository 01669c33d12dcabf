"""Bytes to text: no guessing by statistics, and nothing lost without a word."""

import re

from lib.errors import UserError

NEVER_UTF8 = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]|[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xf0[\x80-\x8f][\x80-\xbf]")
UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
DECLARED = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,30})[\"']")
ONE_BYTE = re.compile(r"(?:iso-8859-|windows-125|cp125)[0-9]{1,2}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def decode(content):
    """The text of a file, and what to say about its encoding (None for UTF-8)."""
    if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise UserError("This file is encoded as UTF-32, which no bank uses. Save it again as CSV UTF-8.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return strictly(content[: len(content) // 2 * 2], "utf-16"), None
    if b"\x00" in content:
        return without_mark(content)
    if ONE_BYTE.fullmatch(codec_of(content)):
        return as_declared(content), None
    text, message = utf8_or_windows(content.removeprefix(b"\xef\xbb\xbf"))
    text = text.rstrip("\x1a")
    if "\u00c2\u00a3" in text:
        text, message = text.replace("\u00c2\u00a3", "£"), "The £ signs were spoiled by another program (Â£); they were read as £."
    if len(CONTROL.findall(text)) > max(8, len(text) // 20):
        raise UserError("This is not a text file: it holds bytes that no statement holds. Download it again from the bank.")
    return text, message


def without_mark(content):
    """UTF-16 told by its zero bytes; any other file with zero bytes is damaged."""
    for name, zeros, others in (("utf-16-le", content[1::2], content[0::2]), ("utf-16-be", content[0::2], content[1::2])):
        if len(zeros) * 0.7 < zeros.count(0) and others.count(0) == 0 and len(content) % 2 == 0:
            return strictly(content, name), "The file does not say its encoding; it was read as UTF-16."
    line = content[: content.index(b"\x00")].count(b"\n") + 1
    raise UserError(f"Line {line} holds a zero byte, so this is not a text file or it is damaged. Download it again from the bank.")


def utf8_or_windows(content):
    """UTF-8 where it is that, else Windows-1252 with a message; a mixture is refused."""
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    if NEVER_UTF8.search(content) or UTF8_PAIR.search(content):
        raise UserError(f"Line {line} holds bytes that are not text in the encoding of the rest (UTF-8). The file is damaged: download it again from the bank.")
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UserError(f"Line {content[: error.start].count(10) + 1} holds bytes that are neither UTF-8 nor Windows-1252. Download it again from the bank.") from None
    return text, "The file is not UTF-8. It was read as Windows-1252, the usual encoding of older programs: check £ signs and accents."


def strictly(content, encoding):
    """The text, or a sentence."""
    try:
        return content.decode(encoding).replace("\ufeff", "")
    except UnicodeDecodeError:
        raise UserError("This file says that it is UTF-16, and it is not. Download it again from the bank.") from None


def codec_of(content):
    """The encoding that an XML file says it has; UTF-8 where it says none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    declared = DECLARED.match(content[:400].removeprefix(b"\xef\xbb\xbf"))
    return declared[1].decode("ascii").lower() if declared else "utf-8"


def as_declared(content):
    """The text of an XML file in the encoding that it declares; refused where the bytes are in another one."""
    codec = codec_of(content)
    try:
        return content.removeprefix(b"\xef\xbb\xbf").decode(codec)
    except LookupError:
        raise UserError(f"This file says that its encoding is {codec}, which is not known. Download it again from the bank.") from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(10) + 1
        raise UserError(f"Line {line} holds bytes that are not {codec.upper()}, the encoding that the file says it has. Download it again from the bank.") from None
