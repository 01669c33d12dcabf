/*
title = "Paid while paused"
question = "What did the council pay while a direct payment was paused?"

[params]
since = 2026-04-01
*/
select suspension.council, suspension.officer, suspension.agreement_id, suspension.suspension_id, suspension.from_date, suspension.to_date, line.account_id, line.posted_on, line.amount
from audit.suspension
join audit.transaction as line
    on line.agreement_id = suspension.agreement_id
    and line.posted_on >= suspension.from_date
    and coalesce(line.posted_on <= suspension.to_date, true)
where suspension.approved_by is not null
    and line.spend_category = 'council_payment'
    and line.amount > 0
    and line.posted_on >= $since::date
order by line.posted_on, line.account_id
