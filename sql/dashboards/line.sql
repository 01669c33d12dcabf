/*
summary = "Each line of a review period as the review shows it: out and in, what for, why, and the row of the form it belongs to."
grain = "one row per account, review period and transaction"
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
    period.period_to,
    line.posted_on,
    line.day_position,
    line.description,
    line.payee,
    line.payee_key,
    line.spend_category,
    line.category_reason,
    case
        when line.amount <= 0 then 'G'
        when line.spend_category = 'council_payment' then 'B'
        when line.spend_category = 'client_contribution' then 'C'
        when line.spend_category = 'health_payment' then 'D'
        when line.amount > 0 then 'E'
    end as form_row,
    line.amount,
    case when line.amount < 0 then -line.amount end as money_out,
    case when line.amount > 0 then line.amount end as money_in,
    line.balance
from reconciliation.transaction as line
join staging.review_period as period
    on period.account_id = line.account_id
    and line.posted_on between period.period_from and period.period_to
