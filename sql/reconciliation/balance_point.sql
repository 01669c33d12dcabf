/*
summary = "What the statements say was in the account at the end of a day."
grain = "one row per account and day with a printed balance"
kept = "view"
*/
with printed as (
    select account_id, to_date as on_date, closing_balance as balance, 2 as rank
    from staging.statement
    where closing_balance is not null

    union all

    select account_id, from_date - 1, opening_balance, 3
    from staging.statement
    where opening_balance is not null

    union all

    select account_id, posted_on, balance, 1
    from reconciliation.transaction
    where balance is not null
    qualify row_number() over (partition by account_id, posted_on order by day_position desc, statement_from desc) = 1
)

select account_id, on_date, balance
from printed
qualify row_number() over (partition by account_id, on_date order by rank, balance) = 1
