/*
title = "Paid after a death"
question = "What did the council pay after the day on which the person died?"

[params]
since = 2026-04-01
*/
-- A match of the National Fraud Initiative that a council can make itself.
select recipient.council, recipient.officer, recipient.agreement_id, recipient.person_id, recipient.date_of_death, line.account_id, line.posted_on, line.amount
from audit.recipient
join audit.transaction as line using (agreement_id)
where line.spend_category = 'council_payment'
    and line.amount > 0
    and line.posted_on > recipient.date_of_death
    and line.posted_on >= $since::date
order by line.posted_on, line.account_id
