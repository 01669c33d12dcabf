"""Safeguarding concerns, for those who may know of them: whoever must be told today comes first."""

import streamlit as st

from lib import letters, safeguarding
from lib.ui import cards, concern_parts, letter_parts, place, words
from lib.ui.session import act, actor, as_at, say, store
from lib.ui.tables import show


def lists():
    """The same-day clock first, then what is told, then what is closed."""
    every = [row | {"clock": concern_parts.clock(row), "sign_words": safeguarding.SIGNS[row["sign"]]} for row in safeguarding.concerns(store(), actor())]
    waiting = words.where(every, state="to_tell")
    cards.figures([
        cards.Figure("To be told today", len(waiting)),
        cards.Figure("Late", len(words.where(waiting, is_late=True))),
        cards.Figure("Told", len(words.where(every, state="told"))),
    ])  # fmt: skip
    st.subheader("Nobody was told yet")
    concern_parts.listed(waiting, "concerns to tell", "No concern waits. One is raised from a case or from a line of a review.")
    st.subheader("Told, and closed")
    concern_parts.listed([row for row in every if row["state"] != "to_tell"], "concerns told", "No concern was passed on yet.")


def one(agreement_id, concern_id):
    """A concern: what was seen, what was done, its letter, and who looked."""
    concern = safeguarding.open_concern(store(), actor(), agreement_id, concern_id)
    st.button("All concerns", on_click=act, args=(back,), icon=":material/arrow_back:")
    concern_parts.about(concern, safeguarding.SIGNS)
    left, right = st.columns(2)
    with left:
        done = [row | {"did_words": safeguarding.DID[row["did"]]} for row in concern["done"]]
        show(done, concern_parts.DONE, "what was done", "Nobody was told yet. Tell the practitioner or the safeguarding hub today, and say so here.", download=False)
        concern_parts.done_form(safeguarding.DID, lambda did, note: note_down(concern, did, note))
    with right:
        chosen = show(concern["letters"], concern_parts.LETTERS, "restricted letters", "No referral was written yet.", pick="Read", download=False)
        if chosen:
            letter(chosen)
        concern_parts.referral_form(lambda name, address: refer(concern, name, address))
    st.markdown("**Who did what, and who looked**")
    show(concern["acts"], concern_parts.ACTS, "restricted acts", "Nobody did anything yet.", download=False)


def letter(chosen):
    """A restricted letter as it reads, its file, and when it went out."""
    content, file_name = letters.restricted_content(store(), actor(), chosen["agreement_id"], chosen["letter_id"])
    st.download_button("Word file", content, file_name=file_name, on_click="ignore", icon=":material/download:")
    if not chosen["sent_on"]:
        concern_parts.sent_form(letters.HOW, as_at(), lambda day, how: mark_sent(chosen, day, how))
    letter_parts.preview(letters.text_of(content))


def mark_sent(chosen, day, how):
    letters.mark_restricted_sent(store(), actor(), chosen["agreement_id"], chosen["letter_id"], day, how, as_at())
    say(f"{chosen['reference']} is marked as sent on {words.day(day)}.")


def note_down(concern, did, note):
    safeguarding.add_note(store(), actor(), concern["agreement_id"], concern["concern_id"], did, note, as_at())
    say("It stays with the concern.")


def refer(concern, name, address):
    safeguarding.prepare_referral(store(), actor(), concern["agreement_id"], concern["concern_id"], as_at(), name, address)
    say("The referral is written. Read it, send it, and mark it as sent here.")


def back():
    place.put(agreement=None, concern=None)


if place.of("agreement") and place.of("concern"):
    one(place.of("agreement"), place.of("concern"))
else:
    lists()
