"""The colours of pictures, for each of the two themes: any of them can be told from its background."""

import streamlit as st

LIGHT = {"line": "#0b5c74", "pale": "#6b8fa3", "amber": "#8a5a00", "green": "#1d6b3a", "red": "#a4262c", "blue": "#1f4e9c", "grey": "#4a5a66", "text": "#14212b", "paper": "#ffffff", "soft": "rgba(11, 92, 116, 0.14)", "panel": "rgba(74, 90, 102, 0.16)"}  # fmt: skip
DARK = {"line": "#6cc5df", "pale": "#4f7f92", "amber": "#f2b84b", "green": "#7fd19b", "red": "#ff8f8a", "blue": "#8fb8ff", "grey": "#b3c0ca", "text": "#e8edf1", "paper": "#12191f", "soft": "rgba(108, 197, 223, 0.16)", "panel": "rgba(179, 192, 202, 0.18)"}  # fmt: skip


def shades():
    """The colours of this theme."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def readable(figure):
    """The picture with its words in the colour of the text: Streamlit's own grey can't be read by everybody on a light page (WCAG 1.4.3)."""
    ink = {"color": shades()["text"]}
    figure.update_xaxes(tickfont=ink)
    figure.update_yaxes(tickfont=ink)
    figure.update_layout(legend={"font": ink})
    return figure.update_traces(outsidetextfont=ink, selector={"type": "bar"})
