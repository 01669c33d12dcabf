"""Pictures of figures that stand in a table beside them; a bar opens its list."""

import plotly.graph_objects as go
import streamlit as st

from lib.ui.session import act
from lib.ui.shades import readable, shades

# They differ in pattern as well as in colour.
LOOKS = (("line", ""), ("amber", "/"), ("green", "x"))


def bars(rows, across, figures, alt, key=None, on_press=None):
    """A bar per row for each figure ({column: its words}). Gives the name of the bar that was pressed, or None; on_press(row) is done once, when it is."""
    if not rows:
        st.text("There is nothing to draw.")
        return None
    figure, shade = go.Figure(), shades()
    for (column, label), (colour, pattern) in zip(figures.items(), LOOKS, strict=False):
        figure.add_bar(
            y=[row[across] for row in rows], x=[row[column] for row in rows], name=label, orientation="h", marker={"color": shade[colour], "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": shade["paper"], "fgopacity": 0.7, "size": 6}},
            text=[f"{row[column]:,}" for row in rows], textposition="outside", textangle=0, cliponaxis=False, hovertemplate="%{y}: %{x:,} " + label.lower() + "<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        height=max(220, 46 * len(rows) + 80), margin={"l": 0, "r": 40, "t": 0, "b": 0}, barmode="group", bargap=0.25, dragmode=False,
        legend={"orientation": "h", "y": -0.05, "yanchor": "top"}, xaxis={"visible": False, "fixedrange": True}, yaxis={"autorange": "reversed", "fixedrange": True},
    )  # fmt: skip
    key = key or f"bars_{across}"
    pressed = st.plotly_chart(readable(figure), key=key, on_select=_pressed(rows, key, on_press), selection_mode="points", config={"displayModeBar": False}, alt=alt)
    points = pressed.selection.points
    return points[0]["y"] if points else None


def months(trend, label, alt, key, on_press=None):
    """A bar per month, the last one stronger and the others with a pattern: rows of month, value and said. Gives the month that was pressed, or None; on_press(row) is done once, when it is."""
    last = len(trend) - 1
    figure, shade = go.Figure(), shades()
    figure.add_bar(
        x=[f"{row['month']:%b %y}" for row in trend], y=[row["value"] for row in trend], text=[row["said"] for row in trend], textposition="outside", cliponaxis=False,
        marker={"color": [shade["line" if place == last else "pale"] for place in range(len(trend))], "pattern": {"shape": ["" if place == last else "/" for place in range(len(trend))], "fillmode": "overlay", "fgcolor": shade["paper"], "fgopacity": 0.5, "size": 6}, "line": {"color": shade["pale"], "width": 1}},
        hovertemplate="%{x}: %{text}<extra></extra>", name=label,
    )  # fmt: skip
    figure.update_layout(
        height=260, margin={"l": 0, "r": 0, "t": 20, "b": 0}, dragmode=False, showlegend=False, bargap=0.25, xaxis={"type": "category", "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True, "rangemode": "tozero"},
    )  # fmt: skip
    points = st.plotly_chart(
        readable(figure), key=key, on_select=_pressed(trend, key, on_press), selection_mode="points", config={"displayModeBar": False}, alt=alt
    ).selection.points
    return trend[points[0]["point_index"]]["month"] if points else None


def likely_and_most(rows, across, alt, key):
    """For each row a pale patterned bar up to the most that could be, and a strong one of what is likely inside it: rows of likely and most (percent, or nothing) and said. Gives the row that was pressed, or None."""
    figure, shade, names = go.Figure(), shades(), [row[across] for row in rows]
    figure.add_bar(
        x=names, y=[row["most"] for row in rows], name="Could be wrong at most", text=[row["said"] for row in rows], textposition="outside", cliponaxis=False,
        marker={"color": shade["pale"], "pattern": {"shape": "/", "fillmode": "overlay", "fgcolor": shade["paper"], "fgopacity": 0.5, "size": 6}, "line": {"color": shade["pale"], "width": 1}}, hovertemplate="%{x}: at most %{y} %<extra></extra>",
    )  # fmt: skip
    figure.add_bar(x=names, y=[row["likely"] for row in rows], name="Likely wrong", width=0.35, marker={"color": shade["line"]}, hovertemplate="%{x}: likely %{y} %<extra></extra>")
    figure.update_layout(
        height=300, margin={"l": 0, "r": 0, "t": 24, "b": 0}, barmode="overlay", dragmode=False, bargap=0.25, xaxis={"type": "category", "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True, "rangemode": "tozero"}, legend={"orientation": "h", "y": -0.15, "yanchor": "top"},
    )  # fmt: skip
    points = st.plotly_chart(readable(figure), key=key, on_select="rerun", selection_mode="points", config={"displayModeBar": False}, alt=alt).selection.points
    return rows[points[0]["point_index"]] if points else None


def _pressed(rows, key, on_press):
    """What is done when a bar is pressed."""

    def pressed():
        points = st.session_state[key].selection.points
        if points:
            act(on_press, rows[points[0]["point_index"]])

    return pressed if on_press else "rerun"
