"""The performance report on a page: its period, its figures, and one measure with its trend, its parts and the cases it counts."""

import streamlit as st

from lib.ui import cards, charts, place, words
from lib.ui.tables import Column, show

MEASURES = [
    Column("title", "Measure", width=265), Column("theme", "Theme", width=145), Column("said", "This period", "figure", width=105), Column("said_before", "Period before", "figure", width=105),
    Column("said_numerator", "Numerator", "figure", width=105), Column("said_denominator", "Denominator", "figure", width=100), Column("better", "Better", width=130),
]  # fmt: skip
NOT_HELD = [Column("title", "Measure", width=330), Column("why", "Why it is not here", width=560)]
ISSUED = [
    Column("council", "Council", width=130), Column("period_from", "From", "day"), Column("period_to", "To", "day"), Column("issued_at", "Issued", "moment", width=150), Column("issued_by", "By", width=120),
]  # fmt: skip


def choose_period(periods, words_of):
    """The period of the report, kept in the link; without a choice the newest month that is over. periods is (months, quarters)."""
    months, quarters = periods
    named = {_name(one): one for one in [*months, *quarters]}
    usual = _name(months[1])
    chosen = place.choose("Period", [name for name in named if name != usual], "period", words_of(named[usual]), lambda name: words_of(named[name]))
    return named.get(chosen, named[usual])


def choose_known(is_over):
    """'then' to see the period as it was known on its last day, or None."""
    return place.choose("Known", ["then"], "known", "As known now", {"then": "As known on its last day"}.get) if is_over else None


def headlines(figures):
    """The four figures that come first; each opens its measure."""
    cards.figures([cards.Figure(one["title"], one["said"], (f"Before: {one['said_before']}",), place.here(measure=one["measure"]), "See what it is made of") for one in figures])


def every_measure(figures):
    """The list of all figures; each opens what it is made of."""
    show(figures, MEASURES, "performance", "No measure is open to you.", height=700, to=lambda one: place.here(measure=one["measure"]))


def about(one):
    """What a measure is, in words."""
    st.subheader(words.literal(f"{one['title']}: {one['said']}"))
    st.text(one["definition"])
    st.text(f"Numerator: {one['numerator_words']}." + (f" Denominator: {one['denominator_words']}." if one["denominator_words"] else ""))
    st.text(words.stripped([f"Taken {one['taken']}", one["better"], f"Source: {one['source']}"]))


def trend(one, rows, period):
    """Thirteen months as a picture and as a table. Gives the month that was pressed, or None."""
    alt = f"{one['title']} by month; the same figures stand in the table below"
    pressed = charts.months(rows, one["title"], alt, f"trend_{one['measure']}_{period.from_day}_{period.to_day}")
    show(rows, [Column("month_words", "Month", width=150), *_figures_of(one)], f"{one['title']} by month", "", key=f"months_{one['measure']}", height=180)
    return pressed


def parts(one, label, by, rows):
    """A measure broken down by one column."""
    st.markdown(f"**By {words.literal(label.lower())}**")
    columns = [Column("part", label, width=220), *_figures_of(one)]
    show(
        [row | {"part": words.code(row["part"]) or "Not known"} for row in rows],
        columns,
        f"{one['title']} by {label.lower()}",
        "Nothing was counted.",
        key=f"parts_{one['measure']}_{by}",
    )


def cases(one, rows):
    """The cases behind the numerator or the denominator; each leads to where it is worked on."""
    which = "numerator"
    if one["denominator_words"]:
        which = st.segmented_control("List", ["numerator", "denominator"], key=f"which_{one['measure']}", default="numerator", required=True, format_func=str.capitalize)
    columns = [
        Column("on_day", "Day", "day"), Column("who", "Person", width=170), Column("agreement_id", "Agreement", width=105), Column("council", "Council", width=110), Column("officer", "Officer", width=100),
        *(Column(by, label, "code", width=170) for by, label in one["by"].items()), *_figures_of(one)[1:],
    ]  # fmt: skip
    listed = [row for row in rows if row[which] or one["how"] == "median"]
    st.markdown(f"**The {which}: {words.many(len(listed), 'case')}**")
    show(listed, columns, f"{one['title']} {which}", "No case is counted in this period.", key=f"cases_{one['measure']}_{which}", to=place.of_case)


def _figures_of(one):
    """The columns of a figure: its value, and what it is of where it is of something."""
    kind = {"pounds": "money", "percent": "number"}.get(one["unit"], "number" if one["how"] in ("median", "rate") else "count")
    counted = "money" if one["counted_in"] == "pounds" else "count"
    of = [Column("numerator", "Numerator", counted, width=140)] + ([Column("denominator", "Denominator", counted, width=140)] if one["denominator_words"] else [])
    return [Column("value", f"{one['title']}, %" if one["unit"] == "percent" else one["title"], kind, width=260), *of]


def _name(period):
    first, last = f"{period.from_day:%Y-%m}", f"{period.to_day:%Y-%m}"
    return first if first == last else f"{first}_{last}"
