"""Boxes, days and tabs to choose from: lib/ui/served/choices.js has the browser draw its own.

Streamlit's boxes cost a browser ten times as much as those, and its tabs as much as a box: many of them are most of what opening a page takes.
Where there are so many options that they are typed rather than looked through, a box is still Streamlit's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

HERE = Path(__file__).parent
COMPONENT, FOLDER = "reckoner.choices", "served"


@dataclass(frozen=True)
class Choice:
    """Something to choose: a box, a few side by side or tabs with options ({value: words}), or a day. chosen(value) is done when somebody chooses; a day comes as a day, or None."""

    name: str
    label: str
    kind: str
    value: str | date | None
    chosen: Callable
    options: dict | None = None

    def said_to_browser(self):
        return {
            "name": self.name, "label": self.label, "kind": self.kind, "value": f"{self.value or ''}", "options": list((self.options or {}).items()),
        }  # fmt: skip

    def read(self, said):
        """What a browser said, as a value. Raises ValueError for what can't be chosen."""
        if self.kind == "day":
            return date.fromisoformat(said) if said else None
        if said not in self.options:
            raise ValueError("no such option")
        return said


def draw(choices):
    """Draw these choices side by side."""
    key = f"choices_{choices[0].name}"
    _component()(key=key, data={"choices": [choice.said_to_browser() for choice in choices]}, on_chosen_change=partial(_chosen, key, {choice.name: choice for choice in choices}))


def _chosen(key, choices):
    said = st.session_state[key].chosen
    try:
        choice = choices[said["name"]]
        value = choice.read(said["value"])
    except (KeyError, TypeError, ValueError):  # A page of before, or somebody who writes what no box offers: nothing was chosen.
        return
    choice.chosen(value)


def _component():
    streamlits = get_bidi_component_manager()
    if streamlits.get(COMPONENT) is None:
        project, _, name = COMPONENT.partition(".")
        streamlits.register_from_manifest(ComponentManifest(project, "", [ComponentConfig(name, FOLDER)]), HERE)
    return _made()


@cache
def _made():
    # A part of the page and no frame of its own: its colours are the page's, and it is served by the gate like the page.
    return component(COMPONENT, js="choices.js", isolate_styles=False)
