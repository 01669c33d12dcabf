/*
summary = "Each council's settings, with the days between which each value holds."
grain = "one row per council, setting and first day"
kept = "table"
recomputed = "with the caseload"
*/
with newest as (
    select *
    from decisions.policy
    qualify row_number() over (partition by council, setting, effective_from order by load_number desc) = 1
)

select
    council,
    setting,
    effective_from,
    coalesce(lead(effective_from) over (partition by council, setting order by effective_from) - 1, date '9999-12-31')::date as effective_to,
    value,
    decided_by,
    decided_at
from newest
