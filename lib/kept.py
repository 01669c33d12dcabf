"""Kept tables: the stored answers of SELECTs, computed anew for the accounts that changed.

For a few accounts the same SELECTs run over a small copy in memory that holds nothing but those accounts, so a statement
costs what its account costs, however much the store holds. For many they run over the store itself.
"""

from contextlib import contextmanager
from functools import cache

from lib.built import views_version
from lib.in_memory import bench
from lib.sqlfiles import TABLE_LAYERS, VIEW_LAYERS, build_order, sql_file, sql_files

# Above this many accounts one whole recompute is faster than copying.
MANY = 400


def needs_all(change, accounts):
    """Whether everything is to be computed: asked for, too many to copy, or the kept tables were made from other text."""
    return accounts is None or len(accounts) > MANY or change.value("select count(*) from store.refreshed") == 0


def recompute_all(change, as_at, progress=None):
    """Fill every kept table from the raw rows, and give how many accounts there are."""
    to_fill = [file for file in build_order() if file.is_kept]
    for done, file in enumerate(to_fill, start=1):
        _fill(change, file, as_at)
        if progress:
            progress(done, len(to_fill))
    change.execute("delete from store.refreshed")
    change.execute("insert into store.refreshed values (?, ?)", [as_at, views_version()])
    return change.value("select count(*) from staging.account")


def recompute_caseload(change, as_at):
    """Fill the kept tables that follow extracts, payees and policy and belong to no single account."""
    for file in _kept("with the caseload"):
        _fill(change, file, as_at)


def recompute_accounts(change, copy, as_at, accounts):
    """Compute some accounts' rows of every kept table on their copy, and put them in the place of the old ones."""
    of_these, named = in_accounts(accounts)
    for file in _kept("by account"):
        _fill(copy, file, as_at)
        change.execute(f"delete from {file.full_name} where {of_these}", named)
        change.insert(file.full_name, copy.arrow(f"from {file.full_name}"))


def recompute_findings(change, of_these, named):
    """Fill the kept tables that follow what the rules found, for the accounts of a condition."""
    for file in _kept("with the findings"):
        change.execute(f"delete from {file.full_name} where {of_these}", named)
        change.execute(f"insert into {file.full_name} select * from ({file.text}) where {of_these}", named)


def fill_copy(copy, as_at):
    """Fill every by-account table of a copy, as on any day: for a look at what was, or would be."""
    for file in _kept("by account"):
        _fill(copy, file, as_at)


def compute_on(copy, name, as_at):
    """Fill one kept table of a copy, and what it reads must be there: for a look at what would be."""
    _fill(copy, sql_file(name), as_at)


@contextmanager
def copy_of(change, accounts):
    """A small store in memory with all that the by-account SELECTs and the rules read of some accounts."""
    of_these, named = in_accounts(accounts)
    owners = change.rows(f"select distinct agreement_id, person_id from staging.account where {of_these}", named)
    statements = change.rows(f"select distinct file_sha256 from raw.statement where {of_these}", named)
    members = {
        "account_id": list(accounts),
        "agreement_id": [row["agreement_id"] for row in owners],
        "person_id": [row["person_id"] for row in owners],
        "file_sha256": [row["file_sha256"] for row in statements],
    }
    with bench().trial(change.actor) as copy:
        for table, column in _inputs().items():
            if column is None:
                copy.insert(table, change.arrow(f"from {table}"))
            elif members[column]:
                these, values = _among(column, members[column])
                copy.insert(table, change.arrow(f"from {table} where {these} or {column} is null", values))
        yield copy


def in_accounts(accounts):
    """A condition on account_id, and its values. Written out one by one, for only that reaches down to the scan."""
    return _among("account_id", sorted(accounts))


def _among(column, members):
    named = {f"{column}_{number}": member for number, member in enumerate(members)}
    return f"{column} in ({', '.join(f'${name}' for name in named)})", named


def _kept(recomputed):
    return [file for file in build_order() if file.is_kept and file.header["recomputed"] == recomputed]


def _fill(change, file, as_at):
    change.execute(f"delete from {file.full_name}")
    change.fill(file.full_name, file.text, {"as_at": as_at} if "as_at" in file.parameters else None)


@cache
def _inputs():
    """The tables a copy needs, each with the column that says whose a row is (None: everybody's)."""
    found = {}
    for table in _read_in_the_end():
        columns = {row["column_name"] for row in bench().rows(f"describe {table}")}
        found[table] = next((name for name in ("account_id", "agreement_id", "person_id", "file_sha256") if name in columns), None)
    return found


@cache
def _read_in_the_end():
    """Every table behind the by-account SELECTs and the rules: raw, decisions, and what is kept with the caseload."""
    built = {file.full_name: file for layer in VIEW_LAYERS for file in sql_files(layer)}
    caseload = {file.full_name for file in _kept("with the caseload")}
    to_look_at = [*_kept("by account"), *sql_files("rules")]
    seen, tables = set(), set()
    while to_look_at:
        for name in to_look_at.pop().reads - seen:
            seen.add(name)
            if name in caseload or name.split(".")[0] in TABLE_LAYERS:
                tables.add(name)
            elif name in built:
                to_look_at.append(built[name])
    return sorted(tables)
