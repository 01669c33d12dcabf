/*
title = "Surplus month by month"
question = "How much surplus was taken up, told and recovered of what was taken up in each month, and in how many days?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select
    council,
    date_trunc('month', proposed_on)::date as month,
    count(*) as surpluses,
    sum(surplus)::decimal(18, 2) as identified,
    coalesce(sum(notified_amount), 0)::decimal(18, 2) as told,
    coalesce(sum(recovered), 0)::decimal(18, 2) as recovered,
    quantile_disc(days_to_recover, 0.5) as middle_days_to_recover
from audit.surplus
where proposed_on between $from_day::date and $to_day::date
group by council, month
order by council, month
