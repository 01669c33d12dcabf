/*
summary = "Payments on days that two statements cover, shown by one and missing in the other."
grain = "one row per statement, day and amount that it lacks"
kept = "table"
recomputed = "by account"
seen_by = "see_case"
*/
with known as (
    select
        account_id,
        posted_on,
        amount,
        list({'statement_id': statement_id, 'text': words.plain(description), 'description': description} order by words.plain(description), transaction_id) as payments,
        bool_and(balance is not null) as has_balances
    from reconciliation.transaction
    group by account_id, posted_on, amount
),

-- Where balances are printed, the statement that shows an amount most often says how often it was paid: after a payment that was
-- taken out all balances differ, and the payments behind it are there nevertheless.
most_shown as (
    select account_id, posted_on, amount, max(times) as times
    from (
        select account_id, statement_id, posted_on, amount, count(*) as times
        from staging.line
        where not is_locked_out
        group by account_id, statement_id, posted_on, amount
    )
    group by account_id, posted_on, amount
),

shown as (
    select
        known.account_id,
        statement.statement_id,
        known.posted_on,
        known.amount,
        known.payments,
        case when known.has_balances then most_shown.times else len(known.payments) end as times
    from known
    join most_shown using (account_id, posted_on, amount)
    -- The first and last day of a download may be incomplete, so only the days between can contradict.
    join staging.statement
        on statement.account_id = known.account_id
        and known.posted_on > statement.from_date
        and known.posted_on < statement.to_date

    union all by name

    select account_id, statement_id, posted_on, amount, text
    from staging.line
),

compared as (
    select
        account_id,
        statement_id,
        posted_on,
        amount,
        any_value(times) - count(text) as times_missing,
        -- What it lacks came from another statement, most likely in words that it does not have.
        list_filter(any_value(payments), lambda payment: payment.statement_id <> statement_id) as elsewhere,
        list_filter(elsewhere, lambda payment: not list_contains(coalesce(list(text) filter (where text is not null), []), payment.text)) as in_other_words
    from shown
    group by account_id, statement_id, posted_on, amount
),

lacking as (
    select *, coalesce(in_other_words[1], elsewhere[1]) as payment
    from compared
    where times_missing > 0
)

select
    lacking.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    lacking.statement_id,
    lacking.payment.statement_id as shown_by,
    lacking.posted_on,
    lacking.payment.description as description,
    lacking.amount,
    lacking.times_missing
from lacking
join staging.account using (account_id)
