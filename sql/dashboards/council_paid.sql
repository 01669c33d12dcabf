/*
summary = "What the council paid into an account and no debt claims back, line by line."
grain = "one row per line"
kept = "view"
seen_by = "see_case"
*/
select
    line.transaction_id,
    line.account_id,
    line.agreement_id,
    line.council,
    line.officer,
    line.posted_on,
    line.description,
    line.amount
from reconciliation.transaction as line
where line.amount > 0 and line.spend_category = 'council_payment'
    and not exists (
        from trackers.debt_line as claimed
        join trackers.debt_balance as debt using (debt_id)
        where claimed.transaction_id = line.transaction_id and debt.stage <> 'withdrawn'
    )
