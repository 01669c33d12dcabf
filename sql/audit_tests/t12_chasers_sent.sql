/*
number = 12
title = "Chasers were sent by the ladder"
question = "Was each return asked for, reminded and decided on within a few days of the day the ladder names?"
case = "one row per agreement with a rung of the ladder that fell due in the year"
source = "The council's ladder of reminders; Ombudsman, Bromley 18 012 632"
seen_by = "see_whole_audit"
*/
with rung as (
    select
        clock.council,
        clock.officer,
        clock.agreement_id,
        clock.received_on,
        clock.decided_on,
        grace.value::integer as grace,
        unnest([
            {'name': 'the request', 'by_day': clock.asked_on, 'done_on': clock.requested_on},
            {'name': 'the first reminder', 'by_day': clock.chaser_1_on, 'done_on': clock.chased_1_on},
            {'name': 'the second reminder', 'by_day': clock.chaser_2_on, 'done_on': clock.chased_2_on},
            {'name': 'the last reminder', 'by_day': clock.final_on, 'done_on': clock.final_sent_on},
            {'name': 'the decision', 'by_day': clock.decision_on, 'done_on': clock.decided_on}
        ]) as step
    from reconciliation.return_clock as clock
    join staging.policy as grace
        on grace.council = clock.council and grace.setting = 'chaser_grace_days'
        and clock.asked_on between grace.effective_from and grace.effective_to
),

due as (
    select
        council,
        officer,
        agreement_id,
        step.name as name,
        coalesce(step.done_on <= step.by_day + grace, false) as is_in_time
    from rung
    where step.by_day between $from_day::date and $to_day::date - grace
        -- What came, or was decided, before the rung's last day needed no chaser.
        and coalesce(received_on > step.by_day + grace, true)
        and coalesce(decided_on >= step.by_day, true)
),

counted as (
    select
        council,
        officer,
        agreement_id,
        count(*) as rungs,
        count(*) filter (where not is_in_time) as missed,
        string_agg(distinct name, ', ' order by name) filter (where not is_in_time) as names
    from due
    group by council, officer, agreement_id
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    $to_day::date as on_day,
    case when missed > 0 then 'failed' when missed = 0 then 'passed' end as result,
    words.many(rungs, 'step') || ' of the ladder fell due, '
        || case when missed = 0 then 'all taken in time.' when missed > 0 then missed || ' late or not taken: ' || names || '.' end as saw,
    null::decimal(18, 2) as amount
from counted
