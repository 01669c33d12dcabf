/*
number = 23
title = "Figures were reported to management"
question = "Was the performance report of each month issued soon after the month was over?"
case = "one row per month of the year that is over"
source = "Job profile: key performance indicators to management; internal audit, Flintshire 2016"
not_held = ["Whether anybody read it, and reports made outside this tool."]
seen_by = "see_whole_audit"
*/
with month as (
    select council.council, month.month, month.last_day, days.value::integer as days
    from (select distinct council from staging.agreement) as council
    cross join months.between($from_day, $to_day) as month
    join staging.policy as days
        on days.council = council.council and days.setting = 'report_days'
        and month.last_day between days.effective_from and days.effective_to
    -- A month that is not over can't be reported.
    where month.last_day = last_day(month.month)
),

issued as (
    select month.council, month.month, min(report.decided_at)::date as issued_on
    from month
    join decisions.report
        on report.council = month.council
        and report.period_from <= month.month
        and report.period_to >= month.last_day
    where report.decided_at::date <= $to_day::date
    group by month.council, month.month
)

select
    month.council,
    null::varchar as officer,
    null::varchar as agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    month.last_day as on_day,
    case
        when issued.issued_on <= month.last_day + month.days then 'passed'
        when issued.issued_on > month.last_day + month.days or month.last_day + month.days < $to_day::date then 'failed'
        else 'not_testable'
    end as result,
    strftime(month.month, '%B %Y')
        || case
            when issued.issued_on is not null then ' was reported on ' || words.day(issued.issued_on) || ', ' || words.many(issued.issued_on - month.last_day, 'day') || ' after it was over.'
            when month.last_day + month.days < $to_day::date then ': no report was issued by ' || words.day($to_day::date) || '.'
            else ': the ' || words.many(month.days, 'day') || ' for it are not over.'
        end as saw,
    null::decimal(18, 2) as amount
from month
left join issued on issued.council = month.council and issued.month = month.month
