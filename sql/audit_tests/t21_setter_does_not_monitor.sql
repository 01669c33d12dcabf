/*
number = 21
title = "Who set it up does not monitor it"
question = "Is the officer who monitors the agreement another than who set it up?"
case = "one row per agreement that ran in the year"
source = "Internal audit, Reading 2022/23: duties of set-up and monitoring separated"
not_held = ["Which code of the council's system and which sign-in are the same person: they are compared as they are written."]
seen_by = "see_whole_audit"
*/
with agreement as (
    select
        *,
        lower(trim(set_up_by)) as setter,
        count(set_up_by) over (partition by council) > 0 as is_told
    from staging.agreement
),

reviewed as (
    select agreement.agreement_id, count(*) as reviews
    from agreement
    join staging.completed_review as review
        on review.agreement_id = agreement.agreement_id
        and lower(review.completed_by) = agreement.setter
    where review.completed_at::date between $from_day::date and $to_day::date
    group by agreement.agreement_id
)

select
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    agreement.start_date as on_day,
    case
        when agreement.setter is null then 'not_testable'
        when agreement.setter = lower(agreement.officer) or reviewed.reviews > 0 then 'failed'
        when agreement.officer is null then 'not_testable'
        else 'passed'
    end as result,
    case
        when agreement.setter is null and agreement.is_told then 'Nobody is on record who set it up.'
        when agreement.setter is null then 'Who set it up does not come with the extract: agreements.csv, set_up_by.'
        when reviewed.reviews > 0 then agreement.set_up_by || ' set it up and completed ' || words.many(reviewed.reviews, 'review') || ' of it in the year.'
        when agreement.setter = lower(agreement.officer) then agreement.set_up_by || ' set it up and monitors it.'
        when agreement.officer is null then 'Set up by ' || agreement.set_up_by || '. Nobody carries it: agreements.csv, officer.'
        else 'Set up by ' || agreement.set_up_by || ', monitored by ' || agreement.officer || '.'
    end as saw,
    null::decimal(18, 2) as amount
from agreement
left join reviewed on reviewed.agreement_id = agreement.agreement_id
where agreement.start_date <= $to_day::date
    and coalesce(agreement.end_date >= $from_day::date, true)
