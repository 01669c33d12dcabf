/*
summary = "Where the review of each account and period stands."
grain = "one row per account and review period that has a statement"
kept = "view"
seen_by = "see_case"
*/
with needs as (
    select
        account_id,
        period_from,
        count(*) filter (where status = 'open') as needs_you,
        count(*) filter (where kind = 'finding' and status <> 'withdrawn') as findings_raised,
        count(*) filter (where kind = 'finding' and status = 'upheld') as findings_upheld
    from trackers.exception
    group by account_id, period_from
)

select
    period.account_id,
    period.agreement_id,
    period.council,
    period.officer,
    agreement.person_id,
    agreement.forename,
    agreement.surname,
    agreement.account_type,
    period.period_from,
    period.period_to,
    period.covered_from,
    period.covered_to,
    period.lines,
    period.opening_balance,
    period.closing_per_statement,
    period.difference,
    period.state as reconciliation_state,
    coalesce(needs.needs_you, 0) as needs_you,
    coalesce(needs.findings_raised, 0) as findings_raised,
    coalesce(needs.findings_upheld, 0) as findings_upheld,
    completed.review_id,
    completed.completed_at,
    completed.completed_by,
    completed.outcome,
    case
        when completed.review_id is not null then 'completed'
        when period.period_to > period.covered_to and period.state = 'incomplete' then 'waiting'
        else 'to_review'
    end as state
from reconciliation.period
join staging.agreement using (agreement_id)
left join needs using (account_id, period_from)
left join staging.completed_review as completed using (account_id, period_from)
where period.state <> 'no_statement'
