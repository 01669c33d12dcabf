"""The pictures of a case: the balance against what may stay, money by month against the plan, the statements month by month, and the forecast.

Every figure in them stands in a table beside them. What is pressed is given back; a point carries what it opens in its customdata.
"""

from datetime import date, timedelta

import plotly.graph_objects as go
import streamlit as st

from lib.ui import words
from lib.ui.shades import readable, shades

# How each state of a month looks: shape, shade, whether it is filled, and its word.
MONTHS = {
    "proven": ("square", "green", "Proven"), "unproven": ("circle-open", "amber", "Unproven"), "broken": ("triangle-up", "red", "Contradicts itself"),
    "part": ("diamond-open", "red", "Days missing"), "missing": ("x", "red", "Missing"), "not_come": ("line-ew-open", "grey", "Not come yet"),
    "before": ("line-ew-open", "grey", "Before the first"),
}  # fmt: skip
PACES = {"slow": ("Slow", "dot", "green"), "lately": ("As lately", "solid", "line"), "planned": ("As planned", "dash", "amber")}
STACKED = 5  # so many kinds of spending have a colour of their own; the rest stand together
PATTERNS = ("", "/", "x", ".", "\\", "-")
REST = "rest"
SETTINGS = {"displayModeBar": False}
DAY = timedelta(days=1)


def pressed(figure, key, alt):
    """Show a figure, and give the customdata of the point that was pressed, or None."""
    points = st.plotly_chart(readable(figure), key=key, on_select="rerun", selection_mode="points", config=SETTINGS, alt=alt).selection.points
    return points[0].get("customdata") if points else None


def balance(points, gaps, bands, today):
    """The balance at the end of each day, broken where statements are missing, over what may stay."""
    shade, figure = shades(), go.Figure()
    first, last = points[0]["on_day"], max(points[-1]["on_day"], today)
    if bands:
        days = [day for band in bands for day in (max(band["from_date"], first), min(band["to_date"], last))]
        _band(figure, days, [band["retained"] for band in bands for _ in "ab"], "Weeks that are kept", shade["line"], shade["soft"], "", "tozeroy")
        if any(band["surplus_line"] > band["retained"] for band in bands):
            _band(
                figure,
                days,
                [max(band["surplus_line"], band["retained"]) for band in bands for _ in "ab"],
                _committed(bands[0]),
                shade["amber"],
                "rgba(0, 0, 0, 0)",
                "/",
                "tonexty",
            )
        _level(figure, days, [band["surplus_line"] for band in bands for _ in "ab"], "Above this it is surplus", shade["red"], "dash")
        _level(figure, days, [band["low_line"] for band in bands for _ in "ab"], "Below this it is low", shade["grey"], "dot")
    for gap in gaps:
        _gap(figure, gap, max(gap["from_day"], first), min(gap["to_day"], last), shade)
    broken = [row for stretch in words.grouped(points, "stretch").values() for row in (*stretch, None)]
    figure.add_scatter(
        x=[row and row["on_day"] for row in broken], y=[row and row["balance"] for row in broken], customdata=[row and [row["on_day"].isoformat(), _said(row)] for row in broken],
        name="Balance", mode="lines+markers", line={"shape": "hv", "color": shade["line"], "width": 2}, marker={"size": 4, "color": shade["line"]}, connectgaps=False,
        hovertemplate="%{customdata[1]}<extra></extra>",
    )  # fmt: skip
    doubtful = [row for row in points if row["proof"] in ("unproven", "broken") and row["balance"] is not None]
    if doubtful:
        figure.add_scatter(
            x=[row["on_day"] for row in doubtful], y=[row["balance"] for row in doubtful], customdata=[[row["on_day"].isoformat(), _said(row)] for row in doubtful],
            name="Not proven", mode="markers", marker={"size": 9, "symbol": "circle-open", "color": shade["amber"], "line": {"width": 2}}, hovertemplate="%{customdata[1]}<extra></extra>",
        )  # fmt: skip
    figure.update_xaxes(range=[first - DAY, last + 2 * DAY])
    return _framed(figure, 340, shade, [row["balance"] for row in points] + [band["surplus_line"] for band in bands])


def money(rows, direction):
    """What was paid out or in by month, in a colour and pattern for each of the largest kinds, with what was planned as a bar across."""
    shade, figure = shades(), go.Figure()
    largest = list(words.ordered(words.tally(rows, "spend_category", "amount"), "-amount", "spend_category"))
    own = [row["spend_category"] for row in largest if row["amount"]][:STACKED]
    colours = [shade[name] for name in ("line", "amber", "green", "blue", "red", "grey")]
    for number, category in enumerate([*own, REST]):
        these = [row for row in rows if (row["spend_category"] == category if category != REST else row["spend_category"] not in own)]
        months = [month | {"category": category} for month in words.ordered(words.tally(these, "month", "amount"), "month") if month["amount"]]
        if months:
            label = "Everything else" if category == REST else words.category(category)
            figure.add_bar(
                x=[row["month"] for row in months], y=[row["amount"] for row in months], name=label, customdata=[[row["month"].isoformat(), "" if category == REST else category, f"{label}: {words.money(row['amount'])}"] for row in months],
                marker={"color": colours[number], "line": {"color": shade["paper"], "width": 1}, "pattern": {"shape": PATTERNS[number], "fillmode": "overlay", "fgcolor": shade["paper"], "fgopacity": 0.6, "size": 7}},
                hovertemplate="%{x|%B %Y}<br>%{customdata[2]}<extra></extra>",
            )  # fmt: skip
    planned = [row for row in words.ordered(words.tally(rows, "month", "planned", "amount"), "month") if row["planned"]]
    label = "The plan" if direction == "out" else "What was due"
    figure.add_scatter(
        x=[row["month"] for row in planned], y=[row["planned"] for row in planned], name=label, mode="markers", marker={"symbol": "line-ew-open", "size": 30, "color": shade["text"], "line": {"width": 3}},
        customdata=[[row["month"].isoformat(), "", f"{label}: {words.money(row['planned'])}"] for row in planned], hovertemplate="%{x|%B %Y}<br>%{customdata[2]}<extra></extra>",
    )  # fmt: skip
    figure.update_layout(barmode="stack", bargap=0.3)
    totals = [row["amount"] for row in words.tally(rows, "month", "amount")]
    figure.update_xaxes(tickformat="%b %y", dtick="M1" if len(totals) < 16 else "M3")
    return _framed(figure, 320, shade, [*totals, *(row["planned"] for row in planned)])


def months(rows):
    """The statements month by month, a line for each year: shape, colour and word say how each month stands."""
    shade, figure = shades(), go.Figure()
    came = [row["month"].year for row in rows if row["state"] not in ("before", "not_come")]
    rows = [row for row in rows if row["month"].year >= min(came, default=rows[-1]["month"].year)]
    years = words.distinct([{"year": row["month"].year} for row in rows], "year")
    for state, (symbol, colour, label) in MONTHS.items():
        these = words.where(rows, state=state)
        if these:
            figure.add_scatter(
                x=[row["month"].month for row in these], y=[str(row["month"].year) for row in these], name=label, mode="markers+text", text=[label for _ in these], textposition="bottom center",
                textfont={"size": 11, "color": shade["text"]}, marker={"symbol": symbol, "size": 14, "color": shade[colour], "line": {"width": 2, "color": shade[colour]}},
                customdata=[[row["month"].isoformat(), _month_said(row, label)] for row in these], hovertemplate="%{customdata[1]}<extra></extra>",
            )  # fmt: skip
    figure.update_layout(showlegend=False)
    figure.update_xaxes(
        tickvals=list(range(1, 13)), ticktext=[f"{date(2000, month, 1):%b}" for month in range(1, 13)], range=[0.4, 12.6], side="top", showgrid=False, zeroline=False
    )
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=[str(year) for year in reversed(years)], range=[-0.7, len(years) - 0.5], showgrid=False)
    figure.update_layout(height=62 * len(years) + 40, margin={"l": 0, "r": 0, "t": 20, "b": 0}, dragmode=False)
    figure.update_xaxes(fixedrange=True)
    figure.update_yaxes(fixedrange=True)
    return figure


def forecast(rows):
    """Three paces of spending and the range between them, against the line of surplus, the low line and nothing at all."""
    shade, figure = shades(), go.Figure()
    paces = words.grouped(rows, "pace")
    days = [row["on_day"] for row in paces["lately"]]
    each_day = list(zip(*([row["balance"] for row in paces[pace]] for pace in PACES), strict=True))
    figure.add_scatter(x=days, y=[max(day) for day in each_day], mode="lines", line={"width": 0, "shape": "hv"}, showlegend=False, hoverinfo="skip")
    figure.add_scatter(
        x=days, y=[min(day) for day in each_day], mode="lines", line={"width": 0, "shape": "hv"}, fill="tonexty", fillcolor=shade["soft"], name="The range", hoverinfo="skip"
    )
    for pace, (label, dash, colour) in PACES.items():
        figure.add_scatter(
            x=days, y=[row["balance"] for row in paces[pace]], name=label, mode="lines", line={"shape": "hv", "dash": dash, "color": shade[colour], "width": 2},
            customdata=[[row["on_day"].isoformat(), f"{label}, {words.day(row['on_day'])}: {words.money(row['balance'])}"] for row in paces[pace]], hovertemplate="%{customdata[1]}<extra></extra>",
        )  # fmt: skip
    lines = [row for row in paces["lately"] if row["surplus_line"] is not None]
    _level(figure, [row["on_day"] for row in lines], [row["surplus_line"] for row in lines], "Above this it is surplus", shade["red"], "longdash")
    _level(figure, [row["on_day"] for row in lines], [row["low_line"] for row in lines], "Below this it is low", shade["grey"], "dot")
    return _framed(figure, 320, shade, [amount for day in each_day for amount in day] + [row["surplus_line"] for row in lines])


def _band(figure, days, tops, name, colour, fill, pattern, to):
    look = {"fillpattern": {"shape": pattern, "fgcolor": colour, "bgcolor": fill, "size": 8, "solidity": 0.12}} if pattern else {"fillcolor": fill}
    figure.add_scatter(
        x=days, y=tops, name=name, mode="lines", fill=to, line={"width": 0, "color": colour}, customdata=[f"{name}: {words.money(top)}" for top in tops], hoverinfo="skip", **look
    )


def _level(figure, days, levels, name, colour, dash):
    said = [f"{name}: {words.money(level)}" for level in levels]
    figure.add_scatter(x=days, y=levels, name=name, mode="lines", line={"color": colour, "dash": dash, "width": 1.5}, text=said, hovertemplate="%{text}<extra></extra>")


def _gap(figure, gap, first, last, shade):
    if last >= first:
        figure.add_vrect(x0=first, x1=last + DAY, fillcolor=shade["panel"], line_width=0, layer="below")
        if gap["days"] > 14:
            figure.add_annotation(x=first + (last - first) / 2, y=0.5, yref="paper", text="no statement", textangle=-90, showarrow=False, font={"color": shade["text"], "size": 12})


def _framed(figure, height, shade, amounts):
    """The frame of a picture of pounds: the axis says £-less-than-nothing as people write it, and nothing zooms."""
    known = [amount for amount in amounts if amount is not None]
    marks = _marks(min([0, *known]), max([0, *known]))
    figure.update_layout(height=height, margin={"l": 0, "r": 10, "t": 10, "b": 0}, legend={"orientation": "h", "y": -0.14, "yanchor": "top", "traceorder": "normal"}, dragmode=False, hovermode="closest", clickmode="event+select")  # fmt: skip
    figure.update_yaxes(tickvals=marks, ticktext=[words.money(mark)[:-3] for mark in marks], fixedrange=True, zeroline=True, zerolinecolor=shade["text"], zerolinewidth=1)
    figure.update_xaxes(fixedrange=True, showgrid=False)
    return figure


def _marks(low, high):
    """Round pounds from low to high, five or so."""
    step = next(step for power in range(9) for step in (10**power, 2 * 10**power, 5 * 10**power) if (high - low) <= 6 * step)
    return list(range(int(low // step) * step, int(high) + step, step))


def _said(row):
    said = {"printed": "", "worked_out": ", worked out from the lines", "unknown": ""}[row["source"]]
    moved = [f"{words.money(row[name])} {way}" for name, way in (("money_in", "in"), ("money_out", "out")) if row[name]]
    proof = "" if row["proof"] == "proven" else "<br>" + (words.code(row["proof"]) or "No statement names this day")
    return f"{words.day(row['on_day'])}: {words.money(row['balance']) or 'no balance is known'}{said}<br>{', '.join(moved) or 'no line'}{proof}"


def _month_said(row, label):
    missing = f"<br>{words.many(row['days_missing'], 'day')} without a statement: {words.span(row['first_missing'], row['last_missing'])}" if row["days_missing"] else ""
    return f"{row['month']:%B %Y}: {label}{missing}"


def _committed(band):
    return f"Committed, as on {words.day(band['committed_on'])}" if band["committed_on"] else "Committed"
