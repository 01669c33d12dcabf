"""The notes, calls, visits and tasks of a case: writing one, reading them newest first, and what stood there before."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lib.ui import place, words
from lib.ui.session import act, as_at, part, say, show_said

MOST_SAID, MOST_NAME, MOST_REASON = 4000, 200, 500
PAGE = 20
ICONS = {"note": "edit_note", "call": "call", "visit": "directions_walk", "task": "task_alt"}


@dataclass(frozen=True)
class Writes:
    """What may be written in a case: the officers a task may be given to, and what each form does."""

    owners: list
    write: Callable
    correct: Callable
    withdraw: Callable
    finish: Callable


@part
def diary(agreement_id, read, kinds, do):
    """All of a case's diary; shown anew by itself when something is written. read() gives rows of trackers.entry; do is None for who may only read."""
    show_said()
    if do:
        _write_form(agreement_id, kinds, do)
    entries = words.ordered(read(), "-on_day", "-written_at")
    if not entries:
        more = "Write what was said or done, and whoever opens this case next knows it." if do else "What officers write about calls and visits appears here."
        st.text(f"Nothing was written yet. {more}")
        return
    looked_for = words.where(entries, entry_id=place.of("entry")) if place.of("entry") else []
    for entry in looked_for:
        st.text("What you looked for:")
        _one(entry, do)
    there = ["all", *(kind for kind in kinds if words.where(entries, kind=kind))]
    kind = st.segmented_control("Show", there, default="all", required=True, format_func=_kind_words, key=f"show_{agreement_id}")
    listed = [entry for entry in words.where(entries, kind=None if kind == "all" else kind) if entry not in looked_for]
    most = st.session_state.get(f"most_{agreement_id}", PAGE)
    for entry in listed[:most]:
        _one(entry, do)
    if len(listed) > most:
        st.button(f"Show {min(PAGE, len(listed) - most)} older of {len(listed) - most}", on_click=lambda: st.session_state.update({f"most_{agreement_id}": most + PAGE}))


def _kind_words(kind):
    return "All" if kind == "all" else words.code(kind)


def _write_form(agreement_id, kinds, do):
    """A new entry: only the words are needed; the day is today's."""
    kind = st.segmented_control("Write a", list(kinds), default="note", required=True, format_func=words.code, key=f"kind_{agreement_id}")
    # What was kept leaves an empty form; what was refused stays in it.
    key = f"new_{kind}_{agreement_id}_{st.session_state.get(f'kept_{agreement_id}', 0)}"
    with st.form(f"form_{key}"):
        _fields(key, kind, {"said": "", "with_whom": "", "on_day": as_at(), "due_on": None, "owner": None, "officer": None}, do.owners)
        st.form_submit_button(f"Keep this {words.code(kind).lower()}", icon=f":material/{ICONS[kind]}:", on_click=act, args=(_keep, do.write, agreement_id, key, kind))
    st.text("Kept with your name and the time. A safeguarding concern is raised with its own button, never written here.")


def _fields(key, kind, entry, owners):
    """The fields of an entry, filled with what it says."""
    st.text_area("What is to be done?" if kind == "task" else "What was said or done?", entry["said"], max_chars=MOST_SAID, height=110, key=f"{key}_said")
    with st.container(horizontal=True):
        st.text_input("With whom", entry["with_whom"] or "", max_chars=MOST_NAME, key=f"{key}_with_whom")
        st.date_input("Set on" if kind == "task" else "On", entry["on_day"], format="DD/MM/YYYY", max_value=as_at(), key=f"{key}_on_day", width=150)
        if kind == "task":
            st.date_input("To be done by", entry["due_on"], format="DD/MM/YYYY", key=f"{key}_due_on", width=180)
            named = owners.index(entry["owner"]) if entry["owner"] in owners and entry["owner"] != entry["officer"] else None
            st.selectbox("Who does it", owners, index=named, placeholder="Whoever has the case", key=f"{key}_owner", width=190)


def _said(key, kind):
    """What the fields say, as the service takes it."""
    names = ("said", "with_whom", "on_day", *(("due_on", "owner") if kind == "task" else ()))
    return {name: st.session_state.get(f"{key}_{name}") for name in names}


def _keep(write, agreement_id, key, kind):
    write(kind, **_said(key, kind))
    st.session_state[f"kept_{agreement_id}"] = st.session_state.get(f"kept_{agreement_id}", 0) + 1
    say(f"{words.code(kind)} kept.")


def _one(entry, do):
    """One entry as it stands, and what can be done with it."""
    gone = entry["state"] == "entry_withdrawn"
    with st.container(border=True):
        head, buttons = st.columns([6, 1])
        head.markdown(f":material/{ICONS[entry['kind']]}: **{words.literal(words.code(entry['kind']))}** {words.literal(_about(entry))}")
        if gone:
            st.text(f"Withdrawn by {entry['withdrawn_by']}, {words.moment(entry['withdrawn_at'])}: {entry['withdrawn_because']}")
            with st.expander("What it said"):
                st.text(entry["said"])
        else:
            st.text(entry["said"])
            if entry["kind"] == "task":
                st.text(_task_words(entry))
        st.text(words.stripped([
            f"{entry['written_by']}, {words.moment(entry['written_at'])}", entry["corrected_by"] and f"corrected by {entry['corrected_by']}, {words.moment(entry['corrected_at'])}",
        ]))  # fmt: skip
        if entry["before"] and not gone:
            with st.expander("What stood before"):
                for version in entry["before"]:
                    due = version["due_on"] and f"due {words.day(version['due_on'])}"
                    st.text(words.stripped([f"{version['decided_by']}, {words.moment(version['decided_at'])}", _about(version), due]))
                    st.text(version["said"])
        if do and not gone:
            is_open = st.session_state.get("changing") == entry["entry_id"]
            buttons.button(
                "Leave it" if is_open else "Change", key=f"change_{entry['entry_id']}", width="stretch", on_click=_change_or_leave, args=(None if is_open else entry["entry_id"],)
            )
            if is_open:
                _change(entry, do)


def _change_or_leave(entry_id):
    st.session_state["changing"] = entry_id


def _about(entry):
    return words.stripped([words.day(entry["on_day"]), entry["with_whom"] and f"with {entry['with_whom']}"])


def _task_words(entry):
    """Where a task stands."""
    if entry["state"] == "task_done":
        return words.stripped([f"Done on {words.day(entry['done_on'])} by {entry['done_by']}", entry["outcome"]])
    return words.stripped([f"To be done by {words.day(entry['due_on'])} ({words.days_late((as_at() - entry['due_on']).days)})", f"for {entry['owner']}"])


def _change(entry, do):
    """Finish a task, correct an entry, withdraw it."""
    key = entry["entry_id"]

    def changed(sentence, change, *values, **named):
        change(key, *values, **named)
        _change_or_leave(None)
        say(sentence)

    if entry["state"] == "task_open":
        finish_form(key, lambda on_day, outcome: changed("Done. It is on record with your name.", do.finish, on_day, outcome))
    if entry["state"] != "task_done":
        with st.form(f"correct_{key}"):
            st.markdown("**Correct it**")
            _fields(f"correct_{key}", entry["kind"], entry, do.owners)
            st.form_submit_button(
                "Save the correction", on_click=lambda: act(lambda: changed("Corrected. What stood before is kept.", do.correct, **_said(f"correct_{key}", entry["kind"])))
            )
    with st.form(f"withdraw_{key}"):
        st.text_input("Withdraw it: why should it not be here?", max_chars=MOST_REASON, key=f"withdraw_{key}_reason")
        st.form_submit_button(
            "Withdraw it", on_click=lambda: act(lambda: changed("Withdrawn. It stays readable, with your reason.", do.withdraw, st.session_state[f"withdraw_{key}_reason"]))
        )


def finish_form(key, finish):
    """Say that a task is done: finish(on_day, outcome)."""
    with st.form(f"finish_{key}"):
        st.text_input("What came of it?", max_chars=MOST_REASON, key=f"finish_{key}_outcome")
        st.date_input("Done on", as_at(), format="DD/MM/YYYY", max_value=as_at(), key=f"finish_{key}_on_day", width=150)
        st.form_submit_button(
            "It is done", icon=":material/task_alt:", on_click=lambda: act(lambda: finish(*(st.session_state[f"finish_{key}_{name}"] for name in ("on_day", "outcome"))))
        )
