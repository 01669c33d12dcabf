"""Letters: those that wait to be sent, those that went out, one letter as it reads, and writing one without a case."""

import streamlit as st

from lib import letters, letters_by_hand, trail
from lib.ui import letter_parts, place, words
from lib.ui.session import actor, as_at, may, say, store, view
from lib.ui.tables import show


def lists():
    """What waits, the oldest first; what went out, the newest first; and writing another."""
    rows = [row | {"stands": letter_parts.stands(row)} for row in view("dashboards.letter", {"as_at": as_at()})]
    parts = {
        "Waiting to be sent": lambda: opened(
            words.ordered(words.where(rows, state="to_send"), "written_on", "reference"),
            letter_parts.WAITING,
            "letters waiting",
            "No letter waits. A letter is written from its case, such as a surplus, or here without one.",
        ),
        "Sent": lambda: opened(
            words.ordered(words.where(rows, state="sent"), "-sent_on", "reference"), letter_parts.SENT, "letters sent", "No letter has been marked as sent yet."
        ),
        "Set aside": lambda: opened(
            words.ordered(words.where(rows, state="set_aside"), "-written_on", "reference"), letter_parts.ASIDE, "letters set aside", "No letter was set aside."
        ),
        "Write a letter": new_letter,
    }
    place.one_of(parts, "tab")


def opened(rows, columns, name, empty):
    show(rows, columns, name, empty, to=lambda row: place.here(letter=row["letter_id"]))


def one(letter):
    """A letter as it reads, its file, and what becomes of it."""
    agreement_id, letter_id = letter["agreement_id"], letter["letter_id"]
    trail.note_letter(store(), actor(), agreement_id, letter_id)
    st.markdown(
        f"**{words.literal(words.code(letter['template']))}** {words.literal(letter['reference'])}, {words.literal(letter['who'])}, agreement {words.literal(agreement_id)}"
    )
    st.text(words.stripped([f"To {letter['addressee_name']}", f"written {words.day(letter['written_on'])} by {letter['written_by']}", *letter_parts.became(letter)]))
    content, file_name = letters.content(store(), actor(), agreement_id, letter_id)
    with st.container(horizontal=True):
        st.button("All letters", on_click=place.put, kwargs={"letter": None}, icon=":material/arrow_back:")
        st.download_button("Word file", content, file_name=file_name, on_click="ignore", icon=":material/download:")
        if letters.is_pdf_possible():
            st.download_button("PDF", lambda: letters.pdf(content), file_name=file_name.replace(".docx", ".pdf"), on_click="ignore", icon=":material/download:")
    if letter["state"] == "to_send" and may("write_letter", agreement_id=agreement_id):
        if letter_parts.stands(letter):
            st.warning(words.literal(letter_parts.stands(letter)))
        letter_parts.sending(letter, letters.HOW, as_at(), mark_sent)
        letter_parts.setting_aside(letter, set_aside)
    letter_parts.preview(letters.text_of(content))


def mark_sent(letter, day, how):
    letters.mark_sent(store(), actor(), letter["agreement_id"], letter["letter_id"], day, how, as_at())
    say(f"{letter['reference']} is marked as sent on {words.day(day)}.")


def set_aside(letter, reason):
    letters.set_aside(store(), actor(), letter["agreement_id"], letter["letter_id"], reason)
    say(f"{letter['reference']} won't go out. It stays on record.")


def new_letter():
    """A letter without a case, for an agreement of one's own."""
    mine = view("dashboards.account") if may("write_letter") else []
    people = {row["agreement_id"]: row for row in words.ordered(mine, "surname", "agreement_id")}
    agreement_id = place.choose("Agreement", people, "agreement", "Choose an agreement", lambda one: f"{people[one]['who']} {one}") if people else None
    if not agreement_id:
        st.text("Choose whom it is about." if people else "There is no agreement that you may write a letter for.")
        return
    kind = st.segmented_control("Letter", list(letter_parts.BY_HAND), format_func=letter_parts.BY_HAND.get, default="line_query")
    if kind == "referral_practitioner":
        letter_parts.referral(lambda *said: written(letters_by_hand.refer, agreement_id, *said))
    elif kind:
        to = letter_parts.addressee(letters.ADDRESSEES)
        if kind == "line_query":
            asked = words.ordered(view("dashboards.question", agreement_id=agreement_id), "occurred_on", "exception_id")
            letter_parts.questions(asked, letters_by_hand.QUESTIONS, as_at(), lambda *said: written(letters_by_hand.ask_about_lines, agreement_id, *said, **to))
        else:
            letter_parts.final_account(as_at(), lambda *said: written(letters_by_hand.final_account, agreement_id, *said, **to))


def written(write, agreement_id, *said, **to):
    letter_id = write(store(), actor(), agreement_id, *said, as_at(), **to)
    say("The letter is written and waits to be sent. Read it before it goes out.")
    place.put(letter=letter_id)


letter = next(iter(view("dashboards.letter", {"as_at": as_at()}, letter_id=place.of("letter"))), None) if place.of("letter") else None
if letter:
    one(letter)
else:
    lists()
