"""Receiving statements: whose is it, is it new, what would change, keep it."""

import hashlib
import os
import re
import shutil
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import PurePath

from lib import access
from lib.config import settings
from lib.errors import UserError
from lib.kept import in_accounts
from lib.monitoring import follow
from lib.statements import read_files, unpack
from lib.store import now

# So many files are kept in one transaction: all of them, or none.
AT_ONCE = 250

NEW = """
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
left join (select statement_id, count(*) as lines from staging.transaction where {accounts} group by all) as new using (statement_id)
left join (select statement_id, count(*) as lines from reconciliation.locked_out where {accounts} group by all) as locked using (statement_id)
left join (select statement_id, sum(times_missing) as lines from reconciliation.overlap_conflict where {accounts} group by all) as missing_here using (statement_id)
left join (select shown_by as statement_id, sum(times_missing) as lines from reconciliation.overlap_conflict where {accounts} group by all) as missing_there using (statement_id)
left join (from reconciliation.chain where {accounts}) as chain using (statement_id)
where statement.{accounts} and list_contains($ids, statement.statement_id)
"""


def preview(store, actor, readings, account_id=None, as_at=None):
    """What keeping these readings would do, file by file, without keeping anything. Gives receipts."""
    access.require(store, actor, "import_statement")
    receipts = [receipt for reading in readings for receipt in [_settle(store, actor, reading, account_id)]]
    with store.trial(actor) as trial:
        _write(trial, receipts, as_at)
        _count(trial, receipts)
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
            some = [_settle(change, actor, reading, account_id) for reading in batch]
            _write(change, some, as_at)
            for receipt in some:
                if receipt["statement_ids"]:
                    _keep_bytes(store.places.evidence, receipt["sha256"], contents[receipt["sha256"]])
            accounts = {statement["account_id"] for receipt in some for statement in receipt["kept"]}
            if accounts:
                _count(change, some)
                follow(change, as_at, accounts)
            for receipt in some:
                _record(change, receipt)
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
    for reading in read_files(single, today=as_at):
        readings.append(reading)
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
    statement = store.row("select *, (select file_name from raw.file where file.file_sha256 = statement.file_sha256) as file_name from raw.statement where statement_id = ?", [statement_id])
    access.require(store, actor, "see_case", account_id=statement["account_id"] if statement else "")
    content = (store.places.evidence / statement["file_sha256"]).read_bytes()
    if hashlib.sha256(content).hexdigest() != statement["file_sha256"]:
        raise UserError(f"The kept copy of {statement['file_name']} is not what was received: its hash differs. Tell your administrator.")
    with store.change(actor, "look_at_evidence", statement_id):
        pass
    return statement["file_name"], content


def _settle(store, actor, reading, account_id):
    """A receipt for a reading: whose statements these are, and whether they can be kept."""
    receipt = {
        **reading, "reading_status": reading["status"], "status": "rejected", "account_id": None,
        "statement_ids": [], "new_transactions": 0, "already_known": 0, "kept": [],
    }  # fmt: skip
    if reading["status"] == "refused":
        receipt["status"] = "needs_layout" if reading.get("needs_layout") else "rejected"
        return receipt
    for number, statement in enumerate(reading["statements"]):
        account, why = _whose(store, actor, reading["file"], statement["account"], account_id)
        if not account:
            return {**receipt, "status": "needs_account", "reason": why, "kept": []}
        if statement["currency"] != "GBP":
            return {**receipt, "reason": f"{reading['file']} is in {statement['currency']}. Only a statement in pounds can be kept.", "kept": []}
        earlier = store.rows(
            "select statement.*, statement_withdrawn.statement_id is not null as withdrawn from raw.statement"
            " left join decisions.statement_withdrawn using (statement_id)"
            " where file_sha256 = ? and statement.account_id = ? order by received_at",
            [reading["sha256"], account],
        )
        held = [one for one in earlier if not one["withdrawn"]]
        if held:
            when = f"{held[0]['received_at']:%d %b %Y at %H:%M}"
            reason = f"These very bytes were received on {when} by {held[0]['received_by']}. Nothing was added."
            return {**receipt, "status": "already_held", "account_id": account, "reason": reason, "already_known": sum(one["lines"] for one in reading["statements"]), "kept": []}
        statement_id = hashlib.sha256(f"{reading['sha256']}|{number}|{account}|{len(earlier)}".encode()).hexdigest()[:20]
        receipt["kept"].append({**statement, "account_id": account, "statement_id": statement_id})
    return {
        **receipt, "status": "imported", "reason": None, "account_id": receipt["kept"][0]["account_id"],
        "statement_ids": [statement["statement_id"] for statement in receipt["kept"]],
    }  # fmt: skip


def _whose(store, actor, file_name, identity, account_id):
    """(account_id, None), or (None, the sentence that says what is in the way)."""
    named = account_id or _account_in_name(store, file_name)
    numbers = (identity["sort_code"], identity["account_number"])
    card = identity["card_reference"]
    if all(numbers) or card:
        found = store.rows(
            "select account_id from staging.account where (sort_code = ? and account_number = ?) or card_reference = ?", [*numbers, card]
        )
        matching = [row["account_id"] for row in found]
        if len(matching) > 1 and named in matching:
            matching = [named]
        if len(matching) > 1:
            return None, f"{file_name}: {len(matching)} accounts have this number. Choose whose it is."
        if not matching and named and store.rows("select 1 from staging.account where account_id = ? and account_number is null and card_reference is null", [named]):
            matching = [named]
        if not matching:
            said = f"card {card}" if card else f"{numbers[0][:2]}-{numbers[0][2:4]}-{numbers[0][4:]} {numbers[1]}"
            return None, f"{file_name} says {said}, which is no account of the caseload. Load the account first, or check the file."
        chosen = matching[0]
    elif named:
        chosen = named
    else:
        return None, f"{file_name} does not say whose account it is. Choose the account."
    if not access.may(store, actor, "import_statement", account_id=chosen):
        return None, f"{file_name}: this account isn't there, or isn't in your caseload."
    return chosen, None


def _account_in_name(store, file_name):
    """The account whose id is exactly a folder of the path, or the start of the file's name."""
    path = PurePath(file_name)
    stem = re.split(r"[^A-Za-z0-9-]", path.name)[0]
    candidates = [*path.parts[:-1], path.stem, stem]
    rows = store.rows("select account_id from staging.account where list_contains(?, account_id)", [candidates])
    return rows[0]["account_id"] if len(rows) == 1 else None


def _write(change, receipts, as_at):
    """Add the rows of every receipt that can be kept."""
    moment, files, statements, lines, others = now(), [], [], [], []
    held = {row["file_sha256"] for row in change.rows("select file_sha256 from raw.file")}
    taken = set()
    for place, receipt in enumerate(receipts):
        if receipt["status"] != "imported":
            continue
        if receipt["sha256"] in taken:
            receipt.update(status="already_held", reason="This file is in the same upload twice. It is kept once.", kept=[], statement_ids=[])
            continue
        taken.add(receipt["sha256"])
        received = {"received_at": moment + timedelta(microseconds=place), "received_by": change.actor.username}
        if receipt["sha256"] not in held:
            files.append({"file_sha256": receipt["sha256"], "file_name": receipt["file"], "bytes": receipt.get("bytes", 0), "kind": receipt["kind"], "layout": receipt["layout"], "messages": "\n".join(receipt["messages"]), **received})
            others += [_other(receipt, line, "rejected", "reason") for line in receipt["rejected_lines"]]
            others += [_other(receipt, line, "skipped", "why") for line in receipt["skipped_lines"]]
        for statement in receipt["kept"]:
            statements.append(_statement_row(receipt, statement) | received)
            about = {"statement_id": statement["statement_id"], "account_id": statement["account_id"]}
            lines += [_line_row(row) | about for row in statement["rows"]]
    change.insert("raw.file", files)
    change.insert("raw.statement", statements)
    change.insert("raw.statement_line", lines)
    change.insert("raw.other_line", others)


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


def _other(receipt, line, status, why):
    return {"file_sha256": receipt["sha256"], "line_number": line["line"], "status": status, "reason": line[why], "source": line["source"]}


def _count(change, receipts):
    """Say of each receipt what was new, already known, in conflict, and what stands between it and the statement before."""
    accounts = sorted({statement["account_id"] for receipt in receipts for statement in receipt["kept"]})
    if not accounts:
        return
    ids = [statement["statement_id"] for receipt in receipts for statement in receipt["kept"]]
    these, named = in_accounts(accounts)
    counted = {row["statement_id"]: row for row in change.rows(NEW.format(accounts=these), {**named, "ids": ids})}
    for receipt in receipts:
        rows = [counted[statement["statement_id"]] for statement in receipt["kept"]]
        receipt["new_transactions"] = sum(row["new_transactions"] for row in rows)
        receipt["locked_lines"] = sum(row["locked_lines"] for row in rows)
        if rows:
            receipt["already_known"] = sum(row["lines"] for row in rows) - receipt["new_transactions"] - receipt["locked_lines"]
        receipt["conflicts"] = int(sum(row["missing_here"] + row["missing_there"] for row in rows))
        receipt["gap"] = next(({"from": row["first_day_between"], "to": row["last_day_between"]} for row in rows if row["has_missing_days"]), None)
        receipt["opening_break"] = next((row["opening_break"] for row in rows if row["opening_break"] and not row["has_missing_days"]), None)
        receipt["follows_on"] = any(row["previous_statement_id"] and not row["has_missing_days"] and not row["opening_break"] for row in rows)


def _record(change, receipt):
    account = change.rows("select council, agreement_id from staging.account where account_id = ?", [receipt["account_id"]])
    about = account[0] if account else {}
    after = {name: receipt[name] for name in ("file", "sha256", "status", "reason", "account_id", "new_transactions", "already_known")}
    change.record("import_statement", ", ".join(receipt["statement_ids"]) or receipt["sha256"], after=after, **about)


def _keep_bytes(folder, sha256, content):
    """Write a file byte for byte under its hash, whole and on the disk, before the transaction commits."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UserError("The file changed while it was read. Upload it again.")
    kept = folder / sha256
    if kept.exists():
        return
    part = folder / f"{sha256}.part"
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(kept)


def _make_sure_of_room(store):
    free = shutil.disk_usage(store.places.evidence).free
    least = settings()["store"]["free_space_mb"] * 1_000_000
    if free < least:
        raise UserError(f"The disk has {free // 1_000_000} MB left, and an import needs {least // 1_000_000}. Make room, then import again: nothing was kept.")


def _money(text):
    return None if text is None else Decimal(text)

