/*
number = 11
title = "Monitoring was done in time"
question = "Did the returns that fell due come in time, and was what came worked in time?"
case = "one row per agreement with a return that was due, or to be worked, in the year"
source = "Internal audits, Bromley 2012 and Reading 2022/23; Ombudsman, Bromley 18 012 632"
seen_by = "see_whole_audit"
*/
with clock as (
    select
        council,
        officer,
        agreement_id,
        requested_on,
        due_on,
        work_by,
        case when received_on <= $to_day::date then received_on end as received_on,
        case when completed_on <= $to_day::date then completed_on end as completed_on,
        due_on between $from_day::date and $to_day::date as is_due,
        work_by between $from_day::date and $to_day::date as is_to_work
    from reconciliation.return_clock
),

counted as (
    select
        council,
        officer,
        agreement_id,
        count(*) filter (where is_due and (received_on is not null or due_on < $to_day::date)) as due,
        count(*) filter (where is_due and received_on > due_on) as late,
        count(*) filter (where is_due and received_on is null and due_on < $to_day::date) as missing,
        count(*) filter (where is_due and received_on is null and due_on < $to_day::date and requested_on is null) as not_asked,
        count(*) filter (where is_to_work and received_on is not null and (completed_on is not null or work_by < $to_day::date)) as to_work,
        count(*) filter (where is_to_work and received_on is not null and (completed_on > work_by or (completed_on is null and work_by < $to_day::date))) as worked_late
    from clock
    group by council, officer, agreement_id
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    $to_day::date as on_day,
    case
        when late + missing + worked_late > 0 then 'failed'
        when late + missing + worked_late = 0 then 'passed'
    end as result,
    words.many(due, 'return') || ' due: ' || (due - late - missing) || ' in time'
        || case when late > 0 then ', ' || late || ' late' else '' end
        || case when missing > 0 then ', ' || missing || ' not come' else '' end
        || case when not_asked > 0 then ' (nobody asked for ' || not_asked || ')' else '' end
        || '. ' || to_work || ' to be worked: ' || (to_work - worked_late) || ' in time'
        || case when worked_late > 0 then ', ' || worked_late || ' late or not yet' else '' end || '.' as saw,
    null::decimal(18, 2) as amount
from counted
where due + to_work > 0
