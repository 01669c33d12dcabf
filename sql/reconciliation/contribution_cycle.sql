/*
summary = "The person's contribution cycle by cycle: due, received, and whether statements cover the days in which it could arrive."
grain = "one row per account and day it is due"
kept = "table"
recomputed = "by account"
*/
with received as (
    -- A contribution counts for the cycle it stands nearest to.
    select
        line.account_id,
        contribution.due_on,
        line.transaction_id,
        line.amount
    from reconciliation.transaction as line
    join reconciliation.expected_contribution as contribution using (account_id)
    where line.spend_category = 'client_contribution' and line.amount > 0
    qualify row_number() over (
        partition by line.account_id, line.transaction_id
        order by abs(line.posted_on - contribution.due_on), contribution.due_on
    ) = 1
),

received_in_cycle as (
    select account_id, due_on, sum(amount)::decimal(18, 2) as received, count(*) as credits
    from received
    group by account_id, due_on
)

select
    contribution.account_id,
    contribution.agreement_id,
    contribution.council,
    contribution.officer,
    contribution.due_on,
    coalesce(bool_or(
        coverage.covered_from <= contribution.due_on - limits.value::integer
        and coverage.covered_to >= contribution.due_on + limits.value::integer
    ), false) as is_covered,
    contribution.amount as expected,
    coalesce(received_in_cycle.received, 0)::decimal(18, 2) as received
from reconciliation.expected_contribution as contribution
join staging.policy as limits
    on limits.council = contribution.council and limits.setting = 'payment_window_days'
    and contribution.due_on between limits.effective_from and limits.effective_to
left join received_in_cycle using (account_id, due_on)
left join reconciliation.coverage using (account_id)
group by all
