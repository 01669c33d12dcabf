/*
summary = "Each payment whose payee nobody knows, with the period in which somebody is asked."
grain = "one row per such transaction and review period"
kept = "table"
recomputed = "by account"
*/
select
    line.transaction_id,
    line.account_id,
    line.agreement_id,
    line.council,
    line.officer,
    period.period_from,
    period.period_to,
    line.posted_on,
    line.amount,
    line.category_reason
from reconciliation.transaction as line
join reconciliation.period
    on period.account_id = line.account_id
    and line.posted_on between period.period_from and period.period_to
where line.spend_category = 'query'
