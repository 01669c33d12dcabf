"""Who did what, and who looked: a hash chain in the store, and its head in a file outside it.

A row's hash covers the row before it, so an edit, a swap or a missing row shows. The anchor shows what the store alone can't:
that its newest rows are gone, or that the whole chain was written anew by somebody who has the key.
"""

import hashlib
import hmac
import json
import os
import secrets

from lib.wall_clock import is_past

GENESIS = "0" * 64
RESTORED = "restored"
SEALED = ("seq", "happened_at", "actor", "role", "session", "action", "subject", "council", "agreement_id", "reason", "commitment", "prev")


class Log:
    """The activity log of one store. Its key and its anchor lie outside the store."""

    def __init__(self, places):
        self.key = _key(places.keys / f"{places.path.stem}.key")
        self.anchor = places.anchor / f"{places.path.stem}.anchor"

    def append(self, change, entries):
        """Add rows inside a transaction, each chained to the one before, and give the head's sequence number and hash."""
        seq, chain_hash, last_at = _head(change.con)
        rows, payloads = [], []
        for entry in entries:
            happened_at = entry["happened_at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            if is_past() and happened_at < last_at:
                raise RuntimeError(f"The log is at {last_at}: nothing may be dated {happened_at}.")
            salt, body = secrets.token_hex(16), _canonical({"before": entry.get("before"), "after": entry.get("after")})
            seq, last_at = seq + 1, max(happened_at, last_at)
            row = {
                "seq": seq, "happened_at": last_at, "actor": change.actor.username, "role": change.actor.role, "session": change.actor.session,
                "action": entry["action"], "subject": str(entry["subject"]), "council": entry.get("council"),
                "agreement_id": entry.get("agreement_id"), "reason": entry.get("reason"), "commitment": _commitment(salt, body), "prev": chain_hash,
            }  # fmt: skip
            chain_hash = self._seal(row)
            rows.append(row | {"chain_hash": chain_hash})
            payloads.append({"seq": seq, "salt": salt, "body": body})
        change.insert("activity.entry", rows)
        change.insert("activity.payload", payloads)
        return seq, chain_hash

    def drop_anchor(self, seq, chain_hash):
        """Write the head of the chain outside the store, and wait until it is on the disk."""
        self.anchor.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.anchor, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # The line begins anew even where a power cut left the one before it unfinished.
            os.write(file, f"\n{seq} {chain_hash}".encode())
            os.fsync(file)
        finally:
            os.close(file)

    def note_restored(self, seq):
        """Write into the anchor that the store was put back from a backup that ends at this row: what was anchored after it no longer counts."""
        self.anchor.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.anchor.open("a", encoding="ascii") as file:
            file.write(f"\n{RESTORED} {seq}")
            file.flush()
            os.fsync(file.fileno())

    def has_anchored(self, seq, chain_hash):
        """Whether a row with this hash fits what was anchored; where nothing was anchored, nothing speaks against it."""
        return dict(self._anchor_lines()).get(seq, chain_hash) == chain_hash

    def anchored_rows(self):
        """How many rows the log had when it was anchored last."""
        return self._anchored()[0]

    def rows_lost(self, con):
        """How many of the newest anchored rows the store no longer has, or has otherwise. 0 when it is whole."""
        seq, chain_hash = self._anchored()
        if not seq:
            return 0
        kept = con.execute("select chain_hash from activity.entry where seq = ?", [seq]).fetchone()
        if kept and kept[0] == chain_hash:
            return 0
        return max(seq - _head(con)[0], 1)

    def verify(self, con):
        """Every fault of the chain, as sentences. An empty list means that nothing was changed, moved or lost."""
        faults, prev, expected, hashes = [], GENESIS, 0, {}
        payloads = {seq: (salt, body) for seq, salt, body in con.execute("from activity.payload").fetchall()}
        for *values, chain_hash in con.execute(f"select {', '.join(SEALED)}, chain_hash from activity.entry order by seq").fetchall():
            row = dict(zip(SEALED, values, strict=True))
            expected += 1
            if row["seq"] != expected:
                faults.append(f"Activity row {expected} is missing.")
                expected = row["seq"]
            if row["prev"] != prev:
                faults.append(f"Activity row {expected} does not follow the row before it.")
            if not hmac.compare_digest(self._seal(row), chain_hash):
                faults.append(f"Activity row {expected} was altered.")
            if expected in payloads and _commitment(*payloads[expected]) != row["commitment"]:
                faults.append(f"What activity row {expected} says of before and after was altered.")
            prev = hashes[expected] = chain_hash
        restored = {int(seq) for (seq,) in con.execute("select seq - 1 from activity.entry where action = 'restore'").fetchall()}
        faults += [f"The anchor says that the store was put back at activity row {seq}, and the log does not." for seq in sorted(self._restored() - restored)]
        return faults + self._anchor_faults(hashes)

    def _anchor_faults(self, hashes):
        anchored = self._anchor_lines()
        faults = [f"Activity row {seq} is not the one that was anchored." for seq, chain_hash in anchored if hashes.get(seq, chain_hash) != chain_hash]
        top, last = max((seq for seq, _ in anchored), default=0), max(hashes, default=0)
        if top > last:
            faults.append(f"The newest {top - last} activity rows are missing: the store ends at {last}, the anchor at {top}.")
        return faults

    def _anchored(self):
        return max(self._anchor_lines(), default=(0, GENESIS))

    def _restored(self):
        """The rows at which the store was put back, as far as they still count."""
        marks, found = self._anchor_marks(), []
        for place, (word, seq) in enumerate(marks):
            if word == RESTORED and not any(later == RESTORED and int(at) < int(seq) for later, at in marks[place + 1 :]):
                found.append(int(seq))
        return set(found)

    def _anchor_lines(self):
        """(row, hash) of what was anchored and counts: a store that was put back begins anew after its last row."""
        lines = []
        for first, second in self._anchor_marks():
            if first == RESTORED:
                lines = [(seq, chain_hash) for seq, chain_hash in lines if seq <= int(second)]
            else:
                lines.append((int(first), second))
        return lines

    def _anchor_marks(self):
        """The whole lines of the anchor: a row and its hash, or that the store was put back at a row. A power cut may leave half a line."""
        if not self.anchor.exists():
            return []
        lines = (line.split() for line in self.anchor.read_text(encoding="ascii").splitlines())
        return [(one[0], one[1]) for one in lines if len(one) == 2 and ((one[0].isdigit() and len(one[1]) == len(GENESIS)) or (one[0] == RESTORED and one[1].isdigit()))]

    def _seal(self, row):
        return hmac.new(self.key, b"activity-v1\0" + _canonical([row[name] for name in SEALED]).encode(), hashlib.sha256).hexdigest()


def _head(con):
    return con.execute("select seq, chain_hash, happened_at from activity.entry order by seq desc limit 1").fetchone() or (0, GENESIS, "")


def _canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def _commitment(salt, body):
    return hashlib.sha256(b"payload-v1\0" + salt.encode() + b"\0" + body.encode()).hexdigest()


def _key(path):
    """The 32 bytes the chain is sealed with, made on first use and readable by their owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(file, "wb") as kept:
            kept.write(secrets.token_bytes(32))
    return path.read_bytes()
