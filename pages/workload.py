"""Workload: who carries too much and why, what moving cases would change, and which cases nobody touched."""

import streamlit as st

from lib import moving, policy
from lib.ui import cards, charts, moving_parts, place, words
from lib.ui.moving_parts import NOBODY
from lib.ui.session import actor, as_at, part, say, show_said, store
from lib.ui.tables import show


def team(officers, one):
    """Every officer against the team's median; a row or a bar opens the officer's cases, and those of the one that is open stand below."""
    over = words.where(officers, is_overloaded=True)
    cards.figures([
        cards.Figure("Officers", len([row for row in officers if row["officer"] != NOBODY])),
        cards.Figure("Overloaded", len(over)),
        cards.Figure("Days of work", f"{words.total(officers, 'days'):,}"),
        cards.Figure("Agreements nobody carries", words.total(words.where(officers, officer=NOBODY), "agreements")),
    ])  # fmt: skip
    for row in over:
        st.text(f"{row['officer']}, {row['council']}: {row['says']}")
    # Each officer that is opened begins with nothing chosen, so that the filters above lead.
    here = f"{place.of('council')} {place.of('officer')}"
    pressed = place.table_or_picture(lambda: table(officers), lambda: picture(officers, f"bars {here}"), "as")
    if pressed and (pressed["council"], pressed["officer"]) != (place.of("council"), place.of("officer")):
        place.put(council=pressed["council"], officer=pressed["officer"])
        st.rerun()
    if one:
        work_of(one["council"], one["officer"])


def table(officers):
    """Every officer's days of work and what they say; each leads to the officer's work."""
    empty = "No caseload is loaded yet. Load one under Caseload load."
    show(officers, moving_parts.OFFICERS, "workload", empty, to=lambda row: place.here(council=row["council"], officer=row["officer"]), marked=lambda row: row["is_overloaded"])


def picture(officers, key):
    """The days of work as bars. Gives the officer whose bar was pressed."""
    pressed = charts.bars(officers, "label", {"days": "Days of work"}, "Days of work by officer; the same figures stand in the table", key=key)
    return next((row for row in officers if row["label"] == pressed), None)


@part
def work_of(council, officer):
    """What an officer's work is made of, their cases, and what moving some of them would change."""
    if st.session_state.pop("moved", False):
        st.rerun()
    show_said()
    whose, names = None if officer == NOBODY else officer, moving.receivers(store(), actor(), council)
    st.subheader(words.literal(f"The work of {names.get(whose, 'nobody')}"))
    moving_parts.terms(moving_parts.of("dashboards.work_term", {"as_at": as_at()}, council, officer))
    cases = moving_parts.of("dashboards.case_work", {"as_at": as_at()}, council, officer)
    with place.filters():
        waits = place.choose("Cases", moving_parts.WAITS, "waits", "All cases", moving_parts.WAITS.get)
        paid_by = place.choose("Paid by", words.distinct(cases, "account_type"), "paid_by", "Every way", words.code)
    shown = words.ordered(words.waiting(words.where(cases, account_type=paid_by), waits), "-hours", "agreement_id")
    # What is chosen belongs to the list it was chosen from.
    key = f"cases {council} {officer} {waits} {paid_by} {st.session_state.get('moves', 0)}"
    chosen = show(shown, moving_parts.CASES, "cases of an officer", "No case is like this. Choose other filters above.", key=key, pick="Cases to move", many=True)
    if len(chosen) == 1 and chosen[0]["account_id"]:
        place.link("case", "Open this case", account=chosen[0]["account_id"])
    if not chosen:
        st.text("Choose cases in the list to see what moving them would change; the box above the first row chooses all of them.")
        return
    st.text(f"{words.many(len(chosen), 'case')} chosen, {words.money(words.total(chosen, 'net_weekly'))} a week.")
    to_officer = place.choose("Move them to", [code for code in names if code != whose], "to", "Choose an officer", names.get)
    if not to_officer:
        st.text("Choose who would take them, and what would change is shown before anything is done.")
        return
    these = [row["agreement_id"] for row in chosen]
    moving_parts.changes(moving.what_if(store(), actor(), council, these, whose, to_officer, as_at()), names)

    def move(note):
        count = moving.move(store(), actor(), council, these, whose, to_officer, note, as_at())
        st.session_state.update(moved=True, moves=st.session_state.get("moves", 0) + 1)
        say(f"{words.many(count, 'case')} moved to {names[to_officer]}, who finds the hand-over in My work. To take it back, move them back.")

    moving_parts.hand_over_form(len(these), move)


@part
def cold(council, officer):
    """Running agreements that were left alone."""
    settings = words.where(policy.in_force(store(), actor(), as_at()), setting="cold_days", council=council)
    days = moving_parts.cold_days([f"{row['council']} {row['value']:.0f} days" for row in settings])
    moving_parts.cold_list(moving_parts.of("dashboards.cold_case", {"as_at": as_at(), "days": days}, council, officer))


officers = moving_parts.named(words.ordered(moving.workload(store(), actor(), as_at()), "council", "-days"))
with place.filters():
    council = place.choose("Council", words.distinct(officers, "council"), "council", everything="All councils")
    officer = place.choose(
        "Officer", words.distinct(words.where(officers, council=council), "officer"), "officer", "The whole team", lambda code: "Nobody" if code == NOBODY else code
    )
one = next(iter(words.where(officers, council=council, officer=officer)), None) if officer else None
place.one_of({"Who carries what": lambda: team(words.where(officers, council=council), one), "Cold cases": lambda: cold(council, officer)}, "part")
