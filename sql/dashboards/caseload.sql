/*
summary = "Each account of the caseload: who, how paid, the newest statement, and what waits."
grain = "one row per account"
kept = "view"
seen_by = "see_dashboard"
*/
with newest as (
    select
        account_id,
        max(covered_to) as statements_to,
        arg_max(closing_per_statement, period_from) filter (where closing_per_statement is not null) as balance,
        count(*) filter (where state = 'to_review') as periods_to_review,
        sum(needs_you) filter (where state <> 'completed') as needs_you,
        min(period_from) filter (where state = 'to_review') as oldest_period,
        max(completed_at) as last_completed_at
    from trackers.review
    group by account_id
)

select
    account.account_id,
    account.agreement_id,
    account.person_id,
    account.council,
    account.officer,
    agreement.forename,
    agreement.surname,
    agreement.account_type,
    agreement.start_date,
    agreement.end_date,
    newest.statements_to,
    newest.balance,
    coalesce(newest.periods_to_review, 0) as periods_to_review,
    coalesce(newest.needs_you, 0)::integer as needs_you,
    newest.oldest_period,
    newest.last_completed_at
from staging.account
join staging.agreement using (agreement_id)
left join newest using (account_id)
