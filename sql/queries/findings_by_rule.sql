/*
title = "Findings rule by rule"
question = "How often did each rule find something between two days, and how much of it was upheld, explained or is open?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select
    council,
    rule_id,
    count(*) as findings,
    count(distinct agreement_id) as agreements,
    count(*) filter (where status = 'open') as open,
    count(*) filter (where status = 'explained') as explained,
    count(*) filter (where status = 'upheld') as upheld,
    count(*) filter (where status = 'withdrawn') as withdrawn,
    coalesce(sum(amount) filter (where status = 'upheld'), 0)::decimal(18, 2) as amount_upheld
from audit.finding
where occurred_on between $from_day::date and $to_day::date
group by council, rule_id
order by council, findings desc, rule_id
