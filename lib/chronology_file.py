"""A chronology's Word file. It writes only what it is given: no word of its own stands in it, nor in what the file says of itself."""

import io
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from lib.word_tables import set_widths

PLAIN, LARGE = 10, 18  # point
ONCE = datetime(2000, 1, 1)  # the day stands in the text; the file itself says none
WIDTHS = {2: (18, 7), 4: (3.2, 8, 6, 8.5), 5: (2.9, 11, 2.4, 3.8, 5.6), 6: (4.6, 4, 4, 4.4, 4.4, 4.4)}  # cm


def as_word(draft, large_print=False):
    """The bytes of a Word file on sideways A4. In large print, a table's rows stand as blocks of 18 point and nothing is smaller."""
    document = Document()
    _set_up(document, draft["title"], LARGE if large_print else PLAIN)
    document.add_heading(draft["title"], 0)
    for name, said in draft["about"]:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(said)
    document.add_heading(draft["left_out"]["heading"], 1)
    for said in draft["left_out"]["said"]:
        document.add_paragraph(said, style="List Bullet")
    for section in draft["sections"]:
        document.add_heading(section["heading"], 1)
        if not section["rows"]:
            document.add_paragraph(section["empty"])
        elif large_print:
            _blocks(document, section)
        else:
            _table(document, section)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_up(document, title, size):
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments, about.keywords, about.subject = title, "", "", "", "", ""
    about.created = about.modified = ONCE
    about.revision = 1
    _drop_thumbnail(document)
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    for name, factor in {"Normal": 1, "List Bullet": 1, "Heading 1": 1.4, "Title": 1.8}.items():
        font = document.styles[name].font
        font.name, font.size = "Arial", Pt(round(size * factor))
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), "Arial")
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _drop_thumbnail(document):
    """A picture of another document comes with the blank one."""
    relations = document.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        relations.pop(name)


def _table(document, section):
    widths = WIDTHS[len(section["columns"])]
    table = document.add_table(rows=1, cols=len(widths), style="Table Grid")
    head = table.rows[0]
    for cell, name in zip(head.cells, section["columns"], strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    _mark(head, "w:tblHeader")
    for said in section["rows"]:
        cells = table.add_row().cells
        for cell, text in zip(cells, said, strict=True):
            cell.text = text
    for row in table.rows:
        _mark(row, "w:cantSplit")
    set_widths(table, widths)


def _mark(row, name):
    """Let the head of a table stand on each page, or keep a row on one."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _blocks(document, section):
    for said in section["rows"]:
        document.add_paragraph().add_run(said[0]).bold = True
        for name, text in list(zip(section["columns"], said, strict=True))[1:]:
            if text:
                document.add_paragraph(f"{name}: {text}").paragraph_format.space_after = Pt(0)
        document.add_paragraph()
