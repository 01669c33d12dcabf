"""Safeguarding: raised in two clicks, told on the same day, and nothing that others see changes by it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lib import access, checks, copies, exports, letters, safeguarding, trail
from lib.access import ROLES, scope_of
from lib.box import Box
from lib.errors import NotAllowed, UserError
from lib.sqlfiles import VIEW_LAYERS, sql_files
from lib.store import OPERATOR, Actor, now, open_store
from tests.small_council import AS_AT, JO, LEE, move_in, receive
from tests.test_access import LOOKED_FOR

BOTH = ("Westmarch", "Easthaven")
SEEN = [file for layer in VIEW_LAYERS for file in sql_files(layer) if "seen_by" in file.header]
OPEN = [file for file in SEEN if file.header["seen_by"] != "see_concern"]
VALUES = {
    "as_at": AS_AT,
    "since": AS_AT - timedelta(days=60),
    "moment": now(),
    "account_id": "a1",
    "agreement_id": "g1",
    "moving": [],
    "to_officer": None,
    "days": 0,
    "asked_by": "jo",
    "latest": 9,
    "from_moment": now() - timedelta(days=60),
    "to_moment": now(),
} | LOOKED_FOR
EVERYBODY = [*(Actor(f"{role}9", role, BOTH, "jo") for role in ROLES), Actor("sam", "officer", ("Westmarch",), "sam"), JO, LEE]


def looked_at_once(store):
    """a1 with cash on its statement, which Jo has looked at."""
    receive(store, "a1", [("2026-01-05", "WESTMARCH COUNCIL", "360.00"), ("2026-01-20", "CASH ATM", "-200.00"), ("2026-02-10", "CARE AT HOME", "-80.00")], opening="500.00")
    trail.note_look(store, JO, "a1")


@pytest.fixture
def council(filled):
    return filled(move_in, looked_at_once)


def line(store):
    return store.value("select transaction_id from reconciliation.transaction where description = 'CASH ATM'")


def raised(store, actor=JO, sign="cash_by_somebody_else", note="Every month on pay day", **named):
    """A concern about the cash, and its id, as the team leader sees it."""
    named = {"account_id": "a1", "transaction_id": line(store)} | named
    before = {row["concern_id"] for row in safeguarding.concerns(store, LEE)}
    assert safeguarding.raise_concern(store, actor, "g1", sign, note, AS_AT, **named) == safeguarding.CONFIRMED
    return next(row["concern_id"] for row in safeguarding.concerns(store, LEE) if row["concern_id"] not in before)


def acted_on(store):
    """All that can be done with a concern: raised twice, looked at, noted, referred, the letter read and sent."""
    raised(store, JO, "adult_unaware", "", account_id=None, transaction_id=None)
    concern_id = raised(store)
    safeguarding.open_concern(store, LEE, "g1", concern_id)
    letter_id = safeguarding.prepare_referral(store, LEE, "g1", concern_id, AS_AT, "P Example", "Hub")
    letters.restricted_content(store, LEE, "g1", letter_id)
    letters.mark_restricted_sent(store, LEE, "g1", letter_id, AS_AT, "by_hand")
    for did in safeguarding.DID:
        safeguarding.add_note(store, LEE, "g1", concern_id, did, "P Example, by telephone", AS_AT)
    return concern_id


def asked(store, actor, file):
    values = {name: VALUES[name] for name in file.parameters}
    try:
        return sorted(map(repr, access.see(store, actor, file.full_name, values)))
    except NotAllowed:
        return "may not"


def all_that_is_seen(store):
    """Every view as everybody sees it, its export, the checks, and what verifying says."""
    seen = {}
    for actor in EVERYBODY:
        for file in OPEN:
            seen[actor.username, file.full_name] = rows = asked(store, actor, file)
            if rows != "may not" and file.full_name in ("dashboards.case_activity", "dashboards.recent_activity", "dashboards.letter", "dashboards.account"):
                found = sorted(access.see(store, actor, file.full_name, {name: VALUES[name] for name in file.parameters}), key=repr)
                labels = {name: name for name in (found[0] if found else {})}
                seen[actor.username, file.full_name, "csv"] = exports.to_csv(labels, found)
    seen["checks"] = [(check["check"], check["rows"]) for check in checks.run_checks(store)]
    seen["verify"] = checks.verify_store(store)
    return seen


def test_nothing_that_others_see_changes_by_a_concern(council):
    before = all_that_is_seen(council)
    acted_on(council)
    after = all_that_is_seen(council)
    assert {name for name in before if before[name] != after[name]} == set()
    assert before.keys() == after.keys()
    assert len(safeguarding.concerns(council, LEE)) == 2


def test_what_is_done_later_is_numbered_without_a_gap(council):
    def numbers():
        return sorted(row["seq"] for row in access.see(council, OPERATOR, "audit.activity"))

    acted_on(council)
    trail.note_look(council, replace(JO, session="another"), "a1")
    assert numbers() == list(range(1, len(numbers()) + 1))
    mine = max(row["seq"] for row in access.see(council, JO, "dashboards.case_activity"))
    assert mine == max(numbers())
    assert council.value("select max(seq) from activity.entry") > mine


def test_a_question_to_the_audit_views_gives_the_same_answer_before_and_after(council):
    """What is asked is a copy of a view, and a copy is named by its rows."""
    auditor, views = replace(JO, role="auditor"), [view.name for view in sql_files("audit")]
    before, _ = copies.of(council, auditor, views, is_masked=False)
    acted_on(council)
    assert copies.of(council, auditor, views, is_masked=False)[0] == before
    box = Box()
    for table in ("decisions.concern", "decisions.concern_note", "decisions.letter", "activity.entry", "dashboards.concern", "dashboards.restricted_activity"):
        assert "Only the views of schema audit" in box.ask("question", f"select count(*) from {table}".encode(), views=views)["refused"]
    box.close()


def test_no_select_that_others_see_reads_a_concern(council):
    """Behind every view, rule, check and query that is not for those who may know of concerns."""
    built = {file.full_name: file for layer in VIEW_LAYERS for file in sql_files(layer)}

    def behind(file):
        return file.reads.union(*(behind(built[name]) for name in file.reads & built.keys()))

    others = [
        *(file for file in built.values() if file.header.get("seen_by") != "see_concern"),
        *(file for layer in ("rules", "measures", "audit_tests", "checks", "queries") for file in sql_files(layer) if file.header.get("seen_by") != "see_concern"),
    ]
    secret = {
        "decisions.concern",
        "decisions.concern_note",
        "dashboards.concern",
        "dashboards.concern_note",
        "dashboards.restricted_letter",
        "dashboards.restricted_activity",
        "dashboards.restricted_timeline",
    }
    assert [file.full_name for file in others if behind(file) & secret] == []
    reads_the_log = {file.full_name for file in built.values() if "activity.entry" in file.reads}
    # The others ask the log of looks at a case alone, of all but what is restricted, and of a person's own questions.
    assert reads_the_log == {"dashboards.act", "dashboards.restricted_activity", "dashboards.handover", "dashboards.cold_case", "dashboards.question_asked"}


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_may_see_concerns_see_one(council, role):
    concern_id = raised(council)
    letter_id = safeguarding.prepare_referral(council, LEE, "g1", concern_id, AS_AT, "P Example", "Hub")
    actor = Actor(f"{role}9", role, BOTH, "jo")
    if scope_of(actor, "see_concern"):
        assert [row["concern_id"] for row in safeguarding.concerns(council, actor)] == [concern_id]
        return
    for ask in (
        lambda: safeguarding.concerns(council, actor),
        lambda: safeguarding.open_concern(council, actor, "g1", concern_id),
        lambda: safeguarding.add_note(council, actor, "g1", concern_id, "noted", "Hello", AS_AT),
        lambda: safeguarding.prepare_referral(council, actor, "g1", concern_id, AS_AT),
        lambda: letters.restricted_content(council, actor, "g1", letter_id),
        lambda: access.see(council, actor, "dashboards.restricted_activity"),
        lambda: access.see(council, actor, "dashboards.restricted_letter"),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_a_team_leader_of_another_council_sees_none_of_ours(council):
    concern_id = raised(council)
    other = replace(LEE, councils=("Easthaven",))
    assert safeguarding.concerns(council, other) == []
    assert access.see(council, other, "dashboards.restricted_activity") == []
    with pytest.raises(NotAllowed):
        safeguarding.open_concern(council, other, "g1", concern_id)


def test_a_letter_about_a_concern_is_not_there_for_others(council):
    concern_id = raised(council)
    letter_id = safeguarding.prepare_referral(council, LEE, "g1", concern_id, AS_AT, "P Example", "Hub")
    said = []
    for asked_for in (letter_id, "no such letter"):
        with pytest.raises(UserError) as refused:
            letters.content(council, JO, "g1", asked_for)
        said.append(str(refused.value))
    assert said[0] == said[1]
    text = " ".join(str(part) for part in letters.text_of(letters.restricted_content(council, LEE, "g1", letter_id)[0]))
    for part in (safeguarding.SIGNS["cash_by_somebody_else"], "Every month on pay day", "CASH ATM", "jo raised this"):
        assert part in text


def test_raising_is_answered_alike_the_first_time_and_the_second(council):
    first = safeguarding.raise_concern(council, JO, "g1", "adult_unaware", "", AS_AT)
    assert safeguarding.raise_concern(council, JO, "g1", "adult_unaware", "", AS_AT) == first == safeguarding.CONFIRMED


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"sign": "gossip"}, "Choose the sign"),
        ({"sign": "other", "note": "  "}, "Say what you saw"),
        ({"account_id": "a3"}, "does not belong"),
        ({"transaction_id": "nothing"}, "no longer there"),
    ],
)
def test_what_is_raised_has_its_sign_and_its_place(council, named, words):
    with pytest.raises(UserError, match=words):
        raised(council, **named)
    assert council.value("select count(*) from decisions.concern") == 0


def test_the_clock_runs_from_raising_until_somebody_is_told(council):
    concern_id = raised(council)
    at = safeguarding.concerns(council, LEE)[0]["raised_at"]
    on_the_day = safeguarding.concerns(council, LEE, at + timedelta(minutes=59))[0]
    assert (on_the_day["state"], on_the_day["hours"]) == ("to_tell", 0)
    assert safeguarding.concerns(council, LEE, at.replace(hour=23, minute=59))[0]["is_late"] is False
    late = safeguarding.concerns(council, LEE, at + timedelta(days=1))[0]
    assert (late["hours"], late["is_late"]) == (24, True)
    safeguarding.add_note(council, LEE, "g1", concern_id, "noted", "Read the statements", AS_AT)
    assert safeguarding.concerns(council, LEE)[0]["state"] == "to_tell"
    safeguarding.add_note(council, LEE, "g1", concern_id, "told_mash", "The hub, reference 7", AS_AT)
    told = safeguarding.concerns(council, LEE, at + timedelta(days=9))[0]
    assert (told["state"], told["hours"], told["is_late"]) == ("told", 0, False)
    safeguarding.add_note(council, LEE, "g1", concern_id, "no_further_action", "The hub closed it", AS_AT)
    assert safeguarding.concerns(council, LEE)[0]["state"] == "no_further_action"


def test_who_was_not_told_comes_first(council):
    told, waits = raised(council), raised(council)
    safeguarding.add_note(council, LEE, "g1", told, "told_mash", "The hub", AS_AT)
    assert [row["concern_id"] for row in safeguarding.concerns(council, LEE)] == [waits, told]


def test_what_was_done_says_whom_and_is_never_edited(council):
    concern_id = raised(council)
    for did, note, words in (("told", "P Example", "Choose what was done"), ("told_mash", " ", "Say whom you told")):
        with pytest.raises(UserError, match=words):
            safeguarding.add_note(council, LEE, "g1", concern_id, did, note, AS_AT)
    acted = [row["note"] for row in safeguarding.open_concern(council, LEE, "g1", concern_id)["done"]]
    assert acted == []


def test_the_chain_holds_every_restricted_act_and_names_nobody_in_the_open(council):
    concern_id = acted_on(council)
    rows = council.rows("from activity.entry where starts_with(action, 'restricted_') order by seq")
    assert [row["action"].removeprefix("restricted_") for row in rows] == [
        "concern_raised", "concern_raised", "concern_looked_at", "letter_written", "letter_sent", *["concern_noted"] * 4,
    ]  # fmt: skip
    assert {(row["council"], row["agreement_id"], row["reason"]) for row in rows} == {(None, None, None)}
    assert trail.faults(council, OPERATOR) == []
    seen = safeguarding.open_concern(council, LEE, "g1", concern_id)["acts"]
    assert {(row["council"], row["agreement_id"]) for row in seen} == {("Westmarch", "g1")}
    assert len(seen) == 9


def test_looking_at_a_concern_is_kept_once_a_session_and_is_no_look_at_the_case(council):
    concern_id = raised(council)
    looks = "select count(*) from activity.entry where action = 'look_at_case'"
    before = council.value(looks)
    for session in ("one", "one", "two"):
        safeguarding.open_concern(council, replace(LEE, session=session), "g1", concern_id)
    assert council.value(looks) == before
    assert council.value("select count(*) from activity.entry where action = 'restricted_concern_looked_at'") == 2


def test_a_concern_outlives_a_restart(council):
    concern_id = raised(council)
    path = council.places.path
    council.close()
    again = open_store(path)
    try:
        assert safeguarding.concerns(again, LEE)[0]["concern_id"] == concern_id
    finally:
        again.close()
