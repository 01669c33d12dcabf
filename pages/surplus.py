"""Surplus: what lies above what is committed and kept, who takes it up, and how it goes its way, never by one person alone."""

import streamlit as st

from lib import letters, surplus, trail
from lib.ui import cards, place, surplus_parts, words
from lib.ui.session import act, actor, as_at, may, say, store, view, view_together
from lib.ui.step_parts import history, what_now
from lib.ui.tables import Column, show

DUE = [
    Column("next_step", "What is due", "code", width=190), Column("due_on", "Due", "day", width=100), Column("days_words", "Days", width=110), Column("officer", "Owner", width=90), Column("who", "Person", width=140),
    Column("agreement_id", "Agreement", width=100), Column("state", "Stands", "code", width=130), Column("surplus", "Surplus", "money", width=105), Column("amount", "To take", "money", width=105), Column("recovered", "Came back", "money", width=105),
]  # fmt: skip
POSSIBLE = [
    Column("agreement_id", "Agreement", width=100), Column("who", "Person", width=140), Column("council", "Council", width=105), Column("officer", "Owner", width=90), Column("account_type", "Paid by", "code", width=140),
    Column("basis_on", "Balance of", "day", width=105), Column("available_balance", "Available", "money"), Column("committed", "Committed", "money"), Column("retained", "Kept", "money"), Column("surplus", "Surplus", "money"), Column("safe_to_recoup", "Safe to take", "money"),
]  # fmt: skip
BOARD = [
    Column("state", "Stands", "code", width=180),
    Column("count", "Cases", "count"),
    Column("surplus", "Surplus", "money", width=120),
    Column("amount", "To take", "money", width=120),
    Column("recovered", "Came back", "money", width=120),
]
OVER = [
    Column("since", "Since", "day"),
    Column("agreement_id", "Agreement", width=100),
    Column("who", "Person", width=140),
    Column("state", "Stands", "code", width=130),
    Column("surplus", "Surplus", "money"),
    Column("recovered", "Came back", "money"),
]


def tracker():
    """What is due first; what nobody has taken up, and how much stands where."""
    due = words.ordered([row | {"days_words": words.days_late(row["days_late"])} for row in view_together("dashboards.surplus", {"as_at": as_at()})], "-days_late")
    possible, every = words.ordered(view_together("dashboards.possible_surplus"), "-surplus"), view_together("trackers.surplus")
    cards.figures([
        cards.Figure("Not taken up", f"{len(possible)}: {words.money(words.total(possible, 'surplus'))}"),
        cards.Figure("Under way", len(due)),
        cards.Figure("Late", len([row for row in due if row["days_late"] and row["days_late"] > 0])),
        cards.Figure("Came back", words.money(words.total(every, "recovered"))),
    ])  # fmt: skip
    parts = {
        "What is due": lambda: show(due, DUE, "surpluses due", "No surplus is under way. Take one up under Not taken up.", to=opened),
        "Not taken up": lambda: show(possible, POSSIBLE, "surpluses not taken up", "No account holds more than is committed and kept.", to=opened),
        "Where they stand": lambda: by_state(every),
    }
    place.one_of(parts, "part")


def opened(row):
    """Where a surplus, or what could be one, is opened."""
    return place.here(agreement=row["agreement_id"], surplus=row.get("surplus_id"))


def by_state(every):
    """How many surpluses stand where, and those of a state."""
    show(words.tally(every, "state", "surplus", "amount", "recovered"), BOARD, "surplus board", "No surplus was taken up yet.", to=lambda row: place.here(state=row["state"]))
    if place.of("state"):
        show(words.where(every, state=place.of("state")), OVER, "surpluses of a state", "No surplus stands there any more.", to=opened)


def back():
    place.put(agreement=None, surplus=None)


def position(agreement_id):
    """The calculation of an agreement on any day, before anybody takes it up."""
    st.markdown(f"**{words.literal(accounts[0]['who'])}** {words.literal(agreement_id)}")
    on = place.choose_day("As on", "on", as_at())
    found = surplus.position_on(store(), actor(), agreement_id, on)
    if not found["surplus"]:
        st.text("No balance is known by this day, or nobody knows what a week is worth. Upload a statement that shows a balance.")
        return
    st.text(f"Worked out from the statements up to {words.day(found['surplus']['basis_on'])}.")
    surplus_parts.sum_of(found["terms"], found["surplus"], "position")
    surplus_parts.coming_weeks(found["coming"], found["surplus"])
    if on == as_at() and may("propose_money_back", agreement_id=agreement_id):
        surplus_parts.amend_form(found["terms"], lambda term, amount, reason: surplus.amend(store(), actor(), agreement_id, term, amount, reason, as_at()))
        surplus_parts.take_up_form(surplus.REASONS, lambda reason, note: take_up(agreement_id, reason, note))


def take_up(agreement_id, reason, note):
    place.put(surplus=surplus.calculate(store(), actor(), agreement_id, reason, note, as_at()))
    say("The surplus is taken up. Write the letter next; a large one is checked first.")


def case(agreement_id, surplus_id):
    """One surplus: where it stands, its sum, its letter, and what may be done now."""
    one = surplus.open_case(store(), actor(), agreement_id, surplus_id, as_at())
    st.markdown(f"**{words.literal(words.person(one))}** {words.literal(agreement_id)} · {words.literal(words.code(one['state']))}")
    st.text(words.stripped([surplus.REASONS[one["reason_code"]], one["note"], f"proposed by {one['proposed_by']}", one["object_by"] and f"can object until {words.day(one['object_by'])}",
        one["takes_effect_on"] and f"{words.money(one['amount'])} to be taken on {words.day(one['takes_effect_on'])}", one["reference"]]))  # fmt: skip
    left, right = st.columns([3, 2])
    with right:
        what_now([option for option in one["options"] if option["step"] != "recover"], one["consequences"], lambda step, reason: go_on(agreement_id, surplus_id, step, reason))
        if one["letter_id"]:
            place.link("letters", f"The letter {one['reference']}", letter=one["letter_id"])
        if one["state"] in ("calculated", "checked") and may("propose_money_back", agreement_id=agreement_id):
            surplus_parts.notice_form(one, surplus.HOW, letters.ADDRESSEES, lambda said: write(agreement_id, surplus_id, said))
        if one["state"] in ("taken_by_card", "netted", "invoiced") and may("propose_money_back", agreement_id=agreement_id):
            surplus_parts.match_form(one, view("dashboards.surplus_line", surplus_id=surplus_id), lambda *said: match(agreement_id, surplus_id, *said))
    with left:
        frozen = surplus_id if one["is_frozen"] else None
        terms = words.ordered([term for term in view("dashboards.surplus_term", agreement_id=agreement_id) if term["surplus_id"] == frozen], "place")
        surplus_parts.sum_of(terms, one, "case")
        surplus_parts.coming_weeks(view("dashboards.coming", agreement_id=agreement_id), one)
        if not one["is_frozen"] and may("propose_money_back", agreement_id=agreement_id):
            surplus_parts.amend_form(terms, lambda term, amount, reason: surplus.amend(store(), actor(), agreement_id, term, amount, reason, as_at()))
    history("surplus", surplus_id)


def go_on(agreement_id, surplus_id, step, reason):
    if step == "notify":
        surplus.notify(store(), actor(), agreement_id, surplus_id, as_at())
    else:
        surplus.go_on(store(), actor(), agreement_id, surplus_id, step, as_at(), reason)
    say(f"{words.code('surplus_' + step)}. It is on record with your name.")


def write(agreement_id, surplus_id, said):
    letter_id = surplus.prepare_notice(store(), actor(), agreement_id, surplus_id, as_at=as_at(), **said)
    place.put(letter=letter_id)
    say("The letter is written. Send it under Letters, mark it as sent, and then say here that the person was told.")


def match(agreement_id, surplus_id, amount, on_day, transaction_id, receipt_number):
    surplus.match(store(), actor(), agreement_id, surplus_id, amount, on_day, as_at(), transaction_id, receipt_number)
    say("Matched.")


agreement_id, surplus_id = place.of("agreement"), place.of("surplus")
accounts = view("dashboards.account", agreement_id=agreement_id) if agreement_id else []
if accounts:
    st.button("All surpluses", on_click=act, args=(back,), icon=":material/arrow_back:")
    trail.note_look(store(), actor(), accounts[0]["account_id"])
    (case(agreement_id, surplus_id) if surplus_id else position(agreement_id))
else:
    tracker()
