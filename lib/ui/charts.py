"""Pictures of figures that stand in a table beside them; a bar opens its list."""

import plotly.graph_objects as go
import streamlit as st

# They differ in pattern as well as in colour.
LOOKS = (("#0b5c74", ""), ("#c98a1b", "/"), ("#1d6b3a", "x"))


def bars(rows, across, figures, alt, key=None):
    """A bar per row for each figure ({column: its words}). Gives the name of the bar that was pressed, or None."""
    if not rows:
        return None
    figure = go.Figure()
    for (column, label), (colour, pattern) in zip(figures.items(), LOOKS, strict=False):
        figure.add_bar(
            y=[row[across] for row in rows], x=[row[column] for row in rows], name=label, orientation="h", marker={"color": colour, "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": "#ffffff", "fgopacity": 0.7, "size": 6}},
            text=[f"{row[column]:,}" for row in rows], textposition="outside", textangle=0, cliponaxis=False, hovertemplate="%{y}: %{x:,} " + label.lower() + "<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        height=max(220, 46 * len(rows) + 80), margin={"l": 0, "r": 40, "t": 0, "b": 0}, barmode="group", bargap=0.25, dragmode=False,
        legend={"orientation": "h", "y": -0.05, "yanchor": "top"}, xaxis={"visible": False, "fixedrange": True}, yaxis={"autorange": "reversed", "fixedrange": True},
    )  # fmt: skip
    pressed = st.plotly_chart(figure, key=key or f"bars_{across}", on_select="rerun", selection_mode="points", config={"displayModeBar": False}, alt=alt)
    points = pressed.selection.points
    return points[0]["y"] if points else None


def months(trend, label, alt, key):
    """A bar per month, the last one darker and the others with a pattern: rows of month, value and said. Gives the month that was pressed, or None."""
    last = len(trend) - 1
    (dark, _), (light, _, pattern) = LOOKS[0], ("#6b8fa3", "", "/")
    figure = go.Figure()
    figure.add_bar(
        x=[f"{row['month']:%b %y}" for row in trend], y=[row["value"] for row in trend], text=[row["said"] for row in trend], textposition="outside", cliponaxis=False,
        marker={"color": [dark if place == last else light for place in range(len(trend))], "pattern": {"shape": ["" if place == last else pattern for place in range(len(trend))], "fillmode": "overlay", "fgcolor": "#ffffff", "fgopacity": 0.5, "size": 6}, "line": {"color": light, "width": 1}},
        hovertemplate="%{x}: %{text}<extra></extra>", name=label,
    )  # fmt: skip
    figure.update_layout(
        height=260, margin={"l": 0, "r": 0, "t": 20, "b": 0}, dragmode=False, showlegend=False, bargap=0.25, xaxis={"type": "category", "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True, "rangemode": "tozero"},
    )  # fmt: skip
    points = st.plotly_chart(figure, key=key, on_select="rerun", selection_mode="points", config={"displayModeBar": False}, alt=alt).selection.points
    return trend[points[0]["point_index"]]["month"] if points else None
