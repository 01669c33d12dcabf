/*
summary = "The months of an account on a day: covered by statements that prove themselves, by others, in part, missing, not come yet, or before the first."
grain = "one row per account and month"
kept = "view"
seen_by = "see_case"
*/
with account as (
    select
        account.account_id,
        account.agreement_id,
        account.council,
        account.officer,
        least(greatest(account.opened_on, agreement.start_date), covered.first_on) as begins_on,
        greatest(least(coalesce(account.closed_on, agreement.end_date), $as_at::date), covered.last_on) as ends_on,
        covered.first_on as first_covered_on,
        covered.last_on as last_covered_on
    from staging.account
    join staging.agreement using (agreement_id)
    cross join (
        select min(covered_from) as first_on, max(covered_to) as last_on
        from reconciliation.coverage
        where account_id = $account_id
    ) as covered
    where account.account_id = $account_id
),

every as (
    select *, unnest(generate_series(begins_on, ends_on, interval 1 day))::date as on_day
    from account
),

-- One proven statement of a day is enough.
day_of as (
    select
        every.on_day,
        any_value(every.account_id) as account_id,
        min_by(statement.proof, list_position(['proven', 'broken', 'unproven'], statement.proof)) as proof
    from every
    left join staging.statement
        on statement.account_id = every.account_id
        and every.on_day between statement.from_date and statement.to_date
    group by every.on_day
),

counted as (
    select
        date_trunc('month', day_of.on_day)::date as month,
        count(*) as days,
        -- Quiet days between two statements whose balances meet are covered by both.
        count(*) filter (where coverage.account_id is null) as days_missing,
        min(day_of.on_day) filter (where coverage.account_id is null) as first_missing,
        max(day_of.on_day) filter (where coverage.account_id is null) as last_missing,
        count(*) filter (where day_of.proof = 'broken') as broken,
        count(*) filter (where day_of.proof = 'unproven') as unproven
    from day_of
    left join reconciliation.coverage
        on coverage.account_id = day_of.account_id
        and day_of.on_day between coverage.covered_from and coverage.covered_to
    group by date_trunc('month', day_of.on_day)
)

select
    account.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    counted.month,
    counted.first_missing,
    counted.last_missing,
    case
        when counted.days_missing = counted.days and coalesce(counted.month > account.last_covered_on, true) then 'not_come'
        when counted.days_missing = counted.days and counted.month < account.first_covered_on then 'before'
        when counted.days_missing = counted.days then 'missing'
        when counted.broken > 0 then 'broken'
        when counted.days_missing > missing.value then 'part'
        when counted.unproven > 0 then 'unproven'
        when counted.unproven = 0 then 'proven'
    end as state,
    counted.days,
    counted.days_missing
from counted
cross join account
left join staging.policy as missing
    on missing.council = account.council and missing.setting = 'missing_statement_days'
    and counted.month between missing.effective_from and missing.effective_to
