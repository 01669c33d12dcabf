/*
title = "A payee of many people"
question = "Which individuals were paid by more than so many people?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
people = 3
*/
-- Agencies serve many; one personal assistant can't.
select
    council,
    payee,
    count(distinct agreement_id) as agreements,
    count(*) as payments,
    (-sum(amount))::decimal(18, 2) as amount,
    min(posted_on) as first_on,
    max(posted_on) as last_on
from audit.transaction
where amount < 0
    and payee is not null
    and spend_category in ('pa_wages', 'transfer', 'query')
    and posted_on between $from_day::date and $to_day::date
group by council, payee
having count(distinct agreement_id) > $people::integer
order by agreements desc, payee
