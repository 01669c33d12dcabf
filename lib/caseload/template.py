"""An empty workbook with the nine tables, for councils that fill it by hand or by a report."""

import io

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from lib.caseload.tables import TABLES

BOLD = Font(bold=True)
HOW = {
    "text": "text", "council": "text", "date": "a date", "past_date": "a date, not in the future",
    "money": "pounds, such as 1250.00", "signed_money": "pounds, such as 1250.00 or -20.00", "number": "a number",
    "whole": "a whole number", "yes_no": "yes or no", "sort_code": "six digits", "account_number": "eight digits",
}  # fmt: skip


def template():
    """The bytes of an empty caseload.xlsx with a sheet that explains every column."""
    workbook = Workbook()
    _explain(workbook.active)
    for table in TABLES:
        sheet = workbook.create_sheet(table.name)
        _head(sheet, table.names)
        for place, column in enumerate(table.columns, start=1):
            # Text keeps the leading noughts of whatever is typed below.
            letter = sheet.cell(1, place).column_letter
            sheet.column_dimensions[letter].number_format = "@"
            allowed = ("yes", "no") if column.kind == "yes_no" else column.values
            if allowed and len(",".join(allowed)) < 250:
                choice = DataValidation(type="list", formula1=f'"{",".join(allowed)}"', allow_blank=True)
                choice.add(f"{letter}2:{letter}10000")
                sheet.add_data_validation(choice)
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()


def _explain(sheet):
    sheet.title = "Read me"
    _head(sheet, ("sheet", "column", "needed", "what it means", "how to write it"))
    for table in TABLES:
        for column in table.columns:
            needed = "key" if column.name in table.key else "yes" if column.required else ""
            how = ", ".join(column.values) or HOW[column.kind]
            sheet.append([table.name, column.name, needed, column.means, how])
    for letter, width in zip("ABCDE", (18, 26, 8, 60, 80), strict=True):
        sheet.column_dimensions[letter].width = width


def _head(sheet, names):
    sheet.append(list(names))
    for place, cell in enumerate(sheet[1], start=1):
        cell.font = BOLD
        sheet.column_dimensions[cell.column_letter].width = max(14, len(names[place - 1]) + 2)
    sheet.freeze_panes = "A2"
