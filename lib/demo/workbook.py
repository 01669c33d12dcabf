"""A bank's table in a workbook: the few parts that one needs, the same bytes whenever it is written."""

import io
from datetime import date
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lib.demo.banks import LLOYDS, lloyds_rows

OFFICE = "http://schemas.openxmlformats.org"
SHEET = f'<worksheet xmlns="{OFFICE}/spreadsheetml/2006/main"><sheetData>{{rows}}</sheetData></worksheet>'
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{OFFICE}/spreadsheetml/2006/main" xmlns:r="{OFFICE}/officeDocument/2006/relationships">'
        '<sheets><sheet name="Transactions" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{OFFICE}/spreadsheetml/2006/main">'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}


def lloyds_xlsx(case, statement):
    """The Lloyds layout in a workbook, with real dates and numbers."""
    rows = [row_of([text_cell(heading) for heading in LLOYDS.split(",")])]
    for on, kind, sort_code, number, text, debit, credit, balance in lloyds_rows(case, statement):
        words = [text_cell(word) for word in (kind, sort_code.lstrip("'"), number, text)]
        rows.append(row_of([date_cell(on), *words, *(number_cell(amount) for amount in (debit, credit, balance))]))
    return f"Transactions {statement.from_date:%Y-%m}.xlsx", workbook("".join(rows))


def row_of(cells):
    """One row of a sheet."""
    return f"<row>{''.join(cells)}</row>"


def text_cell(text):
    """A word, kept as a word: an account number loses no nought."""
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def number_cell(amount):
    """An amount, or an empty cell."""
    return f"<c><v>{amount}</v></c>" if amount else "<c/>"


def date_cell(day):
    """A date as a workbook counts it, in the style that shows it as one."""
    return f'<c s="1"><v>{(day - date(1899, 12, 30)).days}</v></c>'


def workbook(rows):
    """The least a workbook needs, the same bytes whenever it is written."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in {**PARTS, "xl/worksheets/sheet1.xml": SHEET.format(rows=rows)}.items():
            archive.writestr(ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{part}', ZIP_DEFLATED)
    return content.getvalue()
