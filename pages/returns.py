"""Returns: whom to chase today, what came and was not worked, and one return with all that may be done."""

from functools import partial

import streamlit as st

from lib import holds, letters, return_steps, returns, trail
from lib.ui import cards, place, returns_parts, words
from lib.ui.progress import Progress
from lib.ui.session import act, actor, as_at, first, may, say, store, tally, view, view_together
from lib.ui.step_parts import history, what_now
from lib.ui.tables import MOST, Column, show, show_first

TODAY = [
    Column("next_words", "What is due", width=190), Column("next_on", "Its day", "day", width=100), Column("days_words", "Days", width=100), Column("owner", "Owner", "code", width=105), Column("who", "Person", width=140),
    Column("agreement_id", "Agreement", width=95), Column("period_from", "From", "day"), Column("period_to", "To", "day"), Column("due_on", "Papers due", "day", width=105), Column("days_late", "Days late", "count", width=85), Column("letter_words", "Letter", width=170),
]  # fmt: skip
NOT_WORKED = [
    Column("days_not_worked", "Days here", "count", width=90), Column("who", "Person", width=140), Column("agreement_id", "Agreement", width=95), Column("officer", "Owner", width=95), Column("period_from", "From", "day"), Column("period_to", "To", "day"),
    Column("received_on", "Came", "day"), Column("work_by", "To be worked by", "day", width=120), Column("days_words", "Days", width=110),
]  # fmt: skip
BANDS = [Column("age_band", "Here for", "code", width=180), Column("count", "Returns", "count")]
BOARD = [Column("stands_words", "Stands", width=220), Column("count", "Returns", "count")]
EVERY = [
    Column("who", "Person", width=140), Column("agreement_id", "Agreement", width=95), Column("officer", "Officer", width=95), Column("kind", "Which", "code", width=120), Column("period_from", "From", "day"), Column("period_to", "To", "day"),
    Column("due_on", "Papers due", "day", width=105), Column("received_on", "Came", "day"), Column("completed_on", "Worked", "day"), Column("chaser_stage", "Chased so far", "code", width=140), Column("days_late", "Days late", "count", width=85),
]  # fmt: skip
BULK = "return_letters_written"  # in the session: what became of letters written in bulk


def tracker():
    """Whom to chase today first; then what came and was not worked; then all, worked ones too."""
    due = [row | {"days_words": words.days_late(row["next_late"]), "letter_words": letter_words(row), "next_words": words.code(f"next_{row['next_step']}")} for row in view_together("trackers.return", {"as_at": as_at()}, is_due=True)]  # fmt: skip
    counted = tally("trackers.return", ("stands",), values={"as_at": as_at()})
    today = words.ordered([row for row in due if row["stands"] not in ("held", "received")], "-next_late", "agreement_id")
    not_worked = words.ordered([row for row in due if row["days_not_worked"] is not None], "-days_not_worked")
    cards.figures([
        cards.Figure("To chase today", len(today)),
        cards.Figure("Papers late", words.total(words.where(counted, stands="late"), "count")),
        cards.Figure("Received, not worked", len(not_worked)),
        cards.Figure("On hold", words.total(words.where(counted, stands="held"), "count")),
    ])  # fmt: skip
    parts = {
        "To chase today": lambda: to_chase(today),
        "Received, not worked": lambda: to_work(not_worked),
        "Where they stand": lambda: by_state(counted),
    }
    place.one_of(parts, "part")


def opened(row):
    """Where a return is opened."""
    return place.here(agreement=row["agreement_id"], **{"return": row["return_id"]})


def to_chase(today):
    """Whom to chase today, what can be done with one of them at once, and letters for all of them."""
    chosen = show(today, TODAY, "returns to chase today", "Nobody is to be chased today. What is due next comes here on its day.", pick="Choose")
    if chosen:
        at_once(chosen)
    bulk([row for row in today if row["template"] and not row["letter_id"]])


def to_work(not_worked):
    """What came and was not worked, by age and one by one."""
    show(words.ordered(words.tally(not_worked, "age_band"), "age_band"), BANDS, "age of what was received", "All that came is worked.", download=False)
    if not_worked:
        show(not_worked, NOT_WORKED, "received and not worked", "", to=opened)


def by_state(counted):
    """How many returns stand where, and those of a state."""
    day, order = {"as_at": as_at()}, ("due_on", "agreement_id", "return_id")
    rows = [row | {"stands_words": words.code(f"return_{row['stands']}")} for row in counted]
    empty = "No return is followed yet. They come with the caseload that a team leader loads."
    show(rows, BOARD, "returns board", empty, to=lambda row: place.here(stands=row["stands"]))
    stands = place.of("stands")
    if stands:
        some, every = first("trackers.return", MOST, order, day, stands=stands), partial(view, "trackers.return", day, stands=stands)
        count = words.total(words.where(counted, stands=stands), "count")
        show_first(some, count, lambda: words.ordered(every(), *order), EVERY, "returns of a state", "No return stands there any more.", to=opened)


def letter_words(row):
    return f"{row['reference']} {'sent' if row['sent_on'] else 'to be sent'}" if row["letter_id"] else ""


def open_one(row):
    place.put(agreement=row["agreement_id"], **{"return": row["return_id"]})


def at_once(row):
    """What can be done with the chosen return without opening it."""
    with st.container(border=True):
        st.text(words.stripped([row["who"], row["agreement_id"], row["next_words"]]))
        with st.container(horizontal=True):
            if row["template"] and not row["letter_id"] and may("chase_return", agreement_id=row["agreement_id"]):
                st.button("Write the letter", on_click=act, args=(write, row, {}), icon=":material/edit_document:")
            st.button("Open", on_click=act, args=(open_one, row), icon=":material/folder_open:")
        returns_parts.script(returns.call_script(row, as_at()))


def bulk(rows):
    """Letters for all whose next rung has come; each has its own outcome, and nothing is sent or decided."""
    if st.session_state.get(BULK):
        returns_parts.outcomes(st.session_state.pop(BULK))
    if rows and may("chase_return") and st.button(f"Write {words.many(len(rows), 'letter')} now due", icon=":material/stacks:"):
        with Progress(len(rows), "letter", "letters", stopped) as progress:
            st.session_state[BULK] = returns.prepare_letters(store(), actor(), rows, as_at(), lambda done, of: progress.step())
        st.rerun()


def stopped(written):
    say(f"Stopped: {words.many(written, 'return')} had a turn, and their letters are written. For the others nothing was begun.", "info")


def back():
    place.put(agreement=None, **{"return": None})


def case(agreement_id, return_id):
    """One return: where it stands, what may be done, its ladder, its holds and its history."""
    one = returns.open_return(store(), actor(), agreement_id, return_id, as_at())
    whose, offered = {"agreement_id": agreement_id}, {option["step"]: option["why_not"] for option in one["options"]}
    returns_parts.about(one)
    left, right = st.columns([3, 2])
    with right:
        if one["template"] and not one["letter_id"] and not one["held"] and may("chase_return", **whose):
            returns_parts.write_form(letters.ADDRESSEES, lambda said: write(one, said))
        if one["letter_id"]:
            place.link("letters", f"The letter {one['reference']}", letter=one["letter_id"])
        plain = [option for option in one["options"] if option["why_not"] or option["step"] not in ("receive", "extend", "decide")]
        what_now(plain, returns_parts.next_words(one), lambda step, reason: go_on(one, step, reason))
        returns_parts.forms(offered, return_steps.DECISIONS, lambda step, said: with_form(one, step, said))
    with left:
        returns_parts.ladder(one)
        st.text(f"If papers do not come, this is told: {one['whom']}.")
        returns_parts.script(returns.call_script(one, as_at()))
        can_hold = may("set_hold", **whose)
        returns_parts.holds(
            words.ordered(view("dashboards.hold", agreement_id=agreement_id), "-from_date"), holds.KINDS, (lambda *said: begin_hold(agreement_id, *said)) if can_hold else None,
            (lambda *said: end_hold(agreement_id, *said)) if can_hold else None, lambda *said: treatment_ended(agreement_id, *said),
        )  # fmt: skip
        if may("set_tier", **whose):
            returns_parts.tier_form(returns.TIERS, one["tier"], lambda *said: set_tier(agreement_id, *said))
    history("return", return_id)


def write(row, said):
    returns.prepare_letter(store(), actor(), row["agreement_id"], row["return_id"], as_at(), **said)
    say("The letter is written. Send it under Letters and mark it as sent; then say here that it went out.")


def go_on(one, step, reason):
    if step in return_steps.LADDER:
        returns.sent(store(), actor(), one["agreement_id"], one["return_id"], as_at())
    else:
        returns.go_on(store(), actor(), one["agreement_id"], one["return_id"], step, as_at(), reason)
    say(f"{words.code('return_' + step)}. It is on record with your name.")


def with_form(one, step, said):
    do = {"receive": returns.received, "extend": returns.extended, "decide": returns.decided}[step]
    do(store(), actor(), one["agreement_id"], one["return_id"], **said, as_at=as_at())
    say(f"{words.code('return_' + step)}. It is on record with your name.")


def begin_hold(agreement_id, *said):
    holds.begin(store(), actor(), agreement_id, *said)
    say("The clocks of this agreement stand. No letter goes out while the hold lasts.")


def end_hold(agreement_id, hold_id, on_day, reason):
    holds.end(store(), actor(), agreement_id, hold_id, on_day, reason)
    say(f"The clocks run again from {words.day(on_day)}.")


def treatment_ended(agreement_id, hold_id, on_day, reason):
    last = holds.treatment_ended(store(), actor(), agreement_id, hold_id, on_day, reason)
    say(f"The breathing space lasts until {words.day(last)}.")


def set_tier(agreement_id, *said):
    returns.set_tier(store(), actor(), agreement_id, *said, as_at=as_at())
    say("The tier is set. Its returns are asked for from then on.")


agreement_id, return_id = place.of("agreement"), place.of("return")
accounts = view("dashboards.account", agreement_id=agreement_id) if agreement_id and return_id else []
if accounts:
    st.button("All returns", on_click=act, args=(back,), icon=":material/arrow_back:")
    trail.note_look(store(), actor(), accounts[0]["account_id"])
    case(agreement_id, return_id)
else:
    tracker()
