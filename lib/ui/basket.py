"""What a person brought and has not imported yet. It is held beside the session: leaving or reloading the page loses nothing."""

import hashlib
from dataclasses import dataclass, field

import streamlit as st

from lib.checking import Check
from lib.ui.session import actor, store

AT_ONCE = 25


@dataclass
class Basket:
    """Files not read yet ({sha256: (name, bytes)}), files read and not kept ({sha256: (reading, bytes)}), whose they are said to be, what their pages are said to show, and what keeping them would do."""

    unread: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    choices: dict = field(default_factory=dict)
    checks: dict = field(default_factory=dict)
    receipts: list = field(default_factory=list)
    done: list = field(default_factory=list)
    drops: int = 0

    def bring(self, found):
        """(name, bytes) to be read now. What was imported before makes room for it."""
        self.done = []
        self.unread |= {hashlib.sha256(content).hexdigest(): (name, content) for name, content in found}
        self.drops += 1

    def rest(self):
        """The files to read, one after the other: each stays here until it was added, by whichever showing of the page reads it first."""
        while waiting := list(self.unread.values()):
            yield waiting[0]

    def add(self, reading):
        """The reading of a file that was to be read."""
        if told := self.unread.get(reading["sha256"]):
            self.files.setdefault(reading["sha256"], (reading, told[1]))
            self.unread.pop(reading["sha256"], None)
            self.receipts = []

    def read_again(self, readings):
        """Readings that take the place of earlier ones of the same files."""
        for reading in readings:
            self.files[reading["sha256"]] = (reading, self.files[reading["sha256"]][1])
        self.receipts = []

    def without_layout(self):
        """(reading, bytes) of the tables that no layout knows."""
        return [(reading, content) for reading, content in self.files.values() if reading["needs_layout"]]

    def from_pages(self):
        """{sha256: the Check} of the files whose pages a person must look at, or did."""
        for sha256, (reading, _) in self.files.items():
            if reading["to_check"]:
                self.checks.setdefault(sha256, Check(reading))
        return {sha256: check for sha256, check in self.checks.items() if sha256 in self.files}

    def is_checked(self, sha256):
        """Whether a person is done with a file's pages."""
        return "checked" in self.files[sha256][0]

    def checked(self, sha256):
        """A person is done with the pages of a file: what they said takes the place of what was read."""
        self.read_again([self.checks[sha256].result()])

    def check_again(self, sha256):
        """Go on saying what the pages of a file show."""
        self.read_again([self.checks[sha256].reading])

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
        """The receipts of files that can be kept as they are."""
        return [receipt for receipt in self.receipts if receipt["status"] == "imported"]

    def batches(self, receipts):
        """(account said or None, readings) of what is ready, an account's files together and not too many at once."""
        ready = {receipt["sha256"] for receipt in receipts}
        owner = {receipt["sha256"]: receipt["account_id"] for receipt in receipts}
        for account_id, readings in self.by_choice():
            mine = sorted((reading for reading in readings if reading["sha256"] in ready), key=lambda reading: owner[reading["sha256"]])
            for start in range(0, len(mine), AT_ONCE):
                yield account_id, mine[start : start + AT_ONCE]

    def contents(self, readings):
        """{sha256: bytes} of these readings."""
        return {reading["sha256"]: self.files[reading["sha256"]][1] for reading in readings}

    def settle(self, receipts):
        """These were kept; they leave the basket."""
        self.done += receipts
        for receipt in receipts:
            self.files.pop(receipt["sha256"], None)
            self.checks.pop(receipt["sha256"], None)
        self.receipts = []

    def touched(self):
        """The accounts that were imported into."""
        return {statement["account_id"] for receipt in self.done for statement in receipt["kept"]}

    def empty(self):
        """Put everything away that was not imported."""
        self.unread, self.files, self.choices, self.checks, self.receipts, self.done = {}, {}, {}, {}, [], []


def basket():
    """This person's basket."""
    return _baskets().setdefault((str(store().places.path), actor().username), Basket())


@st.cache_resource
def _baskets():
    """The baskets of everybody who is here."""
    return {}
