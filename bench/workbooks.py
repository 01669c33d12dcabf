"""Workbooks of the rows of a table: XLSX, and the four kinds of file that are called .xls."""

import html
import io
from datetime import date
from decimal import Decimal

from openpyxl import Workbook

from tests.old_excel import old_workbook

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def cells(ledger):
    """The rows of a ledger with days as days and money as numbers."""
    body = [[one.day, one.words[0], -one.amount if one.amount < 0 else None, one.amount if one.amount > 0 else None, balance] for one, balance in ledger.with_balances]
    return [["Date", "Description", "Money out", "Money in", "Balance"], *body]


def xlsx(*sheets):
    """An XLSX file of sheets of rows."""
    book, packed = Workbook(), io.BytesIO()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append([float(cell) if isinstance(cell, Decimal) else cell for cell in row])
    book.save(packed)
    return packed.getvalue()


def xls(rows):
    """An old binary workbook."""
    return old_workbook([[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in rows])


def web_page(rows):
    """A web page called .xls, with columns that only make space."""
    body = "".join("<tr>" + "".join(f"<td>{html.escape(shown(cell))}</td><td>&nbsp;</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><head><title>Transactions</title></head><body><table>{body}</table></body></html>".encode()


def xml_spreadsheet(rows):
    """An Excel 2003 XML file called .xls."""

    def cell(value):
        if value is None:
            return "<Cell/>"
        kind = "Number" if isinstance(value, Decimal) else "DateTime" if isinstance(value, date) else "String"
        text = f"{value}T00:00:00.000" if kind == "DateTime" else html.escape(str(value))
        return f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>'

    body = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in rows)
    head = f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">'
    return f'{head}<Worksheet ss:Name="Sheet1"><Table>{body}</Table></Worksheet></Workbook>'.encode()


def shown(cell):
    """A cell as it is printed."""
    return "" if cell is None else f"{cell:%d/%m/%Y}" if isinstance(cell, date) else f"£{cell:,.2f}" if isinstance(cell, Decimal) else str(cell)
