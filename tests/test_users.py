"""People who may sign in, and their sessions."""

import base64
import hashlib
from datetime import timedelta

import bcrypt
import pytest

from lib import passwords, sessions, users
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.sessions import utc_now
from lib.store import OPERATOR, Actor

STRONG = "copper lantern thirteen whales"
ADMIN = Actor("ann", "administrator", ("Northshire",), name="Ann")


SLOWLY = bcrypt.gensalt


@pytest.fixture(scope="module", autouse=True)
def quickly():
    """What a password's hash costs is looked at in one test; in the others it only takes time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bcrypt, "gensalt", lambda rounds=4: SLOWLY(rounds))
        yield


@pytest.fixture
def own_store(filled):
    """A store of the test's own, in which Olive and Leo may sign in."""
    return filled(two_people)


def two_people(store):
    person(store, "olive")
    person(store, "leo", role="team_leader")


def person(store, username, role="officer", councils=("Northshire",), password=STRONG):
    """Somebody who has signed in before and has a password of their own."""
    one_time = users.add(store, OPERATOR, username, username.title(), role, councils, "O1")
    users.choose_first_password(store, Actor(username, role), password)
    return one_time


def activity(store):
    return [(row["actor"], row["action"], row["subject"]) for row in store.rows("select * from activity.entry order by seq")]


def test_an_added_person_gets_a_one_time_password_that_must_be_changed(own_store):
    one_time = users.add(own_store, OPERATOR, " Pat ", "Pat Officer", "officer", ["Northshire"], "O1")
    row = users.check_password(own_store, "PAT", one_time)
    assert len(one_time) == 19
    assert row["must_change_password"]
    assert users.add(own_store, OPERATOR, "lee", "Lee", "team_leader", ["Northshire"], password=STRONG) is None
    assert users.check_password(own_store, "lee", STRONG)["must_change_password"]


def test_the_first_own_password_replaces_the_one_time_password(own_store):
    one_time = person(own_store, "pat")
    assert users.check_password(own_store, "pat", one_time) is None
    assert not users.check_password(own_store, "pat", STRONG)["must_change_password"]
    with pytest.raises(NotAllowed):
        users.choose_first_password(own_store, Actor("pat", "officer"), "another whale of a lantern")


def test_a_reset_makes_an_earlier_one_time_password_worthless_even_half_way(own_store):
    one_time = users.add(own_store, OPERATOR, "pat", "Pat", "auditor", ["Northshire"])
    signed_in_with = users.check_password(own_store, "pat", one_time)["password_hash"]
    users.reset(own_store, OPERATOR, "pat")
    with pytest.raises(NotAllowed):
        users.choose_first_password(own_store, Actor("pat", "auditor"), STRONG, signed_in_with)


def test_a_password_is_kept_nowhere(own_store):
    one_time = person(own_store, "pat")
    kept = str(own_store.rows("from identity.user")) + str(own_store.rows("from activity.payload")) + str(own_store.rows("from activity.entry"))
    assert STRONG not in kept
    assert one_time not in kept


def test_letters_after_the_seventy_second_count(own_store):
    person(own_store, "pat", password=f"{STRONG} {'x' * 80} one")
    assert users.check_password(own_store, "pat", f"{STRONG} {'x' * 80} one")
    assert users.check_password(own_store, "pat", f"{STRONG} {'x' * 80} two") is None


def test_a_password_of_128_characters_of_any_script_works(own_store):
    person(own_store, "pat", password="ßλжあ€é" * 21 + "ab")
    assert users.check_password(own_store, "pat", "ßλжあ€é" * 21 + "ab")


@pytest.mark.parametrize("password", ["short one", "x" * 129, "Password2026!!", "P@ssw0rd12345", "aaaaaaaaaaaaaa", "officer1-reckoner-demo", "councilcouncil", "OliveOfficer2026"])
def test_a_password_that_would_be_guessed_first_is_refused(password):
    with pytest.raises(UserError):
        passwords.check_strength(password, "olive", "Olive Officer")


@pytest.mark.parametrize("password", [STRONG, "correct horse battery staple", "kT9#mmQ2vX!p", "nur kleine buchstaben"])
def test_a_password_needs_no_particular_kinds_of_characters(password):
    passwords.check_strength(password, "olive", "Olive Officer")


def test_nobody_takes_as_long_to_refuse_as_somebody(monkeypatch):
    monkeypatch.setattr(bcrypt, "gensalt", SLOWLY)
    cost = bcrypt.gensalt().split(b"$")[2]
    assert passwords.NOBODY.split("$")[2].encode() == passwords.hashed(STRONG).split("$")[2].encode() == cost
    digest = base64.b64encode(hashlib.sha256(b"").digest())
    assert not bcrypt.checkpw(digest, passwords.NOBODY.encode())


def test_what_is_missing_of_a_new_person_is_said_together(own_store):
    with pytest.raises(SeveralErrors) as said:
        users.add(own_store, OPERATOR, "no spaces", " ", "boss", [])
    assert len(said.value.errors) == 4
    with pytest.raises(UserError, match="caseload"):
        users.add(own_store, OPERATOR, "pat", "Pat", "officer", ["Northshire"])


def test_a_username_is_given_once(own_store):
    with pytest.raises(UserError, match="already taken"):
        users.add(own_store, OPERATOR, "Olive", "Another", "auditor", ["Northshire"])


def test_an_administrator_manages_people_of_their_own_councils_only(own_store):
    person(own_store, "sue", councils=("Southshire",))
    person(own_store, "both", role="team_leader", councils=("Northshire", "Southshire"))
    for forbidden in (
        lambda: users.add(own_store, ADMIN, "new", "New", "auditor", ["Southshire"]),
        lambda: users.disable(own_store, ADMIN, "sue"),
        lambda: users.reset(own_store, ADMIN, "both"),
        lambda: users.change_role(own_store, ADMIN, "sue", "auditor", ["Northshire"]),
        lambda: users.disable(own_store, ADMIN, "nobody"),
    ):
        with pytest.raises(UserError, match=str(NotAllowed())):
            forbidden()
    assert [row["username"] for row in users.list_users(own_store, ADMIN)] == ["both", "leo", "olive"]


def test_only_an_administrator_manages_people(own_store):
    for role in ("officer", "senior_officer", "team_leader", "auditor"):
        with pytest.raises(NotAllowed):
            users.add(own_store, Actor("x", role, ("Northshire",)), "new", "New", "auditor", ["Northshire"])


def test_the_last_administrator_stays(own_store):
    person(own_store, "ann", role="administrator")
    with pytest.raises(UserError, match="last administrator"):
        users.disable(own_store, OPERATOR, "ann")
    with pytest.raises(UserError, match="last administrator"):
        users.change_role(own_store, OPERATOR, "ann", "auditor", ["Northshire"])
    person(own_store, "bob", role="administrator")
    users.disable(own_store, ADMIN, "bob")
    with pytest.raises(UserError, match="last administrator"):
        users.disable(own_store, OPERATOR, "ann")


def test_nobody_changes_their_own_role(own_store):
    person(own_store, "ann", role="administrator")
    person(own_store, "bob", role="administrator")
    with pytest.raises(UserError, match="another administrator"):
        users.change_role(own_store, ADMIN, "ann", "team_leader", ["Northshire"])


def test_a_disabled_person_is_out_at_once_and_a_reset_lets_them_in_again(own_store):
    token = sessions.start(own_store, "olive", "here")
    assert sessions.find(own_store, token)
    users.disable(own_store, OPERATOR, "olive")
    assert sessions.find(own_store, token) is None
    assert users.check_password(own_store, "olive", STRONG) is None
    one_time = users.reset(own_store, OPERATOR, "olive")
    assert users.check_password(own_store, "olive", one_time)["must_change_password"]
    assert users.check_password(own_store, "olive", STRONG) is None


def test_a_reset_ends_every_session(own_store):
    tokens = [sessions.start(own_store, "olive", "here") for _ in range(2)]
    assert all(sessions.find(own_store, token) for token in tokens)
    users.reset(own_store, OPERATOR, "olive")
    assert not any(sessions.find(own_store, token) for token in tokens)


def test_changing_ones_password_ends_ones_other_sessions_and_not_this_one(own_store):
    here, elsewhere = (sessions.start(own_store, "olive", "here") for _ in range(2))
    actor = sessions.find(own_store, here)
    with pytest.raises(UserError, match="present password"):
        users.change_own_password(own_store, actor, "not this one at all", "violet kettle under bridges")
    with pytest.raises(UserError, match="the one you have"):
        users.change_own_password(own_store, actor, STRONG, STRONG)
    users.change_own_password(own_store, actor, STRONG, "violet kettle under bridges")
    assert users.check_password(own_store, "olive", "violet kettle under bridges")
    assert sessions.find(own_store, here)
    assert sessions.find(own_store, elsewhere) is None


def test_a_changed_role_is_seen_by_the_next_run_of_a_page(own_store):
    actor = sessions.find(own_store, sessions.start(own_store, "olive", "here"))
    users.change_role(own_store, OPERATOR, "olive", "senior_officer", ["Northshire", "Southshire"])
    seen = sessions.actor_of(own_store, "olive", actor.session)
    assert (seen.role, seen.councils, seen.session) == ("senior_officer", ("Northshire", "Southshire"), actor.session)


def test_a_page_of_an_ended_or_foreign_session_has_nobody(own_store):
    token = sessions.start(own_store, "olive", "here")
    sid = sessions.sid_of(token)
    assert sessions.actor_of(own_store, "leo", sid) is None
    assert sessions.actor_of(own_store, None, None) is None
    assert sessions.actor_of(own_store, "olive", "") is None
    sessions.end(own_store, token)
    assert sessions.actor_of(own_store, "olive", sid) is None
    assert sessions.find(own_store, token) is None


def test_the_store_keeps_no_token(own_store):
    token = sessions.start(own_store, "olive", "here")
    assert token not in str(own_store.rows("from identity.session"))
    assert len(base64.urlsafe_b64decode(f"{token}=")) == 32


def test_a_session_ends_after_fifteen_idle_minutes_and_says_so(own_store):
    start = utc_now()
    token = sessions.start(own_store, "olive", "here", now=start)
    assert sessions.find(own_store, token, now=start + timedelta(minutes=14))
    assert sessions.find(own_store, token, now=start + timedelta(minutes=28))
    assert sessions.find(own_store, token, now=start + timedelta(minutes=40), active=False)
    assert sessions.find(own_store, token, now=start + timedelta(minutes=43)) is None
    assert sessions.find(own_store, token, now=start + timedelta(minutes=29)) is None
    assert activity(own_store)[-1] == ("olive", "session_ended", "olive")


def test_a_session_ends_after_eight_hours_however_busy(own_store):
    start = utc_now()
    token = sessions.start(own_store, "olive", "here", now=start)
    for minutes in range(10, 480, 10):
        assert sessions.find(own_store, token, now=start + timedelta(minutes=minutes))
    assert sessions.find(own_store, token, now=start + timedelta(hours=8)) is None


def test_a_session_outlives_a_restart_as_long_as_its_row_allows(own_store):
    start = utc_now()
    token = sessions.start(own_store, "olive", "here", now=start)
    sessions.find(own_store, token, now=start + timedelta(minutes=10))
    sessions.forget("olive")
    assert sessions.find(own_store, token, now=start + timedelta(minutes=24), active=False)
    assert sessions.find(own_store, token, now=start + timedelta(minutes=26), active=False) is None


def test_last_seen_is_written_at_most_once_a_minute_and_without_an_activity_row(own_store):
    start = utc_now()
    token = sessions.start(own_store, "olive", "here", now=start)
    before = len(activity(own_store))
    for seconds in (10, 50, 61, 80):
        sessions.find(own_store, token, now=start + timedelta(seconds=seconds))
    assert own_store.value("select seen_at from identity.session") == start + timedelta(seconds=61)
    assert len(activity(own_store)) == before


def test_it_is_quiet_once_nobody_was_at_work_for_so_long_and_an_open_page_is_no_work(own_store):
    start = sessions.utc_now() + timedelta(days=1)
    assert sessions.is_quiet(600, start)
    token = sessions.start(own_store, "olive", "here", now=start)
    assert sessions.find(own_store, token, now=start)
    assert not sessions.is_quiet(600, start + timedelta(seconds=599))
    assert sessions.find(own_store, token, now=start + timedelta(seconds=500), active=False)
    assert sessions.is_quiet(600, start + timedelta(seconds=600))
    assert sessions.find(own_store, token, now=start + timedelta(seconds=610))
    assert not sessions.is_quiet(600, start + timedelta(seconds=620))
    sessions.end(own_store, token)
    assert sessions.is_quiet(600, start + timedelta(seconds=620))


def test_a_fourth_session_ends_the_one_seen_longest_ago(own_store):
    start = utc_now()
    tokens = [sessions.start(own_store, "olive", "here", now=start + timedelta(seconds=number)) for number in range(4)]
    alive = [sessions.find(own_store, token, now=start + timedelta(minutes=1)) is not None for token in tokens]
    assert alive == [False, True, True, True]


def test_wrong_passwords_wait_longer_and_longer_but_never_for_ever(own_store):
    now = utc_now()
    for _ in range(5):
        with pytest.raises(users.WrongPassword):
            users.sign_in(own_store, "olive", "wrong", "here", now=now)
    with pytest.raises(users.TooManyAttempts):
        users.sign_in(own_store, "olive", STRONG, "here", now=now + timedelta(seconds=4))
    with pytest.raises(users.WrongPassword):
        users.sign_in(own_store, "olive", "wrong", "here", now=now + timedelta(seconds=6))
    assert sessions.seconds_to_wait(own_store, "olive", "here", now=now + timedelta(seconds=6)) == 10
    for number in range(20):
        sessions.note_failure(own_store, "olive", "here", now=now + timedelta(seconds=number))
    assert sessions.seconds_to_wait(own_store, "olive", "elsewhere", now=now + timedelta(seconds=19)) == 15 * 60
    assert users.sign_in(own_store, "olive", STRONG, "here", now=now + timedelta(minutes=16))["username"] == "olive"
    sessions.start(own_store, "olive", "here", now=now + timedelta(minutes=16))
    assert sessions.seconds_to_wait(own_store, "olive", "here", now=now + timedelta(minutes=16)) == 0


def test_a_name_that_nobody_has_waits_just_the_same_and_is_not_written_down(own_store):
    now = utc_now()
    for _ in range(5):
        with pytest.raises(users.WrongPassword):
            users.sign_in(own_store, "my secret password", "x", "here", now=now)
    with pytest.raises(users.TooManyAttempts):
        users.sign_in(own_store, "my secret password", "x", "here", now=now)
    kept = str(own_store.rows("from identity.failed_sign_in")) + str(own_store.rows("from activity.entry")) + str(own_store.rows("from activity.payload"))
    assert "my secret password" not in kept


def test_many_failures_from_one_address_make_that_address_wait(own_store):
    now = utc_now()
    for number in range(sessions.ADDRESS_PATIENCE):
        sessions.note_failure(own_store, f"name{number}", "bad address", now=now)
    assert sessions.seconds_to_wait(own_store, "olive", "bad address", now=now) == 15 * 60
    assert sessions.seconds_to_wait(own_store, "olive", "good address", now=now) == 0


def test_signing_in_and_out_and_failing_leave_activity_rows(own_store):
    before = len(activity(own_store))
    with pytest.raises(users.WrongPassword):
        users.sign_in(own_store, "olive", "wrong", "here")
    token = sessions.start(own_store, "olive", "here")
    sessions.end(own_store, token)
    rows = activity(own_store)[before:]
    assert rows == [("visitor", "sign_in_failed", "olive"), ("olive", "sign_in", "olive"), ("olive", "sign_out", "olive")]
    assert own_store.rows("select distinct session from activity.entry where actor = 'olive' and action = 'sign_out'") == [{"session": sessions.sid_of(token)}]
    assert own_store.log.verify(own_store.con) == []


def test_the_demos_people_sign_in_without_a_change_and_are_listed(store):
    rows = [
        {"username": "leader1", "name": "Leo Leader", "role": "team_leader", "councils": "Northshire;Southshire", "officer": ""},
        {"username": "officer1", "name": "Olive Officer", "role": "officer", "councils": "Northshire", "officer": "O1"},
    ]
    users.add_demo(store, rows)
    assert not users.check_password(store, "leader1", "leader1-reckoner-demo")["must_change_password"]
    assert users.demo_sign_ins(store) == [
        ("officer1", "officer1-reckoner-demo", "Olive Officer, officer, Northshire"),
        ("leader1", "leader1-reckoner-demo", "Leo Leader, team leader, Northshire and Southshire"),
    ]


def test_the_demos_people_never_come_into_a_store_that_has_people(own_store):
    with pytest.raises(UserError, match="already sign in"):
        users.add_demo(own_store, [])
    assert users.demo_sign_ins(own_store) == []
