/*
title = "Returns month by month"
question = "Of the returns that fell due in each month, how many came in time, late or not at all?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select
    council,
    date_trunc('month', due_on)::date as month,
    count(*) as due,
    count(*) filter (where received_on <= due_on) as in_time,
    count(*) filter (where received_on > due_on) as late,
    count(*) filter (where received_on is null) as not_come,
    sums.share(100, count(*) filter (where received_on <= due_on) * 100, count(*) * 100) as percent_in_time
from audit.return
where due_on between $from_day::date and $to_day::date
group by council, month
order by council, month
