/*
summary = "How closely an agreement is watched, as somebody decided with a reason, and the days on which each tier holds."
grain = "one row per agreement and first day"
kept = "view"
*/
with newest as (
    select *
    from decisions.monitoring_tier
    qualify row_number() over (partition by agreement_id, from_date order by decided_at desc, tier_id desc) = 1
)

select
    tier_id,
    agreement_id,
    council,
    from_date,
    coalesce(lead(from_date) over (partition by agreement_id order by from_date) - 1, date '9999-12-31')::date as to_date,
    tier,
    reason,
    decided_by,
    decided_at
from newest
