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
    computed_for(change, as_at)
    return change.value("select count(*) from staging.account")


def computed_for(change, as_at):
    """Say that every kept table is of this day and of these SELECTs."""
    change.execute("delete from store.refreshed")
    change.execute("insert into store.refreshed values (?, ?)", [as_at, views_version()])


def recompute_caseload(change, as_at):
    """Fill the kept tables that follow extracts, payees and policy and belong to no single account."""
    for file in _kept("with the caseload"):
        _fill(change, file, as_at)


def caseload_tables():
    """The tables that recompute_caseload fills, each after what it reads."""
    return [file.full_name for file in _kept("with the caseload")]


def rows_of(reads, table, as_at):
    """What one kept table would hold, computed for a day."""
    return reads.ask(sql_file(table).text, _day(sql_file(table), as_at))


def replace(change, table, rows):
    """Put what rows_of() gave in the place of the table's old rows."""
    change.execute(f"delete from {table}")
    change.insert(table, rows)


def computed(copy, as_at):
    """{table: rows} of every by-account table of a copy, computed for a day."""
    fill_copy(copy, as_at)
    return {file.full_name: copy.arrow(f"from {file.full_name}") for file in _kept("by account")}


def put(change, rows, accounts):
    """Put what computed() gave of some accounts in the place of their old rows."""
    of_these, named = in_accounts(accounts)
    for table in rows:
        change.execute(f"delete from {table} where {of_these}", named)
        change.insert(table, rows[table])


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


def copy_of(change, accounts):
    """A small store in memory with all that the by-account SELECTs and the rules read of some accounts."""
    return copy_with(read_of(change, accounts), change.actor)


@contextmanager
def copy_with(rows, actor, whose="saves"):
    """The same, of what read_of() gave. There is one at a time for saves, and one for whoever else needs time: a save waits for none of theirs."""
    with bench(whose).trial(actor) as copy:
        for table in rows:
            copy.insert(table, rows[table])
        yield copy


def read_of(reads, accounts, tables=None):
    """{table: rows} of all that the by-account SELECTs and the rules read of some accounts, or of these tables of it."""
    of_these, named = in_accounts(accounts)
    owners = reads.rows(f"select distinct agreement_id, person_id from staging.account where {of_these} order by all", named)
    statements = reads.rows(f"select distinct file_sha256 from raw.statement where {of_these} order by all", named)
    members = {
        "account_id": sorted(accounts),
        "agreement_id": [row["agreement_id"] for row in owners],
        "person_id": [row["person_id"] for row in owners],
        "file_sha256": [row["file_sha256"] for row in statements],
    }
    found = {}
    for table, column in inputs().items():
        if tables is not None and table not in tables:
            continue
        if column is None:
            found[table] = reads.arrow(f"from {table}")
        elif members[column]:
            these, values = _among(column, members[column])
            found[table] = reads.arrow(f"from {table} where {these} or {column} is null", values)
    return found


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
    change.fill(file.full_name, file.text, _day(file, as_at))


def _day(file, as_at):
    return {"as_at": as_at} if "as_at" in file.parameters else None


@cache
def inputs():
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
