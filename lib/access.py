"""Who may do what to whose records: one table, default deny, council walls in every read and write."""

import functools
import inspect
from decimal import Decimal

from lib.answers import ALL, rests_on
from lib.asked import Asked, told
from lib.errors import NotAllowed
from lib.sqlfiles import sql_file

# How far an operation reaches. Nobody's permission reaches further than their own councils.
OWN = "own caseload"
COUNCIL = "own councils"
SELF = "own account"

# Counting stops here: whoever finds a thousand asks again, and counting all of them reads all of them.
MOST_COUNTED = 1000

ROLES = ("officer", "senior_officer", "team_leader", "auditor", "administrator")

# operation: {role: scope}. A role that is not named may not. The operator of the command line may do all of it.
OPERATIONS = {
    "see_case": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "see_dashboard": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "see_policy": {"officer": COUNCIL, "senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL, "administrator": COUNCIL},
    "import_statement": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "add_layout": dict.fromkeys(("officer", "senior_officer", "team_leader"), COUNCIL),
    "remove_layout": {"team_leader": COUNCIL},
    "withdraw_statement": {"senior_officer": COUNCIL, "team_leader": COUNCIL},
    "confirm_payee": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "confirm_payee_for_everybody": {"senior_officer": COUNCIL, "team_leader": COUNCIL},
    "decide_exception": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "note_outstanding": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "complete_review": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "reopen_review": {"team_leader": COUNCIL},
    "propose_money_back": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "approve_money_back": {"senior_officer": COUNCIL, "team_leader": COUNCIL},
    "run_debt": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "approve_debt": {"senior_officer": COUNCIL, "team_leader": COUNCIL},
    "decide_misspend": {"team_leader": COUNCIL},
    "chase_return": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "set_tier": {"senior_officer": COUNCIL, "team_leader": COUNCIL},
    "set_hold": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "propose_suspension": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "approve_suspension": {"team_leader": COUNCIL},
    "write_letter": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "raise_concern": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "see_concern": {"team_leader": COUNCIL},
    "write_entry": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "export_chronology": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "see_export": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "take_evidence": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "move_case": {"team_leader": COUNCIL},
    "compare_officers": {"team_leader": COUNCIL, "auditor": COUNCIL},
    "see_report": {"senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "issue_report": {"team_leader": COUNCIL},
    "see_self_audit": {"senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "plan_self_audit": {"team_leader": COUNCIL, "auditor": COUNCIL},
    "check_self_audit": {"senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "hear_self_audit": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "answer_self_audit": {"officer": OWN, "senior_officer": COUNCIL, "team_leader": COUNCIL},
    "issue_self_audit": {"team_leader": COUNCIL, "auditor": COUNCIL},
    "sample_pounds": {"auditor": COUNCIL},
    "ask_questions": {"senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "see_whole_audit": {"senior_officer": COUNCIL, "team_leader": COUNCIL, "auditor": COUNCIL},
    "run_whole_audit": {"team_leader": COUNCIL, "auditor": COUNCIL},
    "load_caseload": {"team_leader": COUNCIL},
    "load_policy": {},
    "refresh": {"team_leader": COUNCIL},
    "see_activity": {"team_leader": COUNCIL, "auditor": COUNCIL},
    "see_users": {"auditor": COUNCIL, "administrator": COUNCIL},
    "manage_users": {"administrator": COUNCIL},
    "change_own_password": dict.fromkeys(ROLES, SELF),
}

# operation: the functions that it opens. A test walks every one of them as every role.
GUARDED = {operation: [] for operation in OPERATIONS}


def scope_of(actor, operation):
    """How far this actor's permission for an operation reaches, or None."""
    if actor.role == "operator":
        return COUNCIL
    return OPERATIONS[operation].get(actor.role)


def allowed(operation, subject=None):
    """Let a function(store, actor, ...) run only for those who may.

    subject names the parameter that says whose record it touches: account_id, agreement_id or council.
    """

    def guard(function):
        signature = inspect.signature(function)

        @functools.wraps(function)
        def guarded(store, actor, *values, **named):
            bound = signature.bind(store, actor, *values, **named)
            # Nobody's record is not everybody's.
            require(store, actor, operation, **({subject: bound.arguments[subject] or ""} if subject else {}))
            return function(store, actor, *values, **named)

        GUARDED[operation].append((guarded, subject))
        return guarded

    return guard


def require(store, actor, operation, account_id=None, agreement_id=None, council=None):
    """Raise NotAllowed unless this actor may do this to this record. What is not there and what is not theirs sound the same."""
    if not may(store, actor, operation, account_id, agreement_id, council):
        raise NotAllowed


def may(store, actor, operation, account_id=None, agreement_id=None, council=None):
    """Whether this actor may do this to this record."""
    scope = scope_of(actor, operation)
    if scope is None:
        return False
    if account_id is None and agreement_id is None and council is None:
        return True
    owner = {"council": council, "officer": None} if council else _owner(store, account_id, agreement_id)
    return owner is not None and reaches(actor, operation, owner)


def reaches(actor, operation, owner):
    """Whether this actor's permission reaches a record of this owner: {"council", "officer"}."""
    scope = scope_of(actor, operation)
    if scope is None or actor.role == "operator":
        return scope is not None
    return owner["council"] in actor.councils and (scope != OWN or owner["officer"] == actor.officer)


def see(store, actor, name, values=None, **equals):
    """The rows of a SELECT that this actor may see, filtered by its columns. Each knows what was asked (lib.asked).

    The SELECT's header says which operation opens it (`seen_by`); it has a council column, and an officer column where a
    caseload is a boundary; `of_no_council` says that rows of no council are for everybody it is open to. values are its
    parameters, such as as_at.
    """
    shown, given = _within_walls(actor, name, values, equals)
    return told(store.answer(rests_on(sql_file(name)), f"select * {shown}", given), Asked(name, values, equals, reads=store))


def see_together(store, actor, name, values=None, **equals):
    """The same rows as see gives, planned and asked once for all officers of the same councils: for short lists of SELECTs that cost more to plan than to ask, such as what is open."""
    shown, given, officer = _all_officers(actor, name, values, equals)
    return told(store.answer(rests_on(sql_file(name)), f"select * {shown}", given, officer), Asked(name, values, equals, reads=store))


def tally(store, actor, name, by, sums=(), middles=(), values=None, **equals):
    """How many of those rows have each value of the columns by: the same rows as see gives, counted.

    Each answer has the columns of by, count, the sum of each column of sums (a decimal(18, 2)), and of each of middles the
    median as middle_<column> (of an even number the lower). Columns are named by the code, never by a person.
    """
    shown, given, officer = _all_officers(actor, name, values, equals)
    # Counted for each officer, it is counted once for all of them.
    grouped = ", ".join(f'"{column}"' for column in dict.fromkeys([*by, *(["officer"] if officer is not ALL else [])]))
    summed = "".join(f', coalesce(sum("{column}"), 0)::decimal(18, 2) as "{column}"' for column in sums)
    middle = "".join(f', quantile_disc("{column}", 0.5) as "middle_{column}"' for column in middles)
    rows = store.answer(
        rests_on(sql_file(name)),
        f"select {grouped + ', ' if grouped else ''}count(*) as count{summed}{middle} {shown} {f'group by {grouped} order by all' if grouped else ''}",
        given,
        officer,
    )
    if officer is not ALL and not by:
        rows = rows or [{"count": 0} | {column: Decimal("0.00") for column in sums} | {f"middle_{column}": None for column in middles}]
    shown = [*by, "count", *sums, *(f"middle_{column}" for column in middles)]
    return told([{column: row[column] for column in shown} for row in rows], Asked(name, values, equals, tuple(by), tuple(sums), tuple(middles), store))


def see_first(store, actor, name, most, order, values=None, **equals):
    """The first rows of a SELECT that this actor may see, in the order of these columns (a minus turns one round)."""
    shown, values = _within_walls(actor, name, values, equals)
    columns = ", ".join(f'"{column.lstrip("-")}" {"desc" if column.startswith("-") else "asc"} nulls last' for column in order)
    return store.answer(rests_on(sql_file(name)), f"select * {shown} order by {columns} limit {int(most)}", values)


def count_of(store, actor, name, values=None, **equals):
    """How many rows of a SELECT this actor may see, counted no further than MOST_COUNTED."""
    shown, values = _within_walls(actor, name, values, equals)
    return store.answer(rests_on(sql_file(name)), f"select count(*) as count from (select 1 {shown} limit {MOST_COUNTED})", values)[0]["count"]


def walled(actor, name, values=None, **equals):
    """The text of a SELECT with its walls for this actor, and all its values: for adding up what they may see without carrying it."""
    shown, values = _within_walls(actor, name, values, equals)
    return f"select * {shown}", values


def _all_officers(actor, name, values, equals):
    """What follows the columns of a question that asks for all officers of this actor's councils, the values, and the officer whose rows they may see, or ALL."""
    officer = actor.officer if actor.role != "operator" and scope_of(actor, sql_file(name).header["seen_by"]) == OWN else ALL
    return *_within_walls(actor, name, values, equals, is_own=officer is ALL), officer


def _within_walls(actor, name, values, equals, is_own=True):
    """What follows the columns of a question that asks a SELECT no more than this actor may see; and the values. With is_own false, of every officer of their councils."""
    file = sql_file(name)
    scope = scope_of(actor, file.header["seen_by"])
    if scope is None:
        raise NotAllowed
    source, values = (f"({file.text})", dict(values or {})) if file.parameters else (file.full_name, {})
    where = []
    if actor.role != "operator":
        walls = {f"wall_{number}": council for number, council in enumerate(actor.councils)}
        inside = f"council in ({', '.join(f'${wall}' for wall in walls)})" if walls else "false"
        where.append(f"({inside} or council is null)" if file.header.get("of_no_council") and walls else inside)
        values |= walls
        if scope == OWN and is_own:
            where.append("officer = $wall_officer")
            values["wall_officer"] = actor.officer
    for column, value in equals.items():
        where.append(f'"{column}" is null' if value is None else f'"{column}" = $is_{column}')
        values |= {} if value is None else {f"is_{column}": value}
    return f"from {source} where {' and '.join(where) or 'true'}", values or None


def _owner(store, account_id, agreement_id):
    what, record_id = ("account", account_id) if account_id is not None else ("agreement", agreement_id)
    found = store.answer(rests_on(sql_file(f"staging.{what}")), f"select council, officer from staging.{what} where {what}_id = ?", [record_id])
    return found[0] if found else None
