"""The parts of the page that checks pages: the picture, the line in hand with its cells, the figures around, and the end."""

from datetime import date
from decimal import Decimal

import streamlit as st

from lib.ui import review_card, upload_parts, words
from lib.ui.keys import key, walk
from lib.ui.session import act, strong
from lib.ui.tables import Column

NONE = "No page waits for you. Statements that were read from pages and do not prove themselves come here from Upload."
FILES = [
    Column("file", "File", width=300),
    Column("state", "", "code", width=130),
    Column("left", "Lines left", "count", width=90),
    Column("why", "Why a person must look", width=620),
]
LINES = [
    Column("line_number", "Line", "count", width=60), Column("state", "", "code", width=130), Column("posted_on", "Date", "day", width=105), Column("description", "What it says", width=330),
    Column("amount", "Amount", "money", width=100), Column("balance", "Balance", "money", width=100), Column("breaks", "", width=330),
]  # fmt: skip
FIGURES = {"opening": "Balance at the start", "closing": "Balance at the end", "credits": "Total paid in", "debits": "Total paid out", "between": "Balance in between"}


def waiting(sha256, check, is_checked):
    """A file whose pages wait for a person, as a row."""
    state = "checked" if is_checked else "to_check"
    return {"sha256": sha256, "file": check.reading["file"], "state": state, "left": 0 if is_checked else len(check.left), "why": " ".join(check.reading["to_check"]["why"])}


def head(check):
    """Which file, what it reads as by now, whether it adds up, and how many lines are left."""
    statements = check.now["statements"]
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(f"**{words.literal(check.reading['file'])}**")
        for statement in statements:
            if statement["rows"]:
                st.text(", ".join(upload_parts.about([statement])[:2]))
                review_card.badge(statement["proof"])
        st.text(f"{words.many(len(check.left), 'line')} left to check" if check.how == "lines" or check.left else "To be looked at as a whole")
    st.text(f"Why you are asked: {' '.join(check.reading['to_check']['why'])}")


def page(picture, line):
    """The page with the line framed."""
    if picture:
        st.image(picture, caption=f"The page as it came; line {line['line_number']} is framed", width="stretch")
    else:
        st.text("This line stands on no page.")


def card(line, place_in):
    """Which line it is, how it stands, and what does not fit."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**Line {line['line_number']}**")
        review_card.badge(line["state"])
        st.text(place_in)
    if line["break"]:
        st.warning(words.literal(breaks(line)))
    if line["reason"]:
        st.text(f"It could not be read: {line['reason']} These are its words:")
        st.code(line["source"].partition(": ")[2], language=None, wrap_lines=True)


def listed(lines):
    """The lines as rows of a list."""
    return [line | {name: line[name] and Decimal(line[name]) for name in ("amount", "balance")} | {"posted_on": day(line), "breaks": breaks(line)} for line in lines]


def day(line):
    """The date of a line, where it has one."""
    return date.fromisoformat(line["posted_on"]) if line["posted_on"] else None


def breaks(line):
    """What does not follow here."""
    return f"The statement does not follow here: {line['break']['expected']} was expected, and {line['break']['found']} is read." if line["break"] else ""


def form(line, step, agree):
    """The cells of the line as they are read; Enter or the key says that this is what the page shows."""
    with st.form(f"line_{line['line_number']}_{step}", border=False):
        texts = cells(line, f"{line['line_number']}_{step}")
        if st.form_submit_button(
            "This is what the page shows", type=strong(), shortcut=key("check", "page_shows"), icon=":material/check:", help="The line as it stands in these boxes"
        ):
            act(agree, texts)
            st.rerun(scope="fragment")


def cells(line, key):
    """Boxes for the cells of a line; gives what stands in them."""
    amount = Decimal(line["amount"]) if line["amount"] else None
    on, balance = st.columns(2)
    out, into = st.columns(2)
    return {
        "posted_on": on.text_input("Date", f"{day(line):%d/%m/%Y}" if day(line) else "", key=f"day_{key}", max_chars=20),
        "balance": balance.text_input("Balance, if printed", line["balance"] or "", key=f"balance_{key}", max_chars=20),
        "money_out": out.text_input("Money out", f"{-amount}" if amount and amount < 0 else "", key=f"out_{key}", max_chars=20),
        "money_in": into.text_input("Money in", f"{amount}" if amount and amount > 0 else "", key=f"in_{key}", max_chars=20),
        "description": st.text_input("What it says", line["description"] or "", key=f"text_{key}", max_chars=500),
    }


def keys(line, leave_out, undo, before, after, go_to):
    """What else can be said of the line, and the way to others."""
    mine = line["line_number"]
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.button("No payment", key=f"none_{mine}", shortcut=key("check", "no_payment"), on_click=act, args=(leave_out,), help="The line is on the page, and it is no payment")
        walk("check", mine, undo, before, after, go_to)


def missed(line, step, write_in):
    """A payment that the page shows below this line and that was not read."""
    with st.expander("A payment below this line was missed"), st.form(f"missed_{line['line_number']}_{step}", border=False):
        texts = cells(dict.fromkeys(line) | {"posted_on": line["posted_on"]}, f"missed_{line['line_number']}_{step}")
        if st.form_submit_button("Write it in"):
            act(write_in, texts)
            st.rerun(scope="fragment")


def figures(check):
    """The balances and totals printed around the lines, each of which may have been misread."""
    with st.expander(f"Balances and totals on the pages ({len(check.printed)})"):
        if not check.printed:
            st.text("None are printed.")
        for number, row in enumerate(check.printed):
            key = f"figure_{number}_{len(check.steps)}"
            label = FIGURES[row["what"]] + (f", line {row['line']}" if row["line"] else "")
            st.text_input(label, row["value"] or "", key=key, max_chars=20, width=260, on_change=lambda row=row, key=key: act(check.print_as, row, st.session_state[key]))


def end(check, agree_with_all, finish):
    """What is left to say, or the last step."""
    broken = [line for line in check.lines if line["break"]]
    with st.container(horizontal=True, vertical_alignment="center"):
        if check.how != "lines" and not check.seen_all:
            st.button(
                "All of these lines are what the pages show", on_click=agree_with_all, disabled=bool(check.left), shortcut=key("check", "all_agree"), icon=":material/done_all:"
            )
        st.button("Done with these pages", on_click=finish, disabled=not check.is_done, type=strong(), shortcut=key("check", "done"), icon=":material/check:")
        if not check.is_done:
            st.text(f"{words.many(len(check.left), 'line')} left." if check.left else "Say first that all lines are what the pages show.")
        elif broken:
            st.text("The pages contradict themselves as they are printed. They are kept like that, and the review asks about it.")


def done(check, again):
    """A file whose pages were checked."""
    said = [what for what, _ in check.said.values()]
    counted = words.stripped([words.many(said.count(what), "line") + f" {words.code(what).lower()}" for what in dict.fromkeys(said)])
    st.text(f"{check.reading['file']} is checked, and is imported with the others on Upload. {counted}")
    with st.container(horizontal=True):
        st.page_link("pages/upload.py", label="Go on with Upload", icon=":material/upload_file:")
        st.button("Check it again", on_click=again, type="tertiary", icon=":material/undo:")
