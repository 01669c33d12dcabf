"""Who may sign in, as what, for which councils."""

import streamlit as st

from lib import users
from lib.ui import words
from lib.ui.people_parts import once, person_form, said_once
from lib.ui.session import act, actor, may, say, store
from lib.ui.tables import Column, show

COLUMNS = [
    Column("username", "Username", width=100), Column("name", "Name", width=150), Column("role", "Role", "code", width=125), Column("councils", "Councils", "list", width=180), Column("officer", "Officer code", width=95),
    Column("stands", "Stands", width=140), Column("last_seen_at", "Last here", "moment", width=140),
]  # fmt: skip


def add(username, name, role, councils, officer):
    once(username, users.add(store(), actor(), username, name, role, councils, officer))


def reset(username):
    once(username, users.reset(store(), actor(), username))


def disable(username):
    users.disable(store(), actor(), username)
    say(f"{username} can no longer sign in. Open sessions are ended.")


def change_role(username, role, councils, officer):
    users.change_role(store(), actor(), username, role, councils, officer)
    say(f"{username} is now {words.code(role).lower()} for {', '.join(councils)}. It works from their next click.")


said_once()
people = [row | {"stands": words.standing(row)} for row in words.ordered(users.list_users(store(), actor()), "username")]
chosen = show(people, COLUMNS, "people", "Nobody may sign in yet.", pick="Choose" if may("manage_users") else None)
if may("manage_users"):
    if chosen:
        with st.container(border=True):
            st.markdown(f"**{words.literal(chosen['name'])}** {words.literal(chosen['username'])}")
            with st.container(horizontal=True):
                st.button("New one-time password", on_click=act, args=(reset, chosen["username"]), icon=":material/key:")
                st.button("Disable", on_click=act, args=(disable, chosen["username"]), disabled=chosen["disabled_at"] is not None, icon=":material/block:")
            person_form("change", "Change the role", actor().councils, lambda role, councils, officer: change_role(chosen["username"], role, councils, officer), chosen)
    with st.expander("Let somebody else sign in"):
        person_form("add", "Add", actor().councils, add)
