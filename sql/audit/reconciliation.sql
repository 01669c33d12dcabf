/*
summary = "The reconciliation form of each account and period."
grain = "one row per account and period"
kept = "view"
seen_by = "see_case"
*/
select
    agreement_id, account_id, council, officer, period_from, period_to, opening_balance,
    council_payments_expected, council_payments_seen, contributions_expected, contributions_seen,
    health_expected, health_seen, other_income, total_receipts, total_spend,
    closing_calculated, closing_per_statement, difference, outstanding_items, available_balance, state
from reconciliation.period
