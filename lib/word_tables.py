"""Tables of Word files whose columns are as wide as they are meant to be, whatever program opens them."""

from docx.shared import Cm, Pt

SMALL = Pt(8.5)


def set_widths(table, widths):
    """Give a table's columns their widths in cm. Word reads them of each cell, LibreOffice of the table's grid; a cell that spans columns is as wide as all of them."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        begin = 0
        for cell in row._tr.tc_lst:
            cell.width = Cm(sum(widths[begin : begin + cell.grid_span]))
            begin += cell.grid_span


def set_close(table):
    """Let a table's rows stand close, in small print."""
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = SMALL
