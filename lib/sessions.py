"""Who is signed in: a row for each session, found by the hash of a token that only the person's browser holds."""

import hashlib
import math
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lib.config import settings
from lib.store import Actor, EngineError, StoreIsReadOnly

# A person's sessions at the same time; one more ends the oldest.
AT_ONCE = 3

# How long what we remember of a session's row is good for. Whatever ends a session here takes effect at once.
REMEMBERED = timedelta(seconds=5)

# How often "last seen" is written to the row. In between it is only remembered.
NOTED = timedelta(minutes=1)

# From this many wrong passwords in a row a name must wait, twice as long each time.
PATIENCE = 5
FIRST_WAIT, LONGEST_WAIT = 5, 15 * 60

# Wrong passwords from one network address in a quarter of an hour. A council's staff may share one address.
ADDRESS_PATIENCE = 50
ADDRESS_WINDOW = timedelta(minutes=15)

# Of the hash of a token: enough to tell sessions apart, and no way back to the token.
SID_LENGTH = 16

VISITOR = Actor("visitor", "visitor", name="Somebody not signed in")

LIVE = """
    select session.*, person.name, person.role, person.councils, person.officer
    from identity.session as session
    join identity.user as person using (username)
    where starts_with(session.token_hash, ?) and session.ended_at is null and person.disabled_at is null
"""

FAILURES = """
    select
        count(*) filter (username = $name and failed_at > $yesterday) as of_name,
        max(failed_at) filter (username = $name) as last_of_name,
        count(*) filter (address = $address and failed_at > $window) as of_address,
        min(failed_at) filter (address = $address and failed_at > $window) as first_of_address
    from identity.failed_sign_in
"""


@dataclass
class _Known:
    actor: Actor
    created_at: datetime
    seen_at: datetime
    noted_at: datetime
    read_at: datetime


_known = {}


def start(store, username, address, now=None):
    """Begin a session for somebody who has proved who they are, and give its token. It is shown this once."""
    now = now or utc_now()
    token = secrets.token_urlsafe(32)
    person = store.row("select * from identity.user where username = ?", [username])
    actor = actor_from(person, sid_of(token))
    with store.change(actor, "sign_in", username, after={"address": address}) as change:
        change.execute("delete from identity.failed_sign_in where username = ?", [username])
        change.execute("delete from identity.session where ended_at < ?", [now - timedelta(days=30)])
        _make_room(change, username, now)
        change.insert(
            "identity.session",
            [{"token_hash": _hash(token), "username": username, "address": address, "created_at": now, "seen_at": now}],
        )
    return token


def find(store, token, now=None, active=True):
    """The person whose session this token opens, or None. Counts as being there, unless active is False.

    Their role may be a few seconds old: a page asks actor_of instead.
    """
    now = now or utc_now()
    key = _hash(token)
    known = _known.get(key)
    if known is None or not timedelta(0) <= now - known.read_at < REMEMBERED:
        known = _read(store, key, now, known)
    if known is None:
        _known.pop(key, None)
        return None
    over = _why_over(known, now)
    if over:
        # In a store that can't be written it is over all the same; only the row can't say so.
        with suppress(StoreIsReadOnly):
            _end(store, key, known.actor, "session_ended", over, now)
        return None
    _known[key] = known
    if active:
        known.seen_at = now
        if now - known.noted_at >= NOTED:
            _note_seen(store, key, known)
    return known.actor


def is_quiet(seconds, now=None):
    """Whether nobody has been at work in this process for so many seconds. Whoever signed out is not here."""
    now = now or utc_now()
    return all(now - known.seen_at >= timedelta(seconds=seconds) for known in list(_known.values()))


def actor_of(store, username, sid):
    """The person behind a running page, with the role and councils of this moment, or None when the session is over."""
    if not username or len(sid or "") != SID_LENGTH:
        return None
    row = next(iter(store.answer(("identity.session", "identity.user"), LIVE, [sid])), None)
    return actor_from(row, sid) if row and row["username"] == username else None


def end(store, token, now=None):
    """Sign out: the token opens nothing any more."""
    key = _hash(token)
    known = _read(store, key, now or utc_now(), None)
    if known:
        _end(store, key, known.actor, "sign_out", "signed out", now or utc_now())


def end_all(change, username, reason, keep=None):
    """End every session of a person, except one, inside the caller's change. The caller calls forget() once that is kept."""
    change.execute(
        """
        update identity.session set ended_at = ?, end_reason = ?
        where username = ? and ended_at is null and not starts_with(token_hash, ?)
        """,
        [utc_now(), reason, username, keep or "none"],
    )


def forget(username):
    """Remember nothing of a person's sessions, so that each is read again before it opens anything."""
    for key in [key for key, known in list(_known.items()) if known.actor.username == username]:
        _known.pop(key, None)


def sid_of(token):
    """The short name of a session in the activity log and on the page. It opens nothing."""
    return _hash(token)[:SID_LENGTH]


def actor_from(row, sid=None):
    """A row of identity.user as somebody who may act."""
    return Actor(row["username"], row["role"], tuple(row["councils"]), row["officer"], row["name"], sid)


def seconds_to_wait(store, name, address, now=None):
    """How long until this name may try a password again, or anybody at this address. 0 when they may now."""
    now = now or utc_now()
    values = {"name": name, "address": address, "yesterday": now - timedelta(days=1), "window": now - ADDRESS_WINDOW}
    failures, waits = store.row(FAILURES, values), [0]
    if failures["of_name"] >= PATIENCE:
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures["of_name"] - PATIENCE))
        waits.append(wait - (now - failures["last_of_name"]).total_seconds())
    if failures["of_address"] >= ADDRESS_PATIENCE:
        waits.append((failures["first_of_address"] + ADDRESS_WINDOW - now).total_seconds())
    return math.ceil(max(waits))


def note_failure(store, name, address, now=None):
    """Remember a wrong password."""
    now = now or utc_now()
    with store.change(VISITOR, "sign_in_failed", name, after={"address": address}) as change:
        change.execute("delete from identity.failed_sign_in where failed_at < ?", [now - timedelta(days=1)])
        change.execute("insert into identity.failed_sign_in values (?, ?, ?)", [name, address, now])


def utc_now():
    """This moment in UTC, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _read(store, key, now, known):
    row = store.row(LIVE, [key])
    if row is None:
        return None
    seen_at = max(row["seen_at"], known.seen_at) if known else row["seen_at"]
    return _Known(actor_from(row, key[:SID_LENGTH]), row["created_at"], seen_at, row["seen_at"], now)


def _why_over(known, now):
    serve = settings()["serve"]
    if now - known.created_at >= timedelta(hours=serve["absolute_hours"]):
        return f"{serve['absolute_hours']} hours after sign-in"
    if now - known.seen_at >= timedelta(minutes=serve["idle_minutes"]):
        return f"nothing done for {serve['idle_minutes']} minutes"
    if known.seen_at - now > timedelta(minutes=5):
        return "the clock was set back"
    return None


def _note_seen(store, key, known):
    """Write when a session was last seen: not a change to the record, so it leaves no activity row and waits for nobody."""
    if store.read_only_because or not store.lock.acquire(blocking=False):
        return
    known.noted_at = known.seen_at
    try:
        # A full disk must not keep anybody from reading.
        with suppress(EngineError), store.con.cursor() as cursor:
            cursor.execute("update identity.session set seen_at = ? where token_hash = ? and ended_at is null", [known.seen_at, key])
    finally:
        store.lock.release()


def _end(store, key, actor, action, reason, now):
    _known.pop(key, None)
    with store.lock:
        if not store.value("select count(*) from identity.session where token_hash = ? and ended_at is null", [key]):
            return
        with store.change(actor, action, actor.username, reason=reason) as change:
            change.execute("update identity.session set ended_at = ?, end_reason = ? where token_hash = ?", [now, reason, key])
    _known.pop(key, None)


def _make_room(change, username, now):
    older = "select token_hash from identity.session where username = ? and ended_at is null order by seen_at desc"
    for (key,) in change.execute(older, [username]).fetchall()[AT_ONCE - 1 :]:
        change.execute("update identity.session set ended_at = ?, end_reason = ? where token_hash = ?", [now, "signed in elsewhere", key])
        _known.pop(key, None)


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()
