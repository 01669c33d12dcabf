/*
summary = "What an officer wants to ask the person about: payments with the verdict asked or evidence asked."
grain = "one row per exception"
kept = "view"
seen_by = "see_case"
*/
select
    exception.exception_id,
    exception.account_id,
    exception.agreement_id,
    exception.council,
    exception.officer,
    exception.occurred_on,
    coalesce(line.description, exception.message) as description,
    exception.message,
    exception.verdict,
    coalesce(abs(line.amount), exception.amount)::decimal(18, 2) as amount
from trackers.exception as exception
left join reconciliation.transaction as line
    on line.account_id = exception.account_id
    and line.transaction_id = exception.transaction_id
where exception.verdict in ('query', 'evidence_asked')
