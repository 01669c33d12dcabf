/*
title = "Contributions that are behind"
question = "Who is behind with contributions by more than an amount, with no debt raised for it yet?"

[params]
as_at = 2026-11-26
over = "50.00"
*/
select
    council,
    officer,
    agreement_id,
    account_id,
    count(*) filter (where owed > 0) as cycles_short,
    min(due_on) filter (where owed > 0) as first_short_on,
    sum(expected)::decimal(18, 2) as expected,
    sum(received)::decimal(18, 2) as received,
    sum(owed)::decimal(18, 2) as owed
from audit.contribution
where debt_id is null and due_on <= $as_at::date
group by council, officer, agreement_id, account_id
having sum(owed) > $over::decimal(18, 2)
order by owed desc, account_id
