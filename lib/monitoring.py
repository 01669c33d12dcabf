"""Monitoring rules: each file in sql/rules is a question asked of the accounts that changed, and its answers are kept as findings."""

import json
import time
import uuid

from lib import access
from lib.kept import CHUNK, MANY, in_accounts, refresh
from lib.sqlfiles import sql_files
from lib.store import now

# What a rule gives, in this order.
COLUMNS = ("subject_id", "agreement_id", "account_id", "transaction_id", "amount", "occurred_on", "severity", "message")

FOUND = """
create temp table found as
select left(sha256($rule_id || '|' || subject_id), 20) as finding_id, *
from ({rule})
where {accounts}
"""

# New, or not as it was last seen.
RECORD_CHANGED = """
insert into findings.sighting by name
select
    found.* exclude (agreement_id), found.agreement_id,
    coalesce(last.sighting_number, 0) + 1 as sighting_number,
    $run_id as run_id, $as_at::date as seen_on, 'present' as state,
    $rule_id as rule_id, $rule_version as rule_version, $policy_used as policy_used
from found
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
where rule_id = $rule_id and {accounts}
qualify row_number() over (partition by account_id, finding_id order by sighting_number desc) = 1
"""


def run_rules(change, as_at, accounts=None):
    """Ask every rule of these accounts (None: of all) inside a change, and record what is new, changed or gone.

    Running twice adds nothing: a finding is the rule and its subject, and a row is added only when what it says changed.
    """
    run_id = str(uuid.uuid4())
    policy = _policy_on(change, as_at)
    accounts = None if accounts is None or len(accounts) > MANY else sorted(accounts)
    for rule in sql_files("rules"):
        used = {setting: policy.get(setting, {}) for setting in rule.header["policy"]}
        about = {
            "rule_id": rule.name,
            "run_id": run_id,
            "as_at": as_at,
            "rule_version": rule.version,
            "policy_used": json.dumps(used, sort_keys=True),
        }
        if accounts is None:
            _record(change, rule, about, "true", {})
        for start in range(0, len(accounts or ()), CHUNK):
            _record(change, rule, about, *in_accounts(accounts[start : start + CHUNK]))
    counted = len(accounts) if accounts is not None else change.execute("select count(*) from staging.account").fetchone()[0]
    change.execute("insert into findings.run values (?, ?, ?, ?, ?)", [run_id, as_at, now(), change.actor.username, counted])


def _record(change, rule, about, of_these, named):
    when = {"as_at": about["as_at"]} if "as_at" in rule.parameters else {}
    rule_id = {"rule_id": about["rule_id"]}
    change.execute(FOUND.format(rule=rule.text, accounts=of_these), rule_id | named | when)
    change.execute(LAST_SEEN.format(accounts=of_these), rule_id | named)
    change.execute(RECORD_CHANGED, about)
    change.execute(RECORD_GONE, {name: about[name] for name in ("run_id", "as_at")})
    change.execute("drop table found")
    change.execute("drop table last_seen")


def _policy_on(change, day):
    """{setting: {council: value}} in force on a day."""
    found = {}
    for setting, council, value in change.execute(
        "select setting, council, value from staging.policy where ? between effective_from and effective_to", [day]
    ).fetchall():
        found.setdefault(setting, {})[council] = str(value)
    return found


@access.allowed("refresh")
def refresh_store(store, actor, as_at):
    """Recompute every kept table and ask every rule of every account. Gives {"accounts", "seconds"}."""
    began = time.monotonic()
    with store.change(actor, "refresh", "all accounts", after={"as_at": str(as_at)}) as change:
        accounts = refresh(change, as_at)
        run_rules(change, as_at)
    return {"accounts": accounts, "seconds": round(time.monotonic() - began, 2)}
