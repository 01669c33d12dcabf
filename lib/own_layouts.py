"""Layouts that officers make: which column of a bank's table is which, said once and known from then on."""

import json
import uuid

from lib import access
from lib.errors import UserError
from lib.statements import read_files
from lib.statements.layouts import normal
from lib.store import now

# What a column can be, with its words. The first must be there, and one of the three amounts.
ROLES = {"posted_on": "Date", "description": "Description", "amount": "Amount, in and out in one column", "money_in": "Money in", "money_out": "Money out", "balance": "Balance", "merchant_code": "Merchant code", "card_reference": "Card"}  # fmt: skip
DATES = {"": "As the dates show", "day": "Day first, 31/12", "month": "Month first, 12/31"}


@access.allowed("see_policy")
def in_force(store, actor):
    """The layouts that officers made, as read_files takes them, with who made them and when."""
    rows = store.rows("from staging.own_layout order by title, layout_id")
    return [row | {"name": f"own_{row['layout_id']}", "layout": json.loads(row["layout"])} for row in rows]


def describe(title, header, columns, is_reversed=False, dates=""):
    """A layout of a table: its header row as it stands, and {one of ROLES: place of its column, from 1}. Faults are sentences."""
    columns = {role: place for role, place in columns.items() if place}
    if "posted_on" not in columns:
        raise UserError("Say which column holds the date.")
    if not {"amount", "money_in", "money_out"} & columns.keys():
        raise UserError("Say which column holds the amount, or which hold money in and money out.")
    if "amount" in columns and {"money_in", "money_out"} & columns.keys():
        raise UserError("Choose either one column of amounts, or money in and money out.")
    if len(set(columns.values())) < len(columns):
        raise UserError("One column is chosen twice. Choose another for one of them.")
    layout = {"title": title.strip() or "A layout of our own", "confidence": "made here", "headers": [list(normal(header))], "columns": columns}
    return layout | ({"sign": "reversed"} if is_reversed and "amount" in columns else {}) | ({"dates": dates} if dates else {})


def try_out(name, content, layout, today):
    """The reading that a layout gives of a file. Nothing is kept."""
    return next(read_files([(name, content)], layout="tried", today=today, own=[{"name": "tried", "layout": layout}]))


@access.allowed("add_layout")
def keep(store, actor, layout):
    """Keep a layout, so that files like this are read by it. Gives its id."""
    title = layout["title"]
    if title in {row["title"] for row in in_force(store, actor)}:
        raise UserError(f"There is a layout called {title} already. Choose another name.")
    row = {"layout_id": uuid.uuid4().hex[:12], "title": title, "layout": json.dumps(layout), "decided_by": actor.username, "decided_at": now()}
    with store.change(actor, "add_layout", row["layout_id"], after={"title": title, "layout": layout}) as change:
        change.insert("decisions.layout", [row])
    return row["layout_id"]


@access.allowed("remove_layout")
def remove(store, actor, layout_id, reason):
    """Remove a layout: what was read by it stays, files to come are not read by it."""
    layout = store.row("from staging.own_layout where layout_id = ?", [layout_id])
    if not layout:
        raise UserError("This layout is not there, or was removed already.")
    if not (reason or "").strip():
        raise UserError("Say why the layout is removed: the reason stays with it.")
    with store.change(actor, "remove_layout", layout_id, reason=reason, before={"title": layout["title"]}) as change:
        change.execute("insert into decisions.layout_withdrawn values (?, ?, ?, ?)", [layout_id, reason.strip(), actor.username, now()])
