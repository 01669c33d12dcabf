/*
title = "Wages and no payment to HMRC"
question = "Who paid a personal assistant more than an amount between two days, and nothing to HMRC?"

[params]
from_day = 2026-04-01
to_day = 2026-11-26
over = "500.00"
*/
select
    council,
    officer,
    agreement_id,
    (-sum(amount) filter (where spend_category = 'pa_wages'))::decimal(18, 2) as wages,
    count(*) filter (where spend_category = 'payroll_fee') as payroll_fees
from audit.transaction
where amount < 0
    and posted_on between $from_day::date and $to_day::date
group by council, officer, agreement_id
having -sum(amount) filter (where spend_category = 'pa_wages') > $over::decimal(18, 2)
    and count(*) filter (where spend_category = 'hmrc') = 0
order by wages desc, agreement_id
