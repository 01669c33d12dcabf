"""Loading a caseload extract: say what it would change, then keep all of that, or nothing."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lib.access import allowed
from lib.caseload import checks
from lib.caseload.arrange import arrange
from lib.caseload.profiles import profile as profile_called
from lib.caseload.rows import read_rows, rejected
from lib.caseload.sources import read_sheets, unpack_source
from lib.caseload.tables import ACCOUNTS, AGREEMENTS, PEOPLE, TABLES
from lib.errors import UserError
from lib.monitoring import follow
from lib.policy import undecided
from lib.store import now

NEWEST_LOAD = "select coalesce(max(load_number), 0) from raw.extract_load"


class PlanIsOld(UserError):
    """The caseload was loaded again since this preview. Look at a new preview."""


@dataclass(frozen=True)
class Plan:
    """What an extract would change: rows to add to raw by table, and the counts as they are printed."""

    name: str
    profile: str
    sha256: str
    by: str
    after_load: int
    rows: dict[str, list[dict]]
    counts: dict[str, dict]
    councils: frozenset[str]
    messages: tuple[str, ...]


@allowed("load_caseload")
def preview(store, actor, name, files, profile=None, as_at=None):
    """What the extract in these (name, bytes) pairs would change. Nothing is kept."""
    as_at = as_at or date.today()
    system = profile_called(profile or "canonical")
    sheets, after_load = read_sheets(files), store.value(NEWEST_LOAD)
    tables, messages = arrange(system, sheets)
    known, rows, counts, touched = _known(store, actor), {}, {}, set()
    for table in TABLES:
        found = [each for each in tables if each.layout.table is table]
        before = current(store, table) if found else {}
        sent, counts[table.name] = _compare(table, found, before, known, system.date_formats, as_at)
        changed = [(number, row) for key, (number, row) in sent.items() if before.get(key) != row]
        rows[table.name] = [{"row_number": number} | row._asdict() for number, row in changed]
        touched |= {known.council_of(table, row) for _, row in changed}
        if table is AGREEMENTS:
            counts[table.name]["warnings"] = checks.without_first_payment(row for _, row in sent.values())
        if table is ACCOUNTS:
            accounts = {key: row for key, (_, row) in sent.items()}
            counts[table.name]["warnings"] = checks.shared_accounts((before | accounts).values(), accounts.values())
    messages += [f"{council} has decided no policy: the proposed settings hold for it. Add its file to data/policy, or correct the name." for council in undecided(store, touched)]
    return Plan(name, system.name, _fingerprint(files), actor.username, after_load, rows, counts, frozenset(touched), tuple(messages))


@allowed("load_caseload")
def keep(store, actor, plan, as_at=None, progress=None):
    """Keep what a preview showed, and give its counts. progress(done, of) is told of each table that is computed."""
    if plan.by != actor.username:
        raise PlanIsOld("This preview was made by somebody else. Look at a new preview.")
    council = next(iter(plan.councils)) if len(plan.councils) == 1 else None
    with store.change(actor, "load_caseload", plan.name, council=council, after=_numbers(plan.counts)) as change:
        newest = change.execute(NEWEST_LOAD).fetchone()[0]
        if newest != plan.after_load:
            raise PlanIsOld
        for table in TABLES:
            change.insert(table.raw, [row | {"load_number": newest + 1} for row in plan.rows[table.name]])
        change.insert("raw.extract_load", [{
            "load_number": newest + 1, "loaded_at": now(), "loaded_by": actor.username,
            "source_name": plan.name, "source_sha256": plan.sha256, "profile": plan.profile, "counts": json.dumps(plan.counts),
        }])  # fmt: skip
        if any(plan.rows.values()):
            follow(change, as_at or date.today(), caseload=True, progress=progress)
    return plan.counts


@allowed("load_caseload")
def load(store, actor, path, profile=None, dry_run=False, as_at=None, tell=None):
    """Load a folder, a ZIP or a workbook, and give the counts: per table read, added, updated, closed, unchanged, rejected. tell takes what else is to be said."""
    plan = preview(store, actor, Path(path).name, unpack_source(path), profile, as_at)
    for message in plan.messages if tell else ():
        tell(message)
    return plan.counts if dry_run else keep(store, actor, plan, as_at)


def current(store, table):
    """{key: row} of a table as the newest loads have it."""
    newest = f"qualify row_number() over (partition by {', '.join(table.key)} order by load_number desc) = 1"
    rows = [table.row._make(row.values()) for row in store.rows(f"select {', '.join(table.names)} from {table.raw} {newest}")]
    return {table.key_of(row): row for row in rows}


def _known(store, actor):
    known = checks.Known(None if actor.role == "operator" else frozenset(actor.councils))
    for table in (PEOPLE, AGREEMENTS):
        for row in current(store, table).values():
            known.learn(table, row)
    return known


def _compare(table, found, before, known, formats, as_at):
    """{key: (row number, row)} of the rows that may stand, and the table's counts."""
    counts = {"read": 0, "added": 0, "updated": 0, "closed": 0, "unchanged": 0, "rejected": [], "warnings": []}
    sent = {}
    for each in found:
        usable, kept_out = read_rows(table, each, formats, as_at)
        counts["read"] += len(usable) + len(kept_out)
        for number, row in usable:
            key = table.key_of(row)
            was, (earlier_number, earlier) = before.get(key), sent.get(key, (None, None))
            row = _with_columns_not_sent(table, each, row, was)
            if row == earlier:
                counts["unchanged"] += 1
                continue
            wrong = _said_before(table, earlier_number) if earlier else checks.faults(table, row, was, known)
            if wrong:
                kept_out.append(rejected(each, number, wrong))
                continue
            counts[_outcome(table, was, row)] += 1
            sent[key] = number, row
            known.learn(table, row)
        counts["rejected"] += sorted(kept_out, key=lambda out: out["row"])
    return sent, counts


def _with_columns_not_sent(table, found, row, was):
    """An empty cell says that nothing is known; a column that is not there says nothing, so what we have stays."""
    if was is None or len(found.columns) == len(table.names):
        return row
    return row._replace(**{name: getattr(was, name) for name in table.names if name not in found.columns})


def _outcome(table, was, row):
    if was is None:
        return "added"
    if was == row:
        return "unchanged"
    return "closed" if table.ends and getattr(was, table.ends) is None and getattr(row, table.ends) else "updated"


def _said_before(table, number):
    return [(table.key[0], f"Row {number} has the same {' and '.join(table.key)} and says something else. Keep the one that is right.")]


def _numbers(counts):
    return {name: {what: len(many) if isinstance(many, list) else many for what, many in table.items()} for name, table in counts.items()}


def _fingerprint(files):
    """A SHA-256 over the files' names and bytes."""
    parts = sorted(f"{hashlib.sha256(content).hexdigest()} {name}" for name, content in files)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
