/*
summary = "Each line of an account with its month, so that a figure of a day or a month opens its lines, and a line its review."
grain = "one row per transaction"
kept = "view"
seen_by = "see_case"
*/
select
    line.transaction_id,
    line.account_id,
    line.agreement_id,
    line.council,
    line.officer,
    line.statement_id,
    line.line_number,
    period.period_from,
    date_trunc('month', line.posted_on)::date as month,
    line.posted_on,
    case when line.amount < 0 then 'out' else 'in' end as direction,
    line.description,
    line.payee,
    line.spend_category,
    line.category_reason,
    case when line.amount < 0 then -line.amount end as money_out,
    case when line.amount >= 0 then line.amount end as money_in,
    line.balance
from reconciliation.transaction as line
left join staging.review_period as period
    on period.account_id = line.account_id
    and line.posted_on between period.period_from and period.period_to
