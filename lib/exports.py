"""A list as a file: CSV or a workbook, where text stays text and never becomes a formula. Every export leaves an activity row."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

# What a spreadsheet takes for the beginning of a formula, full-width signs included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMATS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def export(store, actor, name, labels, rows, kind):
    """The bytes of a list as a CSV or xlsx file. labels is {column: heading}. Who took what is kept in the activity log."""
    content = {"csv": to_csv, "xlsx": to_xlsx}[kind](labels, rows)
    councils = {row.get("council") for row in rows} - {None}
    agreements = {row.get("agreement_id") for row in rows} - {None}
    with store.change(
        actor, "export", name, council=_only(councils), agreement_id=_only(agreements), after={"rows": len(rows), "columns": list(labels), "kind": kind},
    ):  # fmt: skip
        pass
    return content


def write(kind, columns, rows):
    """The bytes of an answer as csv or xlsx, its columns as they are called."""
    return {"csv": to_csv, "xlsx": to_xlsx}[kind]({column: column for column in columns}, rows)


def to_csv(labels, rows):
    """A CSV file in UTF-8 with a byte-order mark, so that Excel reads pounds and names right."""
    kept = io.StringIO()
    writer = csv.writer(kept, lineterminator="\r\n")
    writer.writerow([_safe(label) for label in labels.values()])
    for row in rows:
        writer.writerow([_text(row.get(column)) for column in labels])
    return ("\ufeff" + kept.getvalue()).encode()


def to_xlsx(labels, rows, sheet="List"):
    """A workbook of one sheet: numbers and days as such, all else as text."""
    return to_sheets({sheet: (labels, rows)})


def to_sheets(sheets):
    """A workbook of several sheets, {name: (labels, rows)}: numbers and days as such, all else as text."""
    import xlsxwriter

    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        bold, pounds, day = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "d mmm yyyy"})
        for name, (labels, rows) in sheets.items():
            _fill(book.add_worksheet(name), labels, rows, bold, pounds, day)
    return kept.getvalue()


def _fill(page, labels, rows, bold, pounds, day):
    for place, (column, label) in enumerate(labels.items()):
        page.write_string(0, place, label, bold)
        page.set_column(place, place, max(12, min(60, 2 + max([len(label), *(len(_text(row.get(column))) for row in rows[:200])]))))
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(labels):
            _write(page, line, place, row.get(column), pounds, day)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(rows), 1), max(len(labels) - 1, 0))


def _write(page, line, place, value, pounds, day):
    match value:
        case None:
            return
        case bool():
            page.write_string(line, place, "yes" if value else "no")
        case Decimal():
            page.write_number(line, place, float(value), pounds)
        case int() | float():
            page.write_number(line, place, value)
        case datetime():
            page.write_string(line, place, value.isoformat(sep=" ", timespec="minutes"))
        case date():
            page.write_datetime(line, place, datetime(value.year, value.month, value.day), day)
        case _:
            page.write_string(line, place, str(value)[:32_000])


def _text(value):
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal() | int() | float():
            return str(value)
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case _:
            return _safe(value)


def _safe(value):
    """Text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) else text


def _only(values):
    return next(iter(values)) if len(values) == 1 else None
