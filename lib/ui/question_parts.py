"""Questions to the audit views on a page: finding one, its parameters, waiting for its answer, and the answer as a list and as a picture."""

import re
import time
from decimal import Decimal
from html import escape

import streamlit as st

from lib.ui import charts, place, words
from lib.ui.session import act
from lib.ui.tables import Column, show

TABS = ("Saved questions", "Your own SELECT", "What I asked")
FOUND = [Column("title", "Question", width=200), Column("saved_by", "From", width=70)]
COLUMNS = [Column("column", "Column", width=165), Column("about", "Type", width=130)]
HISTORY = [
    Column("asked_at", "When", "moment", width=145), Column("called", "Question", width=170), Column("rows", "Rows", "count", width=70), Column("because", "Why it was not answered", width=290),
    Column("text", "Text", width=330), Column("params", "Parameters", width=150), Column("seconds", "Seconds", width=80),
]  # fmt: skip
WHY = "Why are names and account numbers shown whole?"
WHY_HELP = "Leave it empty and they are masked. What you write is kept in the activity log."
OWN, OWN_KEPT = "own_select", "own_select_kept"
MOST_BARS, LONGEST_LABEL = 20, 40
NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DOUBLE", "FLOAT", "DECIMAL")
POUNDS = re.compile(r"amount|balance|surplus|paid|outstanding|recovered|owed|_share$|_weekly$|expected$|_seen$|total_|pounds|written_off|net|gross")
WAIT = 0.4  # seconds between two looks at whether there is an answer
MARKS = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\$([A-Za-z_]\w*)", re.DOTALL)


def words_to_find():
    """What is looked for; it lives in the link."""
    key = "question_words"
    if key not in st.session_state:
        st.session_state[key] = place.of("q", "")
    st.text_input("Find a question", key=key, placeholder="Words, such as cash or late returns", icon=":material/search:", on_change=lambda: place.put(q=st.session_state[key]))
    return st.session_state[key]


def list_of(found, typed):
    """The questions that were found; the one that is picked goes into the link."""
    empty = "No question has all of these words. Try fewer, or write a SELECT of your own."
    show(found, FOUND, "saved questions", empty, key=f"saved questions {typed}", to=lambda row: place.here(question=row["name"]), download=False)


def ask_form(name, asked):
    """A question's parameters as widgets. Gives (values as text, reason) when it is asked, else None."""
    with st.form(f"ask_{name}"):
        with st.container(horizontal=True):
            values = {one["name"]: _widget(one, f"{name}_{one['name']}", place.of(f"p_{one['name']}")) for one in asked}
        reason = st.text_input(WHY, key=f"why_{name}", help=WHY_HELP)
        if st.form_submit_button("Ask", icon=":material/play_arrow:"):
            place.put(**{f"p_{one}": value for one, value in values.items()})
            return values, reason
    return None


def own_select():
    """A SELECT that a person writes, with a box for each of its $names. Gives (text, values, reason, whether it is asked)."""
    # What a box holds is forgotten while it is not shown.
    st.session_state.setdefault(OWN, st.session_state.get(OWN_KEPT, ""))
    text = st.session_state[OWN_KEPT] = st.text_area(
        "One SELECT over the views of schema audit", key=OWN, height=240,
        placeholder="select council, count(*) as agreements\nfrom audit.agreement\nwhere start_date >= $since::date\ngroup by council",
    )  # fmt: skip
    names = dict.fromkeys(found[1] for found in MARKS.finditer(text) if found[1])
    values = {name: st.text_input(f"Value of {name.replace('_', ' ')}", key=f"own_{name}") for name in names}
    reason = st.text_input(WHY, key="why_own", help=WHY_HELP)
    return text, values, reason, st.button("Ask", key="ask_own", icon=":material/play_arrow:")


def write(text):
    """Put a SELECT where a person writes their own."""
    st.session_state[OWN] = st.session_state[OWN_KEPT] = text


def browse(schema):
    """The views that may be asked and their columns."""
    view = place.choose("Views and columns", list(schema), "view", "Choose a view")
    if not view:
        st.text("Choose a view to see its columns. Each is asked as audit.name, such as audit.agreement.")
        return
    st.text(schema[view]["summary"])
    columns = [one | {"about": f"{one['type']}, masked" if one["masked"] else one["type"]} for one in schema[view]["columns"]]
    show(columns, COLUMNS, f"columns of {view}", "", key=f"columns {view}", download=False)


def wait_for(asking):
    """Wait until a question is answered, with a button that stops it, and give its answer. Raises what was in the way."""
    # Its place is kept when there is nothing to wait for, or what is open below would close.
    here = st.empty()
    if not asking.wait(WAIT):
        with here.container(horizontal=True, vertical_alignment="center"):
            st.button("Stop the question", key="stop_asking", on_click=act, args=(asking.stop,), icon=":material/stop:")
            said = st.empty()
        while not asking.wait(WAIT):
            # Each showing is also where a key that was pressed meanwhile is heard.
            said.text(f"Answering, {time.monotonic() - asking.begun:.0f} seconds")
        here.empty()
    return asking.answer()


def answered(answer, key):
    """An answer: what it stands on, its rows as a list with downloads, a picture of them, and the SELECT."""
    rows, columns = answer["rows"], answer["columns"]
    cut = f"only the first {len(rows):,} are here, narrow the question down" if answer["is_cut"] else ""
    st.text(words.stripped([words.many(len(rows), "row"), cut, f"as of {words.moment(answer['moment'])}", f"{answer['seconds']:.1f} seconds"]))
    if answer["is_masked"]:
        st.text("Names and account numbers are masked. To see or to compare them whole, say why above and ask again.")
    shown = [Column(name, name.replace("_", " ").capitalize(), _kind(name, kind, rows)) for name, kind in columns.items()]
    written = [row | {name: _cell(row[name]) for name in columns} for row in rows]
    to = (lambda row: row["account_id"] and place.address("case", account=row["account_id"])) if "account_id" in columns else None
    show(written, shown, answer["question"].lstrip("@").replace("_", " "), "No row answers this question.", key=f"answer {key}", to=to)
    if rows:
        _picture(rows, columns, key)
    with st.expander("The SELECT that was asked"):
        st.code(answer["text"], language="sql", wrap_lines=True)
        st.text(words.stripped([*(f"${name} = {value}" for name, value in answer["params"].items()), f"SHA-256 of the rows: {answer['rows_hash']}"]))


def share_form(councils):
    """What a shared question needs besides its text. Gives (council, title, question) when it is shared, else None."""
    with st.expander("Share this question"), st.form("share_question", border=False):
        council = st.selectbox("For everybody who may ask in", sorted(councils))
        title = st.text_input("Title", max_chars=120)
        question = st.text_input("What it asks, as a sentence", max_chars=300, placeholder="Which agreements began since a day?")
        return (council, title, question) if st.form_submit_button("Share it") else None


def withdraw_form(question_id):
    """Why a shared question goes. Gives the reason when it is withdrawn, else None."""
    with st.popover("Withdraw this question"), st.form(f"withdraw_{question_id}", border=False):
        reason = st.text_input("Why?")
        return reason if st.form_submit_button("Withdraw it") else None


def history(rows):
    """What a person asked before. Gives the one to ask again, or None."""
    # What is ours is known by its name; its header need not be read again.
    rows = [
        row
        | {
            "called": row["question"].removeprefix("@").replace("_", " "), "text": "" if row["question"].startswith("@") else row["text"],
            "params": "" if row["params"] == "{}" else row["params"],
        }
        for row in rows
    ]  # fmt: skip
    return show(rows, HISTORY, "questions asked", "You have asked nothing yet. Ask a saved question, or write a SELECT.", pick="Ask again")


def _widget(one, key, said):
    default = said or one["default"]
    match one["kind"]:
        case "day":
            chosen = st.date_input(one["label"], value=default, key=key, format="DD/MM/YYYY", width=160)
            return str(chosen or "")
        case "choice":
            return st.selectbox(one["label"], one["options"], index=one["options"].index(default) if default in one["options"] else 0, key=key)
        case "number":
            return st.text_input(one["label"], value=default, key=key, width=160)
        case _:
            return st.text_input(one["label"], value=default, key=key)


def _picture(rows, columns, key):
    """Bars of one figure across one column, added up; the figures stand in the table above."""
    figures = sorted((name for name, kind in columns.items() if kind.startswith(NUMBERS)), key=lambda name: not POUNDS.search(name))
    across = [name for name in columns if name not in figures]
    if not across:
        return
    with st.expander("Picture", expanded=len(rows) > 1):
        with st.container(horizontal=True):
            usual = max(across, key=lambda name: _variety(rows, name))
            by = st.selectbox("A bar for each", across, index=across.index(usual), key=f"across {key}", format_func=lambda name: name.replace("_", " "))
            of = st.selectbox("Its length", [*figures, "count"], key=f"figure {key}", format_func=lambda name: "number of rows" if name == "count" else name.replace("_", " "))
        known = [row for row in rows if of == "count" or row[of] is not None]
        bars = words.ordered(words.tally(known, by, *([of] if of != "count" else [])), f"-{of}")
        drawn = [{"label": _label(bar[by]), "figure": bar[of]} for bar in bars[:MOST_BARS]]
        charts.bars(drawn, "label", {"figure": words.literal(of.replace("_", " "))}, f"{of} by {by}; the same figures stand in the table above", key=f"picture {key} {by} {of}")
        if len(bars) > MOST_BARS:
            st.text(f"The {MOST_BARS} longest of {len(bars):,} bars are drawn. The list has all rows.")


def _variety(rows, name):
    """How many bars a column gives; none where they would be too many to draw."""
    values = len({str(row[name]) for row in rows})
    return values if values <= MOST_BARS else 0


def _label(value):
    text = "nothing" if value in (None, "") else words.code(value) if isinstance(value, str) else str(value)
    # A picture would read signs as markup.
    return escape(text if len(text) <= LONGEST_LABEL else f"{text[:LONGEST_LABEL]}…", quote=False)


def _kind(name, kind, rows):
    if kind.startswith("DECIMAL"):
        return "money" if POUNDS.search(name) else "number"
    if kind == "DATE" and not any(isinstance(row[name], str) for row in rows):
        return "day"
    return "text"


def _cell(value):
    """A value that a list can show: lists and records become text, moments as a clock shows them."""
    match value:
        case None | str() | Decimal() | bool() | int() | float():
            return value
        case dict() | list():
            return str(value)
        case _:
            return words.moment(value) if hasattr(value, "hour") else value
