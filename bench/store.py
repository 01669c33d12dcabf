"""Importing many statements, and one statement into a small and a large store, beside DuckDB alone."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import duckdb

from bench.clock import timed
from lib import beside, categories, policy, surplus
from lib.caseload import load
from lib.receiving import import_files
from lib.reviews import KEEP_LINES
from lib.sqlfiles import sql_file
from lib.store import OPERATOR, open_store

AS_AT = date(2026, 10, 31)
FIRST_DAY = date(2020, 1, 1)
PAUSE = 2  # seconds between the saves of ten people who work
HEADER = "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance"
PAYEES = ("BRIGHTSIDE CARE AGENCY", "A HELPER WAGES", "HMRC PAYE", "NEST PENSION", "TRANSPORT FOR ALL")


def many_statements(home, statements, lines):
    """One command that imports many statements, beside DuckDB reading the same rows."""
    accounts = max(statements // 10, 1)
    store = new_store(home, accounts)
    files = [(f"{account_id(number % accounts)}/{number // accounts:03}.csv", statement(number % accounts, number // accounts, lines)) for number in range(statements)]
    seconds = timed(lambda: import_files(store, OPERATOR, files, as_at=AS_AT))
    kept = store.value("select count(*) from reconciliation.transaction")
    store.close()
    for place, (_, content) in enumerate(files):
        (home / f"{place}.csv").write_bytes(content)
    alone = timed(lambda: duckdb.sql(f"create or replace table alone as from read_csv('{home}/*.csv', all_varchar = true)"))
    print(
        f"{statements} statements of {lines} lines in one command: {seconds:.1f} s, {kept / seconds:,.0f} lines a second, {seconds / alone:.0f} times DuckDB reading the same rows ({alone:.2f} s)"
    )


def one_statement(folder, lines, large):
    """One statement into a store that holds little, and into one that holds a great deal."""
    times = {}
    for name, held in (("small", 20 * lines), ("large", large)):
        store = new_store(folder / name, max(held // (20 * lines), 1))
        fill(store, lines, held)
        import_files(store, OPERATOR, [(f"{account_id(0)}/warm.csv", statement(0, 100, lines))], as_at=AS_AT)
        times[name] = sorted(
            timed(lambda place=place, store=store: import_files(store, OPERATOR, [(f"{account_id(0)}/{place}.csv", statement(0, place, lines))], as_at=AS_AT))
            for place in range(101, 106)
        )[2]
        print(f"one statement of {lines} lines into a store of {store.value('select count(*) from raw.statement_line'):,} lines: {times[name]:.2f} s (median of 5)")
        store.close()
    print(f"large over small: {times['large'] / times['small']:.2f} times")


def many_surpluses(home, agreements):
    """Every surplus worked out anew, beside the same sums as one SQL statement that keeps nothing."""
    store = new_store(home, agreements)
    fill(store, 20, 20 * agreements, begin=9000)
    seconds = sorted(timed(lambda: surplus.recalculate(store, OPERATOR, AS_AT)) for _ in range(5))[2]
    parts = ("surplus_basis", "surplus_term", "payment_to_come", "coming", "surplus")
    texts = {part: sql_file(f"reconciliation.{part}").text for part in parts}
    for part in parts[:-1]:
        texts = {name: text.replace(f"reconciliation.{part}", part) for name, text in texts.items()}
    one = f"with {', '.join(f'{part} as materialized ({texts[part]})' for part in parts[:-1])} select count(*) as agreements, sum(surplus) as surplus from ({texts['surplus']})"
    alone = sorted(timed(lambda: store.rows(one, {"as_at": AS_AT})) for _ in range(5))[2]
    found, kept = store.row(one, {"as_at": AS_AT}), surplus.totals(store, OPERATOR)
    assert (found["agreements"], found["surplus"]) == (kept["agreements"], kept["surplus"]), (found, kept)
    store.close()
    print(f"{kept['agreements']:,} surpluses worked out anew: {seconds:.2f} s (median of 5), {seconds / alone:.1f} times the same sums as one SQL statement ({alone:.2f} s)")


def saving_meanwhile(home, accounts, lines):
    """How long one waits at most, who saves again and again while all is computed for a new day, beside the same acts when nothing else is done."""
    store = new_store(home, accounts)
    fill(store, 60, lines)
    new_day = AS_AT + timedelta(days=1)
    saved = iter(range(100 * accounts, 200 * accounts))

    def save():
        number = next(saved)
        import_files(store, OPERATOR, [(f"{account_id(number % accounts)}/{number}.csv", statement(number % accounts, number // accounts, 60))], as_at=new_day)

    def note():
        with store.change(OPERATOR, "note", "bench"):
            pass

    acts = {"a statement of 60 lines": save, "an act that only the log keeps": note}
    idle = {name: sorted(timed(act) for _ in range(5))[2] for name, act in acts.items()}
    times = {name: [] for name in acts}
    with ThreadPoolExecutor(1) as aside:
        computing = aside.submit(timed, lambda: beside.refresh(store, OPERATOR, new_day))
        while not computing.done():
            for name, act in acts.items():
                times[name].append(timed(act))
            time.sleep(PAUSE)
    store.close()
    print(f"everything of {lines:,} lines computed for a new day in {computing.result():.0f} s, while somebody saves with {PAUSE} s between:")
    for name in acts:
        print(
            f"  {name}: {max(times[name]):.2f} s at most of {len(times[name])} times, {sorted(times[name])[len(times[name]) // 2]:.2f} s in the middle, {idle[name]:.2f} s when nothing else is done"
        )


def fill(store, lines, held, until=None, begin=1000):
    """Put many earlier lines straight into the raw tables, then compute everything once. The newest ends on the day until; accounts begin with so many pounds, or some more."""
    statements = held // lines
    accounts = store.value("select count(*) from raw.account")
    first = until - timedelta(days=statements // accounts * 30 - 1) if until else FIRST_DAY
    filled = {"accounts": accounts, "first": first, "lines": lines, "statements": statements}
    with store.change(OPERATOR, "fill", "bench") as change:
        change.execute("insert into raw.file select 'f' || i, 'f', 1, 'csv', 'bench', '[]', timestamp '2026-01-01', 'bench', null from range(?) as t(i)", [statements])
        # Every fourth week the council and the person pay in what is due; all else goes out.
        change.execute(
            "insert into raw.statement_line select 's' || i, 'AC' || (i % $accounts), n + 2, n + 1, posted_on,"
            " case when is_due then 'FASTER PAYMENT' else list_extract($payees, (n % 5 + 1)::integer) || ' ' || n end,"
            " case when is_due and n % 2 = 0 then 1430.60 when is_due then 249.40 else -(n + 1) end, null, null, null, null, null, null, 'source'"
            " from (select i, n, posted_on, (posted_on - (select min(first_payment_on) from raw.agreement)) % 28 = 0 as is_due"
            " from (select i, n, $first + (i // $accounts * 30 + n // 2 % 30)::integer as posted_on from range($statements) as t(i), range($lines) as u(n)))",
            filled | {"payees": list(PAYEES)},
        )
        change.execute(
            "insert into raw.statement select 's' || i, 'f' || i, 'AC' || (i % $accounts), null, null, null,"
            " $first + (i // $accounts * 30)::integer, $first + (i // $accounts * 30 + 29)::integer, null, $begin + i % $accounts % 20 * 60 + sum(credits - debits) over (partition by i % $accounts order by i),"
            " $lines, credits, debits, 'unproven', null, null, null, ($first + (i // $accounts * 30 + 35)::integer)::timestamp, 'bench'"
            " from range($statements) as t(i)"
            " join (select statement_id, coalesce(sum(amount) filter (where amount > 0), 0) as credits, coalesce(-sum(amount) filter (where amount < 0), 0) as debits"
            " from raw.statement_line group by statement_id) on statement_id = 's' || i",
            filled | {"begin": begin},
        )
    _compute(store, held)


def _compute(store, held):
    from lib.monitoring import refresh_store

    print(f"  everything of {held:,} lines recomputed in {refresh_store(store, OPERATOR, AS_AT)['seconds']} s")


def review(store, held):
    """Complete the reviews of a team that keeps up: all periods of long ago, and of most accounts the last; where a payee is still to be named, none. Then compute everything anew."""
    with store.change(OPERATOR, "review", "bench") as change:
        change.execute(
            "create temp table completed as select 'r' || account_id || period_from as review_id, account_id, agreement_id, council, period_from, period_to,"
            " period_to::timestamp + interval 40 days as opened_at, period_to::timestamp + interval 40 days as completed_at, officer as completed_by, 'difference_explained' as outcome,"
            " null as difference, 'Seen' as explanation, 0 as findings_raised, 0 as findings_upheld from reconciliation.period"
            " where state <> 'no_statement' and account_id[3:]::integer % 19 <> 0 and period_to < $as_at::date - case when account_id[3:]::integer % 3 = 0 then 100 else 30 end",
            {"as_at": AS_AT},
        )
        change.execute("insert into decisions.review by name from completed")
        change.execute(KEEP_LINES)
        change.execute("drop table completed")
    _compute(store, held)


def new_store(home, accounts, officers=1, since=date(2019, 12, 2)):
    """A store with so many accounts, each of its own person, spread over so many officers, and all begun on one day."""
    home.mkdir(parents=True)
    extracts = home / "extracts"
    extracts.mkdir()
    write(extracts / "people.csv", "person_id,forename,surname,council", (f"P{n},Bench,Person{n},Westmarch" for n in range(accounts)))
    write(
        extracts / "agreements.csv",
        "agreement_id,person_id,council,officer,start_date,account_type,payment_basis,payment_cycle,first_payment_on,return_frequency_months",
        (f"G{n},P{n},Westmarch,officer{n % officers + 1},{since},own_bank,net,4-weekly,{since},3" for n in range(accounts)),
    )
    write(extracts / "rates.csv", "agreement_id,from_date,gross_weekly,contribution_weekly", (f"G{n},{since},420.00,62.35" for n in range(accounts)))
    reviewed_on = AS_AT - timedelta(days=200)
    write(extracts / "statutory_reviews.csv", "agreement_id,reviewed_on", (f"G{n},{reviewed_on}" for n in range(accounts) if n % 12))
    write(extracts / "accounts.csv", "account_id,agreement_id,sort_code,account_number", (f"{account_id(n)},G{n},001020,{n:08}" for n in range(accounts)))
    # Officers have named nearly every payee; of one account in nineteen two are still to be named.
    named = [(payee, category) for payee, category in zip(PAYEES, ("agency", "pa_wages", None, None, "transport"), strict=True) if category]
    write(
        extracts / "payees.csv",
        "agreement_id,payee_name,spend_category",
        (f"G{n},{payee},{category}" for n in range(accounts) for payee, category in (named if n % 19 else named[:1])),
    )
    store = open_store(home / "reckoner.duckdb", create=True)
    policy.load(store, OPERATOR, as_at=AS_AT)
    categories.load(store, OPERATOR)
    load(store, OPERATOR, extracts, as_at=AS_AT)
    return store


def statement(account, month, lines):
    """A month's statement of an account, newest line last, with a balance that runs."""
    balance, out = Decimal("5000.00"), io.StringIO()
    out.write(HEADER + "\n")
    for number in range(lines):
        day = FIRST_DAY + timedelta(days=month * 20 + number * 20 // lines)
        amount = Decimal(number % 7 + 1) + Decimal("0.25")
        balance -= amount
        out.write(f"{day:%d/%m/%Y},DEB,'00-10-20,{account:08},{PAYEES[number % 5]} {number},{amount},,{balance}\n")
    return out.getvalue().encode()


def account_id(number):
    return f"AC{number}"


def write(path, header, rows):
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
