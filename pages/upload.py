"""Statements in: what each file says and what is in the way; nothing is kept until it is said so."""

import streamlit as st

from lib import own_layouts, receiving
from lib.statements import read_files, unpack
from lib.statements.layouts import load_layouts
from lib.ui import layout_parts, place, upload_parts, words
from lib.ui.basket import basket
from lib.ui.progress import Progress
from lib.ui.session import act, actor, as_at, say, store, strong, view
from lib.ui.tables import show

mine = basket()
accounts = {row["account_id"]: row for row in view("dashboards.account")} if mine.done or mine.files else {}
own = own_layouts.in_force(store(), actor())
titles = {layout.name: layout.title for layout in load_layouts()} | {layout["name"]: layout["title"] for layout in own}


def keep_layout(layout):
    """Keep a layout, and read with it what waits for one."""
    own_layouts.keep(store(), actor(), layout)
    waiting = [(reading["file"], content) for reading, content in mine.without_layout()]
    mine.read_again(read_files(waiting, today=as_at(), own=own_layouts.in_force(store(), actor())))
    say(f"{layout['title']} is kept. Files like this one are read by it from now on.")


def stop_reading(read):
    mine.unread.clear()
    say(f"Stopped: {words.many(read, 'file')} {words.agree(read)} read. Bring the others again when you want them; nothing is kept of any yet.", "info")


def stop_keeping(kept):
    say(f"Stopped: {words.many(kept, 'file')} {words.agree(kept)} imported. The others wait here, and nothing of them was kept.", "info")


files = st.file_uploader("Statements: any number of files, and ZIPs of them", accept_multiple_files=True, key=f"drop_{mine.drops}")
if files:
    mine.bring(upload_parts.unpacked(files, unpack))
    st.rerun()
bar = st.container()
if mine.unread:
    # Whoever leaves the page meanwhile finds what was read, and the rest is read on coming back.
    with bar, Progress(len(mine.unread), "file read", "files read", stop_reading) as progress:
        for reading in read_files(mine.rest(), today=as_at(), own=own):
            mine.add(reading)
            progress.step()

if mine.done:
    upload_parts.results(mine.done, accounts, titles)
    reviews = [
        row | {"who": words.initials(row)} for row in words.ordered(view("trackers.review"), "period_from") if row["account_id"] in mine.touched() and row["state"] != "completed"
    ]
    show(
        reviews, upload_parts.REVIEWS, "reviews of these accounts", "No review begins with these files.", download=False,
        to=lambda row: place.address("review", account=row["account_id"], period=row["period_from"]),
    )  # fmt: skip

if mine.files:
    if not mine.receipts:
        with bar, st.spinner("Comparing with what is here already"):
            mine.receipts = [
                receipt for account_id, readings in mine.by_choice() for receipt in receiving.preview(store(), actor(), readings, account_id=account_id, as_at=as_at())
            ]
    ready, waiting = mine.ready(), upload_parts.needing(mine.receipts)
    upload_parts.preview(mine.receipts, accounts, titles, mine.choose)
    to_look_at = [receipt for receipt in waiting if upload_parts.state(receipt) == "to_check"]
    if to_look_at:
        place.link("check", f"Check the pages of {words.many(len(to_look_at), 'file')}", file=to_look_at[0]["sha256"] if len(to_look_at) == 1 else None)
    for reading, content in mine.without_layout():
        layout_parts.wizard(
            reading, own_layouts.ROLES, own_layouts.DATES, own_layouts.describe,
            try_out=lambda layout, name=reading["file"], content=content: own_layouts.try_out(name, content, layout, as_at()),
            keep=lambda layout: act(keep_layout, layout),
        )  # fmt: skip
    with st.container(horizontal=True):
        label = f"Import {words.many(len(ready), 'file')}" + (f" ({len(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for you)" if waiting else "")
        wanted = st.button(label, type=strong(), disabled=not ready, icon=":material/check:")
        if st.button("Put all of it away", icon=":material/delete:", help="Nothing of it was kept"):
            mine.empty()
            st.rerun()
    if wanted:
        with bar, Progress(len(ready), "file kept", "files kept", stop_keeping) as progress:
            for account_id, readings in mine.batches(ready):
                mine.settle(receiving.keep(store(), actor(), readings, mine.contents(readings), account_id=account_id, as_at=as_at()))
                progress.step(len(readings))
        say(f"{words.many(len(ready), 'file')} imported.")
        st.rerun()
elif not mine.done:
    st.text("Nothing is kept before you press Import. First you see what each file says, whose it is, and what it would add.")
