"""What stands on a page that a test has opened: its lists and its figures, as lib/ui sends them to the browser."""

import json
import re
from html import unescape


def lists(app):
    """The lists in the order of the page: each a list of rows {column: what the cell says}, with the address that a row leads to as "to"."""
    return [_rows(body) for body in _bodies(app) if "data-list=" in body]


def list_with(app, *columns):
    """The first list that has these columns."""
    return next(rows for rows in lists(app) if rows and set(columns) <= rows[0].keys())


def column(rows, name):
    """A column of a list."""
    return [row[name] for row in rows]


def figures(app):
    """The figures side by side: (label, value, lines below, address)."""
    found = []
    for body in _bodies(app):
        if 'class="figures"' in body:
            for card in re.findall(r"(?s)<li>(.*?)</li>", body):
                label, *lines = map(unescape, re.findall(r"(?s)<span>(.*?)</span>", card))
                to = re.search(r'href="([^"]*)"', card)
                found.append((label, unescape(re.search(r"(?s)<strong>(.*?)</strong>", card)[1]), lines, to and unescape(to[1])))
    return found


def _bodies(app):
    return [element.proto.body for element in app.get("html")]


def _rows(body):
    said = json.loads(unescape(re.search(r'data-list="([^"]*)"', body)[1]))
    names = [one["name"] for one in said["columns"]]
    return [{name: cell[0] if isinstance(cell, list) else cell for name, cell in zip(names, row["cells"], strict=True)} | {"to": row.get("to")} for row in said["rows"]]
