/*
summary = "Lines that arrived after their period was reviewed and locked, and that we did not know: conflicts to look at, never silent changes."
grain = "one row per line kept out"
kept = "view"
seen_by = "see_case"
*/
select
    line.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    line.statement_id,
    line.line_number,
    line.posted_on,
    line.description,
    line.amount,
    line.balance
from staging.line
join staging.account using (account_id)
anti join staging.transaction as known
    on known.account_id = line.account_id
    and known.posted_on = line.posted_on
    and known.amount = line.amount
    and (known.balance = line.balance or known.balance is null or line.balance is null)
where line.is_locked_out
