"""Layouts that officers make: which column of a bank's table is which, said once and known from then on."""

import json
import uuid

from lib import access
from lib.errors import UserError
from lib.statements import read_files
from lib.statements.entries import skips_of
from lib.statements.generic import OUT_WORDS
from lib.statements.headless import same_shape, shape_of
from lib.statements.layouts import MADE_HERE, normal
from lib.statements.recognise import is_date
from lib.store import now

# What a column can be, with its words. The date must be there, and one of the three amounts.
ROLES = {
    "posted_on": "Date", "description": "Description", "amount": "Amount, in and out in one column", "money_in": "Money in",
    "money_out": "Money out", "balance": "Balance", "direction": "In or out, in words (DR, CR)", "fee": "Fee",
    "merchant": "Merchant", "merchant_code": "Merchant code", "card_reference": "Card", "kind": "Kind of entry",
    "status": "Status", "external_id": "Number of the payment",
}  # fmt: skip
DATES = {"": "As the dates show", "day": "Day first, 31/12", "month": "Month first, 12/31"}
WITHOUT_MINUS = r"^[^-\u2212(]*$"
LAST_DIGITS = 4  # of a card: no more name no account


@access.allowed("see_policy")
def in_force(store, actor):
    """The layouts that officers made, as read_files takes them, with who made them and when."""
    rows = store.rows("from staging.own_layout order by title, layout_id")
    return [row | {"name": f"own_{row['layout_id']}", "layout": json.loads(row["layout"])} for row in rows]


def describe(title, rows, heading, columns, is_reversed=False, dates=""):
    """A layout of a table: its first rows, the number of the one with the headings (None: there are none), and {one of ROLES: place of its column, from 1}.

    Faults are sentences.
    """
    columns = {role: place for role, place in columns.items() if place}
    refuse_unclear(columns)
    if "merchant" in columns:
        columns.setdefault("description", columns["merchant"])
    layout = {"title": title.strip() or "A layout of our own", "confidence": MADE_HERE, **known_by(rows, heading), "columns": columns, "skip": skips_of(columns)}
    if names_accounts(rows[heading or 0 :], columns.get("card_reference")):
        layout["account"] = {"card_reference": columns["card_reference"]}
    if "direction" in columns:
        layout["out_words"] = list(OUT_WORDS)
    if is_reversed and "amount" in columns:
        # Another bank may have the same headings and print a minus: its payments would become money in.
        layout |= {"sign": "reversed", "when": [{"column": columns["amount"], "matches": WITHOUT_MINUS, "half": True}]}
    return layout | ({"dates": dates} if dates else {})


def refuse_unclear(columns):
    """Refuse columns from which no line can be read, or not for sure."""
    if "posted_on" not in columns:
        raise UserError("Say which column holds the date.")
    if not {"amount", "money_in", "money_out"} & columns.keys():
        raise UserError("Say which column holds the amount, or which hold money in and money out.")
    if "amount" in columns and {"money_in", "money_out"} & columns.keys():
        raise UserError("Choose either one column of amounts, or money in and money out.")
    if "direction" in columns and "amount" not in columns:
        raise UserError("In or out goes with one column of amounts. Choose that column, or leave in or out away.")
    if len(set(columns.values())) < len(columns):
        raise UserError("One column is chosen twice. Choose another for one of them.")


def known_by(rows, heading):
    """By what files like this one are recognised: their headings, or the shape of rows without headings."""
    if heading is None:
        shape = shape_of(rows)
        if not shape:
            raise UserError(
                "These rows can't be recognised without headings: most must have as many columns as the others, and the first must hold a date. Choose the row with the headings."
            )
        return {"shape": list(shape), "widths": [len(shape)]}
    header = rows[heading - 1]
    if any(map(is_date, header)) or len(normal(header)) < 2:
        raise UserError(f"Row {heading} holds a date or a single cell, so it has no headings. Choose another row, or say that there are none.")
    return {"headers": [list(normal(header))]}


def names_accounts(rows, place):
    """Whether a column of cards says whose account a row is of; the last digits of a card's number don't."""
    return place is not None and any(len(row) >= place and len(row[place - 1].strip()) > LAST_DIGITS for row in rows)


def try_out(name, content, layout, today):
    """The reading that a layout gives of a file, recognised as the next one will be. Nothing is kept."""
    reading = next(read_files([(name, content)], today=today, own=[{"name": "tried", "layout": layout}]))
    if reading["needs_layout"]:
        raise UserError("Files like this would not be recognised again. Choose the row in which all the headings stand; spending is without a minus only where most amounts are.")
    return reading


@access.allowed("add_layout")
def keep(store, actor, layout):
    """Keep a layout, so that files like this are read by it. Gives its id."""
    title, others = layout["title"], in_force(store, actor)
    if title in {row["title"] for row in others}:
        raise UserError(f"There is a layout called {title} already. Choose another name.")
    if twin := next((row["title"] for row in others if recognise_the_same(layout, row["layout"])), None):
        raise UserError(f"Tables like this are read by the layout {twin} already. A team leader can remove it.")
    row = {"layout_id": uuid.uuid4().hex[:12], "title": title, "layout": json.dumps(layout), "decided_by": actor.username, "decided_at": now()}
    with store.change(actor, "add_layout", row["layout_id"], after={"title": title, "layout": layout}) as change:
        change.insert("decisions.layout", [row])
    return row["layout_id"]


def recognise_the_same(one, other):
    """Whether two layouts would claim one table."""
    shapes = one.get("shape"), other.get("shape")
    if one.get("when") != other.get("when"):
        return False
    return one.get("headers", ()) == other.get("headers") or (all(shapes) and (same_shape(*shapes) or same_shape(*shapes[::-1])))


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
