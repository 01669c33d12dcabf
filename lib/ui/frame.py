"""What stands round every page: its name in the browser, the site map, who is signed in, and what stops saving."""

import base64
from html import escape
from pathlib import Path

import streamlit as st

from lib.config import ROOT, ConfigError, settings
from lib.ui import words
from lib.ui.keys import shortcuts
from lib.ui.session import store
from lib.ui.tables import PLAIN

ICON = Path(__file__).parent / "icon.svg"
LOGO_KINDS = {".svg": "image/svg+xml", ".png": "image/png"}


def settle_page(page):
    """The frame of the browser's page, and what its tab is called: the page's name and the organisation's."""
    st.set_page_config(f"{page.title} – {settings()['words']['organisation']}", str(ICON), layout="wide", initial_sidebar_state=240)


def show_logo():
    """The organisation's logo, where there is one."""
    picture = logo()
    if picture:
        st.logo(picture, size="large")


@st.cache_data
def logo():
    """The logo of config.toml as part of the page itself, or None. An SVG or a PNG."""
    said = settings()["words"].get("logo")
    if not said:
        return None
    path = ROOT / said
    if path.suffix.lower() not in LOGO_KINDS or not path.is_file():
        raise ConfigError(f"config.toml: the logo {said} is no SVG or PNG file. Put one there, or take the line out.")
    return f"data:{LOGO_KINDS[path.suffix.lower()]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def site_map(actor, sections):
    """Links to the pages this person may open: {section: [(page, title, icon)]}; who it is, in which role, and the way out.

    All of them are one part of the page, which stays as it is from page to page: Streamlit's own links cost a browser more than a whole empty
    page, anew at every click. lib/watch.js has them followed without loading the page anew, and marks the one that is shown.
    """
    parts = "".join(f"<h2>{escape(section)}</h2><ul>{''.join(_site_link(*entry) for entry in entries)}</ul>" for section, entries in sections.items() if entries)
    with st.sidebar:
        st.html(f'<nav class="site-map" aria-label="Pages">{parts}</nav>{_person(actor)}')


def _site_link(page, title, icon):
    return f'<li><a href="{escape(page)}"><span aria-hidden="true">{escape(icon)}</span>{escape(title)}</a></li>'


def _person(actor):
    said = words.stripped([words.code(actor.role), ", ".join(actor.councils)])
    # The gate ends the session; a form because a link could be followed by accident.
    return f'<div class="person"><p>{escape(actor.name)}</p><p>{escape(said)}</p><form method="post" action="/logout"><button>Sign out</button></form></div>'


def ways(page):
    """How lists are read, and the shortcuts."""
    with st.sidebar:
        st.toggle("Plain tables", key=PLAIN, help="Every text of a list to its end; where rows are chosen, a table with a box to choose from")
        shortcuts(page.url_path)


def banner():
    """Why nothing can be saved, and what of our own figures does not hold, for as long as that is so."""
    because, broken = store().read_only_because, store().contradictions
    if because:
        st.error(words.literal(because), title="Nothing can be saved now")
    if broken:
        said = " ".join(f"“{title}” does not hold." for title in broken)
        st.error(words.literal(f"{said} Tell your administrator, who can see the rows with `python -m lib verify`."), title="Some figures may be wrong, and it is our fault")
