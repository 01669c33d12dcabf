/*
summary = "The weeks to come in an account: what is due in and out, and what that leaves."
grain = "one row per agreement, day and kind of movement"
kept = "view"
seen_by = "see_case"
*/
select account_id, agreement_id, council, officer, on_day, kind, words, amount, balance
from reconciliation.coming
