"""Two pages of Streamlit with nothing on them: what a click costs before anybody asks for a figure."""

import streamlit as st


def nothing():
    """A page with its title alone."""


pages = [st.Page(nothing, title=title, url_path=title.lower()) for title in ("One", "Two")]
page = st.navigation(pages, position="hidden")
with st.sidebar:
    for one in pages:
        st.page_link(one)
st.title(page.title)
page.run()
