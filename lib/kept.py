"""Kept tables: the stored answers of SELECTs, computed anew for the accounts that changed."""

from lib.sqlfiles import build_order
from lib.store import views_version

# Above this many accounts one whole recompute is faster than many filtered ones.
MANY = 400
CHUNK = 200


def refresh(change, as_at, accounts=None, caseload=False):
    """Recompute kept tables inside a change, for the accounts given or for all, and give how many accounts that was.

    caseload says that extracts, payees or policy changed, so the tables that belong to no account are computed anew too.
    """
    if not is_filled(change):
        accounts = None
    if accounts is None or caseload:
        for file in _kept("with the caseload"):
            _recompute(change, file, as_at)
    if accounts is None or len(accounts) > MANY:
        for file in _kept("by account"):
            _recompute(change, file, as_at)
        change.execute("delete from store.refreshed")
        change.execute("insert into store.refreshed values (?, ?)", [as_at, views_version()])
        return change.execute("select count(*) from staging.account").fetchone()[0]
    accounts = sorted(accounts)
    for file in _kept("by account"):
        for start in range(0, len(accounts), CHUNK):
            _recompute(change, file, as_at, accounts[start : start + CHUNK])
    return len(accounts)


def is_filled(change):
    """Whether the kept tables hold what the SELECTs of today say; not so after an upgrade, until all is refreshed."""
    return change.execute("select count(*) from store.refreshed").fetchone()[0] > 0


def _kept(recomputed):
    return [file for file in build_order() if file.is_kept and file.header["recomputed"] == recomputed]


def _recompute(change, file, as_at, accounts=None):
    values = {"as_at": as_at} if "as_at" in file.parameters else {}
    if accounts is None:
        change.execute(f"delete from {file.full_name}")
        change.execute(f"insert into {file.full_name} {file.text}", values or None)
        return
    of_these, named = in_accounts(accounts)
    change.execute(f"delete from {file.full_name} where {of_these}", named)
    change.execute(f"insert into {file.full_name} select * from ({file.text}) where {of_these}", named | values)


def in_accounts(accounts):
    """A condition on account_id, and its values. Written out one by one, for only that reaches down to the scan."""
    named = {f"account_{number}": account for number, account in enumerate(accounts)}
    return f"account_id in ({', '.join(f'${name}' for name in named)})", named
