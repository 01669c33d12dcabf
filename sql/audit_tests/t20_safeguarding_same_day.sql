/*
number = 20
title = "Safeguarding concerns went on the same day"
question = "Was the practitioner or the safeguarding hub told on the day a concern was raised?"
case = "one row per concern that was raised in the year"
source = "Care Act 2014 s42"
not_held = ["Fraud referrals: they are kept by the fraud team."]
seen_by = "see_concern"
*/
with told as (
    select concern_id, min(decided_at)::date as told_on
    from decisions.concern_note
    where did in ('told_practitioner', 'told_mash')
    group by concern_id
)

select
    concern.council,
    agreement.officer,
    concern.agreement_id,
    'concern' as kind,
    concern.concern_id as case_id,
    concern.decided_at::date as on_day,
    case
        when told.told_on = concern.decided_at::date then 'passed'
        when told.told_on > concern.decided_at::date or concern.decided_at::date < $to_day::date then 'failed'
        else 'not_testable'
    end as result,
    'Raised on ' || words.day(concern.decided_at::date)
        || case
            when told.told_on = concern.decided_at::date then ', told on the same day.'
            when told.told_on > concern.decided_at::date then ', told ' || words.many(told.told_on - concern.decided_at::date, 'day') || ' later.'
            when concern.decided_at::date < $to_day::date then '. Nobody is on record as told.'
            else '. The day is not over.'
        end as saw,
    null::decimal(18, 2) as amount
from decisions.concern
join staging.agreement using (agreement_id)
left join told on told.concern_id = concern.concern_id and told.told_on <= $to_day::date
where concern.decided_at::date between $from_day::date and $to_day::date
