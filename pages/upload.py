"""Statements in: what each file says and what is in the way; nothing is kept until it is said so."""

import streamlit as st

from lib import own_layouts, receiving
from lib.statements import read_files, unpack
from lib.statements.layouts import load_layouts
from lib.ui import layout_parts, place, upload_parts, words
from lib.ui.progress import Progress
from lib.ui.session import act, actor, as_at, say, store, strong, view
from lib.ui.tables import show

basket = upload_parts.basket()
accounts = {row["account_id"]: row for row in view("dashboards.my_account")}
own = own_layouts.in_force(store(), actor())
titles = {layout.name: layout.title for layout in load_layouts()} | {layout["name"]: layout["title"] for layout in own}


def keep_layout(layout):
    """Keep a layout, and read with it what waits for one."""
    own_layouts.keep(store(), actor(), layout)
    waiting = [(reading["file"], content) for reading, content in basket.without_layout()]
    basket.read_again(read_files(waiting, today=as_at(), own=own_layouts.in_force(store(), actor())))
    say(f"{layout['title']} is kept. Files like this one are read by it from now on.")


files = st.file_uploader("Statements: any number of files, and ZIPs of them", accept_multiple_files=True, key=f"drop_{basket.drops}")
if files:
    new = basket.new(upload_parts.unpacked(files, unpack))
    with Progress(len(new), "file read", "files read") as progress:
        for (_, content), reading in zip(new, read_files(new, today=as_at(), own=own), strict=True):
            basket.add(reading, content)
            progress.step()
    basket.drops += 1
    st.rerun()

if basket.done:
    upload_parts.results(basket, accounts, titles)
    reviews = [
        row | {"who": words.initials(row)} for row in words.ordered(view("trackers.review"), "period_from") if row["account_id"] in basket.touched() and row["state"] != "completed"
    ]
    chosen = show(reviews, upload_parts.REVIEWS, "reviews of these accounts", "No review begins with these files.", pick="Review", download=False)
    if chosen:
        place.go("review", account=chosen["account_id"], period=chosen["period_from"])

if basket.files:
    if not basket.receipts:
        with st.spinner("Comparing with what is here already"):
            basket.receipts = [
                receipt for account_id, readings in basket.by_choice() for receipt in receiving.preview(store(), actor(), readings, account_id=account_id, as_at=as_at())
            ]
    upload_parts.preview(basket, accounts, titles)
    for reading, content in basket.without_layout():
        layout_parts.wizard(
            reading, own_layouts.ROLES, own_layouts.DATES, own_layouts.describe,
            try_out=lambda layout, name=reading["file"], content=content: own_layouts.try_out(name, content, layout, as_at()),
            keep=lambda layout: act(keep_layout, layout),
        )  # fmt: skip
    ready, waiting = basket.ready(), basket.waiting()
    with st.container(horizontal=True):
        label = f"Import {words.many(len(ready), 'file')}" + (f" ({len(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for you)" if waiting else "")
        wanted = st.button(label, type=strong(), disabled=not ready, icon=":material/check:")
        if st.button("Put all of it away", icon=":material/delete:", help="Nothing of it was kept"):
            basket.empty()
            st.rerun()
    if wanted:
        with Progress(len(ready), "file kept", "files kept") as progress:
            for account_id, readings in basket.batches(ready):
                basket.settle(receiving.keep(store(), actor(), readings, basket.contents(readings), account_id=account_id, as_at=as_at()))
                progress.step(len(readings))
        say(f"{words.many(len(ready), 'file')} imported.")
        st.rerun()
elif not basket.done:
    st.text("Nothing is kept before you press Import. First you see what each file says, whose it is, and what it would add.")
