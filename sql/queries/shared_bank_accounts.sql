/*
title = "One bank account of several people"
question = "Which bank account is paid for more than one person, and for whom?"

[params]
as_at = 2026-11-26
*/
select
    council,
    sort_code,
    account_number,
    count(distinct person_id) as people,
    count(distinct address || postcode) as addresses,
    list(distinct agreement_id order by agreement_id) as agreements
from audit.recipient
where account_number is not null
    and coalesce(end_date >= $as_at::date, true)
group by council, sort_code, account_number
having count(distinct person_id) > 1
order by people desc, sort_code, account_number
