"""A letter's Word file: a council's template filled in. What is said in a letter is text, whatever stands in it."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import jinja2.sandbox
from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup, escape

from lib.errors import UserError

LARGE = 36  # half points: 18 point
# What XML can't hold, and the marks that turn the direction of what follows, so that a line reads otherwise than it is.
NOT_TEXT = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
MISSING = re.compile(r"'(\w+)' is undefined|has no attribute '(\w+)'")
PUT_RIGHT = "Put it right in Word, then write the letter again."
# What a file raises that is no Word file, or whose placeholders are no template.
BROKEN = (jinja2.TemplateError, OpcError, zipfile.BadZipFile, etree.LxmlError, KeyError, ValueError, TypeError, AttributeError, OverflowError)


def fill(path, said, large_print=False):
    """A template filled in, as bytes. Raises UserError where the template can't be used or asks for a word that nobody gave."""
    document = _opened(path)
    stray = _stray(document.get_docx())
    if stray:
        raise UserError(f"The letter template {path.name} has a bracket that belongs to no placeholder, in \u201c{stray}\u201d. {PUT_RIGHT}")
    try:
        document.render(written(said), _words_are_text(), autoescape=True)
        filled = io.BytesIO()
        document.save(filled)
    except jinja2.UndefinedError as error:
        raise UserError(f"The letter template {path.name} asks for `{_missing(error)}`, which this letter doesn't have. {PUT_RIGHT}") from error
    except BROKEN as error:
        raise UserError(f"The letter template {path.name} has a placeholder that can't be filled: {str(error).splitlines()[0][:200]}. {PUT_RIGHT}") from error
    return _in_large_print(filled) if large_print else filled.getvalue()


def written(value):
    """Money and days as a letter writes them: £1,234.56 and 5 March 2026."""
    match value:
        case dict():
            return {name: written(one) for name, one in value.items()}
        case list() | tuple():
            return [written(one) for one in value]
        case Decimal():
            return f"{'-' if value < 0 else ''}£{abs(value):,.2f}"
        case date():
            return f"{value.day} {value:%B %Y}"
        case str():
            return NOT_TEXT.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "" if value is None else value


def _opened(path):
    try:
        document = DocxTemplate(path)
        document.get_docx()
        return document
    except BROKEN as error:
        raise UserError(f"The letter template {path.name} is no Word document (.docx). {PUT_RIGHT}") from error


def _missing(error):
    found = MISSING.search(str(error))
    return found[1] or found[2] if found else str(error)


def _words_are_text():
    def as_xml(value):
        # The filler has a second reading of its own for brackets, so a bracket in a word is written as its number.
        return Markup(str(escape(str(value))).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 escaped here, before all else

    return jinja2.sandbox.SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True, finalize=as_xml)


def _stray(document):
    """The words round a bracket that belongs to no placeholder, or nothing."""
    for part in _parts(document):
        for paragraph in part.iter(qn("w:p")):
            text = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
            if re.search("[{}]", PLACEHOLDER.sub("", text)):
                return text[:80]
    return None


def _parts(document):
    """The XML of the body, the styles, the headers and the footers."""
    return [part.element for part in document.part.package.iter_parts() if hasattr(part, "element")]


def _in_large_print(file):
    """The same letter with a body of 18 point and everything else grown with it; nothing is smaller than the body."""
    document = Document(file)
    normal = document.styles["Normal"].font
    factor = LARGE / (normal.size.pt * 2 if normal.size else 20)
    normal.size = LARGE * 6350
    for part in _parts(document):
        for size in part.iter(qn("w:sz"), qn("w:szCs")):
            if size.getparent().tag == qn("w:rPr"):
                size.set(qn("w:val"), str(max(LARGE, round(float(size.get(qn("w:val"))) * factor))))
        # A line or a row of a fixed height would cut large letters off.
        for fixed in part.iter(qn("w:spacing")):
            if fixed.get(qn("w:lineRule")) == "exact":
                fixed.set(qn("w:lineRule"), "atLeast")
        for fixed in part.iter(qn("w:trHeight")):
            fixed.set(qn("w:hRule"), "atLeast")
    normal.size = LARGE * 6350
    large = io.BytesIO()
    document.save(large)
    return large.getvalue()
