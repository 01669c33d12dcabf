/*
title = "Paid after the end"
question = "What did the council pay after an agreement had ended?"

[params]
since = 2026-04-01
*/
select line.council, line.officer, line.agreement_id, line.account_id, agreement.end_date, line.posted_on, line.description, line.amount
from audit.transaction as line
join audit.agreement using (agreement_id)
where line.spend_category = 'council_payment'
    and line.amount > 0
    and line.posted_on > agreement.end_date
    and line.posted_on >= $since::date
order by line.posted_on, line.account_id
