/*
summary = "The periods an account is reviewed in: whole calendar months from the month the agreement began."
grain = "one row per account and period"
kept = "table"
recomputed = "with the caseload"
*/
with every as (
    select
        account.account_id,
        account.agreement_id,
        account.council,
        account.officer,
        greatest(account.opened_on, agreement.start_date) as open_from,
        coalesce(account.closed_on, date '9999-12-31') as open_to,
        coalesce(agreement.return_frequency_months, policy.value::integer) as months,
        date_trunc('month', agreement.start_date)::date as first_month
    from staging.account
    join staging.agreement using (agreement_id)
    left join staging.policy
        on policy.council = account.council
        and policy.setting = 'return_frequency_months'
        and policy.effective_to >= agreement.start_date
    -- What the council decided when the agreement began; for an older agreement, what it decided first.
    qualify row_number() over (partition by account.account_id order by policy.effective_from) = 1
),

stepped as (
    select
        *,
        (first_month + to_months((unnest(generate_series(0, datediff('month', first_month, $as_at::date) // months + 1)) * months)::integer))::date as begins_on
    from every
    where first_month <= $as_at::date
),

-- A period that was reviewed and locked stays as it was, however often the account is reviewed from now on.
begin as (
    select stepped.account_id, stepped.begins_on
    from stepped
    anti join staging.completed_review as review
        on review.account_id = stepped.account_id
        and stepped.begins_on > review.period_from
        and stepped.begins_on <= review.period_to

    union

    select account_id, unnest([period_from, period_to + 1])::date
    from staging.completed_review
),

period as (
    select
        account_id,
        begins_on as period_from,
        lead(begins_on) over (partition by account_id order by begins_on) - 1 as period_to
    from begin
)

select
    period.account_id,
    every.agreement_id,
    every.council,
    every.officer,
    period.period_from,
    period.period_to
from period
join every using (account_id)
where period.period_from <= $as_at::date
    and period.period_to is not null
    and period.period_to >= open_from
    and period.period_from <= open_to
