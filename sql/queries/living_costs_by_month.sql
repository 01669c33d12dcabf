/*
title = "Living costs in a month"
question = "In which months did groceries, rent, utilities or telephone come to more than an amount?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
over = "25.00"
*/
select
    council,
    officer,
    agreement_id,
    account_id,
    date_trunc('month', posted_on)::date as month,
    count(*) as payments,
    (-sum(amount))::decimal(18, 2) as amount
from audit.transaction
where spend_category = 'living_cost'
    and amount < 0
    and posted_on between $from_day::date and $to_day::date
group by council, officer, agreement_id, account_id, month
having -sum(amount) > $over::decimal(18, 2)
order by amount desc, account_id, month
