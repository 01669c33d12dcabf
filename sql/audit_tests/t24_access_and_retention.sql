/*
number = 24
title = "Access is reviewed, old cases are disposed of"
question = "Is nothing kept beyond its time, and did somebody look through who may sign in?"
case = "one row per agreement that had ended by the day of the test, and one for the list of people"
source = "UK GDPR art 5(1)(e); the council's retention schedule"
not_held = ["When somebody last looked through the list of people: no review of access is recorded here. It would come with a day and a name kept under People.", "Legal holds that keep a case longer."]
seen_by = "see_whole_audit"
*/
with ended as (
    select
        agreement.council,
        agreement.officer,
        agreement.agreement_id,
        agreement.end_date,
        years.value::integer as years,
        -- Six years and the current one: until the financial year of that day is over.
        make_date((year(agreement.end_date + to_years(years.value::integer)) + case when month(agreement.end_date) >= 4 then 1 else 0 end)::integer, 3, 31) as keep_until,
        coalesce(debt.outstanding, 0) as outstanding
    from staging.agreement
    join staging.policy as years
        on years.council = agreement.council and years.setting = 'retention_years'
        and $to_day::date between years.effective_from and years.effective_to
    left join (
        select agreement_id, sum(outstanding) as outstanding
        from trackers.debt_balance
        where stage not in ('withdrawn', 'written_off')
        group by agreement_id
    ) as debt on debt.agreement_id = agreement.agreement_id
    where agreement.end_date <= $to_day::date
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    end_date as on_day,
    case
        when keep_until >= $to_day::date or outstanding > 0 then 'passed'
        when keep_until < $to_day::date then 'failed'
    end as result,
    'Ended on ' || words.day(end_date)
        || case
            when keep_until >= $to_day::date then ', kept until ' || words.day(keep_until) || '.'
            when outstanding > 0 then ', kept because ' || words.pounds(outstanding::decimal(18, 2)) || ' is still owed.'
            when keep_until < $to_day::date then '. It was to be kept until ' || words.day(keep_until) || ' and is still here.'
        end as saw,
    null::decimal(18, 2) as amount
from ended

union all

select distinct
    council,
    null,
    null,
    null,
    null,
    $to_day::date,
    'not_testable',
    'Who may sign in: nobody''s review of the list is recorded here.',
    null::decimal(18, 2)
from staging.agreement
