"""Receiving statements: whose is it, is it new, what would change, keep it."""

import hashlib
import json
import shutil
from datetime import datetime, timedelta
from decimal import Decimal

from lib import access, own_layouts
from lib.checking import unasked
from lib.config import settings
from lib.errors import UserError
from lib.evidence import read, write_once
from lib.kept import compute_on, copy_of
from lib.monitoring import follow
from lib.statements import draw_line, read_files, unpack
from lib.store import now
from lib.whose import Door

# So many files are kept in one transaction: all of them, or none.
AT_ONCE = 250

# Asked of a copy that holds the touched accounts alone.
COUNTED = """
select
    statement.statement_id,
    statement.lines,
    coalesce(new.lines, 0) as new_transactions,
    coalesce(locked.lines, 0) as locked_lines,
    coalesce(missing_here.lines, 0) as missing_here,
    coalesce(missing_there.lines, 0) as missing_there,
    chain.has_missing_days,
    chain.first_day_between,
    chain.last_day_between,
    chain.opening_break,
    chain.previous_statement_id
from raw.statement
left join (select statement_id, count(*) as lines from staging.transaction group by all) as new using (statement_id)
left join (select statement_id, count(*) as lines from reconciliation.locked_out group by all) as locked using (statement_id)
left join (select statement_id, sum(times_missing) as lines from reconciliation.overlap_conflict group by all) as missing_here using (statement_id)
left join (select shown_by as statement_id, sum(times_missing) as lines from reconciliation.overlap_conflict group by all) as missing_there using (statement_id)
left join reconciliation.chain using (statement_id)
"""


def preview(store, actor, readings, account_id=None, as_at=None):
    """What keeping these readings would do, file by file, without keeping anything. Gives receipts."""
    access.require(store, actor, "import_statement")
    readings = list(readings)
    with store.trial(actor) as trial:
        door = Door(trial, actor, readings, account_id)
        receipts = [door.receipt(reading) for reading in readings]
        accounts = _write(trial, receipts)
        if accounts:
            with copy_of(trial, accounts) as copy:
                compute_on(copy, "reconciliation.overlap_conflict", as_at)
                _count(copy, receipts)
    return receipts


def keep(store, actor, readings, contents, account_id=None, as_at=None, progress=None):
    """Keep readings and the bytes they were read from ({sha256: bytes}); gives a receipt for each.

    Files are kept together by the hundred, in one transaction with all that follows from them: reconciliation and findings
    of the accounts touched. A file that can't be kept doesn't stop the others.
    """
    access.require(store, actor, "import_statement")
    _make_sure_of_room(store)
    readings, receipts = list(readings), []
    for start in range(0, len(readings), AT_ONCE):
        batch = readings[start : start + AT_ONCE]
        with store.change(actor, "import_statements", f"{len(batch)} files") as change:
            door = Door(change, actor, batch, account_id)
            some = [door.receipt(reading) for reading in batch]
            accounts = _write(change, some)
            write_once(store.places.evidence, {receipt["sha256"]: contents[receipt["sha256"]] for receipt in some if receipt["kept"]})
            if accounts and not follow(change, as_at, accounts, look=lambda copy, some=some: _count(copy, some)):
                some = [receipt | dict.fromkeys(("new_transactions", "already_known")) for receipt in some]  # put off, so nobody has counted yet
            for receipt in some:
                _record(change, door, receipt)
        receipts += some
        if progress:
            progress(len(receipts), len(readings))
    return receipts


def import_files(store, actor, files, account_id=None, as_at=None, progress=None):
    """Read (name, bytes) files, ZIPs unpacked, and keep what can be kept. Gives receipts."""
    contents, single = {}, []
    for name, content in files:
        for inner, inside in unpack(name, content):
            contents[hashlib.sha256(inside).hexdigest()] = inside
            single.append((inner, inside))
    readings = []
    for reading in read_files(single, today=as_at, own=own_layouts.in_force(store, actor)):
        readings.append(unasked(reading))
        if progress:
            progress(len(readings), len(single), "read")
    return keep(store, actor, readings, contents, account_id, as_at, progress)


@access.allowed("withdraw_statement", subject="account_id")
def withdraw(store, actor, account_id, statement_id, reason, as_at):
    """Take a statement out of the account, with a reason; all that was computed from it follows. Its bytes and lines stay."""
    statement = store.row("from staging.statement where statement_id = ? and account_id = ?", [statement_id, account_id])
    if not statement:
        raise UserError("This statement is not there, or was withdrawn already.")
    if not (reason or "").strip():
        raise UserError("Say why the statement is withdrawn: the reason stays with it.")
    locked = store.row(
        "from staging.completed_review where account_id = ? and period_from <= ? and period_to >= ?",
        [account_id, statement["to_date"], statement["from_date"]],
    )
    if locked:
        raise UserError(f"The period {locked['period_from']} to {locked['period_to']} was reviewed and is locked. A team leader can reopen it first.")
    with store.change(
        actor, "withdraw_statement", statement_id, council=statement["council"], agreement_id=statement["agreement_id"],
        reason=reason, before={"file": statement["file_name"], "lines": statement["lines"]},
    ) as change:  # fmt: skip
        change.execute("insert into decisions.statement_withdrawn values (?, ?, ?, ?, ?)", [statement_id, account_id, reason, actor.username, now()])
        follow(change, as_at, {account_id})


def evidence(store, actor, statement_id):
    """(file name, bytes) as received, for a statement this actor may see. The look is logged."""
    statement, content = _received(store, actor, statement_id)
    account = store.row("select council, agreement_id from staging.account where account_id = ?", [statement["account_id"]])
    with store.change(actor, "look_at_evidence", statement_id, **account):
        pass
    return statement["file_name"], content


def page_picture(store, actor, statement_id, line_number):
    """The page of a PDF or a photo round a line, as PNG bytes with the line marked; None for a line that stands in a table's file."""
    statement, content = _received(store, actor, statement_id)
    if statement["kind"] not in ("pdf", "image"):
        return None
    source = store.value("select source from raw.statement_line where statement_id = ? and line_number = ?", [statement_id, line_number])
    return draw_line(content, source or "")


def _received(store, actor, statement_id):
    """(a statement with its file's name, the bytes as received), where this actor may see them and they are what was received."""
    statement = store.row("select statement.*, file.file_name, file.kind from raw.statement left join raw.file using (file_sha256) where statement_id = ?", [statement_id])
    access.require(store, actor, "see_case", account_id=statement["account_id"] if statement else "")
    return statement, read(store.places.evidence, statement["file_sha256"], statement["file_name"])


def _write(change, receipts):
    """Add the rows of every receipt that can be kept, and give the accounts they are of."""
    moment, files, statements, lines, others, checks = now(), [], [], [], [], []
    names = {"files": [receipt["sha256"] for receipt in receipts]}
    known = {row["file_sha256"] for row in change.rows("select file_sha256 from raw.file where list_contains($files, file_sha256)", names)}
    there = {tuple(row.values()) for row in change.rows("select file_sha256, line_number, source from raw.other_line where list_contains($files, file_sha256)", names)}
    for place, receipt in enumerate(receipts):
        received = {"received_at": moment + timedelta(microseconds=place), "received_by": change.actor.username}
        if receipt["kept"] and receipt["sha256"] not in known:
            about = {
                "file_sha256": receipt["sha256"],
                "file_name": receipt["file"],
                "bytes": receipt.get("bytes", 0),
                "kind": receipt["kind"],
                "layout": receipt["layout"],
                "made_with": receipt["made_with"],
            }
            # The numbers of others' accounts are said to the person who brought the file, and not kept.
            files.append(about | {"messages": json.dumps([message for message in receipt["messages"] if message not in receipt["left_out"]])} | received)
        if receipt["kept"]:
            others += [line for line in _others(receipt) if (line["file_sha256"], line["line_number"], line["source"]) not in there]
        for statement in receipt["kept"]:
            statements.append(_statement_row(receipt, statement) | received)
            whose = {"statement_id": statement["statement_id"], "account_id": statement["account_id"]}
            lines += [_line_row(row) | whose for row in statement["rows"]]
            checks += [(receipt["checked"], statement["number"], whose)] if receipt.get("checked") else []
    change.insert("raw.file", files)
    change.insert("raw.statement", statements)
    change.insert("raw.statement_line", lines)
    change.insert("raw.other_line", others)
    _write_checks(change, checks, {"decided_by": change.actor.username, "decided_at": moment})
    return {statement["account_id"] for statement in statements}


def _write_checks(change, checks, decided):
    """What a person said of the pages: of each statement, and of each line that they spoke of."""
    statements, lines = [], []
    for checked, number, whose in checks:
        figures = [{name: figure[name] for name in ("what", "line", "was", "value")} for figure in checked["figures"] if figure["statement"] == number]
        statements.append(whose | {"how": checked["how"], "why": json.dumps(checked["why"]), "figures": json.dumps(figures)} | decided)
        for line in checked["lines"]:
            if line["statement"] == number:
                cells = {name: line[name] and json.dumps(line[name]) for name in ("was", "cells")}
                lines.append(whose | {"line_number": line["line_number"], "said": line["said"]} | cells | decided)
    change.insert("decisions.statement_checked", statements)
    change.insert("decisions.line_checked", lines)


def _statement_row(receipt, statement):
    broken = statement["break"] or {}
    return {
        **{name: statement["account"][name] for name in ("sort_code", "account_number", "card_reference")},
        "statement_id": statement["statement_id"], "account_id": statement["account_id"], "file_sha256": receipt["sha256"],
        "from_date": datetime.fromisoformat(statement["from_date"]).date(), "to_date": datetime.fromisoformat(statement["to_date"]).date(),
        **{name: _money(statement[name]) for name in ("opening_balance", "closing_balance", "credits", "debits")},
        "lines": statement["lines"], "proof": statement["proof"], "break_line": broken.get("line"),
        "break_expected": _money(broken.get("expected")), "break_found": _money(broken.get("found")),
    }  # fmt: skip


def _line_row(row):
    return {**row, "posted_on": datetime.fromisoformat(row["posted_on"]).date(), "amount": _money(row["amount"]), "balance": _money(row["balance"])}


def _others(receipt):
    """The rows of a file that are no payments. Beside others' accounts only those that stand among a kept statement's own lines are known to be its own."""
    rows = [_other(receipt, line, "rejected", "reason") for line in receipt["rejected_lines"]] + [_other(receipt, line, "skipped", "why") for line in receipt["skipped_lines"]]
    if not receipt["left_out"]:
        return rows
    ours = {statement["number"] for statement in receipt["kept"]}
    numbers = [[row["line_number"] for row in statement["rows"]] for statement in receipt["statements"]]
    theirs = [line for place, lines in enumerate(numbers) if place not in ours for line in lines]
    reaches = [(min(lines), max(lines)) for place, lines in enumerate(numbers) if place in ours]
    apart = [(first, last) for first, last in reaches if not any(first <= line <= last for line in theirs)]
    return [row for row in rows if any(first < row["line_number"] < last for first, last in apart)]


def _other(receipt, line, status, why):
    return {"file_sha256": receipt["sha256"], "line_number": line["line"], "status": status, "reason": line[why], "source": line["source"]}


def _count(copy, receipts):
    """Say of each receipt what was new, already known, in conflict, and what stands between it and the statement before."""
    counted = {row["statement_id"]: row for row in copy.ask(COUNTED).to_pylist()}
    for receipt in receipts:
        if not receipt["kept"]:
            continue
        rows = [counted[statement["statement_id"]] for statement in receipt["kept"]]
        receipt["new_transactions"] = sum(row["new_transactions"] for row in rows)
        receipt["locked_lines"] = sum(row["locked_lines"] for row in rows)
        receipt["already_known"] = sum(row["lines"] for row in rows) - receipt["new_transactions"] - receipt["locked_lines"]
        receipt["conflicts"] = int(sum(row["missing_here"] + row["missing_there"] for row in rows))
        receipt["gap"] = next(({"from": row["first_day_between"], "to": row["last_day_between"]} for row in rows if row["has_missing_days"]), None)
        receipt["opening_break"] = next((row["opening_break"] for row in rows if row["opening_break"] and not row["has_missing_days"]), None)
        receipt["follows_on"] = any(row["previous_statement_id"] and not row["has_missing_days"] and not row["opening_break"] for row in rows)


def _record(change, door, receipt):
    # A file that nobody's account could be found for is its sender's council's matter.
    sender = {"council": change.actor.councils[0] if len(change.actor.councils) == 1 else None}
    account = door.accounts.get(receipt["account_id"], sender)
    about = {"council": account["council"], "agreement_id": account.get("agreement_id")}
    after = {name: receipt[name] for name in ("file", "sha256", "status", "reason", "account_id", "new_transactions", "already_known")} | {"left_out": len(receipt["left_out"])}
    change.record("import_statement", ", ".join(receipt["statement_ids"]) or receipt["sha256"], after=after, **about)


def _make_sure_of_room(store):
    free = shutil.disk_usage(store.places.evidence).free
    least = settings()["store"]["free_space_mb"] * 1_000_000
    if free < least:
        raise UserError(f"The disk has {free // 1_000_000} MB left, and an import needs {least // 1_000_000}. Make room, then import again: nothing was kept.")


def _money(text):
    return None if text is None else Decimal(text)
