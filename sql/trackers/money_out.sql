/*
summary = "What was paid out of people's accounts between two days, for a sample of pounds. Transfers between the accounts of one agreement are no spending."
grain = "one row per transaction"
kept = "view"
seen_by = "see_self_audit"
*/
select transaction_id, account_id, agreement_id, council, officer, posted_on, description, spend_category, (-amount)::decimal(18, 2) as pounds
from reconciliation.transaction
where amount < 0 and not is_internal and posted_on between $since and $as_at
