"""Building a store's tables and views: each schema file once, the views whenever their text has changed."""

import hashlib

from lib.errors import UserError
from lib.sqlfiles import VIEW_LAYERS, build_order, schema_steps


def build_tables(con):
    """Run each numbered schema file once, remembered with its hash; then the views, when their text has changed."""
    con.execute("create table if not exists schema_step (step varchar primary key, text_hash varchar not null)")
    done = dict(con.execute("from schema_step").fetchall())
    for step, text, text_hash in schema_steps():
        if step not in done:
            con.begin()
            con.execute(text)
            con.execute("insert into schema_step values (?, ?)", [step, text_hash])
            con.commit()
        elif done[step] != text_hash:
            raise UserError(f"sql/schema/{step}.sql was changed after the store had run it. Put it back and add a new numbered file.")
    if set(done) - {step for step, *_ in schema_steps()}:
        raise UserError("The store was made by a newer Reckoner. Use that version, or restore an older backup.")
    _build_views(con)


def views_version():
    """A hash over every built SELECT: kept tables made from other text must be computed anew."""
    return hashlib.sha256("".join(file.version for file in build_order()).encode()).hexdigest()


def _build_views(con):
    con.execute("create table if not exists views_built (views_version varchar not null)")
    built = con.execute("select views_version from views_built union select views_version from store.refreshed").fetchall()
    if built == [(views_version(),)]:
        return
    con.begin()
    for layer in VIEW_LAYERS:
        con.execute(f"drop schema if exists {layer} cascade")
        con.execute(f"create schema {layer}")
    for file in build_order():
        if file.is_kept:
            # Values are settled when the table is filled; here only its columns are wanted.
            values = dict.fromkeys(file.parameters)
            con.execute(f"create table {file.full_name} as select * from ({file.text}) limit 0", values or None)
        else:
            con.execute(f"create view {file.full_name} as {file.text}")
    con.execute("delete from store.refreshed")
    con.execute("delete from views_built")
    con.execute("insert into views_built values (?)", [views_version()])
    con.commit()
    con.execute("checkpoint")
