/*
summary = "Payments on days that two statements cover, shown by one and missing in the other."
grain = "one row per statement, day and amount that it lacks"
kept = "view"
seen_by = "see_case"
*/
with shown as (
    select account_id, statement_id, posted_on, amount, count(*) as times
    from staging.line
    group by account_id, statement_id, posted_on, amount
),

known as (
    select
        account_id,
        posted_on,
        amount,
        count(*) as times,
        min(statement_id) as shown_by,
        min(description) as description
    from staging.transaction
    group by account_id, posted_on, amount
)

select
    statement.account_id,
    statement.agreement_id,
    statement.council,
    statement.officer,
    statement.statement_id,
    known.shown_by,
    known.posted_on,
    known.description,
    known.amount,
    known.times - coalesce(shown.times, 0) as times_missing
from staging.statement
-- The first and last day of a download may be incomplete, so only the days between can contradict.
join known
    on known.account_id = statement.account_id
    and known.posted_on > statement.from_date
    and known.posted_on < statement.to_date
left join shown
    on shown.account_id = statement.account_id
    and shown.statement_id = statement.statement_id
    and shown.posted_on = known.posted_on
    and shown.amount = known.amount
where known.times > coalesce(shown.times, 0)
