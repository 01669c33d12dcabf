/*
summary = "The person's contribution of a review period, cycle by cycle: due, received, short."
grain = "one row per account and day it is due"
kept = "view"
seen_by = "see_case"
*/
select
    cycle.account_id,
    cycle.agreement_id,
    cycle.council,
    cycle.officer,
    period.period_from,
    cycle.due_on,
    case
        when cycle.received >= cycle.expected then 'received'
        when not cycle.is_covered then 'not_covered'
        when cycle.received > 0 then 'short'
        when cycle.received <= 0 then 'not_received'
    end as outcome,
    cycle.expected,
    cycle.received,
    (cycle.expected - cycle.received)::decimal(18, 2) as outstanding
from reconciliation.contribution_cycle as cycle
join staging.review_period as period
    on period.account_id = cycle.account_id
    and cycle.due_on between period.period_from and period.period_to
