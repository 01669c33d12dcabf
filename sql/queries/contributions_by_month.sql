/*
title = "Contributions month by month"
question = "How much contribution fell due, came and is owed in each month?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select
    council,
    date_trunc('month', due_on)::date as month,
    count(*) as cycles,
    sum(expected)::decimal(18, 2) as expected,
    sum(received)::decimal(18, 2) as received,
    sum(owed)::decimal(18, 2) as owed,
    sums.share(100, sum(received) * 100, nullif(sum(expected) * 100, 0)) as percent_received
from audit.contribution
where due_on between $from_day::date and $to_day::date
group by council, month
order by council, month
