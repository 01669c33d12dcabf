"""What the commands of the command line do: each takes what was typed and gives an Answer, or None."""

import sys
from dataclasses import dataclass, field

from lib import terminal
from lib.errors import UserError


@dataclass(frozen=True)
class Answer:
    """What a command says: as one JSON document, as sentences, and what a person must put right."""

    document: object
    sentences: list = field(default_factory=list)
    to_do: list = field(default_factory=list)


def init(told):
    from lib.config import places
    from lib.store import OPERATOR, open_store
    from lib.users import add, check_name

    path = places(told.store).path
    if path.exists():
        raise UserError(f"There is a store at {path.name} already. Nothing was changed.")
    username = told.username or terminal.asked("Username of the first administrator:", "--username")
    name = told.name or username
    check_name(username, name)
    store = open_store(told.store, create=True)
    try:
        _load_settings(store, told.as_at)
        councils = [row["council"] for row in store.rows("select distinct council from staging.policy order by council")]
        password = add(store, OPERATOR, username, name, "administrator", councils)
    finally:
        store.close()
    said = f"The store is ready. {username} signs in once with this password and then chooses another: {password}"
    return Answer({"store": str(path), "username": username, "password": password}, [said])


def serve(told):
    from lib.serve import serve as start

    return start(told.store, told.port)


def demo(told):
    from lib.config import demo_path
    from lib.demo.build import build

    counts = build(told.store or demo_path(), told.as_at, told.cases, told.seed, terminal.progress(told))
    return Answer(counts, [f"{name}: {count}" for name, count in counts.items()])


def load(told):
    from lib.caseload import load as load_extracts
    from lib.store import OPERATOR

    with _open(told) as store:
        counts = load_extracts(store, OPERATOR, told.source, told.profile, told.dry_run, told.as_at, tell=lambda message: print(message, file=sys.stderr))
    return Answer(counts, [terminal.as_json(counts, indent=2)])


def read(told):
    from lib.statements import read_files

    readings = [_bare(reading) for reading in read_files(terminal.contents(told.files), layout=told.layout, today=told.as_at)]
    sentences = [_sentence(reading) for reading in readings]
    return Answer(readings, sentences) if any(reading["status"] == "read" for reading in readings) else Answer(readings, to_do=sentences)


def import_statements(told):
    from lib.receiving import import_files
    from lib.store import OPERATOR

    with _open(told) as store:
        receipts = import_files(store, OPERATOR, terminal.below(told.paths), told.account, told.as_at, terminal.progress(told))
    kept = [receipt for receipt in receipts if receipt["status"] == "imported"]
    left = [receipt for receipt in receipts if receipt["status"] not in ("imported", "already_held")]
    sentences = [f"{receipt['file']}: {message}" for receipt in kept for message in receipt["left_out"]]
    sentences.append(f"{len(kept)} of {terminal.many(receipts, 'file')} kept, {sum(receipt['new_transactions'] for receipt in kept)} new transactions.")
    return Answer([_bare(receipt) for receipt in receipts], sentences, [_named(receipt) for receipt in left])


def refresh(told):
    from lib.monitoring import refresh_store
    from lib.store import OPERATOR

    with _open(told) as store:
        if told.all:
            _load_settings(store, told.as_at)
        done = refresh_store(store, OPERATOR, told.as_at, terminal.progress(told))
    return Answer(done, [f"{done['accounts']} accounts recomputed in {done['seconds']} seconds."])


def surplus(told):
    from lib.store import OPERATOR
    from lib.surplus import recalculate, totals

    with _open(told) as store:
        before = totals(store, OPERATOR)
        _load_settings(store, told.as_at)
        after = recalculate(store, OPERATOR, told.as_at, terminal.progress(told))
    said = f"{after['agreements']} agreements worked out. {after['with_surplus']} hold £{after['surplus']:,.2f} above what is kept (before: {before['with_surplus']}, £{before['surplus']:,.2f})."
    return Answer({"before": before, "after": after}, [said])


def query(told):
    from lib.audit_queries import MOST_ROWS_OF_A_FILE, ask
    from lib.exports import to_csv
    from lib.store import OPERATOR

    with _open(told) as store:
        answer = ask(store, OPERATOR, told.question, dict(told.param), told.reason, MOST_ROWS_OF_A_FILE)
        files = _files_of(store, told, answer) if told.out else {}
    columns, rows = list(answer["columns"]), answer["rows"]
    if answer["is_cut"]:
        print(f"There are more rows than these {len(rows)}. Narrow the question down.", file=sys.stderr)
    if told.out:
        for name, content in files.items():
            terminal.write(told.out.with_name(name), content)
        return Answer(rows, [f"{terminal.many(rows, 'row')} written to {terminal.joined(files)}."])
    if told.format in ("xlsx", "parquet") and not told.json:
        raise UserError("Name a file with --out for a workbook or a Parquet file.")
    return Answer(rows, [terminal.as_json(rows) if told.format == "json" else to_csv({column: column for column in columns}, rows).decode("utf-8-sig").rstrip()])


def sample(told):
    from lib.self_audit_draw import draw
    from lib.self_audit_drawn import cycles, items
    from lib.store import OPERATOR

    with _open(told) as store:
        plans = cycles(store, OPERATOR)
        if not told.cycle:
            return Answer(
                plans,
                [f"{one['cycle_id']}: {one['month']:%B %Y}, {', '.join(one['councils'])}, {one['state']}" for one in plans]
                or ["No month is planned. Plan one in the app, under Self-audit."],
            )
        is_drawn = any(one["cycle_id"] == told.cycle and one["draws"] for one in plans)
        drawn = items(store, OPERATOR, told.cycle) if is_drawn else draw(store, OPERATOR, told.cycle, told.as_at)
    return Answer(drawn, [f"{one['selected_as']} {one['stratum']} {one['place']}: {one['review_id']} ({one['auditor']})" for one in drawn])


def evaluate(told):
    from lib.self_audit_drawn import evaluate as evaluated
    from lib.store import OPERATOR

    with _open(told) as store:
        found = evaluated(store, OPERATOR, told.cycle)
    shares = {name: None if found[name] is None else float(found[name]) for name in ("rate", "bound", "confidence")}
    return Answer(found | shares, [found["says"]])


def backup(told):
    from lib.backup import back_up

    done = back_up(told.store, told.file, terminal.progress(told))
    said = f"{told.file.name} holds the store, {done['files'] - 1} files of evidence and {done['log_rows']} rows of the log, and was read back. Keep it on another machine, and the log's key apart from it."
    broken = [f"In the store, and so in the backup: {fault}" for fault in done["broken"]]
    return Answer(done, [said], broken)


def restore(told):
    from lib.backup import restore as put_back

    done = put_back(told.store, told.file, terminal.progress(told))
    lost = f"{done['lost']} acts that were recorded later are not in it." if done["lost"] else "Nothing was recorded after it."
    moved = f" The store that was here is now {done['moved_to']}." if done["moved_to"] else ""
    return Answer(done, [f"The store is as it was at {done['taken_at']}. {lost}{moved}"], done["broken"])


def verify(told):
    from lib.checks import verify_store

    if told.file:
        from lib.backup import verify as verify_backup

        faults = verify_backup(told.store, told.file)
        return Answer({"checked": ["files", "store", "activity"], "broken": faults}, [] if faults else [f"{told.file.name} is whole and can be put back."], faults)
    with _open(told) as store:
        faults = verify_store(store)
    document = {"checked": ["store", "evidence", "activity"], "broken": faults}
    return Answer(document, to_do=faults) if faults else Answer(document, ["The store, the evidence and the activity log are whole."])


def user(told):
    from lib import users
    from lib.store import OPERATOR

    with _open(told) as store:
        if told.action == "list":
            people = users.list_users(store, OPERATOR)
            return Answer(people, [f"{one['username']}: {one['name']}, {one['role']}, {', '.join(one['councils'])}" for one in people])
        if not told.username:
            raise UserError("Name the username.")
        if told.action == "disable":
            users.disable(store, OPERATOR, told.username)
            return Answer({"username": told.username}, [f"{told.username} can no longer sign in."])
        if told.action == "reset":
            password = users.reset(store, OPERATOR, told.username)
        else:
            officer = told.officer or (told.username if told.role == "officer" else None)
            password = users.add(store, OPERATOR, told.username, told.name or told.username, told.role, told.council, officer)
            for council in users.not_loaded(store, told.council):
                print(f"Nothing of {council} is loaded yet: {told.username} sees none of it before its caseload is. Check how it is spelt.", file=sys.stderr)
    said = f"{told.username} signs in once with this password and then chooses another: {password}"
    return Answer({"username": told.username, "password": password}, [said])


def _files_of(store, told, answer):
    """{name: bytes} of an answer as it is written to disk; all but JSON say what they answer."""
    from lib.exports import files
    from lib.store import OPERATOR

    if told.format == "json":
        return {told.out.name: terminal.as_json(answer["rows"]).encode()}
    return files(store, OPERATOR, told.out.name, answer, told.format)


class _open:
    """The store of a command, closed when the command is done."""

    def __init__(self, told):
        self.path, self.as_at, self.progress = told.store, told.as_at, terminal.progress(told)

    def __enter__(self):
        from lib.monitoring import catch_up
        from lib.store import open_store

        self.store = open_store(self.path)
        catch_up(self.store, self.as_at, self.progress)
        return self.store

    def __exit__(self, *_):
        self.store.close()


def _load_settings(store, as_at):
    """Policy and categories as the files under data/ have them."""
    from lib import categories, policy
    from lib.store import OPERATOR

    policy.load(store, OPERATOR, as_at=as_at)
    categories.load(store, OPERATOR)


def _bare(reading):
    """A reading without its rows: what the contract shows."""
    statements = [{name: value for name, value in one.items() if name not in ("rows", "printed", "account_id", "statement_id")} for one in reading["statements"]]
    rejected = [{"line": line["line"], "reason": line["reason"]} for line in reading["rejected_lines"]]
    shown = {name: value for name, value in reading.items() if name not in ("skipped_lines", "kept", "first_rows", "left_out")}
    return shown | {"statements": statements, "rejected_lines": rejected}


def _sentence(reading):
    if reading["status"] == "refused":
        return f"{reading['file']}: refused. {reading['reason']}"
    read = ", ".join(f"{one['lines']} lines {one['from_date']} to {one['to_date']}, {one['proof']}" for one in reading["statements"])
    return " ".join([f"{reading['file']}: {reading['layout'] or reading['kind']}, {read}.", *reading["messages"]])


def _named(receipt):
    """The reason of a receipt, with the file it is about named once."""
    return receipt["reason"] if receipt["reason"].startswith(f"{receipt['file']}: ") else f"{receipt['file']}: {receipt['reason']}"
