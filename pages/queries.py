"""Audit queries: saved questions found by words, or one SELECT of your own, over nothing but what you may see."""

import streamlit as st

from lib import audit_queries, saved_questions
from lib.ui import place, question_parts, words
from lib.ui.session import act, actor, as_at, say, store

# No part of this page is shown anew by itself: a key that is pressed in such a part would wait until the part has come to its end, and stop nothing.
# In the session: the question under way or answered last, and which part of the page it belongs to.
ASKING = "asking"


def ask(key, question, values, reason):
    st.session_state[ASKING] = key, audit_queries.start(store(), actor(), question, values, reason)


def answer_of(key):
    """The answer to what was asked here last, shown; None where nothing was."""
    whose, asking = st.session_state.get(ASKING, (None, None))
    if whose != key:
        return None
    answer = question_parts.wait_for(asking)
    question_parts.answered(answer, key)
    return answer


def saved():
    """Find a saved question, fill in its parameters, and ask it."""
    left, right = st.columns([2, 5], gap="medium")
    every = saved_questions.questions(store(), actor())
    with left:
        typed = question_parts.words_to_find()
        question_parts.list_of(saved_questions.found(every, typed), typed)
    with right:
        one = next((one for one in every if one["name"] == place.of("question")), None)
        if one:
            ask_saved(one)
        else:
            st.text(f"{words.many(len(every), 'question')} can be asked here. Find one by its words and choose it.")


def ask_saved(one):
    st.subheader(words.literal(one["title"]))
    st.text(one["question"])
    if one["question_id"]:
        st.text(f"Shared by {one['saved_by']} for {one['council']}.")
    asked = question_parts.ask_form(one["name"], saved_questions.parameters(store(), actor(), f"@{one['name']}", as_at()))
    if asked:
        ask(one["name"], f"@{one['name']}", *asked)
    if one["question_id"]:
        reason = question_parts.withdraw_form(one["question_id"])
        if reason is not None:
            saved_questions.withdraw(store(), actor(), one["council"], one["question_id"], reason)
            say(f"{one['title']} is withdrawn.")
            place.put(question=None)
            st.rerun()
    answer_of(one["name"])


def own():
    """Write a SELECT with the views and columns beside it, ask it, and share it."""
    left, right = st.columns([2, 5], gap="medium")
    with left:
        question_parts.browse(audit_queries.schema(store(), actor()))
    with right:
        text, values, reason, is_asked = question_parts.own_select()
        if is_asked:
            ask(saved_questions.OWN, text, values, reason)
        answer = answer_of(saved_questions.OWN)
        shared = question_parts.share_form(actor().councils) if answer else None
        if shared:
            council, title, question = shared
            question_id = saved_questions.share(store(), actor(), council, title, question, answer["text"], answer["params"])
            say(f"{title} is shared with everybody of {council} who may ask questions.")
            place.put(question=question_id, tab=question_parts.TABS[0])
            st.rerun()


def again(row):
    """Open the saved question, or put the SELECT where it can be changed."""
    if row["question"].startswith("@"):
        place.put(tab=question_parts.TABS[0], question=row["question"].removeprefix("@"))
    else:
        question_parts.write(row["text"])
        place.put(tab=question_parts.TABS[1])


def asked_before():
    """What this person asked, to be asked again."""
    row = question_parts.history(saved_questions.history(store(), actor()))
    if row:
        st.button("Ask it again", on_click=act, args=(again, row), icon=":material/edit:")


place.one_of(dict(zip(question_parts.TABS, (saved, own, asked_before), strict=True)), "tab")
