/*
title = "Paid and nothing spent"
question = "Which running agreements were paid between two days although no money went out?"

[params]
from_day = 2026-09-01
to_day = 2026-11-26
*/
select
    line.council,
    line.officer,
    line.agreement_id,
    sum(line.amount) filter (where line.spend_category = 'council_payment' and line.amount > 0) as paid,
    max(line.posted_on) as last_line_on
from audit.transaction as line
join audit.agreement using (agreement_id)
where line.posted_on between $from_day::date and $to_day::date
    and agreement.state = 'active'
group by line.council, line.officer, line.agreement_id
having count(*) filter (where line.amount < 0) = 0
    and sum(line.amount) filter (where line.spend_category = 'council_payment' and line.amount > 0) > 0
order by paid desc, line.agreement_id
