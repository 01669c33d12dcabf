/*
summary = "The days of an account that no statement covers: before the first, between two, and since the newest."
grain = "one row per account and gap"
kept = "view"
seen_by = "see_case"
*/
with account as (
    select
        account.account_id,
        account.agreement_id,
        account.council,
        account.officer,
        greatest(account.opened_on, agreement.start_date) as begins_on,
        least(coalesce(account.closed_on, agreement.end_date), $as_at::date) as ends_on
    from staging.account
    join staging.agreement using (agreement_id)
),

stretch as (
    select
        account.*,
        coverage.covered_from,
        coverage.covered_to,
        lag(coverage.covered_to) over (partition by account.account_id order by coverage.covered_from) as covered_before,
        lead(coverage.covered_from) over (partition by account.account_id order by coverage.covered_from) is null as is_last
    from account
    left join reconciliation.coverage
        on coverage.account_id = account.account_id
),

gap as (
    select
        *,
        case when covered_before is null then 'before_the_first' else 'between' end as kind,
        coalesce(covered_before + 1, begins_on) as from_day,
        coalesce(covered_from - 1, ends_on) as to_day
    from stretch

    union all

    select *, 'since_the_newest', covered_to + 1, ends_on
    from stretch
    where is_last and covered_from is not null
)

select
    gap.account_id,
    gap.agreement_id,
    gap.council,
    gap.officer,
    gap.from_day,
    gap.to_day,
    case when gap.covered_from is null then 'since_the_newest' else gap.kind end as kind,
    gap.to_day - gap.from_day + 1 as days
from gap
left join staging.policy as missing
    on missing.council = gap.council and missing.setting = 'missing_statement_days'
    and gap.from_day between missing.effective_from and missing.effective_to
where gap.to_day >= gap.from_day
    -- Two statements that do not meet leave a gap however short it is; at either end a few days are no gap.
    and (gap.kind = 'between' or gap.to_day - gap.from_day + 1 > missing.value)
