"""The list of shortcuts: it holds the keys that the buttons have, and no others."""

import ast
import re

import pytest

from lib.config import ROOT
from lib.ui.keys import KEYS, WHERE, help_of, key
from lib.ui.review_card import VERDICTS

# What the gate's script goes to: {what of the table: the key of the box}.
BOXES = {("anywhere", "search"): "search-box", ("review", "reason"): "reason_"}
FILES = [*sorted((ROOT / "lib" / "ui").glob("*.py")), *sorted((ROOT / "pages").glob("*.py")), ROOT / "app.py"]


def shortcuts():
    """(file, what a button's shortcut is given as) of every button that has one; a function's own parameter is passed on."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "shortcut" and not isinstance(node.value, ast.Name):
                yield path.name, node.value


def asked_for():
    """Every (where, what) whose key the code asks for."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "walk":
                yield from ((node.args[0].value, what) for what in ("undo", "previous", "next"))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "key" and path.name != "keys.py":
                where, what = node.args
                yield from ((where.value, each) for each in ([what.value] if isinstance(what, ast.Constant) else VERDICTS))


def test_every_button_takes_its_key_from_the_table():
    assert {ast.unparse(value.func) if isinstance(value, ast.Call) else ast.unparse(value) for _, value in shortcuts()} == {"key"}


def test_every_key_of_the_table_is_a_buttons_and_no_other_is_asked_for():
    told = {(where, what) for where, keys in KEYS.items() for what in keys} - {("anywhere", "shortcuts"), *BOXES}
    assert set(asked_for()) == told


@pytest.mark.parametrize("where", KEYS)
def test_a_page_has_each_key_once_and_says_what_it_does(where):
    letters = [key(where, what) for what in KEYS[where]]
    assert len(set(letters)) == len(letters)
    assert where in WHERE and all(help_of(where, what) for what in KEYS[where])


def test_the_gate_presses_the_button_that_shows_the_list_and_goes_to_the_boxes():
    from lib.gate import WATCH

    assert f'event.key === "{key("anywhere", "shortcuts")}"' in WATCH
    assert ".st-key-shortcuts button" in WATCH
    for (where, what), box in BOXES.items():
        letter, _, selector = next(said.partition(": ") for said in WATCH.partition("const boxes = {")[2].partition("};")[0].split(", ") if box in said)
        assert letter == f'"{key(where, what)}"' and box in selector
        assert any(re.search(rf'key="{box}|class="{box}"|f"{box}', path.read_text(encoding="utf-8")) for path in FILES)


def test_what_can_be_taken_back_is_offered_on_the_page_that_says_so():
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        if "undo=(" in text and path.name != "session.py":
            assert "offer_undo(" in text, path.name
