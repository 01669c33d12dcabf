/*
summary = "What the rules found, and what people decided about it."
grain = "one row per finding"
kept = "view"
seen_by = "see_case"

[identifiers]
message = "text"
decision_reason = "text"
*/
select
    finding_id, rule_id, rule_version, agreement_id, account_id, transaction_id, council, officer, amount, occurred_on,
    first_seen_on, severity, status, message, decided_by, decided_at, decision_reason
from trackers.finding
