"""The forms about people who may sign in, and the password that is shown once."""

import streamlit as st

from lib.access import ROLES
from lib.ui import words
from lib.ui.session import act


def once(username, password):
    """Remember a one-time password for one showing."""
    st.session_state["once"] = (username, password)


def said_once():
    """Show a one-time password, this once."""
    username, password = st.session_state.pop("once", (None, None))
    if password:
        with st.container(border=True):
            st.text(f"{username} signs in once with this password and then chooses another. It is shown this once and kept nowhere:")
            st.code(password, language=None)


def person_form(key, label, councils, do, person=None):
    """Role, councils and officer code; for somebody new, username and name too. do gets them in this order."""
    person = person or {"username": "", "name": "", "role": "officer", "councils": list(councils), "officer": ""}
    key = f"{key}_{person['username']}"
    with st.form(key, border=False):
        if not person["username"]:
            st.text_input("Username", key=f"{key}_username", max_chars=60)
            st.text_input("Name", key=f"{key}_name", max_chars=100)
        st.selectbox("Role", ROLES, index=ROLES.index(person["role"]), format_func=words.code, key=f"{key}_role")
        st.multiselect("Councils", sorted(councils), default=[one for one in person["councils"] if one in councils], key=f"{key}_councils")
        st.text_input("Officer code in the council's system; officers only", value=person["officer"], key=f"{key}_officer", max_chars=60)
        fields = ("role", "councils", "officer") if person["username"] else ("username", "name", "role", "councils", "officer")
        st.form_submit_button(label, on_click=lambda: act(do, *(st.session_state[f"{key}_{field}"] for field in fields)))
