/*
title = "Large payments"
question = "Which single payments over an amount went out between two days?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
over = "2000.00"
*/
select council, officer, agreement_id, account_id, posted_on, description, payee, spend_category, (-amount)::decimal(18, 2) as amount
from audit.transaction
where -amount > $over::decimal(18, 2)
    and posted_on between $from_day::date and $to_day::date
order by amount desc, account_id, posted_on
