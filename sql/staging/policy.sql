/*
summary = "Each council's settings, with the days between which each value holds. Where a council has decided nothing, the proposal holds."
grain = "one row per council, setting and first day"
kept = "table"
recomputed = "with the caseload"
*/
with newest as (
    select *
    from decisions.policy
    qualify row_number() over (partition by council, setting, effective_from order by load_number desc) = 1
),

council as (
    select council from raw.agreement
    union
    select council from newest where council <> '*'
),

-- What no council has decided is kept under no council's name, from the first of days.
every as (
    select *, false as is_default
    from newest
    where council <> '*'

    union all by name

    select newest.* replace (council.council as council), true as is_default
    from newest
    cross join council
    where newest.council = '*'
)

select
    council,
    setting,
    effective_from,
    coalesce(lead(effective_from) over (partition by council, setting order by effective_from, is_default desc) - 1, date '9999-12-31')::date as effective_to,
    value,
    decided_by,
    decided_at,
    is_default
from every
