"""Whose statement is this, and do we hold it already? Settled at the door, before anything is kept."""

import hashlib
import re
from pathlib import PurePath

from lib import access


class Door:
    """What the store knows of accounts and of the files at hand, asked once for many files."""

    def __init__(self, store, actor, readings, account_id=None):
        self.given = account_id
        accounts = store.rows("select account_id, agreement_id, sort_code, account_number, card_reference, council, officer from staging.account")
        self.accounts = {row["account_id"]: row for row in accounts}
        self.by_number = _grouped(accounts, lambda row: (row["sort_code"], row["account_number"]))
        self.by_card = _grouped(accounts, lambda row: row["card_reference"])
        self.may_import = {row["account_id"] for row in accounts if access.reaches(actor, "import_statement", row)}
        self.held = _grouped(
            store.rows(
                "select file_sha256, account_id, received_at, received_by, statement_withdrawn.statement_id is not null as is_withdrawn from raw.statement"
                " left join decisions.statement_withdrawn using (statement_id, account_id)"
                " where list_contains($files, file_sha256) order by received_at",
                {"files": [reading["sha256"] for reading in readings]},
            ),
            lambda row: (row["file_sha256"], row["account_id"]),
        )
        self.seen = set()

    def receipt(self, reading):
        """A receipt for a reading: whose its statements are, and whether they can be kept."""
        receipt = reading | {
            "reading_status": reading["status"],
            "status": "rejected",
            "account_id": None,
            "statement_ids": [],
            "new_transactions": 0,
            "already_known": 0,
            "kept": [],
        }
        if reading["status"] == "refused":
            return receipt | {"status": "needs_layout" if reading["needs_layout"] else "rejected"}
        if reading["not_kept"]:
            return receipt | {"reason": f"{reading['file']}: {reading['not_kept']}"}
        kept = []
        for number, statement in enumerate(reading["statements"]):
            account, why = self._whose(reading["file"], statement["account"])
            if not account:
                return receipt | {"status": "needs_account", "reason": why}
            if statement["currency"] != "GBP":
                return receipt | {"reason": f"{reading['file']} is in {statement['currency']}. Only a statement in pounds can be kept."}
            before = self.held.get((reading["sha256"], account), [])
            standing = next((row for row in before if not row["is_withdrawn"]), None)
            if standing or reading["sha256"] in self.seen:
                reason = "This file is in the same upload twice. It is kept once."
                if standing:
                    reason = f"These very bytes were received on {standing['received_at']:%d %b %Y at %H:%M} by {standing['received_by']}. Nothing was added."
                return receipt | {"status": "already_held", "account_id": account, "reason": reason, "already_known": sum(one["lines"] for one in reading["statements"])}
            # Withdrawn and sent again it is another statement, so that both stay on record.
            statement_id = hashlib.sha256(f"{reading['sha256']}|{number}|{account}|{len(before)}".encode()).hexdigest()[:20]
            kept.append(statement | {"account_id": account, "statement_id": statement_id})
        self.seen.add(reading["sha256"])
        return receipt | {"status": "imported", "reason": None, "kept": kept, "account_id": kept[0]["account_id"], "statement_ids": [one["statement_id"] for one in kept]}

    def _whose(self, file_name, identity):
        """(account_id, None), or (None, the sentence that says what is in the way)."""
        named = self.given or self._named_by(file_name)
        numbers, card = (identity["sort_code"], identity["account_number"]), identity["card_reference"]
        if all(numbers) or card:
            matching = self.by_number.get(numbers, []) if all(numbers) else self.by_card.get(card, [])
            matching = [row["account_id"] for row in matching]
            if len(matching) > 1 and named in matching:
                matching = [named]
            if len(matching) > 1:
                return None, f"{file_name}: {len(matching)} accounts have this number. Choose whose it is."
            if not matching and self._has_no_number(named):
                matching = [named]
            if not matching:
                said = f"{numbers[0][:2]}-{numbers[0][2:4]}-{numbers[0][4:]} {numbers[1]}" if all(numbers) else f"card {card}"
                return None, f"{file_name} says {said}, which is no account of the caseload. Load the account first, or check the file."
            chosen = matching[0]
        elif named:
            chosen = named
        else:
            return None, f"{file_name} does not say whose account it is. Choose the account."
        if chosen not in self.may_import:
            return None, f"{file_name}: this account isn't there, or isn't in your caseload."
        return chosen, None

    def _named_by(self, file_name):
        """The account whose id is exactly a folder of the path, or the start of the file's name."""
        path = PurePath(file_name)
        candidates = {*path.parts[:-1], path.stem, re.split(r"[^A-Za-z0-9-]", path.name)[0]} & self.accounts.keys()
        return candidates.pop() if len(candidates) == 1 else None

    def _has_no_number(self, account_id):
        account = self.accounts.get(account_id)
        return bool(account) and account["account_number"] is None and account["card_reference"] is None


def _grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
