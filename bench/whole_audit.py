"""The tests over every case, all in one go, beside one scan of what they read."""

from bench.clock import timed
from bench.store import AS_AT, fill, new_store
from lib import whole_audit
from lib.sqlfiles import TABLE_LAYERS, build_order, sql_files
from lib.store import OPERATOR

TURNS = 3


def every_case(home, accounts, lines):
    """Print how long T1 to T24 take over so many cases, in all and the slowest of them, and the ratio to reading every row behind them once."""
    store = new_store(home, accounts, officers=10)
    fill(store, 60, lines)
    year = whole_audit.years(AS_AT)[0]
    runs = []
    seconds = sorted(timed(lambda: runs.append(whole_audit.run(store, OPERATOR, "Westmarch", year, AS_AT))) for _ in range(TURNS))[TURNS // 2]
    kept = store.value("select count(*) from findings.audit_case where run_id = ?", [runs[-1]])
    from_day, to_day = whole_audit.days_of(year, AS_AT)
    each = {}
    for file in sql_files("audit_tests"):
        values = {name: day for name, day in (("from_day", from_day), ("to_day", to_day)) if name in file.parameters}
        each[file.name] = timed(lambda file=file, values=values: store.value(f"select count(*) from ({file.text})", values))
    tables = read_in_the_end()
    scan = sorted(timed(lambda: [store.value(f"select bit_xor(hash(row)) from {table} as row") for table in tables]) for _ in range(TURNS))[TURNS // 2]
    held = store.value("select count(*) from reconciliation.transaction")
    store.close()
    print(
        f"T1 to T24 over {accounts:,} cases and {held:,} lines: {seconds:.2f} s (median of {TURNS}), {kept:,} results kept; {seconds / scan:.1f} times one scan of the {len(tables)} tables behind them ({scan:.2f} s)"
    )
    print("  the slowest: " + ", ".join(f"{name} {took:.2f} s" for name, took in sorted(each.items(), key=lambda one: -one[1])[:5]))


def read_in_the_end():
    """The tables behind the tests: kept ones, what others sent and what people decided."""
    built = {file.full_name: file for file in build_order()}
    to_look_at, seen, tables = list(sql_files("audit_tests")), set(), set()
    while to_look_at:
        for name in to_look_at.pop().reads - seen:
            seen.add(name)
            if name.split(".")[0] in TABLE_LAYERS or built[name].is_kept:
                tables.add(name)
            else:
                to_look_at.append(built[name])
    return sorted(tables)
