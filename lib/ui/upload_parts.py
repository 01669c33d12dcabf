"""What the files that were brought say, in words: one row and one sentence each, and what is in the way."""

from datetime import date

import streamlit as st

from lib.ui import words
from lib.ui.session import saying_errors
from lib.ui.tables import Column, show

FILES = [Column("file", "File", width=230), Column("state", "", "code", width=120), Column("sentence", "What it says", width=760)]
REVIEWS = [
    Column("account_id", "Account", width=100), Column("who", "Person", width=170), Column("period_from", "From", "day"), Column("period_to", "To", "day"), Column("state", "State", "code", width=170),
    Column("reconciliation_state", "Reconciliation", "code", width=130), Column("needs_you", "Need you", "count", width=90),
]  # fmt: skip
GROUPS = ("needs_account", "to_check", "needs_layout", "rejected", "already_held", "imported")
NEED_YOU = GROUPS[:3]
AT_A_TIME = 20
SHOWN = {"all": "All", "needs_you": "Needs you"}
LINES = [Column("line", "Row", "count", width=60), Column("why", "Why", width=420), Column("source", "As in the file", width=500)]


def unpacked(files, unpack):
    """The (name, bytes) of every file, ZIPs opened. A ZIP that can't be opened is said, and stops nothing else."""
    for file in files:
        with saying_errors():
            yield from unpack(file.name, file.getvalue())


def state(receipt, kept=False):
    """How a file stands, as a code: what waits for the person here is told apart from what can't be read."""
    if receipt["status"] == "rejected" and receipt["to_check"] and receipt["account_id"] and not receipt.get("checked"):
        return "to_check"
    return "kept" if kept and receipt["status"] == "imported" else receipt["status"]


def needing(receipts):
    """The receipts of files that wait for this person."""
    return [receipt for receipt in receipts if state(receipt) in NEED_YOU]


def preview(receipts, accounts, titles, choose):
    """One row and one sentence per file, those that need the person first; what waits has its one control; what was left out can be opened."""
    receipts = sorted(receipts, key=lambda receipt: list(GROUPS).index(state(receipt)))
    rows = [row(receipt, accounts, titles) for receipt in receipts]
    groups = {"all": rows, "needs_you": [one for one in rows if one["state"] in NEED_YOU]} | {
        code: words.where(rows, state=code) for code in ("imported", "already_held", "rejected")
    }
    shown = st.segmented_control(
        "Which files", [name for name in groups if groups[name]], default="all", required=True, key="upload_shown", label_visibility="collapsed",
        format_func=lambda name: f"{SHOWN.get(name) or words.code(name)} {len(groups[name])}",
    )  # fmt: skip
    opened = show(groups.get(shown) or rows, FILES, "files", "", key=f"upload_files_{shown}", pick="Show the remarks of")
    if opened:
        st.text(f"{opened['file']}: {opened['sentence']}")
    strangers = [receipt for receipt in receipts if receipt["status"] == "needs_account" and receipt["statements"]]
    for receipt in strangers[:AT_A_TIME]:
        _choose_account(receipt, accounts, choose)
    if len(strangers) > AT_A_TIME:
        st.text(f"{words.many(len(strangers) - AT_A_TIME, 'more file')} of which the account is not known can be settled once these are.")
    faulty = [receipt for receipt in receipts if receipt["rejected_lines"]][:AT_A_TIME]
    for receipt in [*faulty, *(receipt for receipt in receipts if opened and receipt["sha256"] == opened["sha256"] and receipt not in faulty)]:
        left_out(receipt, is_open=bool(opened) and receipt["sha256"] == opened["sha256"])


def results(done, accounts, titles):
    """What was kept."""
    show([row(receipt, accounts, titles, kept=True) for receipt in done], FILES, "files imported", "", key="upload_done")


def row(receipt, accounts, titles, kept=False):
    return {"sha256": receipt["sha256"], "file": receipt["file"], "state": state(receipt, kept), "sentence": sentence(receipt, accounts, titles)}


def sentence(receipt, accounts, titles):
    """Lloyds, A. Sample, 1 to 31 Mar 2026, 58 lines, proven, follows on from the statement before, 4 already known."""
    if receipt["status"] != "imported":
        said = (receipt["reason"] or "This file can't be read.").removeprefix(f"{receipt['file']}: ")
        return f"{said} {facts(receipt, titles)}" if receipt["status"] == "needs_account" else said
    whose = dict.fromkeys(one["account_id"] for one in receipt["kept"])
    who = " and ".join(words.initials(accounts.get(account_id, {})) or account_id for account_id in whose)
    parts = [titles.get(receipt["layout"]) or (receipt["kind"] or "").upper(), who, *about(receipt["kept"]), joins(receipt)]
    parts += [f"{receipt['already_known']} already known" if receipt["already_known"] else "", f"{receipt['new_transactions']} new" if receipt["already_known"] else ""]
    parts += [f"{words.many(receipt['locked_lines'], 'line')} in a locked period" if receipt.get("locked_lines") else ""]
    parts += [f"{words.many(receipt['conflicts'], 'payment')} differ from another statement of the same days" if receipt.get("conflicts") else ""]
    parts += [f"{words.many(len(receipt['rejected_lines']), 'line')} can't be read" if receipt["rejected_lines"] else ""]
    parts += [f"{words.many(len(receipt['left_out']), 'other account')} left out" if receipt["left_out"] else ""]
    return ", ".join(part for part in parts if part)


def facts(receipt, titles):
    """What a file says, when it is not known yet whose it is."""
    said = ", ".join(part for part in [titles.get(receipt["layout"]), *about(receipt["statements"])] if part)
    return f"It reads as {said}." if said else ""


def about(statements):
    """Which days, how many lines, and whether they add up."""
    first, last = min(one["from_date"] for one in statements), max(one["to_date"] for one in statements)
    proofs = {one["proof"] for one in statements}
    worst = next(proof for proof in ("broken", "unproven", "proven") if proof in proofs)
    return [words.span(date.fromisoformat(first), date.fromisoformat(last)), words.many(sum(one["lines"] for one in statements), "line"), words.code(worst).lower()]


def joins(receipt):
    """How it stands to the statement before."""
    if receipt.get("gap"):
        return f"{words.span(receipt['gap']['from'], receipt['gap']['to'])} missing before it"
    if receipt.get("opening_break"):
        return f"begins {words.money(receipt['opening_break'])} away from where the one before ended"
    return "follows on from the statement before" if receipt.get("follows_on") else ""


def _choose_account(receipt, accounts, choose):
    with st.container(border=True):
        st.text(receipt["reason"])
        key = f"account_{receipt['sha256']}"
        st.selectbox(
            "Whose is it?", sorted(accounts), index=None, key=key, placeholder="Type a name or an account",
            format_func=lambda account_id: words.stripped([account_id, words.person(accounts[account_id]), words.code(accounts[account_id]["account_type"])]),
            on_change=lambda: choose(receipt["sha256"], st.session_state[key]),
        )  # fmt: skip


def left_out(receipt, is_open):
    """The rows of a file that can't be read, and those that are no payments, with why."""
    rejected = [line | {"why": line["reason"]} for line in receipt["rejected_lines"]]
    skipped = receipt["skipped_lines"]
    if not rejected and not receipt["messages"] and not skipped:
        return
    said = words.stripped(
        [
            receipt["file"],
            rejected and f"{words.many(len(rejected), 'line')} can't be read",
            skipped and f"{words.many(len(skipped), 'row')} that are no payments",
            receipt["messages"] and words.many(len(receipt["messages"]), "remark"),
        ]
    )
    with st.expander(words.literal(said), expanded=is_open):
        for message in receipt["messages"]:
            st.text(message)
        if rejected:
            show(rejected, LINES, "lines that can't be read", "", key=f"rejected_{receipt['sha256']}", download=False)
        if skipped:
            show(skipped, LINES, "rows that are no payments", "", key=f"skipped_{receipt['sha256']}", download=False)
