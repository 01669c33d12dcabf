/*
summary = "Lines that arrived after their period was reviewed and locked, and that we did not know: conflicts to look at, never silent changes."
grain = "one row per line kept out"
kept = "view"
seen_by = "see_case"
*/
with shown as (
    select account_id, statement_id, line_number, posted_on, day_position, description, amount, balance, true as is_late
    from staging.line
    where is_locked_out

    union all by name

    select account_id, posted_on, amount, balance, false as is_late
    from staging.transaction
),

compared as (
    select
        *,
        count(*) filter (where not is_late) over (partition by account_id, posted_on, amount) as known,
        count(*) filter (where not is_late and balance is null) over (partition by account_id, posted_on, amount) as known_without_balance,
        count(*) filter (where not is_late) over (partition by account_id, posted_on, amount, balance) as known_with_this_balance
    from shown
),

-- Like lines in one statement are as many payments: only so many of them as we know can be those.
counted as (
    select
        *,
        row_number() over (
            partition by account_id, statement_id, posted_on, amount
            order by known_with_this_balance = 0, day_position
        ) as occurrence
    from compared
    where is_late
)

select
    counted.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    counted.statement_id,
    counted.line_number,
    counted.posted_on,
    counted.description,
    counted.amount,
    counted.balance
from counted
join staging.account using (account_id)
where counted.occurrence > counted.known
    or (counted.balance is not null and counted.known_with_this_balance + counted.known_without_balance = 0)
