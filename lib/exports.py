"""A list as a file: CSV, a workbook or Parquet, where text stays text and never becomes a formula. Every export says what it answers and is kept."""

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

from lib import provenance, taken
from lib.asked import behind
from lib.packing import packed
from lib.plain_cells import safe, text

# A CSV can say nothing of itself, so it travels in a ZIP with its provenance beside it.
FORMATS = {
    "csv": "application/zip", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "parquet": "application/vnd.apache.parquet",
}  # fmt: skip
ENDINGS = {"csv": "zip", "xlsx": "xlsx", "parquet": "parquet"}


def export(store, actor, name, labels, rows, kind, questions=(), answers=None, place=None):
    """The bytes of a list as a file that carries its provenance: a ZIP of a CSV, an xlsx, or a Parquet file.

    labels is {column: heading}; rows are dicts, already worded. questions (lib.asked.Asked) and answers are what
    lib.asked.behind says of the rows; place is where in the app the list stands: {"page", "link"}. Who took what is kept in
    the activity log, and what was taken so that it can be asked again (lib.taken).
    """
    columns = provenance.columns(labels, rows)
    rows = [_whose(row) | {one["column"]: row.get(one["column"]) if one["kind"] != "text" else text(row.get(one["column"])) for one in columns} for row in rows]
    cells = [[text(row[one["column"]]) for one in columns] for row in rows]
    said = provenance.of(store, actor, name, columns, cells, kind, questions)
    stem = file_stem(name)
    if kind == "csv":
        table = to_csv(labels, rows)
        said |= {"file": f"{stem}.csv", "file_sha256": provenance.sha256(table)}
        content = packed({said["file"]: table, f"{stem}.provenance.json": json.dumps(said, indent=2, ensure_ascii=False).encode()})
    elif kind == "xlsx":
        about = [{"what": what, "value": value} for what, value in provenance.lines(said)]
        content = to_sheets({"List": (labels, rows), "About": ({"what": "What", "value": "Value"}, about)})
    else:
        content = to_parquet(labels, rows, said)
    taken.keep(store, actor, said, cells, rows, content, questions, answers, place)
    return content


def files(store, actor, file_name, answer, kind):
    """{name: bytes} of an answer (lib.audit_queries.ask) for the command line: a CSV stands by itself there, and its provenance beside it."""
    rows = answer["rows"]
    content = export(store, actor, answer["question"].lstrip("@"), {column: column for column in answer["columns"]}, rows, kind, *behind(rows))
    if kind != "csv":
        return {file_name: content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table, about = archive.namelist()
        return {file_name: archive.read(table), f"{file_name}.provenance.json": archive.read(about)}


def file_stem(name):
    """A list's name as the beginning of a file's name."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:80] or "list"


def to_parquet(labels, rows, said):
    """A Parquet file: numbers, days and text in their own types, the provenance as JSON under the key reckoner."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {one["column"]: one["kind"] for one in said["columns"]}
    arrays = [_array([row.get(column) for row in rows], kinds[column]) for column in labels]
    table = pa.Table.from_arrays(arrays, names=_once(list(labels.values()))).replace_schema_metadata({"reckoner": json.dumps(said, ensure_ascii=False)})
    kept = io.BytesIO()
    pq.write_table(table, kept)
    return kept.getvalue()


def _array(values, kind):
    import pyarrow as pa

    if kind == "text":
        return pa.array([None if value in (None, "") else value for value in values], pa.string())
    if kind == "day":
        return pa.array(values, pa.date32())
    if any(isinstance(value, Decimal) for value in values):
        return pa.array([value if value is None else Decimal(str(value)) for value in values])
    return pa.array(values)


def _once(headings):
    """Headings of which none comes twice."""
    return [heading if headings.index(heading) == place else f"{heading} ({place + 1})" for place, heading in enumerate(headings)]


def to_csv(labels, rows):
    """A CSV file in UTF-8 with a byte-order mark, so that Excel reads pounds and names right."""
    kept = io.StringIO()
    writer = csv.writer(kept, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe(label) for label in labels.values()])
    for row in rows:
        writer.writerow([text(row.get(column)) for column in labels])
    return ("\ufeff" + kept.getvalue()).encode()


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
        page.set_column(place, place, max(12, min(60, 2 + max([len(label), *(len(text(row.get(column))) for row in rows[:200])]))))
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
            page.write_string(line, place, safe(value))


def _whose(row):
    return {column: row[column] for column in ("council", "agreement_id") if column in row}
