/*
summary = "What the statements say was in the account at the end of a day."
grain = "one row per account and day with a printed balance"
kept = "table"
recomputed = "by account"
*/
with last_line as (
    select account_id, posted_on, balance
    from reconciliation.transaction
    qualify row_number() over (
        partition by account_id, posted_on
        order by day_position desc, statement_from desc, transaction_id desc
    ) = 1
),

printed as (
    select account_id, posted_on as on_date, balance, 1 as rank
    from last_line
    where balance is not null

    union all

    select account_id, to_date, closing_balance, 2
    from staging.statement
    where closing_balance is not null

    union all

    select account_id, from_date - 1, opening_balance, 3
    from staging.statement
    where opening_balance is not null
)

select account_id, on_date, balance
from printed
qualify row_number() over (partition by account_id, on_date order by rank, balance) = 1
