"""What an export says of itself: the question, its values and text, of which day, of which store, who, when, how many rows, and their hash.

The hash of the rows is the same in every kind of file and in any order of the rows. docs/exports.md tells an outsider how
to work it out, and tools/check_export.py does it.
"""

import hashlib
import json
import uuid
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lib.built import views_version
from lib.plain_cells import safe
from lib.sqlfiles import sql_file, sql_files
from lib.store import now

RULE = (
    "SHA-256 of lines of UTF-8 text, each ended by a line feed: first the headings, then the rows in the order of their bytes. "
    "A line is a JSON array of texts without spaces between them and without escapes for letters. A number is written without exponent, plus sign or zeros at its end, "
    "a day as YYYY-MM-DD, all else as it stands in the file; an empty cell is an empty text."
)
# The newest act that everybody who sees the log sees: the number of a restricted one tells that there is one.
HEAD = "select count(*) as number, max_by(chain_hash, seq) as chain_hash from activity.entry where not starts_with(action, 'restricted_')"


def of(store, actor, name, columns, cells, kind, questions=()):
    """The provenance of a list as plain values, ready for JSON. cells are its rows as text, columns as columns() gives them."""
    version = store_version(store)
    asked = [_question(one) for one in questions]
    days = (one.known[0] or (one.values or {}).get("as_at") for one in questions)
    of_day = next((day for day in days if day), version["computed_for"])
    return {
        "export_id": str(uuid.uuid4()), "list": name, "kind": kind, "questions": asked, "as_at": plain(of_day), "known": next((one.known[1] for one in questions if one.known[1]), None),
        "store": version,
        "taken_by": actor.username, "name": actor.name, "role": actor.role, "councils": list(actor.councils), "taken_at": f"{now().isoformat(timespec='seconds')}Z",
        "columns": columns, "rows": len(cells), "rows_sha256": rows_hash(columns, cells), "rows_hash": RULE,
    }  # fmt: skip


def store_version(store):
    """Which state of the store answers: its log's head, the version of its views, and the day it was computed for."""
    head = store.row(HEAD)
    computed_for = store.value("select max(as_at) from store.refreshed")
    return {"log_rows": head["number"], "log_head": head["chain_hash"], "views_version": views_version(), "computed_for": plain(computed_for)}


def columns(labels, rows):
    """[{"column", "heading", "kind"}]: a column is of numbers or days where all that stands in it is, else of text."""
    return [{"column": column, "heading": safe(label), "kind": _kind([row.get(column) for row in rows])} for column, label in labels.items()]


def rows_hash(columns, cells):
    """The hash of rows of text, whatever their order."""
    return sha256(canonical(columns, cells))


def canonical(columns, cells):
    """The bytes that are hashed."""
    kinds = [one["kind"] for one in columns]
    lines = sorted(_line([canonical_cell(value, kind) for value, kind in zip(row, kinds, strict=True)]) for row in cells)
    return b"".join([_line([one["heading"] for one in columns]), *lines])


def canonical_cell(said, kind):
    """A cell's text as it is hashed; what is no number in a column of numbers stays as it stands."""
    if kind != "number" or said == "":
        return said
    try:
        number = f"{Decimal(said):f}"
    except InvalidOperation:
        return said
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if number in ("-0", "") else number


def lines(said):
    """The provenance as (what, value) lines for people; the last is the whole as JSON."""
    shown = [("Export", said["export_id"]), ("List", said["list"])]
    for one in said["questions"]:
        shown += [("Question", f"{one['question']}: {one['asks']}"), ("SHA-256 of the question's text", one["text_sha256"])]
        shown += [(f"With {name}", str(value)) for name, value in (one["values"] | one["narrowed_to"]).items()]
        shown += [("Why names and numbers are whole", one["reason"])] if "reason" in one else []
    shown += [
        ("As at", said["as_at"] or "not computed yet"), *([("Known", f"as known {said['known']}")] if said["known"] else []),
        ("Store: acts in its log", str(said["store"]["log_rows"])), ("Store: head of its log", said["store"]["log_head"] or "none"), ("Store: version of its views", said["store"]["views_version"]),
        ("Taken by", f"{said['name'] or said['taken_by']} ({said['taken_by']}, {said['role'].replace('_', ' ')})"), ("Taken at (UTC)", said["taken_at"]),
        ("Rows", str(said["rows"])), ("SHA-256 of the rows", said["rows_sha256"]), ("How that is worked out", said["rows_hash"]),
        ("All of it as JSON", json.dumps({name: value for name, value in said.items() if name != "rows_hash"}, ensure_ascii=False)),
    ]  # fmt: skip
    return shown


def is_reworded(question):
    """Whether the text of a question (one of "questions") is another now than when it was asked. What a person wrote stays as it is."""
    if "text" in question and not question["question"].startswith("@"):
        return False
    name = f"queries.{question['question'][1:]}" if question["question"].startswith("@") else question["question"]
    return sha256(sql_file(name).text.encode()) != question["text_sha256"]


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def plain(value):
    """A value as JSON holds it."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case date() | datetime():
            return value.isoformat()
        case dict():
            return {str(name): plain(one) for name, one in value.items()}
        case list() | tuple() | set():
            return [plain(one) for one in value]
        case _:
            return str(value)


def _question(asked):
    text = asked.text if asked.text is not None else sql_file(asked.name).text
    header = _header(asked)
    said = {
        "question": asked.name, "asks": header.get("question") or header.get("summary") or header.get("title") or " ".join(text.split()), "text_sha256": sha256(text.encode()),
        "values": plain(asked.values or {}), "narrowed_to": plain(asked.equals or {}),
    }  # fmt: skip
    counted = {"by": list(asked.by), "sums": list(asked.sums), "middles": list(asked.middles)} if asked.by is not None else {}
    return said | counted | ({"text": text} if asked.text is not None else {}) | ({"reason": asked.reason} if asked.reason else {})


def _header(asked):
    """What the file of a question says of it; nothing where a person wrote it."""
    if asked.text is None:
        return sql_file(asked.name).header
    return next((file.header for file in sql_files("queries") if f"@{file.name}" == asked.name), {})


def _line(texts):
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _kind(values):
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, Decimal | int | float) and not isinstance(value, bool) for value in known):
        return "number"
    if known and all(isinstance(value, date) and not isinstance(value, datetime) for value in known):
        return "day"
    return "text"
