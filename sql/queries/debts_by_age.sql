/*
title = "Debts by age"
question = "How much is left of the debts of a council that fell due so long ago, by kind and stage, on a day?"

[params]
council = "Westmarch"
as_at = 2026-11-26
*/
select
    kind,
    stage,
    case
        when $as_at::date - due_from <= 30 then '0-30'
        when $as_at::date - due_from <= 60 then '31-60'
        when $as_at::date - due_from <= 90 then '61-90'
        when $as_at::date - due_from <= 365 then '91-365'
        when $as_at::date - due_from > 365 then 'over a year'
    end as days,
    count(*) as debts,
    sum(outstanding)::decimal(18, 2) as outstanding
from audit.debt
where council = $council and outstanding > 0
group by all
order by all
