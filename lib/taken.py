"""What was taken: an export is kept so that it can be asked again, and a file that comes back is told from one that was changed."""

import json
import zlib
from datetime import date, datetime
from decimal import Decimal

from lib import access, as_known, audit_queries, differences, evidence, provenance
from lib.asked import Asked
from lib.box import Box
from lib.errors import NotAllowed, UserError
from lib.plain_cells import text
from lib.sqlfiles import sql_file
from lib.store import OPERATOR, Actor, now

INSERTED = ("export_id", "rows", "rows_sha256", "kind")
MOST_ALIKE = 20  # exports with the same headings that a file without a name of its own is held against
WHOSE = ("agreement_id", "account_id", "council")
LARGEST = 25_000_000
BY_HASH = "from activity.export where file_sha256 = $sha256 or table_sha256 = $sha256 order by taken_at limit 1"


def keep(store, actor, said, cells, rows, content, questions, answers, place):
    """Keep an export that was just written: its provenance, its rows, and the rows of the questions behind it, in one change with its activity row."""
    if any(_seen_by(one) == "see_concern" for one in questions):
        raise UserError("What is known of safeguarding concerns does not leave as a list. Read it on its page.")
    kept = zlib.compress(json.dumps(_kept(store, actor, said, cells, rows, questions, answers), ensure_ascii=False).encode())
    councils = sorted({row["council"] for row in rows if row.get("council")})
    agreements = {row["agreement_id"] for row in rows if row.get("agreement_id")}
    place = place or {}
    export = {name: said[name] for name in INSERTED} | {
        "name": said["list"], "councils": councils, "agreement_id": _only(agreements), "page": place.get("page"), "link": json.dumps(place.get("link", {})), "provenance": json.dumps(said),
        "file_sha256": provenance.sha256(content), "table_sha256": said.get("file_sha256"), "kept_sha256": provenance.sha256(kept), "officer": actor.officer, "taken_by": actor.username, "taken_at": now(),
    }  # fmt: skip
    after = {"rows": len(cells), "columns": [one["column"] for one in said["columns"]], "kind": said["kind"], "export": said["export_id"], "rows_sha256": said["rows_sha256"]}
    with store.change(actor, "export", said["list"], council=_only(councils), agreement_id=_only(agreements), after=after) as change:
        evidence.write_once(store.places.evidence, {export["kept_sha256"]: kept})
        change.insert("activity.export", [export])


@access.allowed("see_export")
def mine(store, actor):
    """What this person took, each export once."""
    return _each_once(access.see(store, actor, "dashboards.export", taken_by=actor.username))


@access.allowed("see_export")
def of_others(store, actor):
    """What others took of this person's councils, for those who see the activity log."""
    if not access.may(store, actor, "see_activity"):
        return []
    found = [row for row in access.see(store, actor, "dashboards.export") if row["taken_by"] != actor.username]
    return [row for row in _each_once(found) if _holds_all(row, found)]


@access.allowed("see_export")
def again(store, actor, export_id):
    """Whether an export is still so: it is asked again with the same values and as its taker, of what this person may see now.

    Gives {"differences": [{"what", "was", column: text}], "columns": [{"column", "heading"}], "counts", "unseen", "by_hand",
    "left_out", "reworded"}: unseen rows are no longer theirs to see, by_hand rows the page made itself, left_out rows the page did
    not show; reworded questions are asked otherwise by this version of Reckoner.
    """
    export = _export(store, actor, export_id)
    if export["kind"] == "pack":
        raise UserError("An evidence pack is taken anew on its case's page. The script inside it says whether it was changed.")
    found = _compared(store, actor, _as_taker(actor, export), _content(store, export))
    return found | {"reworded": [one["question"] for one in json.loads(export["provenance"])["questions"] if provenance.is_reworded(one)]}


@access.allowed("see_export")
def recognise(store, actor, file_name, content):
    """What a file is that comes back: {"state", "export", "said", "differences", "columns"}.

    state is as_taken (to the byte), same_rows (saved anew), changed, or unknown. Raises UserError where it can't be opened.
    """
    if len(content) > LARGEST:
        raise UserError(f"{file_name} is too big to be a list that was taken from here.")
    export = store.row(BY_HASH, {"sha256": provenance.sha256(content)})
    if export:
        # Whoever holds the very bytes knows what is in them.
        return _said("as_taken", export)
    file = _opened(file_name, content)
    most, likest = 0, None
    for export in _candidates(store, actor, file):
        kept = _content(store, export)
        cells = _canonical(file["rows"], kept["columns"])
        if provenance.rows_hash(kept["columns"], cells) == export["rows_sha256"]:
            return _said("same_rows", export)
        alike = _alike(kept, cells) + (export["export_id"] == file["export_id"])
        if alike > most:
            most, likest = alike, (export, kept, cells)
    if not likest:
        return _said("unknown", None)
    export, kept, cells = likest
    return _said("changed", export) | _changes(store, actor, kept, cells, export["taken_by"] == actor.username)


def _ask(store, actor, asked):
    """The rows of a question, as this person may see them now in this store."""
    if asked.text is not None:
        question = asked.name if asked.name.startswith("@") else asked.text
        return audit_queries.ask(store, actor, question, asked.values, asked.reason, audit_queries.MOST_ROWS_OF_A_FILE)["rows"]
    if asked.by is None:
        return access.see(store, actor, asked.name, asked.values, **(asked.equals or {}))
    return access.tally(store, actor, asked.name, asked.by, asked.sums, asked.middles, asked.values, **(asked.equals or {}))


def _kept(store, actor, said, cells, rows, questions, answers):
    """What is kept of an export: its rows as they were written and whose they are, and behind them the rows of each question with what the page left out."""
    is_whole = answers is None and len(questions) == 1
    answers = [(0, row) for row in rows] if is_whole else answers or [None] * len(cells)
    parts = []
    for number, asked in enumerate(questions):
        taken = [one[1] for one in answers if one and one[0] == number]
        every = taken if is_whole or asked.text is not None else _ask(asked.reads or store, actor, asked)
        columns = list(taken[0]) if taken else [one["column"] for one in said["columns"]]
        theirs, all_rows = (_texts(rows, columns) for rows in (taken, every))
        key = differences.key_of(columns, all_rows)
        were = {differences.mark(row, key) for row in theirs}
        parts.append({
            "asked": {"name": asked.name, "values": _typed(asked.values), "equals": _typed(asked.equals), "by": asked.by, "sums": asked.sums, "middles": asked.middles, "text": asked.text, "reason": asked.reason},
            "day": provenance.plain(asked.known[0]), "known": asked.known[1], "columns": columns, "key": key, "rows": theirs,
            "left_out": sorted({differences.mark(row, key) for row in all_rows} - were),
        })  # fmt: skip
    whose = [{name: row[name] for name in ("agreement_id", "council") if row.get(name)} for row in rows]
    return {"columns": said["columns"], "cells": cells, "whose": whose, "by_hand": sum(one is None for one in answers), "parts": parts}


def _as_taker(actor, export):
    """Whose walls an export is asked again behind: its taker's, no further than this person's own councils."""
    said = json.loads(export["provenance"])
    if export["taken_by"] == actor.username or said["role"] == OPERATOR.role:
        return actor
    councils = said["councils"] if actor.role == OPERATOR.role else [council for council in said["councils"] if council in actor.councils]
    return Actor(export["taken_by"], said["role"], tuple(councils), export["officer"] or "")


def _compared(store, actor, taker, kept):
    headings = {one["column"]: one["heading"] for one in kept["columns"]}
    found, unseen, columns = [], 0, {}
    for part in kept["parts"]:
        asked = _asked(part["asked"])
        reads = as_known.with_known(store, date.fromisoformat(part["day"]), part["known"]) if part["known"] else store
        if access.scope_of(actor, _seen_by(asked)) is None:
            raise NotAllowed
        # A question that a person wrote is logged with who asks it, so it is asked as who they are.
        now_rows = _texts(_ask(reads, actor if asked.text is not None else taker, asked), part["columns"])
        compared = _to_compare(part, headings)
        may_see = _sight(store, actor, part)
        for what, old, new, places in differences.between(part["rows"], now_rows, part["key"], compared, set(part["left_out"])):
            if what == differences.GONE and not may_see(old):
                unseen += 1
                continue
            was = "; ".join(f"{headings.get(part['columns'][one]) or part['columns'][one]}: {old[one] or 'nothing'}" for one in places)
            row = new or old
            found.append({"what": what, "was": was} | {part["columns"][one]: row[one] for one in [*(part["key"] or ()), *compared]})
        columns |= {part["columns"][one]: headings.get(part["columns"][one]) or part["columns"][one] for one in [*(part["key"] or ()), *compared]}
    counts = {what: sum(row["what"] == what for row in found) for what in (differences.NEW, differences.GONE, differences.CHANGED)}
    return {
        "differences": [dict.fromkeys(columns) | row for row in found], "columns": [{"column": column, "heading": heading} for column, heading in columns.items()], "counts": counts,
        "unseen": unseen, "by_hand": kept["by_hand"], "left_out": sum(len(part["left_out"]) for part in kept["parts"]), "rows": len(kept["cells"]),
    }  # fmt: skip


def _to_compare(part, headings):
    """The places of the columns that were shown; all of them where the page showed words of its own."""
    shown = [place for place, column in enumerate(part["columns"]) if column in headings]
    return shown if len(shown) == len(headings) else list(range(len(part["columns"])))


def _sight(store, actor, part):
    """Whether this person may see a row that is no longer in the answer, for it may only be out of their sight."""
    places = {column: place for place, column in enumerate(part["columns"])}
    reaches = _reach(store, actor, _seen_by(_asked(part["asked"])))
    return lambda row: reaches({column: row[places[column]] for column in WHOSE if column in places})


def _reach(store, actor, operation):
    """Whether this person's permission reaches a record; asked once of each."""
    asked = {}

    def reaches(said):
        whose = next((one for one in said.items() if one[0] in WHOSE and one[1]), None)
        if whose not in asked:
            asked[whose] = access.may(store, actor, operation, **dict([whose] if whose else []))
        return asked[whose]

    return reaches


def _opened(file_name, content):
    box = Box()
    try:
        answer = box.ask("export", content, file=file_name)
    finally:
        box.close()
    if "refused" in answer:
        raise UserError(answer["refused"])
    return answer


def _candidates(store, actor, file):
    """The exports that a file may be: the one it names, or those of this person with its headings, the newest first."""
    theirs = mine(store, actor) + of_others(store, actor)
    named = [row for row in theirs if file["export_id"] and row["export_id"] == file["export_id"]]
    if named:
        return named
    alike = [row for row in theirs if [one["heading"] for one in json.loads(row["provenance"])["columns"]] == file["headings"]]
    return sorted(alike, key=lambda row: row["taken_at"], reverse=True)[:MOST_ALIKE]


def _canonical(rows, columns):
    many = len(columns)
    return [[text(value) if one["kind"] == "text" else value for value, one in zip(row[:many], columns, strict=False)] + row[many:] for row in rows if len(row) >= many]


def _alike(kept, cells):
    """How many rows of a file stand in an export."""
    kinds = [one["kind"] for one in kept["columns"]]
    return len(_as_hashed(kept["cells"], kinds) & _as_hashed(cells, kinds))


def _as_hashed(rows, kinds):
    return {tuple(provenance.canonical_cell(value, kind) for value, kind in zip(row, kinds, strict=False)) for row in rows}


def _changes(store, actor, kept, cells, is_theirs):
    """What a file says otherwise than what was taken. What stood there before, and what it lacks, is told only to who took it, of records still theirs to see."""
    columns = [one["column"] for one in kept["columns"]]
    kinds = [one["kind"] for one in kept["columns"]]
    then, here = ([[provenance.canonical_cell(value, kind) for value, kind in zip(row, kinds, strict=False)] for row in rows] for rows in (kept["cells"], cells))
    key = differences.key_of(columns, then)
    key = key if key and len(key) < len(columns) else None
    reaches = _reach(store, actor, "see_case")
    theirs = {tuple(row): is_theirs and reaches(whose) for row, whose in zip(then, kept["whose"], strict=True)}
    found = [one for one in differences.between(then, here, key, range(len(columns))) if one[2] is not None or theirs[tuple(one[1])]]
    rows = [
        {"what": what, "was": "; ".join(f"{kept['columns'][one]['heading']}: {old[one] or 'nothing'}" for one in places if theirs[tuple(old)])}
        | dict(zip(columns, new or old, strict=True))
        for what, old, new, places in found
    ]
    return {"differences": rows, "columns": [{"column": one["column"], "heading": one["heading"]} for one in kept["columns"]]}


def _said(state, export):
    return {"state": state, "export": export, "differences": [], "columns": []}


def _export(store, actor, export_id):
    found = [row for row in mine(store, actor) + of_others(store, actor) if row["export_id"] == export_id]
    if not found:
        raise NotAllowed
    return found[0]


def _content(store, export):
    return json.loads(zlib.decompress(evidence.read(store.places.evidence, export["kept_sha256"], f"The export of {export['name']}")))


def _each_once(rows):
    return list({row["export_id"]: row for row in rows}.values())


def _holds_all(export, rows):
    """Whether all councils of an export are among those that are seen."""
    return sum(row["export_id"] == export["export_id"] and row["council"] is not None for row in rows) == export["councils"]


def _texts(rows, columns):
    return [[text(row.get(column)) for column in columns] for row in rows]


def _asked(said):
    by = None if said["by"] is None else tuple(said["by"])
    return Asked(said["name"], _given(said["values"]), _given(said["equals"]), by, tuple(said["sums"]), tuple(said["middles"]), text=said["text"], reason=said["reason"])


def _typed(values):
    """Values as JSON that gives them back as what they were."""
    names = {date: "day", datetime: "moment", Decimal: "number"}
    return {name: {names[type(value)]: str(value)} if type(value) in names else value for name, value in (values or {}).items()}


def _given(values):
    read = {"day": date.fromisoformat, "moment": datetime.fromisoformat, "number": Decimal}
    return {name: next(read[kind](said) for kind, said in value.items()) if isinstance(value, dict) else value for name, value in values.items()}


def _seen_by(asked):
    """The operation that opens a question; a question that is no view shows what cases hold."""
    return sql_file(asked.name).header.get("seen_by", "see_case") if asked.text is None else "see_case"


def _only(values):
    return next(iter(values)) if len(values) == 1 else None
