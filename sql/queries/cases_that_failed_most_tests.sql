/*
title = "Cases that failed most tests"
question = "Which agreements failed at least so many of the auditor's tests in the newest run of a year?"

[params]
from_day = 2026-04-01
tests = 2
*/
select council, officer, agreement_id, count(distinct test_number) as tests, list(distinct test_number order by test_number) as numbers, coalesce(sum(amount), 0)::decimal(18, 2) as amount
from audit.tested_case
where result = 'failed'
    and is_newest
    and agreement_id is not null
    and from_day = $from_day::date
group by council, officer, agreement_id
having count(distinct test_number) >= $tests::integer
order by tests desc, amount desc, agreement_id
