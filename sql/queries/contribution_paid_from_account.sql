/*
title = "Contribution paid from the direct payment"
question = "Whose contribution or charge left the direct payment account itself, to the council?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
-- Ombudsman, Oldham 19 012 063: unseen for two years.
select
    council,
    officer,
    agreement_id,
    account_id,
    count(*) as payments,
    (-sum(amount))::decimal(18, 2) as amount,
    min(posted_on) as first_on,
    max(posted_on) as last_on
from audit.transaction
where spend_category = 'client_contribution'
    and amount < 0
    and posted_on between $from_day::date and $to_day::date
group by council, officer, agreement_id, account_id
order by amount desc, account_id
