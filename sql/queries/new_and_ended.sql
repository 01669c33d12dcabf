/*
title = "New and ended direct payments"
question = "How many agreements began and ended in each month?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
with event as (
    select council, date_trunc('month', start_date)::date as month, 1 as new, 0 as ended
    from audit.agreement
    where start_date between $from_day::date and $to_day::date

    union all

    select council, date_trunc('month', end_date)::date, 0, 1
    from audit.agreement
    where end_date between $from_day::date and $to_day::date
)

select council, month, sum(new)::integer as new, sum(ended)::integer as ended
from event
group by council, month
order by council, month
