/*
title = "What direct payments were spent on"
question = "How much went out for each spend category between two days?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select council, spend_category, count(*) as payments, (-sum(amount))::decimal(18, 2) as amount
from audit.transaction
where amount < 0 and posted_on between $from_day::date and $to_day::date
group by council, spend_category
order by council, amount desc
