"""Copies of the audit views for questions: files that hold what one person may see of each, made anew only where that has changed."""

import hashlib
import os
import threading
import time

import duckdb

from lib import access, masks
from lib.built import views_version
from lib.sqlfiles import sql_files
from lib.store import BATCH, ENGINE, now

FOLDER = "copies"
# A copy that another has taken the place of stays while a question may still read it; one that nobody asks for goes after a week.
REPLACED_SECONDS, UNUSED_SECONDS = 600, 7 * 86_400

# A view of so many rows is copied in parts, by agreement: a statement then makes one part anew, not all of it.
LARGE, PARTS = 200_000, 16

# What counts as something new. A question itself does not, and what is restricted shows in no audit view.
HEAD = "select coalesce(max(seq), 0) from activity.entry where action not in ('query', 'query_refused') and not starts_with(action, 'restricted_')"
NAMES = f"select sum(hash(named)::hugeint)::varchar from ({masks.NAMES}) as named"

_checked = {}  # (path of the store, view, text): the head of the log at which its copies were right, and the copies
_making = threading.Lock()


def views(actor):
    """The audit views that this actor may ask, in name order."""
    return [file.name for file in sql_files("audit") if access.scope_of(actor, file.header["seen_by"])]


def of(store, actor, names, is_masked, is_named=True):
    """({view: the files that hold it}, the moment they all stand at) for these views, as this actor may see them; masked if so wanted, or (is_named false) with no more than their texts so."""
    with _making, store.snapshot() as stands:
        moment, head = now(), stands.value(HEAD)
        return {name: _copy(store, stands, actor, name, is_masked, is_named and not is_masked, head) for name in names}, moment


def _copy(store, stands, actor, name, is_masked, is_named, head):
    text, values = access.walled(actor, f"audit.{name}")
    shown = text if is_named else masks.without_names(text, masks.of_view(name))
    # Who is called what stands beside the rows of a copy, and not in them.
    called = None if shown == text else stands.value(NAMES)
    shown = masks.masked(shown, masks.of_view(name)) if is_masked else shown
    about = hashlib.sha256(repr((shown, called, sorted((values or {}).items()), views_version(), duckdb.__version__)).encode()).hexdigest()[:16]
    checked_at, paths = _checked.get((store.places.path, name, about), (None, ()))
    if checked_at != head or not all(path.exists() for path in paths):
        paths = _written(_folder(store), f"{name}-{about}-", stands, text, shown, values)
        _checked[store.places.path, name, about] = head, paths
    for path in paths:
        os.utime(path)
    return paths


def _written(folder, called, stands, text, shown, values):
    """The files of a view, each named by a hash of its rows: those that are there already are left as they are, the others written."""
    columns = [column[0] for column in stands.execute(f"select * from ({text}) limit 0", values).description]
    part_of = f"hash(seen.agreement_id) % {PARTS}" if "agreement_id" in columns else "0"
    parts = stands.rows(f"select {part_of} as part, count(*) as rows, sum(hash(seen)::hugeint) as hashes from ({text}) as seen group by part order by part", values)
    if sum(part["rows"] for part in parts) < LARGE:
        part_of, parts = "0", [{"part": 0, "rows": sum(part["rows"] for part in parts), "hashes": sum(part["hashes"] for part in parts)}]
    paths = tuple(folder / f"{called}{part['part']}-{part['rows']}-{part['hashes']:x}.duckdb" for part in parts)
    for part, path in zip(parts, paths, strict=True):
        if not path.exists():
            _write(path, stands.execute(f"select * from ({shown}) as seen where {part_of} = {part['part']}", values).to_arrow_reader(BATCH))
    _sweep(folder, called, paths)
    return paths


def _write(path, rows):
    """Write a copy beside its place and put it there whole."""
    begun = path.with_suffix(".begun")
    begun.unlink(missing_ok=True)
    con = duckdb.connect(str(begun), config={**ENGINE, "threads": "1"})
    try:
        con.register("incoming", rows)
        con.execute("create table copied as from incoming")
        con.execute("checkpoint")
    finally:
        con.close()
    begun.chmod(0o400)
    begun.replace(path)


def _folder(store):
    folder = store.places.path.parent / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _sweep(folder, called, paths):
    """Take away what these copies replaced, and what nobody asked for lately."""
    for other in folder.iterdir():
        unused = time.time() - other.stat().st_mtime
        if other not in paths and unused > (REPLACED_SECONDS if other.name.startswith(called) else UNUSED_SECONDS):
            other.unlink(missing_ok=True)
