"""Finding a person, an account, a payee, a reference, an amount, a day or a note, in nothing but what this person may see."""

import streamlit as st

from lib import letters, search
from lib.ui import search_parts, words
from lib.ui.session import actor, store

typed = search_parts.ask()
found = search.find(store(), actor(), typed, {name: words.code(name) for name in letters.names()}) if typed else []
if not typed:
    st.text("Type it and press Enter. Names are found in any order and nearly as they are spelled; a sort code or account number with or without blanks; £46.18, or 4 Mar 2026.")
elif not found and not search.readings(typed):
    st.text("Type at least two letters or digits.")
elif not found:
    st.text("Nothing you may see has this. Try fewer words, a part of the name, or the amount alone.")
search_parts.results(found, typed)
