/*
summary = "Each real payment once, with what it was for and how we know."
grain = "one row per transaction"
kept = "view"
seen_by = "see_case"

[identifiers]
description = "text"
payee = "text"
category_reason = "text"
*/
select
    transaction_id, account_id, agreement_id, council, officer, posted_on, amount, description, balance,
    spend_category, category_reason, payee, statement_id, line_number
from reconciliation.transaction
