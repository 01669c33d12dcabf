/*
title = "Money left after the end"
question = "Which agreements ended more than so many days before a day and still hold money?"

[params]
as_at = 2026-11-26
days = 28
*/
with newest as (
    select agreement_id, account_id, period_to, available_balance
    from audit.reconciliation
    where available_balance is not null
    qualify row_number() over (partition by account_id order by period_from desc) = 1
)

select agreement.council, agreement.officer, agreement.agreement_id, newest.account_id, agreement.end_date, newest.period_to, newest.available_balance
from audit.agreement
join newest using (agreement_id)
where $as_at::date - agreement.end_date > $days::integer
    and newest.available_balance > 0
order by newest.available_balance desc, newest.account_id
