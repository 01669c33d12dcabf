/*
summary = "Unbroken stretches of days on which no clock of an agreement runs. Holds that overlap or touch are one, so that no day counts twice."
grain = "one row per agreement and stretch"
kept = "view"
*/
with known as (
    select agreement_id, from_date, coalesce(to_date, date '9999-12-31') as to_date
    from staging.pause
),

begun as (
    select
        *,
        coalesce(from_date > max(to_date) over (
            partition by agreement_id order by from_date, to_date
            rows between unbounded preceding and 1 preceding
        ) + 1, true) as is_first
    from known
),

stretch as (
    select *, count(*) filter (where is_first) over (partition by agreement_id order by from_date, to_date rows unbounded preceding) as stretch
    from begun
)

select
    agreement_id,
    min(from_date) as from_date,
    -- Empty while nobody knows the end.
    nullif(max(to_date), date '9999-12-31') as to_date
from stretch
group by agreement_id, stretch.stretch
