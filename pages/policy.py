"""Each council's settings: what holds, what it means, since when, by whom, and which rules read it."""

import streamlit as st

from lib import policy
from lib.monitoring import rule_words
from lib.ui import place, words
from lib.ui.session import actor, as_at, part, store
from lib.ui.tables import Column, show

COLUMNS = [
    Column("words", "Setting", width=280), Column("value", "Value", "number", width=90), Column("unit", "Unit", width=100), Column("effective_from", "Since", "day"), Column("decided_by", "Set by", width=100),
    Column("decided_at", "On", "moment", width=130), Column("used", "Read by", width=420),
]  # fmt: skip


@part
def settings():
    """The settings that hold, of one council or of all."""
    meaning = {about["setting"]: about for about in policy.describe()}
    used = policy.where_used()
    in_force = policy.in_force(store(), actor(), as_at())
    opened = place.of("setting")
    council = place.choose("Council", words.distinct(in_force, "council"), "council", everything="All councils")
    st.text(f"What holds on {words.day(as_at())}. Settings live in files that your administrator loads; every earlier value stays on record with the days it held.")
    for name, held in words.grouped(words.where(in_force, council=council), "council").items():
        st.subheader(name)
        rows = [
            row | words.who_decided(row) | {"used": ", ".join(rule_words(rule)["title"] for rule in used.get(row["setting"], [])) or meaning[row["setting"]].get("used", "nothing")}
            for row in held
        ]
        show(rows, COLUMNS, f"policy of {name}", "No setting is loaded.", to=lambda row: place.here(setting=row["setting"]))
        if any(row["setting"] == opened for row in rows):
            about = meaning[opened]
            with st.container(border=True):
                st.markdown(f"**{words.literal(about['words'])}**")
                st.text(about["meaning"])
                st.text(f"From {about['least']} to {about['most']} {about['unit']}. {about['source']}")
    if not in_force:
        st.text("No policy is loaded yet. Your administrator loads it from the settings files.")


settings()
