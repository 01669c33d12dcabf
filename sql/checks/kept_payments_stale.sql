/*
title = "The payments that are kept are those of the statements"
*/
with kept as (
    select account_id, count(*) as payments, sum(amount) as amount
    from reconciliation.transaction
    group by account_id
),

fresh as (
    select account_id, count(*) as payments, sum(amount) as amount
    from staging.transaction
    semi join staging.account using (account_id)
    group by account_id
)

select
    account_id as subject_id,
    'Account ' || account_id || ' keeps ' || coalesce(kept.payments, 0) || ' payments (' || coalesce(kept.amount, 0)::varchar || '), and its statements give '
        || coalesce(fresh.payments, 0) || ' (' || coalesce(fresh.amount, 0)::varchar || '). Run `python -m lib refresh --all`.' as message
from kept
full join fresh using (account_id)
where (kept.payments, kept.amount) is distinct from (fresh.payments, fresh.amount)
