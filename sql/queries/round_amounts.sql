/*
title = "Round amounts again and again"
question = "Who paid the same payee round sums so many times between two days?"

[params]
from_day = 2026-09-01
to_day = 2026-11-26
times = 4
multiple = 50
*/
select council, officer, agreement_id, account_id, payee, spend_category, count(*) as payments, (-sum(amount))::decimal(18, 2) as amount
from audit.transaction
where amount < 0
    and amount % $multiple::integer = 0
    and spend_category not in ('cash', 'council_payment')
    and posted_on between $from_day::date and $to_day::date
group by council, officer, agreement_id, account_id, payee, spend_category
having count(*) >= $times::integer
order by payments desc, account_id, payee
