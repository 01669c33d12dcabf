/*
title = "Transfers to private accounts"
question = "Which transfers to a private account were over an amount?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
over = "0.00"
*/
select council, officer, agreement_id, account_id, posted_on, description, payee, (-amount)::decimal(18, 2) as amount, category_reason
from audit.transaction
where spend_category = 'transfer'
    and -amount > $over::decimal(18, 2)
    and posted_on between $from_day::date and $to_day::date
order by amount desc, account_id, posted_on
