"""The command line: for the night run, for administrators, and for anyone who checks the tool from outside."""

import argparse
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from lib.errors import UserError


def main(words=None):
    """Run one command. 0 done, 1 a person must put something right, 2 wrong use."""
    told = _parser().parse_args(words)
    try:
        answer = told.run(told)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was under way was not kept.", file=sys.stderr)
        return 1
    if answer is None:
        return 0
    document, sentences = answer
    if told.json:
        print(json.dumps(document, default=_plain, ensure_ascii=False))
    else:
        print("\n".join(sentences))
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog="python -m lib", description="Reckoner: direct payments, checked against what they are for.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name, run, about):
        one = commands.add_parser(name, help=about, description=about)
        one.set_defaults(run=run)
        one.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        one.add_argument("--store", metavar="PATH", help="the store to use; otherwise the one of config.toml")
        one.add_argument("--as-at", type=_day, default=date.today(), metavar="DATE", help="what counts as today (YYYY-MM-DD)")
        return one

    one = command("init", init, "Create an empty store and its first administrator.")
    one.add_argument("--username", help="the first administrator's username; asked for otherwise")
    one.add_argument("--name", help="their name")
    one = command("serve", serve, "Start the app.")
    one.add_argument("--port", type=int)
    one = command("demo", demo, "Build a made-up council in a store of its own.")
    one.add_argument("--cases", type=int, default=300)
    one.add_argument("--seed", type=int, default=1)
    one = command("load", load, "Load caseload extracts: a folder, a ZIP or a workbook.")
    one.add_argument("source", type=Path)
    one.add_argument("--profile", help="the system the extract comes from (data/extracts)")
    one.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    one = command("read", read, "Read statement files without keeping anything.")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--layout", help="read as this layout (data/layouts)")
    one = command("import", import_statements, "Keep statement files: files, folders and ZIPs.")
    one.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    one.add_argument("--account", metavar="ID", help="whose they are, when the files don't say")
    one = command("refresh", refresh, "Recompute reconciliation and findings for this day.")
    one.add_argument("--all", action="store_true", help="everything, from the raw rows")
    one = command("query", query, "Ask the audit views: one SELECT, or @NAME for a saved question.")
    one.add_argument("question", metavar="SQL|@NAME")
    one.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")
    one.add_argument("--format", choices=("csv", "xlsx", "json"), default="csv")
    one.add_argument("--out", type=Path, metavar="FILE")
    command("verify", verify, "Check the store, the evidence and the activity log.")
    one = command("user", user, "People who may sign in.")
    one.add_argument("action", choices=("add", "disable", "reset", "list"))
    one.add_argument("username", nargs="?")
    one.add_argument("--name")
    one.add_argument("--role")
    one.add_argument("--council", action="append", default=[], metavar="NAME", help="repeat for several")
    one.add_argument("--officer", help="the officer's code in the extracts; otherwise the username")
    return parser


def init(told):
    from lib.config import places
    from lib.store import OPERATOR, open_store
    from lib.users import add

    path = places(told.store).path
    if path.exists():
        raise UserError(f"There is a store at {path.name} already. Nothing was changed.")
    username = told.username or input("Username of the first administrator: ").strip()
    store = open_store(told.store, create=True)
    _load_settings(store, told.as_at)
    councils = [row["council"] for row in store.rows("select distinct council from staging.policy order by council")]
    password = add(store, OPERATOR, username, told.name or username, "administrator", councils)
    return {"store": str(path), "username": username}, [f"The store is ready. {username} signs in once with this password and then chooses another: {password}"]


def serve(told):
    from lib.serve import serve as start

    return start(told.store, told.port)


def demo(told):
    from lib.config import demo_path
    from lib.demo.build import build

    counts = build(told.store or demo_path(), told.as_at, told.cases, told.seed, _progress(told))
    return counts, [f"{name}: {count}" for name, count in counts.items()]


def load(told):
    from lib.caseload import load as load_extracts
    from lib.store import OPERATOR

    with _open(told) as store:
        counts = load_extracts(store, OPERATOR, told.source, told.profile, told.dry_run, told.as_at, tell=lambda message: print(message, file=sys.stderr))
    return counts, [json.dumps(counts, default=_plain, indent=2)]


def read(told):
    from lib.statements import read_files

    readings = [_bare(reading) for reading in read_files(_contents(told.files), layout=told.layout, today=told.as_at)]
    return readings, [_sentence(reading) for reading in readings]


def import_statements(told):
    from lib.receiving import import_files
    from lib.store import OPERATOR

    with _open(told) as store:
        receipts = import_files(store, OPERATOR, _below(told.paths), told.account, told.as_at, _progress(told))
    receipts = [_bare(receipt) for receipt in receipts]
    kept = [receipt for receipt in receipts if receipt["status"] == "imported"]
    left = [receipt for receipt in receipts if receipt["status"] not in ("imported", "already_held")]
    return receipts, [
        *(f"{receipt['file']}: {receipt['reason']}" for receipt in left),
        f"{len(kept)} of {len(receipts)} files kept, {sum(receipt['new_transactions'] for receipt in kept)} new transactions.",
    ]


def refresh(told):
    from lib.monitoring import refresh_store
    from lib.store import OPERATOR

    with _open(told) as store:
        if told.all:
            _load_settings(store, told.as_at)
        done = refresh_store(store, OPERATOR, told.as_at)
    return done, [f"{done['accounts']} accounts recomputed in {done['seconds']} seconds."]


def query(told):
    from lib.audit_queries import ask
    from lib.exports import write

    params = dict(one.partition("=")[::2] for one in told.param)
    answer = ask(told.store, told.question, params)
    if told.json or told.format == "json":
        told.json = True
        return answer["rows"], []
    content = write(told.format, answer["columns"], answer["rows"])
    if told.out:
        told.out.write_bytes(content)
        return answer["rows"], [f"{len(answer['rows'])} rows written to {told.out.name}."]
    if told.format == "xlsx":
        raise UserError("Name a file with --out for a workbook.")
    return answer["rows"], [content.decode("utf-8-sig").rstrip()]


def verify(told):
    from lib.checks import verify_store

    with _open(told) as store:
        faults = verify_store(store)
    document = {"checked": ["store", "evidence", "activity"], "broken": faults}
    if faults and not told.json:
        raise UserError("\n".join(faults))
    return document, ["The store, the evidence and the activity log are whole."]


def user(told):
    from lib import users
    from lib.store import OPERATOR

    with _open(told) as store:
        if told.action == "list":
            people = users.list_users(store, OPERATOR)
            return people, [f"{one['username']}: {one['name']}, {one['role']}, {', '.join(one['councils'])}" for one in people]
        if not told.username:
            raise UserError("Name the username.")
        if told.action == "disable":
            users.disable(store, OPERATOR, told.username)
            return {"username": told.username}, [f"{told.username} can no longer sign in."]
        if told.action == "reset":
            password = users.reset(store, OPERATOR, told.username)
        else:
            password = users.add(store, OPERATOR, told.username, told.name or told.username, told.role, told.council, officer=told.officer)
    return {"username": told.username, "password": password}, [f"{told.username} signs in once with this password and then chooses another: {password}"]


class _open:
    """The store of a command, closed when the command is done."""

    def __init__(self, told):
        self.path = told.store

    def __enter__(self):
        from lib.store import open_store

        self.store = open_store(self.path)
        return self.store

    def __exit__(self, *_):
        self.store.close()


def _load_settings(store, as_at):
    """Policy and categories as the files under data/ have them."""
    from lib import categories, policy
    from lib.store import OPERATOR

    policy.load(store, OPERATOR, as_at=as_at)
    categories.load(store, OPERATOR)


def _contents(paths):
    for path in paths:
        try:
            yield path.name, path.read_bytes()
        except OSError as error:
            raise UserError(f"{path.name} can't be opened: {error.strerror}.") from error


def _below(paths):
    """(name, bytes) of every file; below a folder the name keeps the folders, which may say whose a file is."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file():
                    yield str(file.relative_to(path.parent)), file.read_bytes()
        else:
            yield from _contents([path])


def _bare(reading):
    """A reading without its rows: what the contract shows."""
    statements = [{name: value for name, value in one.items() if name not in ("rows", "account_id", "statement_id")} for one in reading["statements"]]
    rejected = [{"line": line["line"], "reason": line["reason"]} for line in reading["rejected_lines"]]
    shown = {name: value for name, value in reading.items() if name not in ("skipped_lines", "kept", "left_out")}
    return shown | {"statements": statements, "rejected_lines": rejected}


def _sentence(reading):
    if reading["status"] == "refused":
        return f"{reading['file']}: refused. {reading['reason']}"
    read = ", ".join(f"{one['lines']} lines {one['from_date']} to {one['to_date']}, {one['proof']}" for one in reading["statements"])
    return " ".join([f"{reading['file']}: {reading['layout'] or reading['kind']}, {read}.", *reading["messages"]])


def _progress(told):
    """A bar on standard error for a person, nothing for a program."""
    if told.json or not sys.stderr.isatty():
        return None

    def show(done, of, what=""):
        filled = 30 * done // max(of, 1)
        print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{of} {what}\033[K", end="\n" if done >= of else "", file=sys.stderr, flush=True)

    return show


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day like 2026-03-31") from error


def _plain(value):
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


if __name__ == "__main__":
    sys.exit(main())
