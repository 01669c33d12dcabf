/*
summary = "The contribution cycles that statements cover, what of each is owed, and the debt it was claimed in."
grain = "one row per account and day it is due"
kept = "view"
seen_by = "see_case"
*/
-- What was paid into the account for an old debt is not also paid for the cycle it stands nearest to.
with for_debts as (
    select
        line.account_id,
        line.transaction_id,
        arg_min(cycle.due_on, (abs(line.posted_on - cycle.due_on), cycle.due_on)) as due_on,
        any_value(paid.amount) as amount
    from (
        select entry.transaction_id, -sum(entry.amount) as amount
        from decisions.debt_entry as entry
        join decisions.debt using (debt_id)
        where entry.kind = 'paid' and debt.kind = 'contribution' and entry.transaction_id is not null
        group by entry.transaction_id
    ) as paid
    join reconciliation.transaction as line using (transaction_id)
    join reconciliation.contribution_cycle as cycle using (account_id)
    group by line.account_id, line.transaction_id
),

claimed as (
    select line.account_id, line.on_day as due_on, min(line.debt_id) as debt_id
    from trackers.debt_line as line
    join trackers.debt_balance as debt using (debt_id)
    where line.kind = 'contribution' and debt.stage <> 'withdrawn'
    group by line.account_id, line.on_day
)

select
    cycle.account_id,
    cycle.agreement_id,
    claimed.debt_id,
    cycle.council,
    cycle.officer,
    cycle.due_on,
    cycle.expected,
    (cycle.received - coalesce(paid.amount, 0))::decimal(18, 2) as received,
    (cycle.expected - cycle.received + coalesce(paid.amount, 0))::decimal(18, 2) as owed
from reconciliation.contribution_cycle as cycle
left join (select account_id, due_on, sum(amount) as amount from for_debts group by account_id, due_on) as paid
    on paid.account_id = cycle.account_id
    and paid.due_on = cycle.due_on
left join claimed
    on claimed.account_id = cycle.account_id
    and claimed.due_on = cycle.due_on
where cycle.is_covered
