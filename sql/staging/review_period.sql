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
        unnest(generate_series(0, datediff('month', first_month, $as_at::date) // months)) as step
    from every
    where first_month <= $as_at::date
)

select
    account_id,
    agreement_id,
    council,
    officer,
    (first_month + to_months((step * months)::integer))::date as period_from,
    (first_month + to_months(((step + 1) * months)::integer))::date - 1 as period_to
from stepped
where (first_month + to_months(((step + 1) * months)::integer))::date > open_from
    and (first_month + to_months((step * months)::integer))::date <= open_to
