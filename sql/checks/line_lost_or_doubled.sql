/*
title = "Every line of a statement is a payment, a repeat of one, or locked out"
*/
with shown as (
    select account_id, statement_id, posted_on, amount, count(*) as times
    from staging.line
    where not is_locked_out
    group by account_id, statement_id, posted_on, amount
),

-- A payment that several uploads show is one payment, so the statement that shows it most often says how many there are at least.
bounds as (
    select account_id, posted_on, amount, max(times) as least, sum(times) as most
    from shown
    group by account_id, posted_on, amount
),

counted as (
    select account_id, posted_on, amount, count(*) as times
    from reconciliation.transaction
    group by account_id, posted_on, amount
)

select
    account_id || ':' || posted_on || ':' || amount::varchar as subject_id,
    coalesce(counted.times, 0) || ' payments of ' || amount::varchar || ' on ' || words.day(posted_on) || ' are counted in account ' || account_id
        || ', where the statements show ' || coalesce(bounds.least, 0)
        || case when bounds.most > bounds.least then ' to ' || bounds.most::bigint else '' end || '.' as message
from bounds
full join counted using (account_id, posted_on, amount)
where coalesce(counted.times, 0) not between coalesce(bounds.least, 0) and coalesce(bounds.most, 0)
