/*
summary = "Each line of a review period as the review shows it: out and in, the balance after it, what for, why, and the row of the form it belongs to."
grain = "one row per account, review period and transaction"
kept = "view"
seen_by = "see_case"
*/
with line as (
    select
        line.*,
        period.period_from,
        period.period_to,
        period.opening_balance,
        row_number() over in_period as place,
        -- A printed balance begins a new stretch; before the first, the opening balance of the period holds.
        count(line.balance) over in_period as stretch
    from reconciliation.transaction as line
    join reconciliation.period
        on period.account_id = line.account_id
        and line.posted_on between period.period_from and period.period_to
    window in_period as (
        partition by line.account_id, period.period_from
        order by line.posted_on, line.statement_from, line.day_position, line.transaction_id
    )
)

select
    transaction_id,
    account_id,
    agreement_id,
    council,
    officer,
    statement_id,
    line_number,
    period_from,
    period_to,
    place,
    posted_on,
    description,
    payee,
    payee_key,
    spend_category,
    category_reason,
    case
        when amount <= 0 then 'G'
        when spend_category = 'council_payment' then 'B'
        when spend_category = 'client_contribution' then 'C'
        when spend_category = 'health_payment' then 'D'
        when amount > 0 then 'E'
    end as form_row,
    amount,
    case when amount < 0 then -amount end as money_out,
    case when amount > 0 then amount end as money_in,
    balance,
    case
        when stretch = 0 then opening_balance + sum(amount) over since
        when stretch > 0 then first_value(balance) over since + sum(amount) over since - first_value(amount) over since
    end::decimal(18, 2) as running_balance
from line
window since as (partition by account_id, period_from, stretch order by place)
