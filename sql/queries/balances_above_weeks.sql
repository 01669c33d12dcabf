/*
title = "Balances above so many weeks"
question = "Which accounts held more than so many weeks of money at the end of a period?"

[params]
since = 2026-04-01
weeks = 8
*/
select form.council, form.officer, form.agreement_id, form.account_id, form.period_to, form.available_balance, agreement.net_weekly, (form.available_balance - $weeks::integer * agreement.net_weekly)::decimal(18, 2) as above
from audit.reconciliation as form
join audit.agreement using (agreement_id)
where form.available_balance > $weeks::integer * agreement.net_weekly
    -- Without a statement to its last day nobody saw what was left at the end.
    and form.state not in ('no_statement', 'incomplete')
    and form.period_to >= $since::date
order by above desc, form.account_id, form.period_to
