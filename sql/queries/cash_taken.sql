/*
title = "Cash taken out"
question = "Who took out more cash than an amount since a day?"

[params]
since = 2026-04-01
over = "50.00"
*/
select council, officer, agreement_id, account_id, count(*) as withdrawals, (-sum(amount))::decimal(18, 2) as amount, min(posted_on) as first_on, max(posted_on) as last_on
from audit.transaction
where spend_category = 'cash' and amount < 0 and posted_on >= $since::date
group by council, officer, agreement_id, account_id
having -sum(amount) > $over::decimal(18, 2)
order by amount desc, account_id
