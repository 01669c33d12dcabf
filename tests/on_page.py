"""What stands on a page that a test has opened: its lists, its figures and what can be chosen, as lib/ui sends them to the browser."""

import json
import re
from html import unescape

from streamlit.components.v2.bidi_component.main import _make_trigger_id


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


def choices(app):
    """What can be chosen: {label: {"value", "options": [words], ...}}, tabs under their first one's words."""
    found = [choice for part in app.get("bidi_component") for choice in json.loads(part.proto.json)["choices"]]
    return {choice["label"] or choice["options"][0][1]: choice | {"options": [words for _, words in choice["options"]]} for choice in found}


def choose(app, label, value):
    """Choose as the browser says that somebody did."""
    part, name = next((part, choice["name"]) for part in app.get("bidi_component") for choice in json.loads(part.proto.json)["choices"] if choice["label"] == label)
    states = app._tree.get_widget_states()
    states.widgets.add(id=_make_trigger_id(part.proto.id, "events"), json_trigger_value=json.dumps([{"event": "chosen", "value": {"name": name, "value": value}}]))
    return app._run(states)


def _bodies(app):
    return [element.proto.body for element in app.get("html")]


def _rows(body):
    said = json.loads(unescape(re.search(r'data-list="([^"]*)"', body)[1]))
    names = [one["name"] for one in said["columns"]]
    return [{name: cell[0] if isinstance(cell, list) else cell for name, cell in zip(names, row["cells"], strict=True)} | {"to": row.get("to")} for row in said["rows"]]
