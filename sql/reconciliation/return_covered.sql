/*
summary = "Returns whose every day is on statements, and the day on which the last missing one came."
grain = "one row per return that statements cover"
kept = "table"
recomputed = "by account"
*/
with account as (
    select
        due.return_id,
        account.account_id,
        greatest(due.period_from, account.opened_on) as first_day,
        least(due.period_to, account.closed_on) as last_day,
        missing.value::integer as missing_days
    from reconciliation.return_due as due
    join staging.account using (agreement_id)
    left join staging.policy as missing
        on missing.council = due.council and missing.setting = 'missing_statement_days'
        and due.period_to between missing.effective_from and missing.effective_to
    where coalesce(account.opened_on <= due.period_to, true)
        and coalesce(account.closed_on >= due.period_from, true)
),

-- An account that begins empty misses nothing before its first statement.
covered as (
    select
        account.return_id,
        account.account_id,
        account.first_day,
        account.last_day
    from account
    join reconciliation.coverage as stretch using (account_id)
    left join staging.statement as first
        on first.account_id = stretch.account_id
        and first.from_date = stretch.covered_from
        and first.opening_balance = 0
    where stretch.covered_to >= account.last_day - account.missing_days
        and (
            stretch.covered_from <= account.first_day + account.missing_days
            or (
                stretch.covered_from <= account.last_day
                and first.statement_id is not null
                and stretch.covered_from = (select min(earliest.covered_from) from reconciliation.coverage as earliest where earliest.account_id = account.account_id)
            )
        )
    group by all
),

-- On which day was a day first covered? That changes only where a statement begins or ends, so those days are enough.
day as (
    select return_id, account_id, first_day as on_day
    from covered

    union

    select covered.return_id, covered.account_id, unnest([statement.from_date, statement.to_date + 1])
    from covered
    join staging.statement using (account_id)
    where statement.from_date <= covered.last_day and statement.to_date >= covered.first_day
),

came as (
    select day.return_id, day.account_id, day.on_day, min(statement.received_at)::date as came_on
    from day
    join covered using (return_id, account_id)
    join staging.statement
        on statement.account_id = day.account_id
        and day.on_day between statement.from_date and statement.to_date
    where day.on_day between covered.first_day and covered.last_day
    group by day.return_id, day.account_id, day.on_day
)

select
    account.return_id,
    -- The accounts of an agreement are computed together, so that any of them says whose row it is.
    min(account.account_id) as account_id,
    max(came.came_on) as received_on
from account
left join came using (return_id, account_id)
group by account.return_id
having count(distinct account.account_id) = count(distinct came.account_id)
