/*
title = "Balances that are too low"
question = "Which accounts held less than so many weeks of money when a statement last showed it?"

[params]
weeks = 1
*/
-- Is care happening, and can wages be paid?
with newest as (
    select agreement_id, account_id, council, officer, period_to, available_balance
    from audit.reconciliation
    where available_balance is not null and state <> 'no_statement'
    qualify row_number() over (partition by account_id order by period_from desc) = 1
)

select newest.council, newest.officer, newest.agreement_id, newest.account_id, newest.period_to, newest.available_balance, agreement.net_weekly
from newest
join audit.agreement using (agreement_id)
where agreement.state = 'active'
    and newest.available_balance < $weeks::integer * agreement.net_weekly
order by newest.available_balance, newest.account_id
