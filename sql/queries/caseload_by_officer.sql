/*
title = "Each officer's caseload"
question = "How many running agreements does each officer carry, and what is a week of them worth?"

[params]
council = "Westmarch"
*/
select
    officer,
    count(*) as agreements,
    count(*) filter (where state = 'suspended') as paused,
    count(*) filter (where monitoring_tier = 'enhanced') as watched_closely,
    count(*) filter (where statutory_review in ('first_overdue', 'later_overdue')) as reviews_overdue,
    sum(net_weekly)::decimal(18, 2) as net_weekly
from audit.agreement
where council = $council
    and state in ('active', 'suspended')
group by officer
order by agreements desc, officer
