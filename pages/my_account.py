"""My own sign-in: who I am here, and my password."""

import streamlit as st

from lib import passwords, users
from lib.errors import UserError
from lib.ui import words
from lib.ui.session import actor, say, store

here = actor()
st.text(words.stripped([here.name, here.username, words.code(here.role), ", ".join(here.councils), here.officer and f"officer code {here.officer}"]))
st.subheader("Change my password")
with st.form("password", clear_on_submit=True, width=460):
    old = st.text_input("Password now", type="password", autocomplete="current-password")
    new = st.text_input(
        "New password",
        type="password",
        autocomplete="new-password",
        help=f"{passwords.SHORTEST} to {passwords.LONGEST} characters. Three or four unrelated words are easy to remember and hard to guess.",
    )
    again = st.text_input("New password again", type="password", autocomplete="new-password")
    wanted = st.form_submit_button("Change it")
if wanted and new != again:
    raise UserError("The two new passwords are not the same. Type the new one twice.")
if wanted:
    users.change_own_password(store(), here, old, new)
    say("Your password is changed. Your other sessions are ended; this one goes on.")
    st.rerun()
