/*
title = "The auditor's tests over every case"
question = "How many cases passed and failed each test in the newest run of each year?"

[params]
council = "Westmarch"
*/
select
    from_day,
    to_day,
    test_number,
    test,
    count(*) filter (where result = 'failed') as failed,
    count(*) filter (where result = 'passed') as passed,
    count(*) filter (where result = 'not_testable') as not_testable,
    coalesce(sum(amount) filter (where result = 'failed'), 0)::decimal(18, 2) as amount_failed
from audit.tested_case
where council = $council and is_newest
group by from_day, to_day, test_number, test
order by from_day desc, test_number
