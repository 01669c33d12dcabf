/*
title = "Gambling and things nobody may buy"
question = "Who spent how much on gambling, alcohol and the like between two days?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select
    council,
    officer,
    agreement_id,
    account_id,
    spend_category,
    count(*) as payments,
    (-sum(amount))::decimal(18, 2) as amount,
    min(posted_on) as first_on,
    max(posted_on) as last_on
from audit.transaction
where spend_category in ('gambling', 'prohibited')
    and amount < 0
    and posted_on between $from_day::date and $to_day::date
group by council, officer, agreement_id, account_id, spend_category
order by amount desc, account_id, spend_category
