"""Computing everything anew beside those who work: table by table, then some accounts at a time. The writer is held only while their rows are put in place.

The store is of the new day once the last account is done. Until then it is of the day before, so whatever breaks this off,
all is begun anew.
"""

from dataclasses import dataclass

from lib import access, kept, monitoring
from lib.answers import rests_on
from lib.sqlfiles import sql_file

# How many accounts are computed together, their siblings aside: each part reads the large tables once.
TOGETHER = 100
# How many are computed while the writer is held, where one of a part was changed meanwhile: so all are done some time, however much is saved.
FEW = 10


@dataclass(frozen=True)
class Part:
    """Accounts that were computed and wait to be kept: what was read of them, and how often each table had been written before."""

    accounts: set
    before: dict
    read: dict
    outcome: tuple


@access.allowed("refresh")
def refresh(store, actor, as_at, together=TOGETHER, progress=None):
    """Do what monitoring.refresh_store does, while others save. progress(done, of) is told of accounts."""
    began = store.answers.times_written()
    for table in kept.caseload_tables():
        _compute_table(store, actor, as_at, table)
    # Nothing leaves raw: an account that is no longer in the caseload is here too, and its rows and findings go.
    accounts = {row["account_id"] for row in store.rows("select distinct account_id from raw.account")}
    left, size = accounts, together
    while left:
        part = compute(store, actor, as_at, sorted(left)[:size])
        done = keep(store, actor, as_at, part)
        # Where much is saved, few accounts at a time are more often done before one of them is changed.
        left, size = left - done, together if done == part.accounts else FEW
        if progress:
            progress(len(accounts) - len(left), len(accounts))
    with store.change(actor, "refresh", "all accounts", after={"as_at": str(as_at)}) as change:
        # Where somebody computed everything meanwhile, with new accounts or for another day, the store stays of that.
        if not store.answers.written_since(began, ["store.refreshed"]):
            kept.computed_for(change, as_at)


@access.allowed("refresh")
def compute(store, actor, as_at, some):
    """Compute some accounts with their siblings. Nobody waits for it."""
    before = store.answers.times_written()
    with store.snapshot() as seen:
        accounts = monitoring.with_their_siblings(seen, some)
        read = kept.read_of(seen, accounts)
    with kept.copy_with(read, actor, "all") as copy:
        return Part(accounts, before, read, monitoring.compute(copy, as_at))


@access.allowed("refresh")
def keep(store, actor, as_at, part):
    """Keep a part and give its accounts; where what was read of them no longer stands, compute a few of them as they are now and give those."""
    with store.computing(actor) as change:
        if _still_stands(change, part):
            monitoring.keep(change, as_at, part.accounts, part.outcome)
            return part.accounts
        few = set(sorted(part.accounts)[:FEW])
        monitoring.follow(change, as_at, few)
        return few


def _still_stands(change, part):
    """Only what was written meanwhile is read again."""
    written = change.store.answers.written_since(part.before, kept.inputs())
    if not written:
        return True
    same_accounts = monitoring.with_their_siblings(change, part.accounts) == part.accounts
    return same_accounts and kept.read_of(change, part.accounts, written) == {table: part.read[table] for table in written if table in part.read}


def _compute_table(store, actor, as_at, table):
    """Compute a table that belongs to no single account."""
    before = store.answers.times_written()
    with store.snapshot() as seen:
        rows = kept.rows_of(seen, table, as_at)
    with store.computing(actor) as change:
        if store.answers.written_since(before, rests_on(sql_file(table))):
            rows = kept.rows_of(change, table, as_at)
        kept.replace(change, table, rows)
