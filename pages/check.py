"""Pages beside their lines: a person says what a printed statement shows, one key a line, before anything of it is kept."""

import streamlit as st

from lib.statements import draw_line
from lib.ui import check_parts, place, words
from lib.ui.basket import basket
from lib.ui.pictures import drawn
from lib.ui.session import act, as_at, part, say, show_said
from lib.ui.tables import show


def choose(checks):
    """The files whose pages wait for a person, or were checked and not imported yet."""
    rows = [check_parts.waiting(sha256, check, basket().is_checked(sha256)) for sha256, check in checks.items()]
    chosen = show(words.ordered(rows, "-left"), check_parts.FILES, "files to check", check_parts.NONE, pick="Open", download=False)
    if chosen:
        place.put(file=chosen["sha256"])
        st.rerun()


@part
def workbench(sha256, check):
    """One file: its pages, the line in hand, and what a person says of it; shown anew by itself after each key."""
    if basket().is_checked(sha256):
        st.rerun()
    show_said()
    numbers = [line["line_number"] for line in check.lines]
    waiting = [line["line_number"] for line in check.left]
    broken = [line["line_number"] for line in check.lines if line["break"]]
    here = place.of("line") or str(next(iter(waiting or broken), numbers[0]))
    line = next((line for line in check.lines if str(line["line_number"]) == here), check.lines[0])

    def go_to(number):
        place.put(line=number)

    def go_on():
        go_to(words.following(numbers, [one["line_number"] for one in check.left], line["line_number"]))

    def agree(texts):
        check.agree(line["line_number"], texts, as_at())
        go_on()

    def leave_out():
        check.leave_out(line["line_number"])
        go_on()

    def write_in(texts):
        go_to(check.add(line["line_number"], texts, as_at()))

    def undo():
        go_to(check.undo() or line["line_number"])

    def finish():
        basket().checked(sha256)
        say(f"{check.reading['file']} is checked. It is imported with the others on Upload.")

    check_parts.head(check)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        check_parts.page(drawn((sha256, line["source"]), lambda: draw_line(basket().files[sha256][1], line["source"])), line)
    with right, st.container(border=True):
        check_parts.card(line, words.nth(numbers, line["line_number"]))
        check_parts.form(line, len(check.steps), agree)
        check_parts.keys(line, leave_out, undo, *words.beside(numbers, line["line_number"]), go_to)
        check_parts.missed(line, len(check.steps), write_in)
    check_parts.end(check, lambda: act(check.agree_with_all), lambda: act(finish))
    check_parts.figures(check)
    show(
        check_parts.listed(check.lines),
        check_parts.LINES,
        "lines of the pages",
        "",
        pick="Go to",
        on_pick=lambda row: go_to(row["line_number"]),
        marked=lambda row: row["line_number"] == line["line_number"],
        download=False,
    )


checks = basket().from_pages()
opened = place.of("file")
if opened in checks and not basket().is_checked(opened):
    place.link("check", "All files with pages to check")
    workbench(opened, checks[opened])
elif opened in checks:
    show_said()
    check_parts.done(checks[opened], lambda: act(basket().check_again, opened))
else:
    choose(checks)
