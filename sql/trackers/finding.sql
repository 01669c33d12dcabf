/*
summary = "Each finding as it stands: what the rule last said, when it was first seen, and what a person decided."
grain = "one row per finding"
kept = "view"
seen_by = "see_case"
*/
select
    newest.finding_id,
    newest.rule_id,
    newest.rule_version,
    newest.policy_used,
    newest.subject_id,
    newest.agreement_id,
    newest.account_id,
    newest.transaction_id,
    newest.council,
    newest.officer,
    newest.amount,
    newest.occurred_on,
    newest.first_seen_on,
    newest.seen_on,
    newest.severity,
    newest.state = 'present' as is_present,
    -- A person's decision stands whatever a rerun says; without one, a finding whose cause is gone is withdrawn.
    case
        when verdict.verdict in ('explained', 'upheld') then verdict.verdict
        when newest.state = 'gone' then 'withdrawn'
        when newest.state = 'present' then 'open'
    end as status,
    verdict.verdict,
    newest.message,
    verdict.decided_by,
    verdict.decided_at,
    verdict.reason as decision_reason
from trackers.newest_sighting as newest
left join trackers.verdict
    on verdict.account_id = newest.account_id
    and verdict.exception_id = newest.finding_id
