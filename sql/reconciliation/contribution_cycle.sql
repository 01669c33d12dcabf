/*
summary = "The person's contribution cycle by cycle: due, received, and whether statements cover the days in which it could arrive."
grain = "one row per account and day it is due"
kept = "table"
recomputed = "by account"
*/
with paid_whole as (
    -- Where the council paid a whole cycle at the rate of its day, the person's part is of that.
    select match.account_id, match.due_on
    from reconciliation.payment_match as match
    join reconciliation.expected_payment as payment using (account_id, expected_id)
    where match.expected = payment.or_amount
    group by match.account_id, match.due_on
),

cycle as (
    select
        contribution.*,
        case when paid_whole.due_on is not null then coalesce(contribution.or_amount, contribution.amount) else contribution.amount end as asked,
        lag(contribution.due_on) over (partition by contribution.account_id order by contribution.due_on) as due_before,
        lead(contribution.due_on) over (partition by contribution.account_id order by contribution.due_on) as due_after
    from reconciliation.expected_contribution as contribution
    left join paid_whole
        on paid_whole.account_id = contribution.account_id
        and paid_whole.due_on = contribution.due_on
)

select
    cycle.account_id,
    cycle.agreement_id,
    cycle.council,
    cycle.officer,
    cycle.due_on,
    exists (
        from reconciliation.coverage
        where coverage.account_id = cycle.account_id
            -- Before the account began nothing could arrive; its first statement may begin with its first line.
            and coverage.covered_from <= case
                when cycle.due_on - limits.value::integer < begins.begins_on then begins.begins_on + missing.value::integer
                else cycle.due_on - limits.value::integer
            end
            and coverage.covered_to >= cycle.due_on + limits.value::integer
    ) as is_covered,
    cycle.asked as expected,
    coalesce(received.amount, 0)::decimal(18, 2) as received
from cycle
join staging.policy as limits
    on limits.council = cycle.council and limits.setting = 'payment_window_days'
    and cycle.due_on between limits.effective_from and limits.effective_to
left join staging.policy as missing
    on missing.council = cycle.council and missing.setting = 'missing_statement_days'
    and cycle.due_on between missing.effective_from and missing.effective_to
left join (
    select account.account_id, greatest(account.opened_on, agreement.start_date) as begins_on
    from staging.account
    join staging.agreement using (agreement_id)
) as begins
    on begins.account_id = cycle.account_id
-- A contribution counts for the cycle it stands nearest to; in the middle, for the earlier.
left join lateral (
    select sum(line.amount) as amount
    from reconciliation.transaction as line
    where line.account_id = cycle.account_id
        and line.spend_category = 'client_contribution'
        and line.amount > 0
        and (cycle.due_before is null or line.posted_on - cycle.due_before > cycle.due_on - line.posted_on)
        and (cycle.due_after is null or line.posted_on - cycle.due_on <= cycle.due_after - line.posted_on)
) as received on true
