/*
summary = "What needs a person in a review: findings of the period, and lines whose payee nobody knows."
grain = "one row per exception"
kept = "view"
seen_by = "see_case"
*/
select
    finding.finding_id as exception_id,
    'finding' as kind,
    finding.rule_id,
    finding.account_id,
    finding.agreement_id,
    finding.council,
    finding.officer,
    period.period_from,
    period.period_to,
    finding.transaction_id,
    finding.severity,
    finding.occurred_on,
    finding.amount,
    finding.message,
    finding.status,
    finding.verdict,
    finding.decided_by,
    finding.decided_at,
    finding.decision_reason
from trackers.finding
join reconciliation.period
    on period.account_id = finding.account_id
    and finding.occurred_on between period.period_from and period.period_to

union all

select
    line.transaction_id,
    'payee',
    null,
    line.account_id,
    line.agreement_id,
    line.council,
    line.officer,
    line.period_from,
    line.period_to,
    line.transaction_id,
    'low',
    line.posted_on,
    abs(line.amount)::decimal(18, 2),
    'Who is this, and what was it for? ' || upper(left(line.category_reason, 1)) || substr(line.category_reason, 2) || '.',
    case when verdict.verdict in ('explained', 'upheld') then verdict.verdict else 'open' end,
    verdict.verdict,
    verdict.decided_by,
    verdict.decided_at,
    verdict.reason
from reconciliation.query_line as line
left join trackers.verdict
    on verdict.account_id = line.account_id
    and verdict.exception_id = line.transaction_id
-- A line that a rule asks about is one question, not two.
left join trackers.newest_sighting as asked
    on asked.account_id = line.account_id
    and asked.transaction_id = line.transaction_id
    and asked.state = 'present'
where asked.finding_id is null
