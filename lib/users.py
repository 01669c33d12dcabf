"""People who may sign in: their roles, and passwords that are kept as a hash alone."""

import hashlib
import re
import unicodedata

from lib import passwords, sessions
from lib.access import OPERATIONS, ROLES, allowed
from lib.config import places
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.sessions import utc_now
from lib.store import OPERATOR, now

RESERVED = ("operator", "visitor", "system")


class WrongPassword(UserError):
    """The username or password is not right."""


class TooManyAttempts(UserError):
    """There were too many wrong passwords."""

    def __init__(self, seconds):
        self.seconds = seconds
        after = f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
        super().__init__(f"There were too many wrong passwords. Wait {after}, then try again.")


@allowed("manage_users")
def add(store, actor, username, name, role, councils, officer=None, password=None):
    """Let somebody sign in, and give their one-time password, or None when one was given. They choose their own at first sign-in."""
    username, councils = _plain(username), _councils(councils)
    _check_person(username, name, role, councils, officer)
    _check_walls(actor, councils)
    one_time = None if password else passwords.one_time()
    if password:
        passwords.check_strength(password, username, name)
    row = _row(username, name, role, councils, officer, passwords.hashed(password or one_time), must_change=True)
    with store.change(actor, "add_user", username, council=_only(councils), after=_about(row)) as change:
        if change.execute("select count(*) from identity.user where username = ?", [username]).fetchone()[0]:
            raise UserError(f"{username} is already taken. Choose another username, or reset that person's password.")
        change.insert("identity.user", [row])
    return one_time


@allowed("manage_users")
def disable(store, actor, username):
    """Stop somebody from signing in, and end their sessions at once. Resetting their password lets them in again."""
    person = _person(store, actor, username)
    if person["disabled_at"]:
        raise UserError(f"{person['username']} is already disabled.")
    with store.change(actor, "disable_user", person["username"], council=_only(person["councils"])) as change:
        _keep_an_administrator(change, person)
        change.execute("update identity.user set disabled_at = ? where username = ?", [utc_now(), person["username"]])
        sessions.end_all(change, person["username"], "disabled")
    sessions.forget(person["username"])


@allowed("manage_users")
def reset(store, actor, username):
    """Give somebody a new one-time password and end their sessions. A disabled person may sign in again with it."""
    person, one_time = _person(store, actor, username), passwords.one_time()
    about = {"council": _only(person["councils"]), "after": {"enabled_again": bool(person["disabled_at"])}}
    with store.change(actor, "reset_password", person["username"], **about) as change:
        _keep_password(change, person["username"], passwords.hashed(one_time), must_change=True)
        change.execute("update identity.user set disabled_at = null where username = ?", [person["username"]])
        sessions.end_all(change, person["username"], "password reset")
    sessions.forget(person["username"])
    return one_time


@allowed("manage_users")
def change_role(store, actor, username, role, councils, officer=None):
    """Give somebody another role, other councils or another officer's caseload. It works from their next click."""
    person, councils = _person(store, actor, username), _councils(councils)
    _check_person(person["username"], person["name"], role, councils, officer)
    _check_walls(actor, councils)
    if person["username"] == actor.username:
        raise UserError("Your own role can only be changed by another administrator.")
    after = person | {"role": role, "councils": councils, "officer": officer or ""}
    about = {"council": _only(councils), "before": _about(person), "after": _about(after)}
    with store.change(actor, "change_role", person["username"], **about) as change:
        if role != "administrator":
            _keep_an_administrator(change, person)
        values = [role, councils, officer or "", person["username"]]
        change.execute("update identity.user set role = ?, councils = ?, officer = ? where username = ?", values)
    sessions.forget(person["username"])


@allowed("see_users")
def list_users(store, actor):
    """Everybody who may or might sign in, and when they were last here; never a password."""
    rows = store.rows("""
        select
            username, name, role, councils, officer, must_change_password, created_at, disabled_at,
            (select max(seen_at) from identity.session where session.username = person.username) as last_seen_at
        from identity.user as person
        order by username
    """)
    return [row for row in rows if actor.role == "operator" or set(row["councils"]) & set(actor.councils)]


@allowed("change_own_password")
def change_own_password(store, actor, old, new):
    """Change the password of the person who asks. Their other sessions end; this one goes on."""
    try:
        person = sign_in(store, actor.username, old, "a page")
    except WrongPassword:
        raise WrongPassword("Your present password is not right.") from None
    _choose(store, actor, person, new)


@allowed("change_own_password")
def choose_first_password(store, actor, new, signed_in_with=None):
    """Replace the one-time password that the person has just signed in with; its hash, where given, must still be theirs."""
    person = store.row("select * from identity.user where username = ? and disabled_at is null", [actor.username])
    if person is None or not person["must_change_password"] or signed_in_with not in (None, person["password_hash"]):
        raise NotAllowed("This one-time password is no longer good. Sign in again, or ask your administrator for another.")
    _choose(store, actor, person, new)


def sign_in(store, username, password, address, now=None):
    """The row of the person who has this username and password. Wrong ones are counted and must wait longer and longer."""
    username = _plain(username)
    person = store.row("select username from identity.user where username = ?", [username])
    name = person["username"] if person else f"?{hashlib.sha256(username.encode()).hexdigest()[:16]}"
    seconds = sessions.seconds_to_wait(store, name, address, now)
    if seconds:
        raise TooManyAttempts(seconds)
    person = check_password(store, username, password)
    if person is None:
        sessions.note_failure(store, name, address, now)
        raise WrongPassword
    return person


def check_password(store, username, password):
    """The person's row when the password is theirs and they may sign in, or None. Takes as long when nobody has that name."""
    person = store.row("select * from identity.user where username = ?", [_plain(username)])
    is_right = passwords.is_right(password, person and person["password_hash"])
    return person if person and is_right and not person["disabled_at"] else None


def check_name(username, name):
    """Raise unless somebody may sign in under this username and be called this."""
    if faults := _name_faults(_plain(username), name):
        raise SeveralErrors(faults)


def not_loaded(store, councils):
    """Those of these councils of which there is nothing yet: no person, no agreement, no policy."""
    there = store.rows("select council from staging.person union select council from staging.agreement union select council from decisions.policy")
    return [council for council in _councils(councils) if council not in {row["council"] for row in there}]


def officers(store, council):
    """{officer's code: name} of everybody who may sign in and carry cases of a council."""
    rows = store.rows("""
        select officer, name
        from identity.user
        where officer <> '' and role not in ('auditor', 'administrator') and disabled_at is null and list_contains(councils, ?)
        order by name desc
    """, [council])  # fmt: skip
    return {row["officer"]: row["name"] for row in rows}


def auditors(store, councils):
    """{username: name} of everybody who may sign in and look at reviews of all these councils a second time."""
    rows = store.rows("""
        select username, name
        from identity.user
        where list_contains(?, role) and disabled_at is null and list_has_all(councils, ?)
        order by name
    """, [list(OPERATIONS["check_self_audit"]), list(councils)])  # fmt: skip
    return {row["username"]: row["name"] for row in rows}


def officer_codes(store):
    """{username: officer's code} of everybody who carries cases."""
    return {row["username"]: row["officer"] for row in store.rows("select username, officer from identity.user where officer <> ''")}


def add_demo(store, rows):
    """Let the made-up council's people sign in, with passwords that its sign-in page shows. Only into a store of its own."""
    if store.places.path == places().path:
        raise UserError("The demo's people can't be added to the council's own store.")
    if store.value("select count(*) from identity.user"):
        raise UserError("People can already sign in to this store, so the demo's people can't be added.")
    people = [
        _row(
            _plain(row["username"]),
            row["name"],
            row["role"],
            _councils(row["councils"].split(";")),
            row["officer"],
            passwords.quickly_hashed(demo_password(row["username"])),
            must_change=False,
        )
        for row in rows
    ]
    for person in people:
        _check_person(person["username"], person["name"], person["role"], person["councils"], person["officer"])
    with store.change(OPERATOR, "add_demo_users", "demo", after={"usernames": [person["username"] for person in people]}) as change:
        change.insert("identity.user", people)
        change.insert("identity.demo_sign_in", [_demo_sign_in(person) for person in people])


def demo_password(username):
    """The password of one of the made-up council's people."""
    return f"{username}-reckoner-demo"


def demo_sign_ins(store):
    """(username, password, who they are) for each of the made-up council's people; none in a real store."""
    rows = store.rows("""
        select demo.username, demo.password, demo.note
        from identity.demo_sign_in as demo
        join identity.user as person using (username)
        where person.disabled_at is null
        order by list_position(?, person.role), username
    """, [list(ROLES)])  # fmt: skip
    return [(row["username"], row["password"], row["note"]) for row in rows]


def _choose(store, actor, person, new):
    passwords.check_strength(new, person["username"], person["name"])
    if passwords.is_right(new, person["password_hash"]):
        raise UserError("The new password is the one you have. Choose another.")
    with store.change(actor, "change_password", person["username"], council=_only(person["councils"])) as change:
        _keep_password(change, person["username"], passwords.hashed(new), must_change=False)
        sessions.end_all(change, person["username"], "password changed", keep=actor.session)
    sessions.forget(person["username"])


def _keep_password(change, username, hashed, must_change):
    change.execute("update identity.user set password_hash = ?, must_change_password = ? where username = ?", [hashed, must_change, username])
    change.execute("delete from identity.failed_sign_in where username = ?", [username])


def _keep_an_administrator(change, person):
    others = "select count(*) from identity.user where role = 'administrator' and disabled_at is null and username <> ?"
    if person["role"] == "administrator" and not change.execute(others, [person["username"]]).fetchone()[0]:
        raise UserError(f"{person['username']} is the last administrator. Add another one first.")


def _person(store, actor, username):
    """Whom an administrator may manage: people of no council but the administrator's own."""
    person = store.row("select * from identity.user where username = ?", [_plain(username)])
    if person is None:
        raise UserError(f"Nobody is called {_plain(username)}." if actor.role == "operator" else str(NotAllowed()))
    _check_walls(actor, person["councils"])
    return person


def _check_walls(actor, councils):
    if actor.role != "operator" and not set(councils) <= set(actor.councils):
        raise NotAllowed


def _check_person(username, name, role, councils, officer):
    faults = _name_faults(username, name)
    if role not in ROLES:
        faults.append(f"{role or 'Nothing'} is not a role. Use one of {', '.join(ROLES)}.")
    if not councils:
        faults.append("A council is missing: whose records the person may see.")
    if role == "officer" and not officer:
        faults.append("An officer sees their own caseload. Give the officer's code that the council's extracts use.")
    if faults:
        raise SeveralErrors(faults)


def _name_faults(username, name):
    faults = []
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{1,63}", username) or username in RESERVED:
        faults.append(f"{username or 'Nothing'} can't be a username. Use 2 to 64 of a-z, 0-9, dot, dash, underline and @.")
    if not name.strip():
        faults.append("A name is missing: how the person is called.")
    return faults


def _row(username, name, role, councils, officer, hashed, must_change):
    return {
        "username": username, "name": name.strip(), "role": role, "councils": councils, "officer": officer or "",
        "password_hash": hashed, "must_change_password": must_change, "created_at": now(),
    }  # fmt: skip


def _about(row):
    return {column: row[column] for column in ("name", "role", "councils", "officer")}


def _demo_sign_in(person):
    note = f"{person['name']}, {person['role'].replace('_', ' ')}, {' and '.join(person['councils'])}"
    return {"username": person["username"], "password": demo_password(person["username"]), "note": note}


def _plain(username):
    return unicodedata.normalize("NFKC", username).strip().lower()[:100]


def _councils(councils):
    return list(dict.fromkeys(council.strip() for council in councils if council.strip()))


def _only(councils):
    return councils[0] if len(councils) == 1 else None
