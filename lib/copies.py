"""Copies of the audit views for questions: a file a view that holds what one person may see of it, made anew only where that has changed."""

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

# What counts as something new. A question itself does not, and what is restricted shows in no audit view.
HEAD = "select coalesce(max(seq), 0) from activity.entry where action not in ('query', 'query_refused') and not starts_with(action, 'restricted_')"

_checked = {}  # (path of the store, view, text): the head of the log at which its copy was right, and the copy
_making = threading.Lock()


def views(actor):
    """The audit views that this actor may ask, in name order."""
    return [file.name for file in sql_files("audit") if access.scope_of(actor, file.header["seen_by"])]


def of(store, actor, names, is_masked):
    """({view: path of its copy}, the moment they all stand at) for these views, as this actor may see them; masked if so wanted."""
    with _making, store.snapshot() as stands:
        moment, head = now(), stands.value(HEAD)
        return {name: _copy(store, stands, actor, name, is_masked, head) for name in names}, moment


def _copy(store, stands, actor, name, is_masked, head):
    text, values = access.walled(actor, f"audit.{name}")
    text = masks.masked(text, masks.of_view(name)) if is_masked else text
    about = hashlib.sha256(repr((text, sorted((values or {}).items()), views_version())).encode()).hexdigest()[:16]
    checked_at, path = _checked.get((store.places.path, name, about), (None, None))
    if checked_at != head or not path.exists():
        seen = stands.row(f"select count(*) as rows, coalesce(sum(hash(seen)::hugeint), 0) as hashes from ({text}) as seen", values)
        path = _folder(store) / f"{name}-{about}-{seen['rows']}-{seen['hashes']:x}.duckdb"
        if not path.exists():
            _write(path, stands.execute(text, values).to_arrow_reader(BATCH))
        _checked[store.places.path, name, about] = head, path
        _sweep(path, f"{name}-{about}-")
    os.utime(path)
    return path


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


def _sweep(path, same):
    """Take away what this copy replaced, and what nobody asked for lately."""
    for other in path.parent.iterdir():
        unused = time.time() - other.stat().st_mtime
        if other != path and unused > (REPLACED_SECONDS if other.name.startswith(same) else UNUSED_SECONDS):
            other.unlink(missing_ok=True)
