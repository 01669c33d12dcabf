/*
number = 18
title = "Misspend was decided with a reason, by who may"
question = "Was each decision reasoned, taken by a manager who had not opened it, and the sum of its lines?"
case = "one row per question of misspent money that was decided or dropped in the year"
source = "Care Act 2014 s33(5); Ombudsman, Trafford 19 005 333 and Lincolnshire 19 018 919"
seen_by = "see_whole_audit"
*/
with role as (
    select subject as case_id, max_by(role, seq) as role
    from activity.entry
    where action = 'misspend_decide'
    group by subject
),

line as (
    select
        misspend_id,
        sum(amount)::decimal(18, 2) as asked,
        (sum(amount) filter (where is_decided))::decimal(18, 2) as decided
    from trackers.misspend_line
    group by misspend_id
),

ended as (
    select
        misspend.misspend_id,
        misspend.agreement_id,
        misspend.council,
        stage.steps['open'].by as opened_by,
        stage.steps['decide'] as decide,
        stage.steps['drop'] as dropped,
        role.role,
        line.asked,
        line.decided
    from decisions.misspend
    join trackers.case_state as stage on stage.kind = 'misspend' and stage.case_id = misspend.misspend_id
    left join role on role.case_id = misspend.misspend_id
    left join line on line.misspend_id = misspend.misspend_id
    where coalesce(stage.steps['decide'], stage.steps['drop']).on_day between $from_day::date and $to_day::date
),

looked_at as (
    select
        *,
        list_filter([
            case when nullif(trim(coalesce(decide, dropped).reason), '') is null then 'no reason is written' end,
            case when decide is not null and decide.by = opened_by then 'who opened it decided it' end,
            case when decide is not null and role is distinct from 'team_leader' then 'the log does not show a team leader' end,
            case when decide is not null and decide.amount is distinct from decided then 'its sum is not that of its lines' end
        ], lambda fault: fault is not null) as faults
    from ended
)

select
    looked_at.council,
    agreement.officer,
    looked_at.agreement_id,
    'misspend' as kind,
    looked_at.misspend_id as case_id,
    coalesce(looked_at.decide, looked_at.dropped).on_day as on_day,
    case when len(looked_at.faults) > 0 then 'failed' when len(looked_at.faults) = 0 then 'passed' end as result,
    case when looked_at.decide is not null then words.pounds(coalesce(looked_at.decide.amount, 0)) || ' of ' || words.pounds(coalesce(looked_at.asked, 0)) || ' is paid back, decided by ' || looked_at.decide.by
        else 'Dropped by ' || looked_at.dropped.by end
        || case when len(looked_at.faults) > 0 then ': ' || array_to_string(looked_at.faults, ', ') || '.' else ', with the reason.' end as saw,
    case when len(looked_at.faults) > 0 then coalesce(looked_at.decide.amount, looked_at.asked) end::decimal(18, 2) as amount
from looked_at
join staging.agreement using (agreement_id)
