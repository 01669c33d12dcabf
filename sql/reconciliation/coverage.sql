/*
summary = "The unbroken stretches of days that statements cover."
grain = "one row per account and stretch"
kept = "table"
recomputed = "by account"
*/
with stretch as (
    select
        *,
        count(*) filter (where has_missing_days) over (
            partition by account_id order by from_date, to_date, statement_id
            rows between unbounded preceding and current row
        ) as stretch
    from reconciliation.chain
)

select
    account_id,
    agreement_id,
    council,
    officer,
    min(from_date) as covered_from,
    max(to_date) as covered_to,
    count(*) as statements
from stretch
group by account_id, agreement_id, council, officer, stretch
