"""What the gate's tests look at: who Streamlit thinks is there, an upload and a download."""

import streamlit as st

from lib.serve import the_store
from lib.sessions import actor_of

actor = actor_of(the_store(), st.user.get("username"), st.user.get("sid"))
if actor is None:
    st.text("Nobody is signed in.")
    st.stop()
st.title("Signed in")
st.text(f"{actor.name} is {actor.role} of {', '.join(actor.councils)}")
st.text_input("Say something", key="said")
st.text(f"You said: {st.session_state.said}")
st.file_uploader("A file")
st.download_button("Download", f"secret of {actor.username}", "secret.txt")
st.html('<form method="post" action="/logout"><button>Sign out</button></form>')
