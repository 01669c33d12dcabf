/*
number = 9
title = "Pauses and long hospital stays were acted on"
question = "Did payments stop while they were paused, and did somebody look at the direct payment in a long hospital stay?"
case = "one row per pause, and per long hospital stay, in the year"
source = "Ombudsman, Bristol 22 009 217; the council's policy on days in hospital"
not_held = ["Stays that nobody entered: absences.csv has those that the practitioner told."]
seen_by = "see_whole_audit"
*/
with pause as (
    select
        suspension.suspension_id,
        suspension.agreement_id,
        suspension.from_date,
        least(suspension.to_date, $to_day::date) as to_date,
        exists (from staging.payment where payment.agreement_id = suspension.agreement_id) as has_schedule
    from staging.suspension
    where suspension.from_date <= $to_day::date
        and coalesce(suspension.to_date >= $from_day::date, true)
),

paid_in_pause as (
    select pause.suspension_id, count(*) as payments, sum(line.amount)::decimal(18, 2) as amount
    from pause
    join reconciliation.transaction as line
        on line.agreement_id = pause.agreement_id
        and line.spend_category = 'council_payment'
        and line.amount > 0
        and line.posted_on between pause.from_date and pause.to_date
    group by pause.suspension_id
),

covered as (
    select distinct pause.suspension_id
    from pause
    join staging.account using (agreement_id)
    join reconciliation.coverage
        on coverage.account_id = account.account_id
        and coverage.covered_to >= pause.from_date
        and coverage.covered_from <= pause.to_date
),

scheduled_in_pause as (
    select pause.suspension_id, count(*) as payments, sum(payment.amount)::decimal(18, 2) as amount
    from pause
    join staging.payment
        on payment.agreement_id = pause.agreement_id
        and payment.amount > 0
        and payment.paid_on between pause.from_date and pause.to_date
    group by pause.suspension_id
),

stay as (
    select
        agreement.agreement_id,
        absence.from_date,
        least(absence.to_date, $to_day::date) as to_date,
        days.value::integer as days
    from staging.absence
    join staging.agreement using (person_id)
    join staging.policy as days
        on days.council = agreement.council and days.setting = 'hospital_days'
        and absence.from_date between days.effective_from and days.effective_to
    where absence.kind = 'hospital'
        and least(absence.to_date, $to_day::date) - absence.from_date > days.value
        and absence.from_date + days.value::integer between $from_day::date and $to_day::date
        and agreement.start_date <= absence.from_date
        and coalesce(agreement.end_date > absence.from_date + days.value::integer, true)
),

acted as (
    select stay.agreement_id, stay.from_date, string_agg(distinct done.what, ', ' order by done.what) as what
    from stay
    join (
        select agreement_id, from_date as on_day, 'payments were paused' as what from staging.suspension
        union all
        select agreement_id, from_date, 'the rate was changed' from staging.rate
        union all
        select agreement_id, from_date, 'the clocks were stopped' from staging.hold
        union all
        select entry.agreement_id, entry.on_day, 'somebody wrote what was said' from decisions.entry anti join decisions.entry_withdrawn using (entry_id)
    ) as done
        on done.agreement_id = stay.agreement_id
        and done.on_day between stay.from_date and least(stay.to_date, stay.from_date + stay.days)
    group by stay.agreement_id, stay.from_date
),

paid_in_stay as (
    select stay.agreement_id, stay.from_date, sum(line.amount)::decimal(18, 2) as amount
    from stay
    join reconciliation.transaction as line
        on line.agreement_id = stay.agreement_id
        and line.spend_category = 'council_payment'
        and line.amount > 0
        and line.posted_on between stay.from_date + stay.days and stay.to_date
    group by stay.agreement_id, stay.from_date
)

select
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    'suspension' as kind,
    pause.suspension_id as case_id,
    pause.from_date as on_day,
    case
        when paid_in_pause.payments > 0 or scheduled_in_pause.payments > 0 then 'failed'
        when covered.suspension_id is not null or pause.has_schedule then 'passed'
        else 'not_testable'
    end as result,
    'Paused from ' || words.day(pause.from_date)
        || case
            when paid_in_pause.payments > 0 then '. ' || words.pounds(paid_in_pause.amount) || ' came all the same.'
            when scheduled_in_pause.payments > 0 then '. The schedule pays ' || words.pounds(scheduled_in_pause.amount) || ' all the same.'
            when covered.suspension_id is not null or pause.has_schedule then '. Nothing was paid meanwhile.'
            else '. No schedule and no statement of these days is held: payments.csv.'
        end as saw,
    coalesce(paid_in_pause.amount, scheduled_in_pause.amount)::decimal(18, 2) as amount
from pause
join staging.agreement using (agreement_id)
left join paid_in_pause on paid_in_pause.suspension_id = pause.suspension_id
left join scheduled_in_pause on scheduled_in_pause.suspension_id = pause.suspension_id
left join covered on covered.suspension_id = pause.suspension_id

union all

select
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    null,
    null,
    stay.from_date,
    case when acted.what is not null then 'passed' else 'failed' end,
    'In hospital from ' || words.day(stay.from_date) || ', more than ' || words.many(stay.days, 'day') || '. '
        || case
            when acted.what is not null then upper(left(acted.what, 1)) || substr(acted.what, 2) || '.'
            else 'Nothing was changed or noted within these days' || coalesce(', and ' || words.pounds(paid_in_stay.amount) || ' was paid after them.', '.')
        end,
    case when acted.what is null then paid_in_stay.amount end
from stay
join staging.agreement using (agreement_id)
left join acted on acted.agreement_id = stay.agreement_id and acted.from_date = stay.from_date
left join paid_in_stay on paid_in_stay.agreement_id = stay.agreement_id and paid_in_stay.from_date = stay.from_date
