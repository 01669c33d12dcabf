/*
title = "Transparency: totals that identify nobody"
question = "How much was paid as direct payments in each month, by kind of client, with groups of fewer than so many people left out?"

[params]
council = "Westmarch"
from_day = 2026-04-01
to_day = 2027-03-31
fewest = 5
*/
with paid as (
    select date_trunc('month', line.posted_on)::date as month, agreement.client_type, agreement.person_id, line.amount
    from audit.transaction as line
    join audit.agreement using (agreement_id)
    where line.council = $council
        and line.spend_category = 'council_payment'
        and line.amount > 0
        and line.posted_on between $from_day::date and $to_day::date
)

select
    month,
    client_type,
    case when count(distinct person_id) >= $fewest::integer then count(distinct person_id) end as people,
    case when count(distinct person_id) >= $fewest::integer then sum(amount) end::decimal(18, 2) as amount
from paid
group by month, client_type
order by month, client_type
