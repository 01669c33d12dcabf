"""Monitoring rules: each file in sql/rules is a question asked of the accounts that changed, and its answers are kept as findings."""

import json
import time
import uuid
from contextlib import contextmanager
from contextvars import ContextVar

from lib import access, kept
from lib.sqlfiles import sql_file, sql_files
from lib.store import OPERATOR, now

# What a rule gives, in this order.
COLUMNS = ("subject_id", "agreement_id", "account_id", "transaction_id", "amount", "occurred_on", "severity", "message")

FOUND = """
select
    left(sha256('{rule_id}|' || found.account_id || '|' || subject_id), 20) as finding_id, found.*,
    '{rule_id}' as rule_id, '{rule_version}' as rule_version
from ({rule}) as found
left join staging.agreement on agreement.agreement_id = found.agreement_id
-- Before its first month there was no direct payment: what a statement shows of those days is asked of nobody.
where coalesce(found.occurred_on >= date_trunc('month', agreement.start_date), true)
"""

# New, or not as it was last seen.
RECORD_CHANGED = """
insert into findings.sighting by name
select
    found.*,
    coalesce(last.sighting_number, 0) + 1 as sighting_number,
    $run_id as run_id, $as_at::date as seen_on, 'present' as state, policy_used.policy_used
from found
join policy_used using (rule_id)
left join last_seen as last using (finding_id)
where last.finding_id is null or last.state = 'gone'
    or (last.amount, last.occurred_on, last.message, last.severity) is distinct from (found.amount, found.occurred_on, found.message, found.severity)
"""

RECORD_GONE = """
insert into findings.sighting by name
select
    last.* replace (last.sighting_number + 1 as sighting_number, $run_id as run_id, $as_at::date as seen_on, 'gone' as state)
from last_seen as last
anti join found using (finding_id)
where last.state = 'present'
"""

LAST_SEEN = """
create temp table last_seen as
select *
from findings.sighting
where {accounts}
qualify row_number() over (partition by finding_id order by sighting_number desc) = 1
"""


_unfollowed = ContextVar("unfollowed", default=False)


@contextmanager
def unfollowed():
    """Let nothing follow what changes inside but a refresh of all: many changes of the made-up council's months cost as much as one."""
    before = _unfollowed.set(True)
    try:
        yield
    finally:
        _unfollowed.reset(before)


def follow(change, as_at, accounts=None, caseload=False, look=None, progress=None):
    """Let all that is computed follow what changed: kept tables, then findings. Gives how many accounts were computed.

    accounts None means all; caseload says that extracts, categories or policy changed. look(store) may ask more of the
    accounts while they are at hand; progress(done, of) is told of each table when all are computed.
    """
    if _unfollowed.get():
        return 0
    return _follow(change, as_at, accounts, caseload, look, progress)


@access.allowed("refresh")
def refresh_store(store, actor, as_at, progress=None):
    """Recompute every kept table and ask every rule of every account, all in one go: nobody saves meanwhile. Gives {"accounts", "seconds"}."""
    began = time.monotonic()
    with store.change(actor, "refresh", "all accounts", after={"as_at": str(as_at)}) as change:
        accounts = _follow(change, as_at, progress=progress)
    return {"accounts": accounts, "seconds": round(time.monotonic() - began, 2)}


def is_due(store, as_at):
    """Whether all must be computed anew: the day is another, or the kept tables were made from other text."""
    return store.value("select max(as_at) from store.refreshed") != as_at


def catch_up(store, as_at, progress=None):
    """Compute everything where an upgrade emptied the kept tables: until then they answer nothing."""
    if store.value("select count(*) from store.refreshed") == 0:
        refresh_store(store, OPERATOR, as_at, progress)


def with_their_siblings(reads, accounts):
    """These accounts and the others of their agreements: money moves between them, so they are computed together."""
    of_these, named = kept.in_accounts(accounts)
    siblings = f"select account_id from staging.account where agreement_id in (select agreement_id from staging.account where {of_these})"
    return {*accounts, *(row["account_id"] for row in reads.rows(siblings, named))}


def rule_words(rule_id):
    """What a rule says of itself: title, why, the question it asks, and whose it is."""
    return sql_file(f"rules.{rule_id}").header


def _follow(change, as_at, accounts=None, caseload=False, look=None, progress=None):
    if kept.needs_all(change, accounts):
        count = kept.recompute_all(change, as_at, progress)
        if look:
            look(change)
        _record(change, as_at, change.arrow(_every_rule(), _time(as_at)), "true", {}, count)
        return count
    if caseload:
        kept.recompute_caseload(change, as_at)
    accounts = with_their_siblings(change, accounts)
    with kept.copy_of(change, accounts) as copy:
        outcome = compute(copy, as_at)
        if look:
            look(copy)
    keep(change, as_at, accounts, outcome)
    return len(accounts)


def compute(copy, as_at):
    """What a copy of some accounts comes to on a day: the rows of its kept tables, and what the rules find."""
    return kept.computed(copy, as_at), copy.ask(_every_rule(), _time(as_at))


def keep(change, as_at, accounts, outcome):
    """Keep what compute() gave of these accounts."""
    rows, found = outcome
    kept.put(change, rows, accounts)
    _record(change, as_at, found, *kept.in_accounts(accounts), len(accounts))


def _every_rule():
    """All rules as one question. Their names and texts come from the project's own files."""
    return "\nunion all by name\n".join(FOUND.format(rule=rule.text, rule_id=rule.name, rule_version=rule.version) for rule in sql_files("rules"))


def _time(as_at):
    return {"as_at": as_at} if any("as_at" in rule.parameters for rule in sql_files("rules")) else None


def _record(change, as_at, found, of_these, named, accounts):
    """Add what is new, changed or gone. Running twice adds nothing: a finding is the rule and its subject."""
    run = {"run_id": str(uuid.uuid4()), "as_at": as_at}
    policy = _policy_on(change, as_at)
    used = [
        {"rule_id": rule.name, "policy_used": json.dumps({setting: policy.get(setting, {}) for setting in rule.header["policy"]}, sort_keys=True)} for rule in sql_files("rules")
    ]
    with change.given(found=found, policy_used=used):
        change.execute(LAST_SEEN.format(accounts=of_these), named or None)
        change.execute(RECORD_CHANGED, run)
        change.execute(RECORD_GONE, run)
        change.execute("drop table last_seen")
    kept.recompute_findings(change, of_these, named or None)
    change.execute("insert into findings.run values (?, ?, ?, ?, ?)", [run["run_id"], as_at, now(), change.actor.username, accounts])


def _policy_on(change, day):
    """{setting: {council: value}} in force on a day."""
    found = {}
    for row in change.rows("select setting, council, value from staging.policy where ? between effective_from and effective_to order by all", [day]):
        found.setdefault(row["setting"], {})[row["council"]] = str(row["value"])
    return found
