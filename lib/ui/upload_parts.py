"""What was read and not kept yet: held in the session, so that leaving the page loses nothing; and its words."""

from dataclasses import dataclass, field
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
LINES = [Column("line", "Row", "count", width=60), Column("why", "Why", width=420), Column("source", "As in the file", width=500)]
AT_ONCE = 25


@dataclass
class Basket:
    """Files read and not kept: {sha256: (reading, bytes)}, whose they are said to be, and what keeping them would do."""

    files: dict = field(default_factory=dict)
    choices: dict = field(default_factory=dict)
    receipts: list = field(default_factory=list)
    done: list = field(default_factory=list)
    drops: int = 0

    def new(self, found):
        """What is to be read now. What was imported before makes room for it."""
        self.done = []
        return list(found)

    def add(self, reading, content):
        self.files.setdefault(reading["sha256"], (reading, content))
        self.receipts = []

    def read_again(self, readings):
        """Readings that take the place of earlier ones of the same files."""
        for reading in readings:
            self.files[reading["sha256"]] = (reading, self.files[reading["sha256"]][1])
        self.receipts = []

    def without_layout(self):
        """(reading, bytes) of the tables that no layout knows."""
        return [(reading, content) for reading, content in self.files.values() if reading["needs_layout"]]

    def choose(self, sha256, account_id):
        """Say whose a file is."""
        self.choices[sha256] = account_id
        self.receipts = []

    def by_choice(self):
        """(account said or None, readings) groups."""
        groups = {}
        for sha256, (reading, _) in self.files.items():
            groups.setdefault(self.choices.get(sha256), []).append(reading)
        return list(groups.items())

    def ready(self):
        return [receipt for receipt in self.receipts if receipt["status"] == "imported"]

    def waiting(self):
        return [receipt for receipt in self.receipts if receipt["status"] in ("needs_account", "needs_layout")]

    def batches(self, receipts):
        """(account said or None, readings) of what is ready, an account's files together and not too many at once."""
        ready = {receipt["sha256"] for receipt in sorted(receipts, key=lambda receipt: receipt["account_id"])}
        owner = {receipt["sha256"]: receipt["account_id"] for receipt in receipts}
        for account_id, readings in self.by_choice():
            mine = sorted((reading for reading in readings if reading["sha256"] in ready), key=lambda reading: owner[reading["sha256"]])
            for start in range(0, len(mine), AT_ONCE):
                yield account_id, mine[start : start + AT_ONCE]

    def contents(self, readings):
        return {reading["sha256"]: self.files[reading["sha256"]][1] for reading in readings}

    def settle(self, receipts):
        """These were kept; they leave the basket."""
        self.done += receipts
        for receipt in receipts:
            self.files.pop(receipt["sha256"], None)
        self.receipts = []

    def touched(self):
        """The accounts that were imported into."""
        return {statement["account_id"] for receipt in self.done for statement in receipt["kept"]}

    def empty(self):
        self.files, self.choices, self.receipts, self.done = {}, {}, [], []


def basket():
    """This person's basket."""
    return st.session_state.setdefault("basket", Basket())


def unpacked(files, unpack):
    """The (name, bytes) of every file, ZIPs opened. A ZIP that can't be opened is said, and stops nothing else."""
    for file in files:
        with saying_errors():
            yield from unpack(file.name, file.getvalue())


def preview(basket, accounts, titles):
    """One row and one sentence per file; what waits has its one control; what was left out of a file can be opened."""
    order = ["needs_account", "needs_layout", "rejected", "already_held", "imported"]
    receipts = sorted(basket.receipts, key=lambda receipt: order.index(receipt["status"]))
    show([row(receipt, accounts, titles) for receipt in receipts], FILES, "files", "", key="upload_files", download=False)
    for receipt in basket.waiting():
        if receipt["status"] == "needs_account" and receipt["statements"]:
            _choose_account(basket, receipt, accounts)
    for receipt in receipts:
        left_out(receipt)


def results(basket, accounts, titles):
    """What was kept."""
    show([row(receipt, accounts, titles, kept=True) for receipt in basket.done], FILES, "files imported", "", key="upload_done", download=False)


def row(receipt, accounts, titles, kept=False):
    return {"file": receipt["file"], "state": "kept" if kept and receipt["status"] == "imported" else receipt["status"], "sentence": sentence(receipt, accounts, titles)}


def sentence(receipt, accounts, titles):
    """Lloyds, A. Sample, 1 to 31 Mar 2026, 58 lines, proven, follows on from the statement before, 4 already known."""
    if receipt["status"] != "imported":
        said = receipt["reason"] or "This file can't be read."
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


def _choose_account(basket, receipt, accounts):
    with st.container(border=True):
        st.text(receipt["reason"])
        key = f"account_{receipt['sha256']}"
        st.selectbox(
            "Whose is it?", sorted(accounts), index=None, key=key, placeholder="Type a name or an account",
            format_func=lambda account_id: words.stripped([account_id, words.person(accounts[account_id]), words.code(accounts[account_id]["account_type"])]),
            on_change=lambda: basket.choose(receipt["sha256"], st.session_state[key]),
        )  # fmt: skip


def left_out(receipt):
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
    with st.expander(words.literal(said)):
        for message in receipt["messages"]:
            st.text(message)
        if rejected:
            show(rejected, LINES, "lines that can't be read", "", key=f"rejected_{receipt['sha256']}", download=False)
        if skipped:
            show(skipped, LINES, "rows that are no payments", "", key=f"skipped_{receipt['sha256']}", download=False)
