/*
summary = "Each statement against the one before it: does it follow on, and are days missing between them?"
grain = "one row per statement"
kept = "view"
*/
with ordered as (
    select
        *,
        max(to_date) over earlier as covered_until,
        -- Of two that end on the same day, the one that prints its balance.
        arg_max(
            {'statement_id': statement_id, 'closing_balance': closing_balance},
            (to_date, closing_balance is not null, statement_id)
        ) over earlier as previous
    from staging.statement
    window earlier as (
        partition by account_id order by from_date, to_date, statement_id
        rows between unbounded preceding and 1 preceding
    )
),

compared as (
    select
        *,
        greatest(from_date - covered_until - 1, 0) as days_between,
        -- Only where one begins as the other ends can the two balances be held against each other.
        case when from_date > covered_until then opening_balance - previous.closing_balance end as opening_break
    from ordered
)

select
    compared.statement_id,
    compared.account_id,
    compared.agreement_id,
    compared.council,
    compared.officer,
    compared.previous.statement_id as previous_statement_id,
    compared.from_date,
    compared.to_date,
    compared.covered_until + 1 as first_day_between,
    compared.from_date - 1 as last_day_between,
    compared.days_between,
    compared.previous.closing_balance as previous_closing,
    compared.opening_balance,
    compared.opening_break,
    compared.closing_balance,
    compared.proof,
    -- Quiet days are not missing days: when the balances meet, nothing happened between the two. But money came in and went out
    -- again where a payment was due, and nobody can call a month quiet.
    coalesce(
        compared.days_between > missing.value
        and (
            coalesce(compared.opening_break, 1) <> 0
            or compared.days_between > 27
            or exists (
                from reconciliation.expected_payment as due
                where due.account_id = compared.account_id
                    and due.due_on between compared.covered_until + 1 and compared.from_date - 1
            )
        ),
        false
    ) as has_missing_days
from compared
left join staging.policy as missing
    on missing.council = compared.council
    and missing.setting = 'missing_statement_days'
    and compared.from_date between missing.effective_from and missing.effective_to
