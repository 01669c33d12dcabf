"""Suspensions: what is to be reviewed, what is proposed and still wants a box of its gate, and one case with all it does."""

from datetime import timedelta

import streamlit as st

from lib import letters, recommendations, suspension, trail
from lib.ui import cards, place, suspension_parts, words
from lib.ui.session import act, actor, as_at, may, may_of, say, store, view, view_together
from lib.ui.step_parts import history, what_now
from lib.ui.tables import show


def tracker():
    """Due for review first, then what is proposed, then what is over; proposing and recommending below."""
    every = [
        row | {"days_words": words.days_late(row["days_late"]), "missing_words": "; ".join(suspension.BOXES[box] for box in row["boxes_missing"])}
        for row in view_together("trackers.suspension", {"as_at": as_at()})
    ]
    paused, proposed = words.ordered(words.where(every, is_approved=True), "-days_late"), words.ordered(words.where(every, state="proposed"), "from_date")
    cards.figures([
        cards.Figure("Paused or to be", len(paused)),
        cards.Figure("Review late", len([row for row in paused if row["days_late"] > 0])),
        cards.Figure("Proposed", len(proposed)),
        cards.Figure("Without other care", len(words.where(paused, alternative_care="not_needed")), ("Somebody said why none is needed",)),
    ])  # fmt: skip
    st.subheader("Due for review")
    show(paused, suspension_parts.PAUSED, "suspensions due for review", "No direct payment is paused.", to=opened)
    st.subheader("Proposed")
    show(proposed, suspension_parts.PROPOSED, "suspensions proposed", "No pause is proposed.", to=opened)
    place.folded("Over", "over", lambda: over(every))
    place.folded("Recommended to the practitioner", "recommended", recommended)
    place.folded("For another agreement", "for_another", begin, is_open=bool(place.of("agreement")))


def opened(row):
    """Where a pause is opened, and its gate filled."""
    return place.here(agreement=row["agreement_id"], suspension=row["suspension_id"])


def over(every):
    """The pauses that are over."""
    rows = words.ordered([row for row in every if not row["is_open"]], "-since")
    show(rows, suspension_parts.OVER, "suspensions over", "No pause was lifted, ended, rejected or withdrawn yet.", to=opened)


def recommended():
    """What was recommended to the practitioner, the newest first."""
    rows = words.ordered(view("trackers.recommendation"), "-decided_at")
    show(rows, suspension_parts.RECOMMENDED, "recommendations", "No other way of being paid was recommended yet.")


def begin():
    """A pause, or another way of being paid, for an agreement of one's own."""
    people = {row["agreement_id"]: row for row in words.ordered(may_of("propose_suspension", view("dashboards.account")), "surname", "agreement_id")}
    agreement_id = place.choose("Agreement", people, "agreement", "Choose an agreement", lambda one: f"{people[one]['who']} {one}") if people else None
    if not agreement_id:
        st.text("Choose whom it is about." if people else "There is no agreement for which you may propose a pause.")
        return
    left, right = st.columns(2)
    with left:
        suspension_parts.propose_form(suspension.GROUNDS, as_at() + timedelta(weeks=5), lambda *said: propose(agreement_id, *said))
    with right:
        suspension_parts.recommend_form(recommendations.TO, lambda *said: recommend(agreement_id, *said))


def propose(agreement_id, ground, from_date, explanation):
    place.put(agreement=agreement_id, suspension=suspension.propose(store(), actor(), agreement_id, ground, from_date, explanation, as_at()))
    say("Proposed. Nothing is paused until its gate is filled and somebody else approves it.")


def recommend(agreement_id, to, grounds, name, address):
    recommendations.recommend(store(), actor(), agreement_id, to, grounds, as_at(), name, address)
    say("Recommended. The letter to the practitioner waits under Letters.")


def back():
    place.put(agreement=None, suspension=None)


def case(agreement_id, suspension_id):
    """One suspension: its gate, what it does, and what may be done now."""
    one = suspension.open_case(store(), actor(), agreement_id, suspension_id, as_at())
    st.markdown(f"**{words.literal(words.person(one))}** {words.literal(agreement_id)} · {words.literal(words.code(one['state']))}")
    st.text(
        words.stripped([
            suspension.GROUNDS[one["reason"]], f"from {words.day(one['from_date'])}", one["to_date"] and f"to {words.day(one['to_date'])}", f"proposed by {one['proposed_by']}",
            one["approved_by"] and f"approved by {one['approved_by']}", one["is_approved"] and one["review_on"] and f"review by {words.day(one['review_on'])}, {words.days_late(one['days_late'])}",
            one["ended_on"] and f"the agreement ended on {words.day(one['ended_on'])}: the first day of the pause",
        ])
    )  # fmt: skip
    st.text(one["explanation"])
    st.markdown("**The gate**")
    suspension_parts.gate(one["boxes"], suspension.BOXES, suspension.CHOICES)
    left, right = st.columns(2)
    options = {option["step"]: option for option in one["options"]}
    with right:
        if one["is_open"]:
            what_now([option for step, option in options.items() if step != "continue"], one["consequences"], lambda step, reason: go_on(one, step, reason))
    with left:
        if one["state"] == "proposed" and may("propose_suspension", agreement_id=agreement_id):
            suspension_parts.box_form(
                one, suspension.BOXES, suspension.CHOICES, suspension.NOTES, may("see_concern", agreement_id=agreement_id), lambda *said: fill_box(one, *said)
            )
            if one["review_on"] and one["alternative_care"]:
                suspension_parts.notice_form(letters.ADDRESSEES, one["alternative"], lambda said: write(one, said))
        if "continue" in options:
            others = [sentence for sentence in options["continue"]["why_not"] if sentence != suspension.NO_REVIEW_YET]
            suspension_parts.review_form(as_at(), one["review_days"], others, lambda reason, review_on: go_on(one, "continue", reason, review_on))
    history("suspension", suspension_id)


def fill_box(one, box, said, note):
    suspension.say(store(), actor(), one["agreement_id"], one["suspension_id"], box, said, note, as_at())
    say(f"{suspension.BOXES[box]}: on record with your name.")


def write(one, said):
    suspension.prepare_notice(store(), actor(), one["agreement_id"], one["suspension_id"], as_at=as_at(), **said)
    say("The notice is written. Send it under Letters and mark it as sent: that fills its box.")


def go_on(one, step, reason, review_on=None):
    suspension.go_on(store(), actor(), one["agreement_id"], one["suspension_id"], step, as_at(), reason, review_on)
    say(f"{words.code('suspension_' + step)}. It is on record with your name.")


agreement_id, suspension_id = place.of("agreement"), place.of("suspension")
accounts = view("dashboards.account", agreement_id=agreement_id) if agreement_id and suspension_id else []
if accounts:
    st.button("All suspensions", on_click=act, args=(back,), icon=":material/arrow_back:")
    trail.note_look(store(), actor(), accounts[0]["account_id"])
    case(agreement_id, suspension_id)
else:
    tracker()
