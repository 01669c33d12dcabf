"""Whose is this statement, and do we hold it already? Settled at the door, before anything is kept."""

import hashlib
from pathlib import PurePath

from lib import access
from lib.checking import why_not
from lib.statements.accounts import card_key, same_card
from lib.statements.pages.making import alike

HELD = """
select statement.file_sha256, statement.statement_id, statement.account_id, statement.received_at, statement.received_by, withdrawn.statement_id is not null as is_withdrawn
from raw.statement
left join decisions.statement_withdrawn as withdrawn using (statement_id, account_id)
where list_contains($files, statement.file_sha256)
order by statement.received_at
"""


MADE_WITH = """
select layout, made_with, count(*) as files
from raw.file
where list_contains($layouts, layout) and made_with is not null and not list_contains($files, file_sha256)
group by all
order by all
"""
USUAL = 3  # so many files name a program before it counts as the bank's own


class Door:
    """What the store knows of accounts and of the files at hand, asked once for many files."""

    def __init__(self, store, actor, readings, account_id=None):
        self.given = account_id
        accounts = store.rows("select account_id, agreement_id, sort_code, account_number, card_reference, council, officer from staging.account")
        # What this person may not import into is as if it were not there: nothing that is said may tell the two apart.
        self.accounts = {row["account_id"]: row for row in accounts if access.reaches(actor, "import_statement", row)}
        self.by_number = _grouped(self.accounts.values(), lambda row: (row["sort_code"], row["account_number"]))
        self.ids = [(account_id.casefold(), account_id) for account_id in self.accounts]
        self.cards = [(card_key(row["card_reference"]), row) for row in self.accounts.values() if row["card_reference"]]
        self.held = _grouped(store.rows(HELD, {"files": [reading["sha256"] for reading in readings]}), lambda row: row["file_sha256"])
        self.seen = {}
        printed = [reading for reading in readings if reading["made_with"]]
        asked = {"layouts": [reading["layout"] for reading in printed], "files": [reading["sha256"] for reading in printed]}
        self.made_with = _grouped(store.rows(MADE_WITH, asked) if printed else [], lambda row: row["layout"])

    def receipt(self, reading):
        """A receipt for a reading: whose its statements are, which can be kept, and what is in the way of the others."""
        receipt = reading | {
            "reading_status": reading["status"],
            "status": "rejected",
            "account_id": None,
            "statement_ids": [],
            "new_transactions": 0,
            "already_known": 0,
            "kept": [],
            "left_out": [],
        }
        if reading["status"] == "refused":
            return receipt | {"status": "needs_layout" if reading["needs_layout"] else "rejected"}
        if reading["not_kept"]:
            return receipt | {"reason": f"{reading['file']}: {reading['not_kept']}"}
        kept, held, left = [], [], []
        for number, statement in enumerate(reading["statements"]):
            account, before, why = self._settle(reading, number, statement)
            if why:
                left.append((statement, why))
            elif before:
                held.append((statement, account, before))
            else:
                self.seen[reading["sha256"], number] = account
                times = sum(row["account_id"] == account for row in self.held.get(reading["sha256"], []))
                kept.append(statement | {"number": number, "account_id": account, "statement_id": _statement_id(reading["sha256"], number, account, times)})
        if not kept and not held:
            is_foreign = all(statement["currency"] != "GBP" for statement, _ in left)
            whys = dict.fromkeys(f"{_said(statement['account'])} {what}. {now}" for statement, (what, now) in left if is_foreign or statement["currency"] == "GBP")
            return receipt | {"status": "rejected" if is_foreign else "needs_account", "reason": f"{reading['file']}: {' '.join(whys)}"}
        receipt["left_out"] = [_left_out(statement, what) for statement, (what, _) in left]
        already = list(dict.fromkeys(before for _, _, before in held))
        if not kept:
            known = sum(statement["lines"] for statement, *_ in held)
            about = {"account_id": held[0][1], "reason": " ".join(already), "already_known": known, "messages": reading["messages"] + receipt["left_out"]}
            return receipt | {"status": "already_held"} | about
        if why := why_not(reading):
            return receipt | {"account_id": kept[0]["account_id"], "reason": f"{reading['file']}: {why}"}
        ids = [one["statement_id"] for one in kept]
        unlike = self._made_unlike(reading)
        about = {"account_id": kept[0]["account_id"], "statement_ids": ids, "kept": kept, "messages": reading["messages"] + unlike + receipt["left_out"] + already}
        return receipt | {"status": "imported", "reason": None} | about

    def _made_unlike(self, reading):
        """A sentence where most other PDFs of this layout name another program as their maker. It is a fact, and accuses nobody."""
        kinds = _grouped(self.made_with.get(reading["layout"], []), lambda row: alike(row["made_with"]))
        counted = {kind: sum(row["files"] for row in rows) for kind, rows in kinds.items()}
        usual, every = max(counted, key=counted.get, default=None), sum(counted.values())
        if not reading["made_with"] or usual in (None, alike(reading["made_with"])) or counted[usual] < USUAL or counted[usual] * 2 <= every:
            return []
        named = kinds[usual][0]["made_with"]
        return [f"The PDF says that it was made with {reading['made_with']}. Of {every} others of this bank here, {counted[usual]} say {named}."]

    def _settle(self, reading, number, statement):
        """(account_id, None, None) for a statement that can be kept, a sentence with it when it is held already, or (what is in the way, what now) alone."""
        if statement["currency"] != "GBP":
            return None, None, (f"is in {statement['currency']}", "Only a statement in pounds can be kept.")
        if twin := self.seen.get((reading["sha256"], number)):
            return twin, f"This file is in the same upload twice. It is kept once, for account {twin}.", None
        standing = self._standing(reading["sha256"], number)
        if standing and standing["account_id"] in self.accounts:
            return standing["account_id"], _received(standing), None
        account, why = self._whose(reading, statement)
        if account and standing:
            return None, "These very bytes are held already, for an account that isn't in your caseload. They were not added again. A team leader can withdraw them there.", None
        return account, None, why

    def _standing(self, sha256, number):
        """The kept statement that is this one of the file and was not withdrawn, whoever's account it is in; or None."""
        rows = self.held.get(sha256, [])
        for row in rows:
            # Withdrawn and sent again it is another statement, so that both stay on record.
            if not row["is_withdrawn"] and row["statement_id"] in {_statement_id(sha256, number, row["account_id"], times) for times in range(len(rows))}:
                return row
        return None

    def _whose(self, reading, statement):
        """(account_id, None), or (None, (what is in the way, what now))."""
        identity = statement["account"]
        chosen, between = (self.given, ()) if self.given else self._named_by(reading["file"])
        matching = self._numbered(statement)
        if chosen in matching or len(matching) == 1:
            return chosen if chosen in matching else matching[0], None
        if matching:
            return None, (f"fits {len(matching)} accounts", "Choose whose it is.")
        if _names_itself(identity):
            # Of several strangers in a file a choice would not say which.
            is_alone = len({_said(one["account"]) for one in reading["statements"]}) == 1
            if not (is_alone and self._may_be(chosen, identity)):
                return None, ("is no account of your caseload", "Load the account first, or check the file.")
        elif between:
            return None, (f"is in a folder or has a name of different accounts ({', '.join(between)})", "Choose the account.")
        elif not chosen:
            return None, ("does not say whose account it is", "Choose the account.")
        if chosen not in self.accounts:
            return None, ("is said to be of an account that isn't there, or isn't in your caseload", "Choose another.")
        return chosen, None

    def _numbered(self, statement):
        """The accounts that have the number of a statement, or else its card."""
        identity = statement["account"]
        if _has_number(identity) and (found := self.by_number.get((identity["sort_code"], identity["account_number"]))):
            return [row["account_id"] for row in found]
        # Cards on one account have no reference in common; any of them tells whose it is.
        cards = {identity["card_reference"]} if identity["card_reference"] else {row["card_reference"] for row in statement["rows"]} - {None}
        keys = [card_key(card) for card in cards]
        found = [row for key, row in self.cards if any(same_card(key, other) for other in keys)]
        return [row["account_id"] for row in found if not (_has_number(identity) and row["account_number"])]

    def _named_by(self, file_name):
        """(the account that a folder of the path or the start of the file's name says, ()), or (None, those between which it can't be told)."""
        path = PurePath(file_name.replace("\\", "/"))
        name = path.name.casefold()
        begins = [account_id for folded, account_id in self.ids if name.startswith(folded) and not name[len(folded) : len(folded) + 1].isalnum()]
        longest = [account_id for account_id in begins if len(account_id) == max(map(len, begins))]
        said = sorted({*path.parts[:-1]} & self.accounts.keys() | {*longest})
        return (said[0], ()) if len(said) == 1 else (None, said)

    def _may_be(self, account_id, identity):
        """Whether nothing that is known of an account contradicts what a statement says."""
        account = self.accounts.get(account_id)
        return bool(account) and account["card_reference"] is None and not (_has_number(identity) and account["account_number"])


def _statement_id(sha256, number, account_id, times):
    return hashlib.sha256(f"{sha256}|{number}|{account_id}|{times}".encode()).hexdigest()[:20]


def _has_number(identity):
    return bool(identity["sort_code"] and identity["account_number"])


def _names_itself(identity):
    return _has_number(identity) or bool(identity["card_reference"])


def _said(identity):
    """How a statement names itself, at the beginning of a sentence."""
    if _has_number(identity):
        sort_code = identity["sort_code"]
        return f"{sort_code[:2]}-{sort_code[2:4]}-{sort_code[4:]} {identity['account_number']}"
    return f"Card {identity['card_reference']}" if identity["card_reference"] else "The statement"


def _received(row):
    return f"These very bytes were received on {row['received_at']:%d %b %Y at %H:%M} by {row['received_by']}, for account {row['account_id']}. They were not added again."


def _left_out(statement, what):
    return f"{_said(statement['account'])} {what} and was left out: {statement['lines']} line{'s' * (statement['lines'] != 1)}."


def _grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
