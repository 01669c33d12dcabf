"""A file that was exported and comes back, as rows of text. It is run in the box: whoever had it may have changed it into anything."""

import csv
import io
import json

from lib.caseload.workbook import sheets_of
from lib.errors import UserError
from lib.statements.archive import unpack

NOT_OURS = "This is no file that was taken from here: bring the ZIP with the CSV, the CSV itself, or the workbook."


def answer(asked, content):
    """{"export_id" or None, "headings", "rows"}, or {"refused": a sentence}."""
    try:
        return _read(asked["file"], content)
    except UserError as error:
        return {"refused": str(error)}


def _read(name, content):
    if content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content:
        return _workbook(dict(sheets_of(content)))
    files = dict(unpack(name, content)) if content.startswith(b"PK\x03\x04") else {name: content}
    table = next((file for file in files if file.lower().endswith(".csv")), None)
    if table is None:
        raise UserError(NOT_OURS)
    return {"export_id": next((_export_id(one) for file, one in files.items() if file.endswith(".json")), None)} | _csv(files[table])


def _workbook(sheets):
    if not sheets:
        raise UserError("This workbook is empty.")
    about = {row[0]: row[1] for row in sheets.get("About", []) if len(row) > 1}
    return {"export_id": about.get("Export")} | _table(sheets.get("List") or next(iter(sheets.values())))


def _csv(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("This CSV is not in UTF-8, as it was when it was taken. Save it as “CSV UTF-8”.") from None
    csv.field_size_limit(1_000_000)
    try:
        return _table(list(csv.reader(io.StringIO(text, newline=""), strict=True)))
    except csv.Error:
        raise UserError("This CSV has a row that can't be read. Take it again.") from None


def _table(rows):
    if not rows:
        raise UserError("This file has no row.")
    headings, *rest = rows
    return {"headings": headings, "rows": [[*row, *[""] * (len(headings) - len(row))] for row in rest if any(row)]}


def _export_id(content):
    try:
        said = json.loads(content)
    except ValueError:
        return None
    return said.get("export_id") if isinstance(said, dict) else None
