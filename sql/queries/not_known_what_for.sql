/*
title = "Money of which nobody knows what it was for"
question = "How much went out that nobody has said anything about, by account?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select
    council,
    officer,
    agreement_id,
    account_id,
    count(*) as payments,
    count(distinct payee) as payees,
    (-sum(amount))::decimal(18, 2) as amount,
    min(posted_on) as first_on
from audit.transaction
where spend_category = 'query'
    and amount < 0
    and posted_on between $from_day::date and $to_day::date
group by council, officer, agreement_id, account_id
order by amount desc, account_id
