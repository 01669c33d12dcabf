/*
title = "Papers asked for"
definition = "How often a person was asked for papers, at the pace of a year: returns, evidence of a payment, evidence of money that may be misspent. Reminders do not count."
numerator = "Requests"
denominator = "Days on which each person had an agreement"
source = "Statutory guidance, chapter 12: proportionate monitoring"
unit = "a person and year"
value = "rate"
direction = "less"
taken = "in the month"
theme = "Burden"
place = 910
seen_by = "see_report"
*/
with person as (
    -- A person with several agreements is one person.
    select month.month, month.last_day, agreement.person_id, arg_min(agreement.agreement_id, agreement.start_date) as agreement_id,
        max(least(coalesce(agreement.end_date, month.last_day), month.last_day) - greatest(agreement.start_date, month.month) + 1) as days
    from staging.agreement
    join months.between($from_day, $to_day) as month
        on agreement.start_date <= month.last_day and coalesce(agreement.end_date >= month.month, true)
    group by month.month, month.last_day, agreement.person_id
)

select
    months.of(request.asked_on) as month,
    request.asked_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    case request.kind when 'evidence' then null else request.kind end as kind,
    case request.kind when 'evidence' then null else request.case_id end as case_id,
    (1)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from trackers.paper_request as request
join staging.agreement using (agreement_id)
where request.asked_on between $from_day::date and $to_day::date

union all

select
    person.month as month,
    person.last_day as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    null::varchar as kind,
    null::varchar as case_id,
    (0)::decimal(18, 2) as numerator,
    (person.days)::decimal(18, 2) as denominator
from person
join staging.agreement using (agreement_id)
