/*
title = "Every council has decided every setting that is read, for all the days of its statements"
*/
with council as (
    select council, min(from_date) as first_on
    from staging.statement
    group by council
),

decided as (
    select council, setting, min(effective_from) as first_on
    from staging.policy
    group by council, setting
),

setting as (
    select unnest($settings::varchar[]) as setting
)

select
    council.council || ':' || setting.setting as subject_id,
    council.council || ' has no ' || setting.setting || ' on ' || words.day(council.first_on)
        || ', and has statements of that day: what reads it finds nothing. Add it to the council''s file in data/policy.' as message
from council
cross join setting
left join decided using (council, setting)
where decided.first_on is null or decided.first_on > council.first_on
