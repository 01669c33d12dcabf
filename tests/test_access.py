"""Nobody crosses a council's wall, an officer stays in their own caseload, and what is not allowed is refused."""

import importlib
import inspect
import pkgutil
import shutil
from collections import Counter
from datetime import date, datetime

import pytest

import lib
from lib import access, receiving
from lib.errors import NotAllowed
from lib.sqlfiles import VIEW_LAYERS, sql_files
from lib.store import OPERATOR, Actor, open_store
from tests.small_council import AS_AT, move_in, reading

# What each role may do, said a second time by hand. o: officer, s: senior officer, t: team leader, u: auditor, d: administrator.
MAY = {
    "see_case": "ostu",
    "see_dashboard": "ostu",
    "see_policy": "ostud",
    "import_statement": "ost",
    "withdraw_statement": "st",
    "confirm_payee": "ost",
    "confirm_payee_for_everybody": "st",
    "decide_exception": "ost",
    "note_outstanding": "ost",
    "add_layout": "ost",
    "remove_layout": "t",
    "complete_review": "ost",
    "reopen_review": "t",
    "propose_money_back": "ost",
    "approve_money_back": "st",
    "run_debt": "ost",
    "approve_debt": "st",
    "decide_misspend": "t",
    "chase_return": "ost",
    "set_tier": "st",
    "set_hold": "ost",
    "propose_suspension": "ost",
    "approve_suspension": "t",
    "write_letter": "ost",
    "raise_concern": "ost",
    "see_concern": "t",
    "write_entry": "ost",
    "export_chronology": "ostu",
    "see_export": "ostu",
    "take_evidence": "ostu",
    "move_case": "t",
    "compare_officers": "tu",
    "see_report": "stu",
    "issue_report": "t",
    "see_self_audit": "stu",
    "plan_self_audit": "tu",
    "check_self_audit": "stu",
    "hear_self_audit": "ostu",
    "answer_self_audit": "ost",
    "issue_self_audit": "tu",
    "sample_pounds": "u",
    "ask_questions": "stu",
    "see_whole_audit": "stu",
    "run_whole_audit": "tu",
    "load_caseload": "t",
    "load_policy": "",
    "refresh": "t",
    "see_activity": "tu",
    "see_users": "ud",
    "manage_users": "d",
    "change_own_password": "ostud",
}
LETTERS = {"officer": "o", "senior_officer": "s", "team_leader": "t", "auditor": "u", "administrator": "d"}
STRANGERS = ("visitor", "", "Officer", "root", "operator ")

# What somebody looks for who looks for anything: every word is there.
LOOKED_FOR = {
    "words": ["A"], "needle": None, "begins": None, "many": 0, "digits": None, "is_nearly": False, "closeness": 1, "amount": None, "day": None, "names": "{}",
}  # fmt: skip

# The account, and whose it is for Jo of Westmarch: a1 is hers, a3 is a colleague's, a4 is another council's, a9 is not there.
OWN, COLLEAGUES, OTHER_COUNCILS, NOT_THERE = "a1", "a3", "a4", "a9"

# Functions that take (store, actor) and have no guard of their own, each with the reason.
UNGUARDED = {
    "lib.access.may": "it is the question",
    "lib.access.require": "it is the guard",
    "lib.access.see": "the operation is the view's own seen_by, and its rows have walls",
    "lib.access.see_together": "gives the rows that see gives",
    "lib.access.tally": "counts the rows that see gives",
    "lib.access.see_first": "the operation is the view's own seen_by, and its rows have walls",
    "lib.access.count_of": "counts the rows that see gives",
    "lib.copies.of": "each view's own seen_by opens its copy, and its rows have walls",
    "lib.saved_questions.the_question": "ours are files of the project, those that people share come from see",
    "lib.exports.export": "it writes out rows that see() gave, and leaves an activity row",
    "lib.exports.files": "writes out an answer that ask() gave, through export()",
    "lib.taken.keep": "keeps what export() wrote out, inside its activity row",
    "lib.provenance.of": "changes nothing, and says of rows that somebody has what they answer",
    "lib.steps.take": "asks the step's own operation of the case's agreement",
    "lib.steps.why_not": "changes nothing, and tells only what stands against a step",
    "lib.steps.options": "changes nothing, and offers only what the role may take",
    "lib.receiving.preview": "asks import_statement, and again for each account that a file names",
    "lib.receiving.keep": "asks import_statement, and again for each account that a file names",
    "lib.receiving.import_files": "reads, and leaves the rest to keep",
    "lib.receiving.evidence": "asks see_case of the account that the statement belongs to",
    "lib.self_audit_plan.standing": "asks plan_self_audit, or the operation that is named, of every council of the plan",
    "lib.self_audit_plan.undrawn": "asks what standing asks",
    "lib.self_audit_blind.own_seat": "finds nothing but the person's own seat",
    "lib.receiving.page_picture": "asks see_case of the account that the statement belongs to",
}


@pytest.fixture(scope="module")
def council(tmp_path_factory, empty_path):
    """A store with two councils and a statement of each account."""
    store = open_store(shutil.copy(empty_path, tmp_path_factory.mktemp("council")))
    move_in(store)
    lines = [("2026-01-05", "WESTMARCH COUNCIL", "360.00"), ("2026-01-20", "BET365", "-20.00")]
    read = [reading(f"a{number}", [*lines, ("2026-02-20", "SOMEBODY", f"-{number}.00")], "0.00") for number in (1, 2, 3, 4)]
    receiving.keep(store, OPERATOR, [one for one, _ in read], {one["sha256"]: content for one, content in read}, as_at=AS_AT)
    yield store
    store.close()


def jo(role):
    return Actor("jo", role, ("Westmarch",), "jo")


def expected(operation, role, account_id):
    """The intention, in words: nobody reaches beyond their own council, and an officer not beyond their own caseload."""
    if LETTERS.get(role, "?") not in MAY[operation] or account_id in (OTHER_COUNCILS, NOT_THERE):
        return False
    own_caseload_only = role == "officer" and operation not in ("see_policy", "change_own_password", "add_layout")
    return account_id == OWN or not own_caseload_only


def test_every_operation_has_an_intention():
    assert MAY.keys() == access.OPERATIONS.keys()
    assert LETTERS.keys() == set(access.ROLES)


@pytest.mark.parametrize("account_id", [OWN, COLLEAGUES, OTHER_COUNCILS, NOT_THERE])
@pytest.mark.parametrize("role", [*access.ROLES, *STRANGERS])
def test_the_table_is_the_intention(council, role, account_id):
    for operation in MAY:
        asked = {"account_id": account_id}, {"agreement_id": account_id.replace("a", "g")}
        for subject in asked:
            assert access.may(council, jo(role), operation, **subject) == expected(operation, role, account_id), (operation, subject)


@pytest.mark.parametrize("role", [*access.ROLES, *STRANGERS])
def test_a_council_is_a_wall(council, role):
    for operation in MAY:
        assert not access.may(council, jo(role), operation, council="Easthaven"), operation
        is_wide = role != "officer" or operation in ("see_policy", "change_own_password", "add_layout")
        assert access.may(council, jo(role), operation, council="Westmarch") == (LETTERS.get(role, "?") in MAY[operation] and is_wide), operation


@pytest.mark.parametrize("role", access.ROLES)
def test_without_a_council_nobody_reaches_any_record(council, role):
    nowhere = Actor("jo", role, (), "jo")
    assert not any(access.may(council, nowhere, operation, account_id=OWN) for operation in MAY)


@pytest.mark.parametrize("role", STRANGERS)
def test_a_role_that_is_not_in_the_table_may_nothing(council, role):
    assert not any(access.may(council, jo(role), operation) for operation in MAY)


def test_an_auditor_changes_nothing_but_the_self_audit_and_an_administrator_sees_no_case():
    assert {operation for operation, who in MAY.items() if "u" in who} == {
        "see_case", "see_dashboard", "see_policy", "see_activity", "see_users", "change_own_password", "export_chronology", "compare_officers", "see_report",
        "see_self_audit", "plan_self_audit", "check_self_audit", "issue_self_audit", "sample_pounds", "hear_self_audit",
        "see_export", "take_evidence",
        "ask_questions",
        # A run of the tests is kept, and changes no case.
        "see_whole_audit", "run_whole_audit",
    }  # fmt: skip
    assert {operation for operation, who in MAY.items() if "d" in who} == {"see_policy", "see_users", "manage_users", "change_own_password"}


def test_the_operator_reaches_every_record_that_is_there(council):
    for operation in MAY:
        assert access.may(council, OPERATOR, operation, account_id=OTHER_COUNCILS)
        assert not access.may(council, OPERATOR, operation, account_id=NOT_THERE)


# Functions


def services():
    for found in pkgutil.walk_packages(lib.__path__, "lib."):
        if not found.name.startswith(("lib.ui", "lib.demo", "lib.__main__")):
            yield importlib.import_module(found.name)


def functions_for_people():
    """Every public function of a service that takes (store, actor, ...)."""
    for module in services():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            takes = list(inspect.signature(function).parameters)[:2]
            if takes == ["store", "actor"] and not name.startswith("_") and function.__module__ == module.__name__:
                yield f"{module.__name__}.{name}", function


def test_every_function_for_people_is_guarded_or_says_why_not():
    guarded = {function for _, function, _ in guarded_functions()}
    open_ones = {name for name, function in functions_for_people() if function not in guarded}
    assert open_ones == UNGUARDED.keys()


def guarded_functions():
    list(services())
    return [(operation, function, subject) for operation, functions in access.GUARDED.items() for function, subject in functions]


@pytest.mark.parametrize("role", [*access.ROLES, *STRANGERS])
def test_every_guarded_function_refuses_whom_it_should(council, role):
    for operation, function, subject in guarded_functions():
        for account_id in (OWN, COLLEAGUES, OTHER_COUNCILS, NOT_THERE, None, ""):
            allowed = expected(operation, role, account_id or NOT_THERE) if subject else LETTERS.get(role, "?") in MAY[operation]
            if not allowed:
                with pytest.raises(NotAllowed):
                    function(council, jo(role), **dict.fromkeys(wanted(function)) | ({subject: account_id} if subject else {}))


def wanted(function):
    """The names of what a function wants besides store and actor."""
    parameters = list(inspect.signature(function).parameters.values())[2:]
    return [parameter.name for parameter in parameters if parameter.default is parameter.empty]


def test_what_is_not_there_and_what_is_not_theirs_sound_the_same(council):
    said = set()
    for account_id in (OTHER_COUNCILS, NOT_THERE):
        with pytest.raises(NotAllowed) as refused:
            access.require(council, jo("officer"), "see_case", account_id=account_id)
        said.add(str(refused.value))
    assert len(said) == 1


# Views

SEEN = [file for layer in VIEW_LAYERS for file in sql_files(layer) if "seen_by" in file.header]


SAID = {
    "as_at": AS_AT,
    "since": date(2026, 1, 1),
    "moment": datetime(2026, 6, 30, 12),
    "moving": [],
    "to_officer": None,
    "days": 0,
    "from_moment": datetime(2026, 1, 1),
    "to_moment": datetime(2027, 1, 1),
    "account_id": "a1",
    "agreement_id": "g1",
    "asked_by": "jo",
    "latest": 9,
} | LOOKED_FOR


@pytest.mark.parametrize("role", [*access.ROLES, *STRANGERS])
def test_a_view_shows_nobody_more_than_their_own(council, role):
    for file in SEEN:
        values = {name: SAID[name] for name in file.parameters}
        if LETTERS.get(role, "?") not in MAY[file.header["seen_by"]]:
            with pytest.raises(NotAllowed):
                access.see(council, jo(role), file.full_name, values)
            continue
        rows = access.see(council, jo(role), file.full_name, values)
        inside = {"Westmarch", None} if file.header.get("of_no_council") else {"Westmarch"}
        assert {row["council"] for row in rows} <= inside, file.full_name
        if role == "officer":
            assert {row["officer"] for row in rows} <= {"jo"}, file.full_name
        everything = access.see(council, OPERATOR, file.full_name, values)
        theirs = [row for row in everything if row["council"] in inside and (role != "officer" or row["officer"] == "jo")]
        assert len(rows) == len(theirs), file.full_name
        assert sorted(map(repr, access.see_together(council, jo(role), file.full_name, values))) == sorted(map(repr, rows)), file.full_name
        assert access.tally(council, jo(role), file.full_name, ("council",), values=values) == [
            {"council": name, "count": count} for name, count in sorted(Counter(row["council"] for row in rows).items(), key=lambda cell: (cell[0] is None, cell[0]))
        ], file.full_name
        assert access.tally(council, jo(role), file.full_name, (), values=values) == [{"count": len(rows)}], file.full_name


def test_a_person_of_both_councils_sees_both_and_one_of_none_sees_nothing(council):
    both, none = Actor("lee", "team_leader", ("Westmarch", "Easthaven")), Actor("lee", "team_leader", ())
    assert {row["council"] for row in access.see(council, both, "dashboards.caseload")} == {"Westmarch", "Easthaven"}
    assert access.see(council, none, "dashboards.caseload") == []


def test_a_filter_does_not_reach_over_the_wall(council):
    assert access.see(council, jo("officer"), "dashboards.caseload", account_id=OTHER_COUNCILS) == []
    assert access.see(council, jo("team_leader"), "dashboards.caseload", council="Easthaven") == []
