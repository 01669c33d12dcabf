/*
number = 3
title = "Set up by one, authorised by another"
question = "Was the agreement authorised by somebody other than who set it up?"
case = "one row per agreement that ran in the year"
source = "Internal audit, Reading 2022/23: set-ups not authorised and checked"
not_held = ["On which day it was authorised: agreements.csv has no such column."]
seen_by = "see_whole_audit"
*/
with agreement as (
    select
        *,
        lower(trim(set_up_by)) as setter,
        lower(trim(authorised_by)) as authoriser,
        count(set_up_by) over (partition by council) > 0 and count(authorised_by) over (partition by council) > 0 as is_told
    from staging.agreement
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    start_date as on_day,
    case
        when setter <> authoriser then 'passed'
        when setter = authoriser or is_told then 'failed'
        when not is_told then 'not_testable'
    end as result,
    case
        when setter <> authoriser then 'Set up by ' || set_up_by || ', authorised by ' || authorised_by || '.'
        when setter = authoriser then 'Set up and authorised by ' || set_up_by || '.'
        when is_told and setter is null and authoriser is null then 'Nobody is on record who set it up or authorised it.'
        when is_told and authoriser is null then 'Set up by ' || set_up_by || '. Nobody is on record who authorised it.'
        when is_told and setter is null then 'Authorised by ' || authorised_by || '. Nobody is on record who set it up.'
        when not is_told then 'Who set it up and who authorised it does not come with the extract: agreements.csv, set_up_by and authorised_by.'
    end as saw,
    null::decimal(18, 2) as amount
from agreement
where start_date <= $to_day::date
    and coalesce(end_date >= $from_day::date, true)
